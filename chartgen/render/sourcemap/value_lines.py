"""The one leaf of the values that a rendered line shows."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from chartgen.core.errors import InputError
from chartgen.core.values_path import Steps
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.leaves import leaves, with_changes
from chartgen.render.sourcemap.probing import Texts, masks_of
from chartgen.render.sourcemap.values import Render, Trace, ValueTokens, can_have_token

_MARK: Final = "zqz"
_WORD: Final = re.compile(r"[\w-]+")
_MOST_UNNAMED: Final = 8
_MOST_RENDERS: Final = 24
_MOST_TRACES: Final = 32


class ValueLines:
    """Finds the leaves that the lines of one render show; nothing is rendered before it is asked for."""

    def __init__(
        self,
        values: Mapping[str, Any],
        render: Render,
        plain: Texts,
        tokens: ValueTokens,
        expected: Callable[[], Iterable[tuple[str, int]]] = tuple,
    ) -> None:
        """`plain` is what `render` makes of `values`, `tokens` those of the chart.

        `expected` gives lines, each with its template, that will be asked about.
        """
        self._values, self._render, self._plain, self._tokens = values, render, plain, tokens
        self._expected = expected
        self._traces: dict[frozenset[Steps], Trace] = {}
        self._of_others: list[Trace] = []
        self._changed: dict[Steps, Mapping[str, frozenset[int]]] = {}

    @cached_property
    def known(self) -> Mapping[Steps, Any]:
        """The leaves of the values."""
        return leaves(self._values)

    @cached_property
    def trace(self) -> Trace:
        """What one render with tokens shows."""
        return self.traced_with(self._tokens)

    def traced_with(self, tokens: ValueTokens, only: Collection[Steps] | None = None) -> Trace:
        """Give what one render shows with other tokens, or of some leaves."""
        near = {leaf for place in self._expected() for leaf in self._near(*place)}
        trace = tokens.trace(self._values, self._render, self._plain, only, besides=near)
        self._of_others.append(trace)
        return trace

    def traced_along(self, render: Render) -> Trace | None:
        """Trace the leaves of the lines that will be asked about in a render that is to be made anyway.

        None if there are none, or if that render does not give the same.
        """
        near = {leaf for place in self._expected() for leaf in self._near(*place)}
        if not near:
            return None
        trace = self._tokens.trace_once(self._values, render, self._plain, near, known=self.known)
        if trace is not None:
            self._of_others.append(trace)
        return trace

    def leaf(self, template: str, line: int, named: Collection[str] = ()) -> Steps | None:
        """Give the leaf that a line shows, from 1; None where that is none, or are several.

        Only leaves whose text is in the line can be. One that tokens say nothing of is changed alone, if its
        key is in the line or among those `named` by the template.
        """
        near = self._near(template, line)
        if not near:
            return None
        trace = self._trace_of(near)
        shown = trace.in_line(template, line)
        if shown:
            return next(iter(shown)) if len(shown) == 1 else None
        open_ = [path for path in trace.open if path in near]
        keys = {*_WORD.findall(self._line(template, line)), *named}
        close = [path for path in open_ if keys & {*_keys(path)}]
        candidates = close or (open_ if len(open_) <= _MOST_UNNAMED else [])
        found = [path for path in candidates if self._changes(path, template, line)]
        return found[0] if len(found) == 1 else None

    def _line(self, template: str, line: int) -> str:
        return self._plain[template].split("\n")[line - 1]

    def _near(self, template: str, line: int) -> list[Steps]:
        text = self._line(template, line)
        return [path for path, value in self.known.items() if _may_show(text, value)]

    def _trace_of(self, near: Collection[Steps]) -> Trace:
        """Trace some leaves, which seldom feed logic; all of them once many lines have been asked about."""
        possible = frozenset(path for path in near if can_have_token(self.known[path]))
        for trace in self._of_others:
            if possible.isdisjoint(trace.open):
                return trace
        key = frozenset(near)
        if key not in self._traces:
            if len(self._traces) >= _MOST_TRACES:
                return self.trace
            self._traces[key] = self._tokens.trace(self._values, self._render, self._plain, only=key)
        return self._traces[key]

    def _changes(self, path: Steps, template: str, line: int) -> bool:
        if path not in self._changed:
            is_spent = self._tokens.is_spent or len(self._changed) >= _MOST_RENDERS
            self._changed[path] = {} if is_spent else self._compared(path)
        return line - 1 in self._changed[path].get(template, ())

    def _compared(self, path: Steps) -> dict[str, frozenset[int]]:
        """Give the indexes of the lines that change with a leaf, where they stay as many."""
        value = self.known[path]
        # A text in place of an empty map or list is printed in the same line.
        change = another("" if isinstance(value, (Mapping, list)) else value)
        try:
            found = self._render(with_changes(self._values, {path: change}))
        except (InputError, RenderLimitError):
            return {}
        return masks_of(self._plain, found)


def another(value: Any) -> Any:
    """Give a value of the same kind that no chart has; null becomes a text."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, Mapping):
        return {_MARK: _MARK}
    if isinstance(value, list):
        return [_MARK]
    return f"{value or ''}{_MARK}"


def _keys(path: Steps) -> Iterator[str]:
    """Yield what a template calls a leaf by: its key, or that of the list around it."""
    texts = [step for step in path if isinstance(step, str)]
    return iter(texts[-1:])


def _may_show(line: str, value: Any) -> bool:
    if value is None or value == "":
        return line.rstrip().endswith((":", "null", '""', "''"))
    if isinstance(value, bool):
        return str(value).lower() in _WORD.findall(line)
    if isinstance(value, str):
        return (value.splitlines() or [value])[-1].strip() in line
    if isinstance(value, (Mapping, list)):
        return ("{}" if isinstance(value, Mapping) else "[]") in line
    return f"{value:g}" in line or str(value) in line
