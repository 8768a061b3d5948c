"""Which values the templates of a chart read, in any scenario: shown by renders, not by a search over texts.

What a template names outright counts as read, in whatever branch that is: no scenario need enter it. Of all
else a change must alter the output of some scenario. Where a template takes up a whole map, and no scenario
shows anything of it, nothing is said of what is in it.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from chartgen.chart.reference import Chart
from chartgen.chart.values import coalesce
from chartgen.core.errors import InputError
from chartgen.core.values_path import Steps, contains
from chartgen.lint.objects import at
from chartgen.lint.rendering import Rendering
from chartgen.lint.subchart_values import subcharts
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.halving import harmless
from chartgen.render.sourcemap.leaves import leaves, with_changes
from chartgen.render.sourcemap.probing import masks_of
from chartgen.render.sourcemap.references import References
from chartgen.render.sourcemap.value_lines import another
from chartgen.render.sourcemap.values import ValueTokens

_GLOBAL: Final = "global"
_TAGS: Final = "tags"
_MOST_FOR_MAPS: Final = 12
_MOST_IN_VAIN: Final = 3
_MOST_SECONDS: Final = 20.0


class ValuesUse:
    """What is read of the values of one chart; each question is answered when it is asked."""

    def __init__(self, chart: Chart, renderings: Iterable[Rendering]) -> None:
        """Take all renderings of the chart, each scenario in each version."""
        self._chart = chart
        self._renderings = list({id(each): each for each in renderings}.values())
        self._subcharts = subcharts(chart)
        self._of_helm = [*_paths_of_helm(chart)]
        self._budget = _Budget()

    @cached_property
    def references(self) -> References:
        """What the templates name, those among the values too."""
        trees = {id(each.request.values): each.request.values for each in self._renderings}
        return References(self._chart, self._chart.default_values, *trees.values())

    def is_of_helm(self, path: Steps) -> bool:
        """Say whether Helm itself or a subchart reads a value, or may."""
        subchart = self._subcharts.get(str(path[0])) if len(path) > 1 else None
        if subchart and path not in self._of_helm:
            unknown = _unknown(subchart.defaults, path[1:])
            return unknown is None or subchart.names(unknown)
        return any(path[: len(known)] == known for known in self._of_helm)

    @cached_property
    def _defaults(self) -> Mapping[str, Any]:
        """The defaults, with those that subcharts have of their own."""
        of_subcharts = {key: each.defaults for key, each in self._subcharts.items()}
        return coalesce(of_subcharts, self._chart.default_values)

    @cached_property
    def unused(self) -> tuple[Steps, ...]:
        """The leaves of the defaults whose change alters nothing in any scenario; a list counts as one."""
        if not self._renderings:
            return ()
        units = dict.fromkeys(_without_items(path) for path in leaves(self._chart.default_values))
        open_ = [path for path in units if not self.is_of_helm(path) and not self.references.names(path)]
        open_ = self._certain(open_, is_unshown=True)
        for rendering in self._one_each if open_ else ():
            changes = {path: another(at(rendering.values, path)) for path in open_}
            open_ = _Comparison(rendering, self._budget).without_effect(changes)
        return tuple(open_)

    def unread(self, rendering: Rendering) -> tuple[Steps, ...]:
        """The keys of a scenario that the defaults do not have, and whose change alters nothing in it.

        What stands in a map that is empty by default is free.
        """
        changes: dict[Steps, Any] = {}
        for leaf, value in leaves(rendering.request.values).items():
            path = _unknown(self._defaults, leaf)
            if path and value is not None and not self.is_of_helm(path) and not self.references.names(path):
                changes[leaf] = another(value)
        if not changes:
            return ()
        known = dict.fromkeys(_unknown(self._defaults, leaf) for leaf in changes)
        shown = rendering.value_lines.traced_with(ValueTokens(is_printed=True), changes).shown
        changes = {leaf: value for leaf, value in changes.items() if leaf not in shown}
        read = {*shown, *changes} - {*_Comparison(rendering, self._budget).without_effect(changes)}
        unread = [path for path in known if path and not any(leaf[: len(path)] == path for leaf in read)]
        return tuple(self._certain(unread))

    def names_read_beside(self, path: Steps) -> list[str]:
        """Give the names that templates have where the last key of a path stands."""
        absolute = self.references.absolute
        named = (each[len(path) - 1] for each in absolute if path[:-1] == each[: len(path) - 1] != each)
        return sorted({str(each) for each in named})

    def names_beside(self, path: Steps) -> list[str]:
        """Give the names that may stand where the last key of a path does."""
        known = at(self._defaults, path[:-1])
        return sorted({*self.names_read_beside(path), *(known if isinstance(known, Mapping) else ())})

    def has_effect(self, path: Steps) -> bool:
        """Say whether a text at a path alters the output of some scenario, or makes it fail."""
        change = {path: another("")}
        comparisons = (_Comparison(each, self._budget) for each in self._one_each)
        return any(not each.without_effect(change) for each in comparisons) and not self._budget.is_spent

    @cached_property
    def _one_each(self) -> Sequence[Rendering]:
        """One rendering of each scenario, those first that show much; versions hardly read other values."""
        found = {id(each.request.values): each for each in reversed(self._renderings)}
        return sorted(found.values(), key=lambda each: -sum(map(len, each.texts.values())))

    def _certain(self, paths: Iterable[Steps], *, is_unshown: bool = False) -> list[Steps]:
        """Leave out paths in a map that a template takes up, of which no scenario shows anything.

        With `is_unshown` those are left out, too, that some scenario shows. Only some scenarios are looked at
        for maps alone: of a map that is not shown in them nothing is said.
        """
        maps = {path: self._map_taken_up(path) for path in paths}
        unseen = {each for each in maps.values() if each is not None}
        tokens = ValueTokens(is_printed=is_unshown)
        in_vain = 0
        for count, rendering in enumerate(self._one_each):
            unseen &= {*maps.values()}
            is_enough = count >= _MOST_FOR_MAPS or in_vain >= _MOST_IN_VAIN
            if self._budget.is_spent:
                # Nothing is said of what could not be looked at.
                return []
            if is_enough and unseen >= {*maps.values()}:
                break
            before = len(unseen), len(maps)
            wanted = [
                leaf
                for leaf in rendering.value_lines.known
                if (is_unshown and _without_items(leaf) in maps)
                or any(leaf[:end] in unseen for end in range(1, len(leaf)))
            ]
            shown = rendering.value_lines.traced_with(tokens, wanted).shown if wanted else frozenset()
            unseen = {each for each in unseen if not any(_is_in(leaf, each) for leaf in shown)}
            if is_unshown:
                seen = {*map(_without_items, shown)}
                maps = {path: each for path, each in maps.items() if path not in seen}
            in_vain = 0 if (len(unseen), len(maps)) != before else in_vain + 1
        return [path for path, each in maps.items() if each not in unseen]

    def _map_taken_up(self, path: Steps) -> Steps | None:
        """Give the map around a path that a template takes up, if one does."""
        above = self.references.above(path)
        return None if above is None or path == (above or path[:1]) else above or path[:1]


class _Budget:
    """How long values are looked for: some charts take seconds for a render."""

    @cached_property
    def _end(self) -> float:
        return time.monotonic() + _MOST_SECONDS

    @property
    def is_spent(self) -> bool:
        """Whether time is up; it starts when this is asked first."""
        return time.monotonic() > self._end


class _Comparison:
    """Renders one scenario with changed values, and compares."""

    def __init__(self, rendering: Rendering, budget: _Budget) -> None:
        self._rendering, self._budget = rendering, budget
        self._masks = dict.fromkeys(rendering.texts, frozenset[int]())

    def without_effect(self, changes: Mapping[Steps, Any]) -> list[Steps]:
        """Give those of some changes that alter nothing, but in lines that no two renders have in common."""
        if not changes or self._is_same(changes):
            return [*changes]
        if self._budget.is_spent:
            return []
        again = masks_of(self._rendering.texts, self._rendering.with_values(self._rendering.values))
        if len(changes) == 1 and again == self._masks:
            return []
        self._masks = again
        return harmless([*changes], lambda some: self._is_same({path: changes[path] for path in some}))

    def _is_same(self, changes: Mapping[Steps, Any]) -> bool:
        if self._budget.is_spent:
            return False
        try:
            found = self._rendering.with_values(with_changes(self._rendering.values, changes))
        except (InputError, RenderLimitError):
            return False
        differ = masks_of(self._rendering.texts, found)
        return all(path in differ and differ[path] <= mask for path, mask in self._masks.items())


def _paths_of_helm(chart: Chart) -> Iterator[Steps]:
    yield (_GLOBAL,)
    if not chart.has_dependencies:
        return
    yield (_TAGS,)
    for path in chart.files:
        if path.startswith("charts/"):
            yield (path.split("/")[1],)
    dependencies = chart.metadata.get("dependencies")
    for each in dependencies if isinstance(dependencies, list) else ():
        yield from ((str(each[key]),) for key in ("name", "alias") if each.get(key))
        for condition in str(each.get("condition") or "").split(","):
            yield tuple(condition.strip().split("."))
        for imported in each.get("import-values") or ():
            if isinstance(imported, Mapping) and imported.get("parent"):
                yield tuple(str(imported["parent"]).split("."))


def _without_items(path: Steps) -> Steps:
    """Give the path of the list that a value is in; that of the value where it is in none."""
    return next((path[:end] for end, step in enumerate(path) if isinstance(step, int)), path)


def _is_in(path: Steps, above: Steps) -> bool:
    return above == path[: len(above)] != path


def _unknown(defaults: Mapping[str, Any], path: Steps) -> Steps | None:
    """Give the first part of a path that a map of the defaults does not have; None where it may have all."""
    for end, step in enumerate(path):
        parent = at(defaults, path[:end])
        if not isinstance(parent, Mapping) or (not parent and end):
            return None
        if not contains(parent, (step,)):
            return path[: end + 1]
    return None
