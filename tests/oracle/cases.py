"""Generates cases for the oracle: each changes one field in one way, some a second field too.

A case is a dict with `kind` (nad or annotation), `field`, `class` and what its kind needs; `also` names a second
change as `[field, class]`. The same count and seed give the same cases.
"""

import random
from collections.abc import Iterator
from typing import Any

from tests.oracle import addresses, annotations
from tests.oracle.addresses import Network
from tests.oracle.annotations import COMMA, ELEMENT, TEXTS
from tests.oracle.fields import Field
from tests.oracle.jsontext import Pairs, write
from tests.oracle.tables import FIELDS

CLASSES = ("valid", "boundary", "wrong-type", "wrong-letter-case", "absent", "duplicate-key")
# What is wrong with a value is where implementations differ, so those classes come twice.
WEIGHTS = {"boundary": 2, "wrong-type": 2}
BY_NAME = {field.name: field for field in (*FIELDS, *ELEMENT)}
_REQUEST_CLASSES = ("valid", "boundary", "absent")
_SECOND = 0.2


def kinds(field: str) -> tuple[str, ...]:
    """Give the classes that a field can be changed by."""
    if field in {"nad.text", "annotation.text"}:
        return ("boundary",)
    if field.startswith("request."):
        return _REQUEST_CLASSES
    return CLASSES


ALL_FIELDS = (*BY_NAME, *COMMA, "nad.text", "annotation.text")
ALL = [(field, kind) for field in ALL_FIELDS for kind in kinds(field)]


