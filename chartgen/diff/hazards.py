"""What Helm 4 refuses to apply, or Helm 3 drops in silence, and the old chart had not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chartgen.core.errors import ToolError, UsageError
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path
from chartgen.diff.change import Change, change
from chartgen.lint import versions
from chartgen.lint.objects import Kubernetes, Object, mapping_at
from chartgen.lint.rule import Hit
from chartgen.lint.rules.manifest import duplicate_entry, duplicate_key, unknown_field

_STRATEGIES: Final[Mapping[str, tuple[str, str]]] = {
    "Deployment": ("strategy", "Recreate"),
    "StatefulSet": ("updateStrategy", "OnDelete"),
}
"""By kind, the field and the strategy beside which there must be no `rollingUpdate`."""
_FILLED_IN: Final = {
    "Deployment": frozenset({"maxSurge", "maxUnavailable"}),
    "StatefulSet": frozenset({"partition"}),
}
"""What the API server fills in in `rollingUpdate`."""


class Cluster:
    """A version of Kubernetes with the CRDs of a chart; nothing is known of one without schemas."""

    def __init__(self, version: str, crds: Sequence[Object]) -> None:
        """Take what is there; the schemas are read once they are needed."""
        self._version, self._crds = version, crds
        self._known: list[Kubernetes | None] = []

    def hits(self, each: Object) -> Iterator[Hit]:
        """Yield the fields that the API server does not know."""
        if not self._known:
            self._known.append(self._read())
        if self._known[0] is not None:
            yield from unknown_field.check(each, self._known[0])

    def _read(self) -> Kubernetes | None:
        try:
            return versions.kubernetes(self._version, self._crds)
        except (ToolError, UsageError):
            # The schemas are an extra, and not all versions have some: the rest is compared anyway.
            return None


def changes(old: Object | None, new: Object | None, clusters: tuple[Cluster, Cluster]) -> Iterator[Change]:
    """Yield what is wrong with an object in the new chart alone."""
    if new is None:
        return
    found = _found(new, clusters[1])
    known = _found(old, clusters[0]) if old is not None and found else {}
    for message, path in found:
        if message not in {text for text, _ in known}:
            place = format_path(path)
            text = message.removeprefix(place).lstrip(": ")
            yield change("apply-conflict", new.label, f"{text}: Helm 4 refuses it", path=place)
    if old is not None and not new.is_hook and _leaves_rolling(old, new):
        field, strategy = _STRATEGIES[new.kind]
        text = f"the API server's own rollingUpdate stays beside {strategy}, which it refuses; set it to null"
        yield change("apply-conflict", new.label, text, path=f"spec.{field}")


def _leaves_rolling(old: Object, new: Object) -> bool:
    """Say whether a controller stops rolling, and leaves in the cluster how it did.

    What the API server filled in is nobody's in a server-side apply, so that nothing removes it but a null.
    """
    if new.kind not in _STRATEGIES or old.kind != new.kind or new.group != "apps":
        return False
    field, strategy = _STRATEGIES[new.kind]
    before, after = (mapping_at(each.value, ("spec", field)) for each in (old, new))
    is_written = _FILLED_IN[new.kind] <= mapping_at(before, ("rollingUpdate",)).keys()
    is_left = not is_written and "rollingUpdate" not in after
    return is_left and before.get("type") != strategy == after.get("type")


def _found(each: Object, cluster: Cluster) -> Mapping[tuple[str, Steps], Any]:
    hits = (*duplicate_entry.check(each), *duplicate_key.check(each), *cluster.hits(each))
    return {(hit.message, hit.path): None for hit in hits}
