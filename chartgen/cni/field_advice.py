"""Fields of an address management that have no effect, or a bad one: Whereabouts says nothing of any.

Source: whereabouts 0.7.0 and 0.9.4 pkg/types/types.go, pkg/config/config.go.
"""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from chartgen.cni import ipam_kinds
from chartgen.cni.go_types import fold
from chartgen.cni.json_text import Members
from chartgen.cni.problem import Problem, shown, warning
from chartgen.cni.versions import Version, format_version
from chartgen.cni.whereabouts import NODE_SLICES_SINCE
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps

_NEW_COMMENT: Final = "Whereabouts has ignored it since etcd went"
_WITHOUT_EFFECT: Final = {
    "datastore": _NEW_COMMENT,
    "etcd_host": _NEW_COMMENT,
    "etcd_username": _NEW_COMMENT,
    "etcd_password": _NEW_COMMENT,
    "etcd_key_file": _NEW_COMMENT,
    "etcd_cert_file": _NEW_COMMENT,
    "etcd_ca_cert_file": _NEW_COMMENT,
    "dns": "the plugin's own `dns` takes its place",
    "reconciler_cron_expression": "only the file on the node counts",
}
_OF_RANGE: Final = {
    "exclude": "whereabouts-exclude-ignored",
    "range_start": "whereabouts-range-end",
    "range_end": "whereabouts-range-end",
}
_NEAR: Final = 0.85
_LONGEST: Final = 40
"""No longer key is near to a field; comparing takes the square of the length."""


def _plain(key: str) -> str:
    """Give a key as it is without the ways to part its words."""
    return fold(key).replace("_", "").replace("-", "")


def _by_plain(names: Iterable[str]) -> dict[str, str]:
    # Go's own fields, which are capitalised, and what has no effect are nobody's wish.
    return {_plain(name): name for name in names if name[0].islower() and name not in _WITHOUT_EFFECT}


_RANGE_FIELDS: Final = _by_plain(ipam_kinds.RANGE.fields)
# The others are words of host-local for the same.
_FIELDS: Final = {
    **_by_plain(ipam_kinds.FIELDS),
    "gw": "gateway",
    "subnet": "range",
    "ranges": "ipRanges",
}
_KNOWN: Final = frozenset(map(fold, (*ipam_kinds.FIELDS, *ipam_kinds.RANGE.fields)))


def field_problems(stdin: Members, whereabouts: Version) -> Iterator[Problem]:
    """Yield the fields of a plugin's `ipam` that have no effect, or a bad one."""
    # The key counts in any letter case, the last one.
    raw = next((value for key, value in reversed(stdin) if fold(key) == "ipam"), None)
    if not isinstance(raw, Members):
        return
    yield from _slips(raw, ("ipam",), _FIELDS)
    listed = raw.get("ipRanges")
    for at, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, Members):
            yield from _slips(entry, ("ipam", "ipRanges", at), _RANGE_FIELDS)
    if listed and not raw.get("range"):
        yield from _lost(raw)
    yield from _slice_advice(raw, whereabouts)
    for key, why in _WITHOUT_EFFECT.items():
        if raw.has(key):
            yield warning("whereabouts-field", f"{key} has no effect: {why}", ("ipam", key), "remove it")
    if raw.get("sleep_for_race") not in (None, "0"):
        problem = "sleep_for_race makes every pod wait; it is there for tests of Whereabouts"
        yield warning("whereabouts-sleep", problem, ("ipam", "sleep_for_race"), "remove it")
    if raw.get("addresses"):
        problem = "every pod of the network gets the same addresses, and nobody reserves them"
        yield warning("whereabouts-address-shared", problem, ("ipam", "addresses"), "give a range")


def _slice_advice(raw: Members, whereabouts: Version) -> Iterator[Problem]:
    if raw.get("node_slice_size"):
        path: Steps = ("ipam", "node_slice_size")
        if whereabouts < NODE_SLICES_SINCE:
            problem = f"Whereabouts {format_version(whereabouts)} ignores node_slice_size: 0.9.0 is the first"
            yield warning("whereabouts-slices-ignored", problem, path)
        else:
            problem = "slices need Whereabouts' node slice controller, and of a network one range counts"
            yield Problem("whereabouts-slices-controller", problem, path, severity=Severity.INFO)


def _lost(raw: Members) -> Iterator[Problem]:
    """Yield what belongs to the `range` beside it where there is none."""
    for key, rule in _OF_RANGE.items():
        if raw.get(key):
            problem = f"{key} is ignored: it belongs to a range beside it, and not to those of ipRanges"
            yield warning(rule, problem, ("ipam", key), f"give {key} to the entries of ipRanges")


def _slips(tree: Members, path: Steps, fields: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the unknown keys that are likely meant for a field; others may be somebody's own."""
    for key in dict(tree):
        if fold(key) in _KNOWN or not key[:1].isalpha() or len(key) > _LONGEST:
            continue
        if near := _nearest(_plain(key), fields):
            problem = f"Whereabouts knows no {shown(key)}, and ignores it"
            hint = f"did you mean {fields[near]!r}?"
            yield warning("whereabouts-field", problem, (*path, key), hint)


def _nearest(word: str, names: Collection[str]) -> str:
    if word in names:
        return word
    return next(iter(difflib.get_close_matches(word, names, n=1, cutoff=_NEAR)), "")
