"""Which leaf of the values each rendered line shows.

A token is put at the end of each text among the values, numbers are replaced by others that stand nowhere
else, all in one render: it must be the plain one once that is undone. What feeds logic is left out.
"""

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from chartgen.core.errors import InputError
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path
from chartgen.core.yaml_scalars import resolve_plain
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.halving import harmless
from chartgen.render.sourcemap.leaves import leaves, with_changes
from chartgen.render.sourcemap.probing import Texts, is_same, masks_of

Render = Callable[[Mapping[str, Any]], Texts]
"""Gives what templates make of values; raises InputError or RenderLimitError."""

# A count of things to do, perhaps: so no large one.
_FIRST_NUMBER: Final = 1_009
# Floats from here on are printed with an exponent.
_END_OF_PLAIN: Final = 1_000_000
_MOST_RENDERS: Final = 48
_MOST_REFUSED: Final = 3
_MOST_LIMITS: Final = 2
_MOST_SECONDS: Final = 20.0


@dataclass(frozen=True, eq=False)
class Trace:
    """What one render shows of values.

    `shown` are all leaves that some line shows; `open` those that the render says nothing of.
    """

    shown: frozenset[Steps]
    open: tuple[Steps, ...]
    without_tokens: Callable[[str], str] = str
    """Gives a text of the render as it is without tokens."""
    _in_line: Callable[[str, int], frozenset[Steps]] = lambda _template, _line: frozenset()

    def in_line(self, template: str, line: int) -> frozenset[Steps]:
        """Give the leaves that a line, from 1, of a template's output shows; a hash of much shows nothing."""
        return self._in_line(template, line)


class ValueTokens:
    """The tokens of a chart's values: which of them its renders can bear is learned once for all."""

    def __init__(self, *, wanted: Callable[[Steps], bool] = lambda _: True, is_printed: bool = False) -> None:
        """`wanted` says which leaves get one, `is_printed` that those are printed rather than looked at."""
        self._wanted, self._is_printed = wanted, is_printed
        self._left_out: set[Steps] = set()
        self._kept: set[Steps] = set()
        self._refused_along = 0
        self.renders = 0
        self._seconds = 0.0

    @property
    def is_spent(self) -> bool:
        """Whether it has taken so long that nothing more is tried: renders can take seconds."""
        return self._seconds > _MOST_SECONDS

    def trace(
        self,
        values: Mapping[str, Any],
        render: Render,
        plain: Texts,
        only: Collection[Steps] | None = None,
        *,
        besides: Collection[Steps] = (),
    ) -> Trace:
        """Give what `plain` shows of `values`, or of some leaves; it is what `render` makes of them.

        There is one render, and where tokens make a difference as many more as it takes to find them, up to
        a limit. The leaves `besides` are traced along if they make none.
        """
        known = leaves(values)
        tokens = _Tokens(known, plain, with_booleans=self._is_printed)
        usable = [path for path in tokens.changed if path not in self._left_out and self._wanted(path)]
        usable = usable if only is None else [path for path in usable if path in only]
        # Those that did no harm before come first: then halves without harm are large.
        usable.sort(key=lambda path: path not in self._kept)
        if not usable or self.is_spent:
            return Trace(frozenset(), tuple(known))
        work = _Work(values, self._timed(render), plain, tokens)
        probed = None
        along = self._along(besides, tokens, usable)
        if along:
            probed = work.probe([*usable, *along])
            if probed is None:
                self._refused_along += 1
            else:
                usable += along
        if probed is None:
            probed = work.probe(usable)
        if probed is None:
            work.look_again()
            kept, probed = self._settled(work, usable)
            self._left_out.update({*usable} - {*kept})
            usable = kept
        self._kept.update(usable)
        self.renders += work.renders
        if probed is None:
            return Trace(frozenset(), tuple(known))
        return work.trace(probed, usable, known)

    def trace_once(
        self,
        values: Mapping[str, Any],
        render: Render,
        plain: Texts,
        only: Collection[Steps],
        *,
        known: Mapping[Steps, Any],
    ) -> Trace | None:
        """Trace some of the known leaves as `trace` does, in one render; None where that is another."""
        near = {*only} - self._left_out
        some = {path: known[path] for path in known if path in near and self._wanted(path)}
        tokens = _Tokens(some, plain, with_booleans=self._is_printed)
        usable = [*tokens.changed]
        work = _Work(values, self._timed(render), plain, tokens)
        probed = work.probe(usable) if usable else None
        self.renders += work.renders
        if probed is not None:
            self._kept.update(usable)
        return work.trace(probed, usable, known) if probed is not None else None

    def _timed(self, render: Render) -> Render:
        def timed(values: Mapping[str, Any]) -> Texts:
            start = time.monotonic()
            try:
                return render(values)
            finally:
                self._seconds += time.monotonic() - start

        return timed

    def _along(self, besides: Collection[Steps], tokens: "_Tokens", usable: Sequence[Steps]) -> list[Steps]:
        """Give what can be traced along; nothing more once that has taken renders in vain."""
        if self._refused_along >= _MOST_REFUSED:
            return []
        out = {*usable, *self._left_out}
        return [path for path in besides if path in tokens.changed and path not in out]

    def _settled(self, work: "_Work", usable: list[Steps]) -> tuple[list[Steps], Texts | None]:
        """Leave out the leaves that make a difference; give the others, and the render with their tokens."""
        while work.refused:
            # What a refusal quotes or names is what it refuses.
            usable = [path for path in usable if path not in work.refused]
            probed = work.probe(usable)
            if probed is not None:
                return usable, probed

        def is_harmless(some: Sequence[Steps]) -> bool:
            is_spent = self.is_spent or work.renders >= _MOST_RENDERS or work.limits >= _MOST_LIMITS
            return not is_spent and work.probe(some) is not None

        kept = harmless(usable, is_harmless)
        return kept, work.probe(kept)


