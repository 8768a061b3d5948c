"""Pods that an upgrade replaces: those of which the template is another, be it by a label."""

from collections.abc import Container, Iterator
from typing import Final

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
    found = [each for each in fields.differences(before, after, _TEMPLATE) if each.path not in ignored]
    if not found:
        return
    if all(noise.is_label(*each) for each in found):
        reason = "for labels that repeat the chart's version, and nothing else"
    elif all(noise.is_label(*each) or is_checksum(*each) for each in found):
        reason = "for a checksum of what they read"
    else:
        reason = "their template changes"
    if at(new.value, ("spec", "updateStrategy", "type")) == "OnDelete":
        yield change("pods-restart", new.label, f"pods are replaced once they are deleted: {reason}")
    else:
        yield change("pods-restart", new.label, f"pods restart: {reason}")
