"""Puts an entry into the text of an index that is laid out as Helm does, and leaves every other byte alone.

To read all of a large index as YAML takes a minute. Here each line is looked at once; what is laid out in
another way is left to whoever reads all of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chartgen.chart.metadata import scalar_text
from chartgen.core import yaml, yaml_text
from chartgen.core.yaml_scalars import resolve_plain

# Lines of one document without anchors, tags and flow collections. A quoted text may go on in lines that are
# indented more than names and versions are; a plain one may too, where each line looks plain.
_QUOTED: Final = (
    r'"(?:[^"\\\n]|\\[^\n]|\\?\n(?=[ ]{3}|[ ]*\n))*"'
    r"|'(?:[^'\n]|''|\n(?=[ ]{3}|[ ]*\n))*'"
)
_PLAIN: Final = r"(?:[^\s\"'\[\]{}&*!|>%@`?#,:-]|-(?=[^\s-]))(?:[^\n:#]|:(?=\S)|(?<![ ])#)*(?<![ ])"
_KEY: Final = r"(?:[A-Za-z0-9_][^\s:#\"'\[\]{},]*|\"[^\"\\\n]*\"|'[^'\n]*')"
_VALUE: Final = rf"(?:{_QUOTED}|\[\]|\{{\}}|{_PLAIN})"
_END: Final = r"[ ]*(?:(?<![^ \n])#[^\n]*)?\n"
_LINE: Final = re.compile(
    rf"(?P<lead>[ ]*(?:-[ ]+)*)(?:(?P<key>{_KEY}):(?:[ ]+|(?=\n)))?"
    rf"(?:(?P<block>[|>][-+0-9]*)|(?P<value>{_VALUE})|){_END}"
)
# Most lines, many at once: those of the fields of entries, but for their versions and the heads of blocks.
_FIELDS: Final = re.compile(
    rf"(?:[ ]{{4}}(?![\"']?version\b)[ ]*(?:-[ ]+)*(?:{_KEY}:(?:[ ]+|(?=\n)))?{_VALUE}?{_END})+"
)
_NEEDED: Final = {"apiVersion", "entries"}
# Marks of documents, and white space and ends of lines that Helm writes as escapes.
_ODD: Final = ("\n---", "\n...", "\n%", "\t", "\r", "\x85", "\u2028", "\u2029")
_INSIDE: Final = 4
"""Where the fields of an entry stand: two spaces, a dash, a space."""


@dataclass(slots=True)
class _Section:
    """The entries of one chart: where its key stands, where it ends, and each entry's start and version."""

    name: str
    start: int
    end: int = -1
    starts: list[int] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """Where things stand in an index, and what `generated` says in it."""

    text: str
    sections: list[_Section] = field(default_factory=list)
    end: int = -1
    generated: str = ""
    generated_at: tuple[int, int] = (0, 0)

    def versions(self, name: str) -> Sequence[str]:
        """Give the versions of a chart, in their order."""
        return next((each.versions for each in self.sections if each.name == name), ())

    def entry(self, name: str, at: int) -> Mapping[str, Any]:
        """Read one entry of a chart."""
        section = next(each for each in self.sections if each.name == name)
        lines = self.text[section.starts[at] : [*section.starts, section.end][at + 1]]
        found: Mapping[str, Any] = yaml.load(f"entries:\n{lines}", file="").value["entries"][0]
        return found

    def with_entry(self, name: str, at: int, entry: Mapping[str, Any], generated: str) -> str:
        """Give the text with an entry of a chart before that at a position, and another `generated`."""
        lines = "".join(f"{line}\n" for line in yaml_text.lines([entry], "  "))
        section = next((each for each in self.sections if each.name == name), None)
        if section is None:
            position = next((each.start for each in self.sections if each.name > name), self.end)
            lines = f"  {yaml_text.scalar(name)}:\n{lines}"
        else:
            position = [*section.starts, section.end][at]
        edits = [(position, position, lines)]
        if generated != self.generated and self.generated:
            edits.append((*self.generated_at, yaml_text.scalar(generated)))
        pieces: list[str] = []
        done = 0
        for start, end, new in sorted(edits):
            pieces += self.text[done:start], new
            done = end
        return "".join([*pieces, self.text[done:]])


