"""Tokens in templates that change nothing but the text that they stand in.

A helper whose text is printed in one place may feed logic in another (`eq (include …)`, a hash, `trunc`). So
the tokens of a `define` are put into a copy of it, which has a name of its own, and only the calls that print
are made to call the copy. A render with tokens must be the plain one once they are taken out again. Where it
is not, the calls and tokens that make the difference are left out, in this render and in all later ones.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.halving import harmless
from chartgen.render.sourcemap.insertion import inserted, text_of, with_insertions
from chartgen.render.sourcemap.places import Call, Definition, Found, Place

Texts = Mapping[str, str]
"""What each template gives, by its path with the chart's name in front."""

# Of MD5, SHA-1 and SHA-256: a checksum of another template is about its text and feeds no logic. Behind a
# colon stands the digest of an image.
_HASH: Final = re.compile(r"(?<!:)\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b")

_GAP: Final = 4
_MOST_RENDERS: Final = 96
_MOST_SECONDS: Final = 10.0


class Probed(NamedTuple):
    """A render with tokens: its texts, those of them that do not change from render to render, the tokens."""

    texts: Texts
    steady: frozenset[str]
    pattern: "re.Pattern[str]"


class Tokens:
    """Tokens for one chart; which of them its renders can bear is learned once for all scenarios."""

    def __init__(self, chart: Chart, found: Found, *, comment: bool = False) -> None:
        """Take what `find` has found; the number of a token is the index of its place.

        `comment` makes a comment of YAML of each, for an engine that reads documents.
        """
        self._chart, self._definitions = chart, found.definitions
        self._items: list[Place | Call] = [*found.places, *found.calls]
        self._kept: Sequence[int] = range(len(self._items))
        self._start = " #⟦" if comment else "⟦"
        self._everything = [text_of(content) for content in chart.files.values()]
        self._marked: tuple[tuple[str, tuple[int, ...]], Chart] | None = None

    def render(self, render: Callable[[Chart], Texts], plain: Texts) -> Probed:
        """Render with the tokens that make no difference to `plain`, which is what the chart itself gives.

        That is one render, and where something makes a difference about as many more for each as the number
        of calls or tokens has binary digits, up to a limit: beyond it, whatever has not been found to be
        harmless is left out. Lines that no two renders give alike (`randAlphaNum`, `now`) are
        not compared.

        Raises:
            InputError, RenderLimitError: what `render` raises for the chart as it is.
        """
        mark = self._mark(plain.values())
        pattern = re.compile(f"{mark}([0-9]+);")
        sameness = _Sameness(plain, lambda: render(self._chart))
        texts: Texts | None = None
        budget = _Budget()

        def attempt(chosen: Sequence[int]) -> bool:
            nonlocal texts
            if budget.is_spent():
                return False
            try:
                found = render(self._with_tokens(mark, chosen))
            except (InputError, RenderLimitError):
                return False
            if sameness({path: pattern.sub("", text) for path, text in found.items()}):
                texts = found
                return True
            return False

        if not attempt(self._kept):
            self._leave_out(attempt, lambda: sameness(render(self._chart)))
        return Probed(texts or {}, sameness.steady, pattern)

    def render_once(self, render: Callable[[Chart], Texts], plain: Texts) -> Probed | None:
        """Render with the tokens that have made no difference so far; None where they make one here."""
        mark = self._mark(plain.values())
        pattern = re.compile(f"{mark}([0-9]+);")
        try:
            found = render(self._with_tokens(mark, self._kept))
        except (InputError, RenderLimitError):
            return None
        nothing = frozenset[int]()
        same = (is_same(pattern.sub("", found.get(path, "")), text, nothing) for path, text in plain.items())
        return Probed(found, frozenset(plain), pattern) if all(same) else None

    def _leave_out(self, attempt: Callable[[Sequence[int]], bool], is_stable: Callable[[], bool]) -> None:
        """Leave out what makes a difference: of the calls that may do more than print, else of everything."""
        items = [(number, self._items[number]) for number in self._kept]
        unclear = [(number, item) for number, item in items if isinstance(item, Call) and not item.is_sure]
        sure = [number for number, item in items if not isinstance(item, Call) or item.is_sure]
        if unclear and attempt(sure):
            groups = _groups((item.name, number) for number, item in unclear)
            self._kept = _harmless(groups, attempt, sure)
        elif is_stable():
            groups = _groups(((item.file, item.definition), number) for number, item in items)
            self._kept = _harmless(groups, attempt)

    def _with_tokens(self, mark: str, chosen: Sequence[int]) -> Chart:
        """Give the chart with some tokens; for the same ones the same chart, which an engine has loaded."""
        # A list is no range, though it has the same numbers.
        key = mark, tuple(chosen)
        if self._marked is None or self._marked[0] != key:
            self._marked = key, with_insertions(self._chart, self._insertions(mark, chosen))
        return self._marked[1]

    def _insertions(self, mark: str, chosen: Sequence[int]) -> Iterator[tuple[str, int, str]]:
        inside: defaultdict[Definition, list[tuple[int, str]]] = defaultdict(list)
        called = set()
        for number in chosen:
            item = self._items[number]
            if isinstance(item, Call):
                called.add(item.name)
                insertions = _renamed(item, mark)
            else:
                insertions = [(item.offset, _token(item, f"{mark}{number};"))]
            if item.definition:
                inside[item.definition] += insertions
            else:
                yield from ((item.file, offset, text) for offset, text in insertions)
        for each in self._definitions:
            if each.name in called or "" in called:
                written = text_of(self._chart.files[each.file])
                copy = inserted(written, [(each.name_end, mark), *inside[each]], each.start, each.end)
                # The comment keeps the define from trimming what stands before it.
                yield each.file, len(written), f"{{{{/**/}}}}{copy}"

    def _mark(self, texts: Iterable[str]) -> str:
        """Give a text that neither templates nor what they render have in them."""
        everything = [*texts, *self._everything]
        mark = self._start
        while any(mark in text for text in everything):
            mark += "⟦"
        return mark


