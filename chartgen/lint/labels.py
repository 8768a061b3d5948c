"""Where in an object labels, selectors and annotations stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from chartgen.core.values_path import Steps
from chartgen.lint.apis import GROUPS
from chartgen.lint.objects import Object, mapping_at
from chartgen.lint.parts import parts

SELECTING: Final = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
"""The kinds that have a selector of labels and a pod template that must fit it."""

_OF_METADATA: Final = ("labels", "annotations")
_ANYWHERE: Final = ("matchLabels", "nodeSelector")
_SELECTOR: Final[Steps] = ("spec", "selector")


@dataclass(frozen=True, slots=True)
class Label:
    """One entry of labels, of a selector of labels, or of annotations."""

    path: Steps
    key: str
    value: Any
    is_annotation: bool


def labels_of(each: Object) -> Iterator[Label]:
    """Yield all of an object that the API server looks at."""
    yield from _of_metadata(each.value, ())
    if each.group not in GROUPS or each.kind == "CustomResourceDefinition":
        return
    if each.kind in {"Service", "ReplicationController"}:
        yield from _entries(each.value, _SELECTOR)
    for path, _ in parts(each.value.get("spec"), ("spec",)):
        if path[-1] in _ANYWHERE:
            yield from _entries(each.value, path)
        elif path[-1] == "metadata":
            yield from _of_metadata(each.value, path[:-1])


def _of_metadata(value: Any, path: Steps) -> Iterator[Label]:
    for field in _OF_METADATA:
        yield from _entries(value, (*path, "metadata", field))


def _entries(value: Any, path: Steps) -> Iterator[Label]:
    for key, text in mapping_at(value, path).items():
        yield Label((*path, key), key, text, path[-1] == "annotations")
