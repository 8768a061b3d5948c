"""The fixes: edits that change nothing but what a finding is about.

Each gives None where more than one repair makes sense, or where the file would mean something else to Helm.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from chartgen.core import yaml
from chartgen.core.edit import Edit
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding
from chartgen.core.location import Location
from chartgen.lint.fix import Fix
from chartgen.lint.suppressions import comments

_METADATA: Final = "Chart.yaml"
_REQUIREMENTS: Final = "requirements.yaml"
_QUOTES: Final = ("'", '"')

_PLAIN: Final = re.compile(r"[^\s\"'&*!|>%@`{\[#,\]}][^\s,\]}]*(?=\s*(?:$|[,\]}])|\s+#)")
_INDENT: Final = re.compile(r"\s*(?:-\s+)*")
_KEY: Final = re.compile(r"(?P<key>[\w./-]+|\"[^\"]+\"|'[^']+')[ \t]*:[ \t]+")
_BOOLEANS: Final = re.compile(r"yes|no|on|off|y|n", re.IGNORECASE)
_TIME: Final = re.compile(r"[0-9]+(?::[0-5]?[0-9])+")
_OF_VERSIONS: Final = re.compile(r"(?:.*[a-z])?(?:[vV]ersion|[tT]ag|[rR]evision)")
_COMPARATOR: Final = re.compile(r"(>=|<)\s*v?(\d+\.\d+(?:\.\d+)?)(-[0-9A-Za-z.-]+)?")
_COMPARATORS: Final = re.compile(rf"{_COMPARATOR.pattern}(?:(?:\s*,\s*|\s+){_COMPARATOR.pattern})*")


def _unused_suppression(finding: Finding, texts: Mapping[str, str]) -> Edit | None:
    """Remove a comment that suppresses nothing, or the rule in it."""
    place = finding.location
    line = _line(texts[place.file], place.line)
    comment = next(comments(line), None)
    rule = finding.message.partition(" ")[0]
    if comment is None or comment.column != place.column or rule not in comment.ids:
        return None
    if len(comment.ids) > 1:
        opening = line.index("[", comment.column - 1)
        others = ", ".join(each for each in comment.ids if each != rule)
        return Edit(place.file, place.line, opening + 2, line.index("]", opening) + 1, others)
    if comment.is_alone:
        return Edit(place.file, place.line, 1, 0)
    before = line[: comment.column - 1]
    start = len(before if line[comment.end_column - 1 :].strip() else before.rstrip()) + 1
    return Edit(place.file, place.line, start, comment.end_column)


def _version(finding: Finding, texts: Mapping[str, str]) -> Edit | None:
    """Quote a version that is a number; take the v from the version of a chart."""
    if "without quotes" in finding.message:
        return _quoted(finding, texts)
    found = _of_metadata(finding, texts, "version")
    if found is None or not re.match(r"v\d", found.value):
        return None
    return found.replaced(found.value[1:])


def _quoted(finding: Finding, texts: Mapping[str, str]) -> Edit | None:
    """Put a plain scalar that is no text into quotes, as it is written."""
    place = finding.location
    found = _PLAIN.match(_line(texts[place.file], place.line), place.column - 1)
    if found is None or isinstance(_read(found[0]), str):
        return None
    return Edit(place.file, place.line, place.column, place.column + len(found[0]), f'"{found[0]}"')


def _api_version(finding: Finding, texts: Mapping[str, str]) -> Edit | None:
    """Raise v1 to v2 where all stands in `Chart.yaml` already."""
    found = _of_metadata(finding, texts, "apiVersion")
    requirements = finding.location.file.removesuffix(_METADATA) + _REQUIREMENTS
    if found is None or found.value != "v1" or requirements in texts:
        return None
    return found.replaced("v2")


def _kube_version(finding: Finding, texts: Mapping[str, str]) -> Edit | None:
    """Let a constraint take the versions of providers, such as 1.30.4-gke.100.

    Of `>=` and `<` alone: to the others, the version with -0 is another bound.
    """
    found = _of_metadata(finding, texts, "kubeVersion")
    if found is None or not _COMPARATORS.fullmatch(found.value):
        return None
    wanted = _COMPARATOR.sub(_with_zero, found.value)
    return None if wanted == found.value else found.replaced(wanted)


def _with_zero(comparator: "re.Match[str]") -> str:
    if comparator[3]:
        return comparator[0]
    missing = ".0" if comparator[2].count(".") == 1 else ""
    return f"{comparator[0]}{missing}-0"


def _trap(finding: Finding, texts: Mapping[str, str]) -> Edit | None:
    """Write a value as what it is to Helm; quote times, and versions that lose digits as numbers."""
    place = finding.location
    line = _line(texts[place.file], place.line)
    # The place may be that of the value, of its key, or of the line.
    indent = _INDENT.match(line)
    start = place.column - 1 if place.column else indent.end() if indent else 0
    at_key = _KEY.match(line, start)
    start = at_key.end() if at_key else start
    found = _PLAIN.match(line, start)
    if found is None:
        return None
    word, keys = found[0], list(_KEY.finditer(line, 0, start))
    text = _unquoted(word, keys[-1]["key"].strip("\"'") if keys and keys[-1].end() == start else "")
    return None if text is None else Edit(place.file, place.line, start + 1, start + len(word) + 1, text)


def _unquoted(word: str, key: str) -> str | None:
    """Give what should stand in the place of an unquoted word."""
    value = _read(word)
    if _BOOLEANS.fullmatch(word) and isinstance(value, bool):
        return str(value).lower()
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if _TIME.fullmatch(word) or (is_number and str(value) != word and _OF_VERSIONS.fullmatch(key)):
        return f'"{word}"'
    return None


class _Scalar:
    """The text at a key of a YAML file, and where it stands without its quotes."""

    def __init__(self, place: Location, value: str) -> None:
        self._place, self.value = place, value

    def replaced(self, text: str) -> Edit:
        """Write another text in its place."""
        place = self._place
        return Edit(place.file, place.line, place.column, place.column + len(self.value), text)


def _of_metadata(finding: Finding, texts: Mapping[str, str], key: str) -> _Scalar | None:
    """Give a text of `Chart.yaml`, if the finding is about that file and the text stands in one line."""
    file = finding.location.file
    if file.rpartition("/")[2] != _METADATA:
        return None
    try:
        document = yaml.load(texts[file], file=file)
    except InputError:
        return None
    value = document.value.get(key) if isinstance(document.value, dict) else None
    if not isinstance(value, str):
        return None
    place = document.locate((key,))
    line = _line(texts[file], place.line)
    column = place.column + (line[place.column - 1 : place.column] in _QUOTES)
    if line[column - 1 : column - 1 + len(value)] != value:
        return None
    return _Scalar(Location(file, place.line, column), value)


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _read(word: str) -> Any:
    try:
        return yaml.load(word, file="").value
    except InputError:
        return None


FIXES: Final[Mapping[str, Fix]] = MappingProxyType(
    {
        "chart-api-version": _api_version,
        "chart-kube-version": _kube_version,
        "chart-version": _version,
        "suppression-unused": _unused_suppression,
        "values-trap": _trap,
    }
)
"""Each fix by the id of its rule."""