class _OddError(Exception):
    """The text is laid out in another way."""


def layout(text: str) -> Layout | None:
    """Find where things stand; nothing if the text is laid out in another way than Helm's."""
    whole = text if text.endswith("\n") else f"{text}\n"
    if any(each in whole for each in _ODD):
        return None
    found = Layout(whole)
    reader = _Reader(found)
    try:
        _scan(whole, reader.line)
    except _OddError:
        return None
    is_whole = all(len(each.starts) == len(each.versions) for each in found.sections)
    return found if is_whole and reader.top >= _NEEDED else None


def _scan(text: str, line: Callable[[int, "re.Match[str]"], bool]) -> None:
    position, size = 0, len(text)
    bodies: dict[int, re.Pattern[str]] = {}
    is_inside = False
    match, fields = _LINE.match, _FIELDS.match
    while position < size:
        many = fields(text, position) if is_inside else None
        if many is not None:
            position = many.end()
            if position == size:
                return
        found = match(text, position)
        if found is None:
            raise _OddError
        lead = found["lead"]
        if not is_inside or len(lead) <= _INSIDE or "-" in lead[:_INSIDE]:
            is_inside = line(position, found)
        position = found.end()
        if found["block"]:
            if found["key"] is None:
                raise _OddError
            # What belongs to it is indented more than its key.
            indent = len(lead)
            body = bodies.get(indent)
            if body is None:
                body = bodies[indent] = re.compile(rf"(?:[ ]{{{indent + 1},}}[^\n]*\n|[ ]*\n)*")
            ended = body.match(text, position)
            position = ended.end() if ended else position


class _Reader:
    """Takes the lines that are indented least, one after the other."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._is_inside = False
        self.top: set[str] = set()
        self._names: set[str] = set()

    def line(self, position: int, found: "re.Match[str]") -> bool:
        """Take a line; say whether fields of an entry may follow, or what is no entry's.

        Raises:
            _OddError: it has no place in an index of Helm's.
        """
        lead, key = found["lead"], found["key"]
        if key is None and found["value"] is None and not found["block"]:
            if "-" in lead:
                raise _OddError
        elif not lead:
            self._begin(position, key, found)
        elif self._is_inside:
            self._entries(position, lead, key, found)
        sections = self._layout.sections
        return not self._is_inside or bool(sections and sections[-1].starts)

    def _begin(self, position: int, key: str | None, found: "re.Match[str]") -> None:
        """Take a line that is not indented: one of the index's own fields."""
        if key is None or key in self.top:
            raise _OddError
        self.top.add(key)
        if self._is_inside:
            self._end(position)
        self._is_inside = key == "entries"
        if self._is_inside:
            if found["value"] or found["block"]:
                raise _OddError
            self._layout.end = len(self._layout.text)
        elif key == "generated":
            self._layout.generated, self._layout.generated_at = _text(found["value"]), found.span("value")

    def _end(self, position: int) -> None:
        self._layout.end = position
        if self._layout.sections:
            self._layout.sections[-1].end = position

    def _entries(self, position: int, lead: str, key: str | None, found: "re.Match[str]") -> None:
        sections = self._layout.sections
        if lead == "  ":
            self._begin_section(position, key, found)
            return
        if not sections or lead not in (" " * _INSIDE, "  - "):
            raise _OddError
        section = sections[-1]
        if lead != "  - " and not section.starts:
            raise _OddError
        if lead == "  - ":
            if len(section.versions) != len(section.starts):
                raise _OddError
            section.starts.append(position)
        if key is not None and key.strip("\"'") == "version":
            section.versions.append(_text(found["value"]))

    def _begin_section(self, position: int, key: str | None, found: "re.Match[str]") -> None:
        sections = self._layout.sections
        if found["value"] or found["block"]:
            raise _OddError
        name = _text(key)
        if name in self._names:
            raise _OddError
        self._names.add(name)
        if sections:
            sections[-1].end = position
        sections.append(_Section(name, position, len(self._layout.text)))


def _text(value: str | None) -> str:
    if not value or "\n" in value or "\\" in value or "''" in value:
        raise _OddError
    return value[1:-1] if value[0] in "\"'" else scalar_text(resolve_plain(value))
