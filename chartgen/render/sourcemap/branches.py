"""The branches of a chart's templates, and the probes that tell whether a render enters them.

A branch is each arm of if, else and with, a range with items and one without, and each define; a condition
without an else has an arm too, the one that is not taken. A probe is a call of `fail` with a text of its own:
it ends the render, so there is no output to compare, and text that feeds logic (`eq (include …)`, a checksum)
is what it is without probes until the first of them is met.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.insertion import text_of, with_insertions

NOT_TAKEN: Final = "not taken"
"""The kind of the arm of an if or with that has no else."""
NO_ITEMS: Final = "no items"
"""The kind of the arm of a range over nothing, be there an else or not."""

_TEMPLATES: Final = "templates/"
_CONDITIONS: Final = frozenset({"if", "with", "range"})
_DEFINITIONS: Final = frozenset({"define", "block"})
_NEVER: Final = re.compile(r"^\{\{(?:- )?/\*\s*never [^:]*: ")
_HAS_ITEMS: Final = re.compile(r"(?:list|tuple|dict)\s+[^|]+|splitList\s+\"[^\"|]+\"[^|]*")


@dataclass(frozen=True, slots=True, order=True)
class Branch:
    """One arm.

    `file` is the path in the chart. The place and `text` are those of the action that starts the arm; an arm
    that nothing is written for has those of its condition. The text of an else is its condition's, too.
    """

    file: str
    line: int
    column: int
    kind: str
    text: str

    def __str__(self) -> str:
        """Give `file:line kind text`."""
        return f"{self.file}:{self.line} {self.kind} {self.text}"


class Probe(NamedTuple):
    """Where a probe is put: at an offset of a template, behind the text that makes an arm that is not there.

    A probe before a call of `fail` has the branch around it, if there is one. `trims` says that it must trim
    the white space behind it, as the action before it would.
    """

    file: str
    offset: int
    branch: Branch | None
    before: str = ""
    trims: bool = False


class Probes(NamedTuple):
    """Where probes can be put: one at the start of each arm, one before each action that calls `fail`."""

    arms: tuple[Probe, ...]
    calls_of_fail: tuple[Probe, ...]


def branches(chart: Chart) -> list[Branch]:
    """List the branches of a chart's own templates, in the order of files and lines.

    A range that always has items, as of `list "a"`, or of `.x` inside `if .x`, has no arm without; nor has
    a condition or range with a comment `never …: reason` right before its end. Neither counts a define
    without content where there is another of its name.

    Raises:
        InputError: a template whose actions have no end or do not fit together.
    """
    return sorted(probe.branch for probe in find_probes(chart).arms if probe.branch)


def find_probes(chart: Chart) -> Probes:
    """Find the places of probes in a chart's own templates.

    Raises:
        InputError: as `branches`.
    """
    readers = [
        _Reader(file, text_of(content), chart.path_of(file))
        for file, content in chart.files.items()
        if file.startswith(_TEMPLATES)
    ]
    # Go takes no empty define in place of another; with a probe in it, it would.
    names = Counter(name for reader in readers for name in reader.defined)
    idle = {arm for reader in readers for name, arm in reader.empty if names[name] > 1}
    return Probes(
        tuple(arm for reader in readers for arm in reader.arms if arm not in idle),
        tuple(call for reader in readers for call in reader.calls_of_fail),
    )


def with_probes(chart: Chart, probes: Iterable[tuple[str, Probe]]) -> Chart:
    """Give the chart with these probes of it, each with what it says when a render meets it.

    What a render puts out is the same without probes, until it meets one and while none ends it.
    """
    return with_insertions(chart, insertions(probes))


def insertions(probes: Iterable[tuple[str, Probe]]) -> Iterator[tuple[str, int, str]]:
    """Yield what `with_probes` puts into files: path, offset and text."""
    # At one place stands first what was found first: the probe of an empty arm, then the arm after it.
    for says, probe in probes:
        yield probe.file, probe.offset, f'{probe.before}{{{{ fail "{says}" {"-" * probe.trims}}}}}'


class _Block:
    """A block whose end has not come yet, and the arm of it that the reader is in."""

    def __init__(self, opener: Token, arm: Probe) -> None:
        self.opener, self.arm = opener, arm
        self.condition: Token | None = opener
        self.is_empty = True

    @property
    def has_else(self) -> bool:
        """Whether this is the last arm, which has no condition."""
        return self.condition is None


class _Reader:
    """Finds the arms of one template, and the calls of `fail`."""

    def __init__(self, file: str, text: str, shown: str) -> None:
        self.arms: list[Probe] = []
        self.calls_of_fail: list[Probe] = []
        self.defined: list[str] = []
        self.empty: list[tuple[str, Probe]] = []
        self._file, self._shown = file, shown
        self._blocks: list[_Block] = []
        self._comment = ""
        for token in tokens(text, file=shown):
            self._read(token)
            if token.kind == "comment" or not token.is_nothing:
                self._comment = token.text
        if self._blocks:
            opener = self._blocks[-1].opener
            raise self._error(f"the {opener.kind} that starts here has no end", opener, "add {{ end }}")

    def _read(self, token: Token) -> None:
        if token.kind.startswith("else"):
            self._next_arm(token)
        elif token.kind == "end":
            self._close(token)
        else:
            if token.calls("fail"):
                around = self._blocks[-1].arm.branch if self._blocks else None
                self.calls_of_fail.append(Probe(self._file, token.start, around))
            if self._blocks and not token.is_nothing:
                self._blocks[-1].is_empty = False
            if token.kind in _CONDITIONS | _DEFINITIONS:
                self._blocks.append(_Block(token, self._arm(token.kind, token, token.end)))

    def _next_arm(self, token: Token) -> None:
        block = self._blocks[-1] if self._blocks else None
        if block is None or block.opener.kind not in _CONDITIONS:
            hint = "it stands between an if, with or range and its end"
            raise self._error(f"this {token.kind} belongs to nothing", token, hint)
        if block.has_else:
            raise self._error(f"this {token.kind} stands behind an else", token, "an else is the last arm")
        opener = block.opener
        if token.kind != "else":
            wanted = token.kind.removeprefix("else ")
            if wanted != opener.kind:
                problem = f"an {token.kind} cannot belong to the {opener.kind} of line {opener.line}"
                raise self._error(problem, token, f"put the {wanted} into an else")
            block.arm, block.condition = self._arm(token.kind, token, token.end), token
            return
        kind = NO_ITEMS if opener.kind == "range" else "else"
        block.arm, block.condition = self._arm(kind, token, token.end, about=opener), None

    def _close(self, token: Token) -> None:
        if not self._blocks:
            raise self._error("this end belongs to nothing", token, "remove it, or add what it ends")
        block = self._blocks.pop()
        opener = block.opener
        if opener.kind in _DEFINITIONS:
            self.defined.append(opener.name)
            if block.is_empty:
                self.empty.append((opener.name, block.arm))
        elif not (
            block.has_else
            or _NEVER.search(self._comment)
            or (opener.kind == "range" and self._has_items(opener))
        ):
            # The end trims the white space of the arm before it; so must what comes between.
            before = "{{- else }}" if token.trims_left else "{{ else }}"
            kind = NO_ITEMS if opener.kind == "range" else NOT_TAKEN
            self._arm(kind, opener, token.start, before=before)

    def _has_items(self, opener: Token) -> bool:
        """Say whether a range in the blocks that are open cannot be without items."""
        pipeline = opener.pipeline
        if _HAS_ITEMS.fullmatch(pipeline):
            return True
        for block in reversed(self._blocks):
            if block.condition is None:
                continue
            if not block.condition.kind.endswith("if"):
                # From here outwards the dot is another.
                return block.opener.kind == "with" and pipeline == "."
            if block.condition.pipeline == pipeline:
                return True
        return False

    def _arm(
        self, kind: str, token: Token, offset: int, *, about: Token | None = None, before: str = ""
    ) -> Probe:
        branch = Branch(self._file, token.line, token.column, kind, (about or token).summary)
        trims = offset == token.end and token.trims_right
        probe = Probe(self._file, offset, branch, before, trims)
        self.arms.append(probe)
        return probe

    def _error(self, problem: str, token: Token, hint: str) -> InputError:
        return InputError(problem, where=Location(self._shown, token.line, token.column), hint=hint)