def cases(count: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Yield cases, every field and class once before one comes again."""
    rng = random.Random(seed)
    deck: list[tuple[str, str]] = []
    for _ in range(count):
        if not deck:
            deck = [pair for pair in ALL for _ in range(WEIGHTS.get(pair[1], 1) - 1)]
            rng.shuffle(deck)
            once = ALL.copy()
            rng.shuffle(once)
            deck += once
        field, kind = deck.pop()
        yield {"field": field, "class": kind, **_case(rng, field, kind)}


def _case(rng: random.Random, field: str, kind: str) -> dict[str, Any]:
    if field in COMMA:
        return {"kind": "annotation", "value": annotations.comma(rng, field, kind), "namespace": "default"}
    if field == "annotation.text":
        return {"kind": "annotation", "value": rng.choice(TEXTS), "namespace": "default"}
    if field.startswith("annotation."):
        return _json_annotation(rng, field, kind)
    return _network(rng, field, kind)


def _json_annotation(rng: random.Random, field: str, kind: str) -> dict[str, Any]:
    element = annotations.element(rng)
    net = addresses.parse("10.0.0.0/24")
    _change(rng, element, BY_NAME[field], kind, net)
    case: dict[str, Any] = {"kind": "annotation", "namespace": "default"}
    if rng.random() < _SECOND:
        other = rng.choice([known for known in ELEMENT if known.name != field])
        case["also"] = [other.name, rng.choice(CLASSES)]
        _change(rng, element, other, case["also"][1], net)
    return {**case, "value": annotations.listed(rng, element)}


def _network(rng: random.Random, field: str, kind: str) -> dict[str, Any]:
    net = addresses.network(rng)
    levels = _base(rng, net)
    case: dict[str, Any] = {"kind": "nad", "name": "net", "namespace": "default"}
    if field.startswith("range."):
        _give_ranges(rng, levels, net)
    if field.startswith("ipam.leader_") and kind != "valid" and rng.random() < 0.5:
        _give_durations(rng, levels["ipam"])
    if field == "nad.text":
        return {**case, "config": _text(rng, levels["nad"])}
    changes = [(field, kind)]
    if rng.random() < _SECOND:
        other = rng.choice([known.name for known in FIELDS if known.name != field and known.level != "range"])
        case["also"] = [other, rng.choice(kinds(other))]
        changes.append((other, case["also"][1]))
    for name, change in changes:
        changed = BY_NAME[name]
        if changed.level == "request":
            if change != "absent":
                case[changed.key] = changed.draw(change, rng, net)
        else:
            _change(rng, levels[changed.level], changed, change, net)
    return {**case, "config": write(levels["nad"])}


def _base(rng: random.Random, net: Network) -> dict[str, Pairs]:
    """Give the objects of a network that works, by level: a list, or one plugin that is its own top level."""
    ipam = Pairs([("type", "whereabouts"), ("range", str(net))])
    plugin = Pairs([("type", "ipvlan"), ("master", "eth1"), ("ipam", ipam)])
    version = ("cniVersion", rng.choice(["0.3.1", "1.0.0", "1.1.0"]))
    name = [("name", "data")] if rng.random() < 0.5 else []
    if rng.random() < 0.5:
        plugin[:] = [version, *name, *plugin]
        return {"nad": plugin, "plugin": plugin, "ipam": ipam}
    plugins = [plugin, *rng.choice([[], [], [Pairs([("type", "tuning")])]])]
    return {"nad": Pairs([version, *name, ("plugins", plugins)]), "plugin": plugin, "ipam": ipam}


def _give_ranges(rng: random.Random, levels: dict[str, Pairs], net: Network) -> None:
    """Move the range into ipRanges, or put a second one there."""
    entry = Pairs([("range", str(net))])
    levels["range"] = entry
    levels["ipam"].set("ipRanges", [entry])
    if rng.random() < 0.6:
        levels["ipam"].remove_key("range")
    else:
        levels["ipam"].set("range", str(addresses.network(rng)))


def _give_durations(rng: random.Random, ipam: Pairs) -> None:
    """Give all durations, so that one of them alone can be at its own edge."""
    keys = ("leader_lease_duration", "leader_renew_deadline", "leader_retry_period")
    triples = [(1500, 1000, 500), (1000, 600, 300), (1200, 700, 100), (999, 600, 300), (60000, 2000, 500)]
    for key, value in zip(keys, rng.choice(triples), strict=True):
        ipam.set(key, value)


def _text(rng: random.Random, whole: Pairs) -> str:
    """Write a text that is no configuration, or hardly one."""
    text = write(whole)
    deep = "[" * 20000 + "]" * 20000
    # fmt: off
    return rng.choice([
        "", " ", "null", "[]", "{}", "7", '"text"', "true", f"[{text}]", f"{text},", f"{text}{text}", text[:-1], text[1:],
        text.replace('"', "'"), text.replace("}", ",}", 1), text.replace(": ", " ", 1), f"\ufeff{text}", f"\n{text}\n",
        text.replace('"ipvlan"', "ipvlan"), f"// a\n{text}", deep, text.replace("eth1", "\\ud800"),
        text.replace("eth1", "\\u0000"), text.replace("eth1", "\t"), text.replace("type", "\\u0074ype"),
        text.replace("{", '{"": 1, ', 1),
    ])
    # fmt: on


def _change(rng: random.Random, target: Pairs, field: Field, kind: str, net: Network) -> None:
    if kind == "absent":
        target.remove_key(field.key)
    elif kind == "wrong-letter-case":
        _change_letters(rng, target, field, net)
    elif kind == "duplicate-key":
        _give_twice(rng, target, field, net)
    else:
        target.set(field.key, field.draw(kind, rng, net))


def _change_letters(rng: random.Random, target: Pairs, field: Field, net: Network) -> None:
    """Write the key, or where that matters the value, in other letters."""
    if field.cased and rng.random() < 0.5:
        target.set(field.key, rng.choice(field.cased))
        return
    # The value that the key had, so that only the letters differ, or one whose effect shows whether it is read.
    value = target.get(field.key)
    if value is None or rng.random() < 0.5:
        value = field.draw(rng.choice(["valid", "boundary", "wrong-type"]), rng, net)
    if rng.random() < 0.7:
        target.remove_key(field.key)
    target.append((_other_letters(rng, field.key), value))


def _other_letters(rng: random.Random, key: str) -> str:
    """Write a key in other letters; Go takes the long s and the Kelvin sign for s and k."""
    folded = key.replace("s", "\u017f", 1).replace("k", "\u212a", 1)
    written = [
        key.upper(),
        key[0].upper() + key[1:],
        key.swapcase(),
        key.lower(),
        key.title(),
        folded,
        key.replace("_", "-"),
    ]
    return rng.choice([other for other in written if other != key] or [key.upper()])


def _give_twice(rng: random.Random, target: Pairs, field: Field, net: Network) -> None:
    """Give the key twice, what it had before among the values."""
    values = [field.draw(rng.choice(["valid", "boundary", "wrong-type"]), rng, net) for _ in range(2)]
    before = target.get(field.key)
    values[0] = values[0] if before is None else before
    rng.shuffle(values)
    target.remove_key(field.key)
    key = _other_letters(rng, field.key) if rng.random() < 0.2 else field.key
    target.insert(rng.randint(0, len(target)), (field.key, values[0]))
    target.append((key, values[1]))