class _Work:
    """Renders with tokens, and compares."""

    def __init__(self, values: Mapping[str, Any], render: Render, plain: Texts, tokens: "_Tokens") -> None:
        self.values, self.render, self.tokens = values, render, tokens
        self.plain = plain
        self.masks = dict.fromkeys(plain, frozenset[int]())
        self.renders = self.limits = 0
        self.refused: set[Steps] = set()
        self._probed: dict[frozenset[Steps], Texts | None] = {}

    def look_again(self) -> None:
        """Leave out of comparisons what is not the same in two renders."""
        self.renders += 1
        masks = masks_of(self.plain, self.render(self.values))
        if masks != self.masks:
            self.masks = masks
            self._probed.clear()

    def probe(self, chosen: Sequence[Steps]) -> Texts | None:
        """Render with some tokens; None where that gives something else."""
        key = frozenset(chosen)
        if key not in self._probed:
            self._probed[key] = self._rendered(chosen)
        return self._probed[key]

    def trace(self, probed: Texts, chosen: Sequence[Steps], known: Iterable[Steps]) -> Trace:
        """Give what a render with the tokens of some of the known leaves shows."""
        tokens = self.tokens
        shown = frozenset(leaf for text in probed.values() for leaf in tokens.in_text(text))
        traced = {*chosen}
        steady = {path: text for path, text in probed.items() if path in self.masks}
        return Trace(
            shown,
            tuple(path for path in known if path not in traced),
            tokens.without,
            partial(tokens.in_line, steady, self.plain),
        )

    def _rendered(self, chosen: Sequence[Steps]) -> Texts | None:
        self.renders += 1
        self.refused = set()
        changed = {path: self.tokens.changed[path] for path in chosen}
        try:
            found = self.render(with_changes(self.values, changed))
        except InputError as error:
            self.refused = {*self.tokens.in_text(error.problem)} & {*chosen}
            self.refused.update(path for path in chosen if format_path(path) in error.problem)
            return None
        except RenderLimitError:
            self.limits += 1
            # A number may say how often something is done.
            self.refused = {path for path in chosen if not isinstance(self.tokens.changed[path], str)}
            return None
        same = (
            is_same(self.tokens.without(found.get(path, "")), self.plain[path], mask)
            for path, mask in self.masks.items()
        )
        return found if all(same) else None


class _Tokens:
    """What the leaves of some values are changed to, and what that looks like in texts."""

    def __init__(self, known: Mapping[Steps, Any], plain: Texts, *, with_booleans: bool) -> None:
        everything = "\n".join([*plain.values(), *(text for text in known.values() if isinstance(text, str))])
        mark = "zq"
        while mark in everything.lower():
            mark += "q"
        self.changed: dict[Steps, Any] = {}
        self._paths: list[Steps] = []
        numbers: dict[str, tuple[Steps, str]] = {}
        number = _FIRST_NUMBER
        for path, value in known.items():
            if isinstance(value, bool) and with_booleans:
                self.changed[path] = f"{str(value).lower()}{mark}{len(self._paths)}z"
                self._paths.append(path)
            elif not can_have_token(value):
                continue
            elif isinstance(value, str):
                self.changed[path] = f"{value}{mark}{len(self._paths)}z"
                self._paths.append(path)
            elif number < _END_OF_PLAIN:
                while str(number) in everything:
                    number += 1
                self.changed[path] = number
                numbers[str(number)] = path, str(int(value))
                number += 1
        self._mark, self._numbers = mark, numbers
        any_number = "|".join(numbers) or "(?!)"
        # Not within a hash, which is another each time.
        self._token = re.compile(rf"{mark}([0-9]+)z|(?<![0-9a-f])({any_number})(?![0-9a-f])")

    def without(self, text: str) -> str:
        """Undo the changes in a text."""
        if not self._may_be_in(text):
            return text
        return self._token.sub(lambda found: self._numbers[found[2]][1] if found[2] else "", text)

    def in_text(self, text: str) -> Iterator[Steps]:
        """Yield the leaves that a text shows."""
        for found in self._token.finditer(text) if self._may_be_in(text) else ():
            if found[2]:
                yield self._numbers[found[2]][0]
            elif int(found[1]) < len(self._paths):
                yield self._paths[int(found[1])]

    def _may_be_in(self, text: str) -> bool:
        """Say whether there is anything to look for: patterns of many numbers take long."""
        return self._mark in text or any(number in text for number in self._numbers)

    def in_line(self, probed: Texts, plain: Texts, template: str, line: int) -> frozenset[Steps]:
        """Give the leaves that a line shows, as `Trace.in_line`."""
        lines, before = probed.get(template, "").split("\n"), plain.get(template, "").split("\n")
        if not 0 < line <= min(len(lines), len(before)):
            return frozenset()
        is_hash = self.without(lines[line - 1]) != before[line - 1]
        return frozenset() if is_hash else frozenset(self.in_text(lines[line - 1]))


def can_have_token(value: Any) -> bool:
    """Say whether a token can be put to a value: a text that YAML takes for one, or a number."""
    if isinstance(value, str):
        return bool(value) and isinstance(resolve_plain(value), str)
    return bool(value) and is_plain_number(value)


def is_plain_number(value: Any) -> bool:
    """Say whether a value is a whole number that prints without an exponent."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and value == int(value) and 0 <= value < _END_OF_PLAIN
