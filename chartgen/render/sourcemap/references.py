"""Which values a chart's templates name: what stands in their actions, without a render.

It says more than is true, hardly less: `.port` reads the port of each map that a template takes up by its
name (`with .Values.a`, `range`, a variable, an argument), and each text in an action may be a key (`index`,
`dig`). Keys that a template puts together itself are not seen.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.core.values_path import Steps
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of

_CHAIN: Final = re.compile(r'((?:\.[A-Za-z_]\w*)+)|"((?:\\.|[^"\\\n])*)"|`([^`]*)`')
_VALUES: Final = "Values"
# What Helm gives templates beside values.
_BUILT_IN: Final = frozenset({"Release", "Chart", "Capabilities", "Files", "Template", "Subcharts"})
_NO_TEMPLATE: Final = re.compile(
    r"(?:.*/)?(?:values[^/]*\.ya?ml|Chart\.yaml|values\.schema\.json|ci/.*)|.*\.(?:md|gotmpl|tgz)"
)


class References:
    """What the templates of a chart name of its values, and what texts in `values` do that `tpl` may run."""

    def __init__(self, chart: Chart, *values: Mapping[str, Any]) -> None:
        """Take the chart, and the values that its templates are rendered with."""
        self._chart, self._values = chart, values
        self._taken: dict[Steps, bool] = {}

    @cached_property
    def absolute(self) -> Mapping[Steps, list[tuple[str, Token]]]:
        """The paths behind `.Values`, each with the actions that name it and their files."""
        return self._named[0]

    def takes(self, path: Steps) -> bool:
        """Say whether some action may take up the value at a path by its name, be it a map or a leaf."""
        known = self._taken.get(path)
        if known is None:
            known = self._taken[path] = path in self.absolute or self._ends_with(path, self._relative)
        return known

    def names(self, path: Steps) -> bool:
        """Say whether some action may name the value at a path, or something in it, also in a text."""
        return (
            self.takes(path)
            or path in self._above[0]
            or self._ends_with(path, self._above[1])
            or path in self._written
        )

    @cached_property
    def _written(self) -> frozenset[Steps]:
        """The paths that are texts in actions, as helpers take them: `"auth.password"`."""
        steps = (step for chains in self._relative.values() for chain in chains for step in chain)
        return frozenset(tuple(step.split(".")) for step in steps if isinstance(step, str) and "." in step)

    def _ends_with(self, path: Steps, chains: Mapping[str | int, set[Steps]]) -> bool:
        return any(
            path[-length:] == chain and self._is_bound(path[:-length])
            for chain in chains.get(path[-1] if path else "", ())
            if (length := len(chain)) <= len(path)
        )

    @cached_property
    def _above(self) -> tuple[set[Steps], Mapping[str | int, set[Steps]]]:
        """The beginnings of all chains."""
        relative: defaultdict[str | int, set[Steps]] = defaultdict(set)
        for chain in {each for chains in self._relative.values() for each in chains}:
            for end in range(1, len(chain)):
                relative[chain[end - 1]].add(chain[:end])
        return {path[:end] for path in self.absolute for end in range(len(path))}, relative

    def above(self, path: Steps) -> Steps | None:
        """Give the nearest path above one that some action takes up, None where there is none."""
        return next((path[:end] for end in range(len(path) - 1, -1, -1) if self.takes(path[:end])), None)

    @cached_property
    def words(self) -> frozenset[str]:
        """All names of fields, and all texts in actions."""
        steps = (*self._relative, *(step for path in self.absolute for step in path))
        return frozenset(step for step in steps if isinstance(step, str))

    def _is_bound(self, path: Steps) -> bool:
        """Say whether the map at a path may be the dot, a variable or an argument somewhere."""
        return self.takes(path) or (bool(path) and self.takes(path[:-1]))

    @property
    def _relative(self) -> Mapping[str | int, set[Steps]]:
        return self._named[1]

    @cached_property
    def _named(self) -> tuple[Mapping[Steps, list[tuple[str, Token]]], Mapping[str | int, set[Steps]]]:
        absolute: defaultdict[Steps, list[tuple[str, Token]]] = defaultdict(list)
        relative: defaultdict[str | int, set[Steps]] = defaultdict(set)
        for file, action in self._actions():
            for fields, *texts in _CHAIN.findall(action.text):
                chain = tuple(fields.split(".")[1:]) if fields else (texts[0] or texts[1],)
                if fields and _VALUES in chain:
                    start = len(chain) - chain[::-1].index(_VALUES)
                    absolute[chain[start:]].append((file, action))
                elif chain[0] not in _BUILT_IN:
                    relative[chain[-1]].add(chain)
        return absolute, relative

    def _actions(self) -> Iterator[tuple[str, Token]]:
        for file, content in self._chart.files.items():
            if b"{{" in content and not _NO_TEMPLATE.fullmatch(file):
                yield from ((file, action) for action in _actions(text_of(content), file))
        for tree in self._values:
            for text in _texts(tree):
                yield from (("", action) for action in _actions(text, ""))


def _actions(text: str, file: str) -> Iterator[Token]:
    try:
        yield from (token for token in tokens(text, file=file) if token.kind not in {"text", "comment"})
    except InputError:
        # No template, but a text that looks like one.
        yield Token("other", text, 0, 1, 1)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        if "{{" in node:
            yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
