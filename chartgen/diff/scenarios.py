"""The scenarios of two charts together: each is rendered with both."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario, scenarios
from chartgen.core.values_path import Steps
from chartgen.diff.schema_node import canonical

_SECRET: Final = re.compile(r"(?i)passw|secret|token|credential|private.?key|api.?key|access.?key")
# What is shorter stands in too many other texts.
_SHORTEST: Final = 4


class Case(NamedTuple):
    """A scenario, by a name that no other has; `is_old` says that the old chart has it, or its user."""

    name: str
    scenario: Scenario
    is_old: bool

    @property
    def values(self) -> Iterator[Steps]:
        """The paths of the values that it sets."""
        return (path for path, _ in _leaves(self.scenario.values.tree, ()))

    @property
    def secrets(self) -> frozenset[str]:
        """The texts that its user may not want to be read, by the names of their values."""
        return frozenset(
            value
            for path, value in _leaves(self.scenario.values.tree, ())
            if isinstance(value, str) and len(value) >= _SHORTEST and _SECRET.search(str(path[-1]))
        )


def cases(old: Chart, new: Chart, given: Iterable[Scenario] = ()) -> list[Case]:
    """Give the scenarios of both charts and those that are given, equal ones once.

    Raises:
        InputError: as `chart.scenarios.scenarios`.
    """
    of_new = scenarios(new)
    names = {each.name: _content(each) for each in of_new}
    known: dict[str, Case] = {}
    taken: set[str] = set()
    for each in [*scenarios(old), *given]:
        content = _content(each)
        name = each.name
        if names.get(name, content) != content or name in taken:
            name = _free(f"{name} (old)" if name in names else name, taken)
        if content not in known:
            taken.add(name)
            known[content] = Case(name, each, is_old=True)
    for each in of_new:
        content = _content(each)
        if content not in known:
            name = _free(each.name, taken)
            taken.add(name)
            known[content] = Case(name, each, is_old=False)
    return list(known.values())


def with_value(scenario: Scenario, path: Steps, value: Any) -> Scenario:
    """Give a scenario with one value more."""
    nested: Any = value
    for step in reversed(path[1:]):
        nested = {step: nested}
    tree = _merged(scenario.values.tree, {path[0]: nested})
    return replace(scenario, values=replace(scenario.values, tree=tree))


def _merged(tree: Mapping[str, Any], more: Mapping[Any, Any]) -> dict[str, Any]:
    found = dict(tree)
    for key, value in more.items():
        below = found.get(key)
        found[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return found


def _content(each: Scenario) -> str:
    return canonical([each.values.tree, each.kubernetes, each.apis, each.release, each.namespace])


def _free(name: str, taken: set[str]) -> str:
    numbers = iter(range(2, len(taken) + 3))
    found = name
    while found in taken:
        found = f"{name} ({next(numbers)})"
    return found


def _leaves(tree: Any, path: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    elif path:
        yield path, tree
