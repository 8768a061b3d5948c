"""Valid objects of many kinds, and mutations of them, from a seed."""

import copy
import random
from collections.abc import Iterator

from tests.kubernetes.object_kinds import BUILDERS, Kinds
from tests.kubernetes.pod_parts import Value

LONG = "x" * 70
WORDS = (
    "agent",
    "web-0",
    "a.b.c",
    "",
    "true",
    "8080",
    "10%",
    "äöü",
    "😀",
    'quo"te',
    "back\\slash",
    "two\nlines",
    "~",
    LONG,
)
NUMBERS = (0, 1, -1, 80, 65535, 65536, 2**31 - 1, 2**31, -(2**31), 2**53, 1.0, 1.5, -0.5, 1e3)
ODD = (None, True, False, [], {}, [None], [[]], {"a": None}, {"": ""}, *WORDS, *NUMBERS)


def generate(count: int, seed: int) -> Iterator[Value]:
    """Yield objects of all kinds in turn: the first of each valid, of the others most with one or two mutations."""
    builder = Kinds(seed)
    for number in range(count):
        name = BUILDERS[number % len(BUILDERS)]
        obj = getattr(builder, name)()
        if number >= len(BUILDERS):
            for _ in range(builder.random.choice((0, 1, 1, 1, 1, 2))):
                obj = _mutated(obj, builder.random)
        yield obj


def _mutated(obj: Value, chance: random.Random) -> Value:
    obj = copy.deepcopy(obj)
    places = list(_places(obj))
    parent, key = chance.choice(places)
    value = parent[key]
    if isinstance(value, dict) and chance.random() < 0.4:
        value[chance.choice(("unknown", "nam", "Name", "spec", "", "a/b~c", "it's", "😀"))] = chance.choice(
            ODD
        )
    elif isinstance(parent, dict) and chance.random() < 0.3:
        del parent[key]
    elif isinstance(value, str) and chance.random() < 0.3:
        parent[key] = chance.choice(
            (int(value) if value.isdecimal() else 7, f"{value} ", value.upper(), f"{value}\n")
        )
    elif isinstance(value, list) and value and chance.random() < 0.4:
        parent[key] = chance.choice(([], [*value, value[0]], [*value, None], {"0": value[0]}, value[0]))
    elif chance.random() < 0.2:
        parent[key] = chance.choice(([value], {"value": value}, str(value)))
    else:
        parent[key] = copy.deepcopy(chance.choice(ODD))
    return obj


def _places(value: Value) -> Iterator[tuple[Value, Value]]:
    """Yield each container of an object with each of its keys or indexes."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in steps:
        yield value, key
        yield from _places(inner)
