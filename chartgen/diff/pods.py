"""Pods that an upgrade replaces: those of which the template is another, be it by a label."""

from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from chartgen.diff import fields
from chartgen.diff.change import Change, change
from chartgen.diff.fields import Path
from chartgen.diff.noise import Noise, is_checksum
from chartgen.lint.objects import Object, at

_KINDS: Final = frozenset({"DaemonSet", "Deployment", "StatefulSet"})
_TEMPLATE: Final = ("spec", "template")


def restarts(old: Object, new: Object, noise: Noise, ignored: Container[Path] = ()) -> Iterator[Change]:
    """Say that pods restart, and why; fields that are `ignored` are no reason.

    A label that repeats the chart's version restarts them like any other change, as does a checksum.
    """
    if new.kind not in _KINDS or new.is_hook or old.kind != new.kind:
        return
    before, after = (at(each.value, _TEMPLATE) for each in (old, new))
    whole = [*fields.differences(before, after, _TEMPLATE)]
    found = [each for each in whole if each.path not in ignored]
    if not found and (whole or _without_nulls(before) == _without_nulls(after)):
        return
    if not found:
        reason = "a list in their template is in another order"
    elif all(noise.is_label(*each) for each in found):
        reason = "for labels that repeat the chart's version"
    elif all(noise.is_label(*each) or is_checksum(*each) for each in found):
        reason = "for a checksum of what they read"
    else:
        reason = "their template changes"
    if at(new.value, ("spec", "updateStrategy", "type")) == "OnDelete":
        yield change("pods-restart", new.label, f"pods are replaced once they are deleted: {reason}")
    else:
        yield change("pods-restart", new.label, f"pods restart: {reason}")


def _without_nulls(value: Any) -> Any:
    """Leave out the fields that are null: the API server has them as unset."""
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {key: _without_nulls(each) for key, each in value.items() if each is not None}
