"""Defaults of two charts, and what a key means that one of them does not have."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path
from chartgen.diff import images
from chartgen.diff.archives import unpacked
from chartgen.diff.change import Change, change, shown
from chartgen.lint.declared import Declared
from chartgen.lint.subchart_values import Subchart, subcharts
from chartgen.render.sourcemap.references import References

FILE: Final = "values.yaml"
_GLOBAL: Final = "global"


_MISSING: Final = object()


class DefaultDifference(NamedTuple):
    """A default that only one chart has, or that differs; None stands for one that is not there."""

    effect: Literal["removed", "added", "changed"]
    path: Steps
    old: Any
    new: Any


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], path: Steps = ()
) -> Iterator[DefaultDifference]:
    """Yield where the defaults differ: at the highest key that only one has, at leaves, and at lists."""
    for key in [*old, *(key for key in new if key not in old)]:
        here = (*path, key)
        before, after = old.get(key, _MISSING), new.get(key, _MISSING)
        if isinstance(before, Mapping) and isinstance(after, Mapping) and before:
            yield from differences(before, after, here)
        elif before is _MISSING:
            yield DefaultDifference("added", here, None, after)
        elif after is _MISSING:
            yield DefaultDifference("removed", here, before, None)
        elif before != after or isinstance(before, bool) != isinstance(after, bool):
            yield DefaultDifference("changed", here, before, after)


class Knows:
    """Whether a chart has a use for a value: it is declared, or templates read it."""

    def __init__(self, chart: Chart) -> None:
        """Take the chart."""
        self._chart = chart

    def declares(self, path: Steps) -> bool:
        """Say whether the schema or the defaults have a value at a path."""
        return self._declared.in_schema(path) or self._is_default(path)

    def knows(self, path: Steps) -> bool:
        """Say whether a value means something to the chart: it is declared, read, or in a map of the user."""
        return self.declares(path) or self.names(path) or self._is_of_user(path)

    def is_declared(self, path: Steps) -> bool:
        """Say whether the schema has a value at a path."""
        return self._declared.in_schema(path)

    def is_free(self, path: Steps) -> bool:
        """Say whether a value stands in a map of the schema that may hold anything."""
        return len(path) > 1 and self.is_declared(path[:-1]) and not self.is_declared(path)

    def names(self, path: Steps) -> bool:
        """Say whether the chart or a subchart may read a value by its name."""
        of_subchart = self._subcharts.get(str(path[0]))
        if of_subchart is not None and (len(path) == 1 or of_subchart.names(path[1:])):
            return True
        return path[0] == _GLOBAL or self._references.names(path)

    def takes_above(self, path: Steps) -> bool:
        """Say whether the chart may read a value in a map that it takes up whole."""
        return self._references.above(path) is not None

    @property
    def read(self) -> frozenset[Steps]:
        """The paths that the chart's own templates read behind `.Values`, and that are sure."""
        return frozenset(
            path
            for path, actions in self._references.absolute.items()
            if path and not all(file.startswith("charts/") for file, _ in actions)
        )

    @cached_property
    def _subcharts(self) -> Mapping[str, Subchart]:
        return subcharts(unpacked(self._chart))

    @cached_property
    def _references(self) -> References:
        return References(self._chart, self._chart.default_values)

    @cached_property
    def _declared(self) -> Declared:
        return Declared(self._chart)

    def _is_of_user(self, path: Steps) -> bool:
        """Say whether a value stands below a default without keys, which leaves open what is there."""
        value: Any = self._chart.default_values
        for step in path:
            if not isinstance(value, Mapping) or not value:
                return value is not self._chart.default_values
            if step not in value:
                return False
            value = value[step]
        return True

    def _is_default(self, path: Steps) -> bool:
        value: Any = self._chart.default_values
        for step in path:
            if not isinstance(value, Mapping) or step not in value:
                return False
            value = value[step]
        return True


def changed(
    found: DefaultDifference, *, is_allowed: Callable[[Any], bool], defaults: Mapping[str, Any], app: str = ""
) -> Change:
    """Tell of a default that is another one.

    `is_allowed` says whether the new chart takes a value of the old type there, `defaults` are its own; `app`
    is the version of the program that the old chart is about.
    """
    path = format_path(found.path)
    old, new = ("" if value is None else shown(value) for value in (found.old, found.new))
    image = images.compare_text(found.old, found.new, app)
    if images.is_of_image(found.path, defaults):
        image = images.compare_part(str(found.path[-1]), found.old, found.new, app)
    if image is not None:
        text = f"{old} → {new} ({image.text})"
        return change("default-changed", FILE, text, path=path, old=old, new=new, part=image.part)
    shapes = _shape(found.old), _shape(found.new)
    if all(shapes) and shapes[0] != shapes[1] and found.old and not is_allowed(found.old):
        text = f"{old} → {new}, which is of another type"
        return change("default-type-changed", FILE, text, path=path, old=old, new=new)
    return change("default-changed", FILE, path=path, old=old, new=new)


def _shape(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return "map"
    return "list" if isinstance(value, list) else "scalar"


def leaves(values: Any, path: Steps = ()) -> frozenset[str]:
    """Give the paths of all values below one that are no map with keys, as texts."""
    if isinstance(values, Mapping) and values:
        return frozenset().union(*(leaves(each, (*path, key)) for key, each in values.items()))
    return frozenset({format_path(path)} if path else ())
