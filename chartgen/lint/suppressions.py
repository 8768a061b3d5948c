"""Suppressions: findings that somebody has looked at and accepts, for a reason that stands beside them.

An annotation `chartgen/ignore-<rule>: reason` is about all findings in its object; a comment
`# chartgen: ignore[rule, other] reason`, in templates also `{{- /* chartgen: ignore[rule] reason */}}`, about
those in its line, or in the next one if it stands alone. In a values file that is the line of the value which
made what is wrong, if no other scenario has it too. Alone in the first line, it is also about findings that
have a file and no line. Comments of templates may take several lines. Without a reason, none suppresses
anything.

In values files and manifests, what looks like a comment and is part of a text, in quotes or in a block, is
none. The YAML of a template is not known before it is rendered: there it counts wherever it stands, also in
the scripts and configurations that the template holds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from chartgen.core.finding import Finding
from chartgen.core.location import Location
from chartgen.core.suggest import did_you_mean
from chartgen.core.yaml_nodes import spans_of_texts
from chartgen.lint.catalogue import entries
from chartgen.lint.objects import Object
from chartgen.lint.settings import Settings

ANNOTATION: Final = "chartgen/ignore-"
REASON, UNKNOWN, UNUSED = "suppression-reason", "suppression-unknown", "suppression-unused"

_IGNORE: Final = r"[ \t]*chartgen:[ \t]*ignore\b(?:\[(?P<ids>[^\]]*)\])?"
_OF_TEMPLATE: Final = re.compile(
    r"\{\{-? ?/\*\s*" + _IGNORE + r"(?P<reason>(?:(?!\*/).)*)\*/(?: ?-?\}\})?", re.DOTALL
)
_FORMS: Final = (
    _OF_TEMPLATE,
    re.compile(
        r"(?<!\{\{)(?<!\{\{[- ])(?<!\{\{- )/\*" + _IGNORE + r"(?P<reason>(?:(?!\*/).)*)(?:\*/(?: ?-?\}\})?)?"
    ),
    re.compile(r"(?<!\S)#+" + _IGNORE + r"(?P<reason>.*)"),
)
_YAML: Final = frozenset({".yaml", ".yml", ".json"})
_VISIBLE: Final = re.compile(r"\S")
_HINT: Final = "write # chartgen: ignore[rule] and why"


class Comment(NamedTuple):
    """A comment that suppresses: the rules that it names, its place in a text, and the line it is about."""

    ids: tuple[str, ...]
    reason: str
    line: int
    column: int
    end_column: int
    is_alone: bool
    about: int


@dataclass(frozen=True, slots=True, eq=False)
class _Suppression:
    """One rule that is suppressed somewhere: by a comment at a place, or by an annotation of an object."""

    rule: str
    reason: str
    written: Location | Object

    def place(self) -> Location:
        """Give where it is written; of an annotation that takes time.

        One line of a template can write the annotations of many objects, so none of them is named.
        """
        if isinstance(self.written, Location):
            return self.written
        found = self.written.locate(("metadata", "annotations", ANNOTATION + self.rule), key=True)
        return found._replace(object="")


def comments(text: str, *, is_yaml: bool = False) -> Iterator[Comment]:
    """Yield the comments in a text that suppress something; of YAML, not what stands in quotes and blocks."""
    if is_yaml and "chartgen:" in text:
        text = _without_texts(text)
    lines = text.split("\n")
    long = _long_comments(text, lines) if "chartgen:" in text else {}
    waiting: list[Comment] = []
    last = 0
    for number, line in enumerate(lines, 1):
        if number <= last:
            continue
        comment = _comment(line, number) if "chartgen:" in line else None
        if number in long:
            comment, last = long[number]
        if comment is not None and comment.is_alone:
            waiting.append(comment)
            continue
        yield from (each._replace(about=number) for each in waiting)
        waiting.clear()
        if comment is not None:
            yield comment
    yield from waiting


def _without_texts(text: str) -> str:
    """Put something else in the place of what stands in quotes and blocks of YAML."""
    parts, at = [], 0
    for start, end in spans_of_texts(text):
        parts += [text[at:start], _VISIBLE.sub("x", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _is_yaml(file: str, text: str) -> bool:
    """Say whether a file is YAML as it stands, and no template with actions."""
    path = PurePosixPath(file)
    return path.suffix in _YAML and not ("templates" in path.parts and "{{" in text)


def _comment(line: str, number: int) -> Comment | None:
    found = next((match for form in _FORMS if (match := form.search(line))), None)
    if found is None:
        return None
    end = len(line[: found.end()].rstrip())
    is_alone = not line[: found.start()].strip() and not line[end:].strip()
    return Comment(_ids(found), found["reason"].strip(), number, found.start() + 1, end + 1, is_alone, number)


def _long_comments(text: str, lines: Sequence[str]) -> dict[int, tuple[Comment, int]]:
    """Give the comments of a template that take several lines, by the first of them, with the last.

    One that shares a line with something else is about that.
    """
    found: dict[int, tuple[Comment, int]] = {}
    for match in _OF_TEMPLATE.finditer(text):
        if "\n" not in match[0]:
            continue
        first, last = (text.count("\n", 0, at) + 1 for at in (match.start(), match.end()))
        start = match.start() - text.rfind("\n", 0, match.start()) - 1
        before = lines[first - 1][:start].strip()
        behind = lines[last - 1][match.end() - text.rfind("\n", 0, match.end()) - 1 :].strip()
        reason = " ".join(match["reason"].split())
        about = last if behind and not before else first
        end = len(lines[first - 1].rstrip()) + 1
        comment = Comment(_ids(match), reason, first, start + 1, end, not (before or behind), about)
        found[first] = comment, last
    return found


def _ids(found: "re.Match[str]") -> tuple[str, ...]:
    return tuple(each.strip() for each in (found["ids"] or "").split(",") if each.strip())


def apply(
    findings: Iterable[Finding],
    settings: Settings,
    *,
    texts: Mapping[str, str],
    objects: Iterable[Object],
    prefix: str = "",
) -> list[Finding]:
    """Leave out what is suppressed, and add what is wrong with the suppressions; sorted.

    `texts` are those of files by their names in findings; `prefix` stands in these before paths in a chart.
    """
    work = _Work(settings, prefix)
    for file, text in texts.items():
        work.read(file, text)
    for each in objects:
        work.annotated(each)
    kept = [each for each in findings if not work.suppresses(each)]
    return sorted({*kept, *work.findings()})


class _Work:
    def __init__(self, settings: Settings, prefix: str) -> None:
        self._settings, self._prefix = settings, prefix
        self._of_lines: dict[tuple[str, int], list[_Suppression]] = {}
        self._of_objects: dict[str, dict[str, _Suppression]] = {}
        self._used: set[_Suppression] = set()
        self._wrong: list[Finding] = []

    def read(self, file: str, text: str) -> None:
        """Take the comments of a file."""
        for comment in comments(text, is_yaml=_is_yaml(file, text)):
            place = Location(
                file, comment.line, comment.column, end_line=comment.line, end_column=comment.end_column
            )
            if not comment.ids:
                self._say(UNKNOWN, place, "this comment names no rule", _HINT)
            for rule in dict.fromkeys(comment.ids):
                found = _Suppression(rule, comment.reason, place)
                if self._counts(found):
                    self._of_lines.setdefault((file, comment.about), []).append(found)
                    if comment.is_alone and comment.line == 1:
                        self._of_lines.setdefault((file, 0), []).append(found)

    def annotated(self, each: Object) -> None:
        """Take the annotations of an object; scenarios have most of them in common."""
        for key, reason in each.annotations.items():
            if not key.startswith(ANNOTATION):
                continue
            known = self._of_objects.setdefault(each.manifest.identity, {})
            rule = key.removeprefix(ANNOTATION)
            if rule in known:
                continue
            found = _Suppression(rule, reason.strip() if isinstance(reason, str) else "", each)
            known[rule] = found
            if not self._counts(found):
                self._used.add(found)

    def suppresses(self, finding: Finding) -> bool:
        """Say whether a finding is suppressed."""
        place = finding.location
        values = finding.related if len(finding.scenarios) == 1 else ()
        candidates = [
            *(each for at in (place, *values) for each in self._of_lines.get((at.file, at.line), ())),
            *self._of_objects.get(place.object, {}).values(),
        ]
        found = [each for each in candidates if each.rule == finding.rule and each.reason]
        self._used.update(found)
        return bool(found)

    def findings(self) -> Iterator[Finding]:
        """Give what is wrong with the suppressions, once all findings have been asked about."""
        everything = [
            *(each for several in self._of_lines.values() for each in several),
            *(each for several in self._of_objects.values() for each in several.values()),
        ]
        unused = [each for each in dict.fromkeys(everything) if each not in self._used]
        rules = {each.rule for each in unused}
        used = {(each.rule, each.place()) for each in self._used if each.rule in rules}
        for rule, place in dict.fromkeys((each.rule, each.place()) for each in unused):
            # What one object of a template does not need, another one of it may.
            if (rule, place) not in used and self._ran(rule, place):
                hint = "remove it, or look at why the rule is silent now"
                self._say(UNUSED, place, f"{rule} finds nothing here to suppress", hint)
        return iter(self._wrong)

    def _ran(self, rule: str, place: Location) -> bool:
        # Of what is decided elsewhere, only that about networks is decided in each run.
        entry = entries()[rule]
        is_decided = entry.check is not None or entry.family == "cni"
        return is_decided and self._settings.runs(rule, place.file.removeprefix(self._prefix))

    def _counts(self, found: _Suppression) -> bool:
        """Say whether a suppression is one; tell what is wrong with it otherwise."""
        if found.rule not in entries():
            hint = did_you_mean(found.rule, entries()) or "`chartgen rules` lists all"
            self._say(UNKNOWN, found.place(), f"{found.rule!r} is no rule", hint)
        elif not found.reason:
            problem = f"{found.rule} is suppressed without a reason, which counts for nothing"
            self._say(REASON, found.place(), problem, "write down why the finding is accepted")
        else:
            return True
        return False

    def _say(self, rule: str, place: Location, message: str, hint: str) -> None:
        if rule in self._settings.rules:
            severity = self._settings.severity(rule, entries()[rule].rule.severity)
            self._wrong.append(Finding(place, rule, severity, message, hint))