def _harmless(
    groups: Sequence[Sequence[int]], is_harmless: Callable[[Sequence[int]], bool], kept: Sequence[int] = ()
) -> list[int]:
    """Add to what is kept all but what makes a difference, looked for among the groups, then in each.

    All of them together are known to make one.
    """

    def keep(some: Sequence[Sequence[int]]) -> bool:
        return is_harmless([*kept, *chain.from_iterable(some)])

    found = harmless(groups, keep, is_harmful=True)
    kept = [*kept, *chain.from_iterable(found)]
    for group in groups:
        if group not in found and len(group) > 1:
            lines = harmless([[number] for number in group], keep, is_harmful=True)
            kept = [*kept, *chain.from_iterable(lines)]
    return sorted(kept)


def _renamed(call: Call, mark: str) -> list[tuple[int, str]]:
    """Give the insertions that make a call one of the copy."""
    if call.name:
        return [(call.end - 1, mark)]
    return [(call.start, f'(printf "%s{mark}" '), (call.end, ")")]


def _token(place: Place, token: str) -> str:
    return f'{{{{ "{token}" -}}}}' if place.trims else token


def _groups(numbered: Iterable[tuple[Hashable, int]]) -> list[list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for key, number in numbered:
        groups[key].append(number)
    return list(groups.values())


class _Budget:
    """What the search for one render may cost: some charts take seconds for each."""

    def __init__(self) -> None:
        self._renders, self._end = 0, time.monotonic() + _MOST_SECONDS

    def is_spent(self) -> bool:
        """Count one more render, and say whether that is one too many."""
        self._renders += 1
        return self._renders > _MOST_RENDERS or time.monotonic() > self._end


class _Sameness:
    """Says whether texts are what the chart gives, but for lines that no two renders give alike."""

    def __init__(self, plain: Texts, again: Callable[[], Texts]) -> None:
        """Take what the chart gave, and what gives it again."""
        self._plain, self._again = plain, again
        self._masks = dict.fromkeys(plain, frozenset[int]())
        self._learned = -1

    @property
    def steady(self) -> frozenset[str]:
        """The texts that have the same number of lines each time, as far as that is known."""
        return frozenset(self._masks)

    def __call__(self, texts: Texts) -> bool:
        """Compare; where that fails, first see again what the chart gives, which may be the time."""
        if self._is_same(texts):
            return True
        second = int(time.time())
        if second == self._learned:
            return False
        self._learned = second
        again = self._again()
        now = masks_of(self._plain, again)
        self._masks = {
            path: frozenset(_without_gaps(sorted(mask | now[path])))
            for path, mask in self._masks.items()
            if path in now
        }
        return self._is_same(texts)

    def _is_same(self, texts: Texts) -> bool:
        return all(
            is_same(texts.get(path, ""), self._plain[path], mask) for path, mask in self._masks.items()
        )


def _without_gaps(numbers: Sequence[int]) -> Iterator[int]:
    """Yield numbers and what is missing in between: some lines of a certificate are alike by chance."""
    for before, number in zip((-_GAP - 1, *numbers), numbers, strict=False):
        yield from range(before + 1 if number - before <= _GAP else number, number + 1)


def masks_of(plain: Texts, again: Texts) -> dict[str, frozenset[int]]:
    """Give the lines of each text that differ in two renders; without the texts that differ in more."""
    masks = {}
    for path, text in plain.items():
        lines, others = text.split("\n"), again.get(path, "").split("\n")
        if len(lines) == len(others):
            masks[path] = frozenset(at for at, line in enumerate(lines) if line != others[at])
    return masks


def is_same(text: str, plain: str, mask: frozenset[int]) -> bool:
    """Say whether two texts are the same but for hashes, and for the lines of a mask."""
    if text == plain:
        return True
    lines, others = _HASH.sub("", text).split("\n"), _HASH.sub("", plain).split("\n")
    return len(lines) == len(others) and all(
        line == other or at in mask for at, (line, other) in enumerate(zip(lines, others, strict=True))
    )
