"""The pages of the linter's rules: what a rule wants, why, and a case of it."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

import chartgen
from chartgen.cli import explaining
from chartgen.lint.catalogue import Entry, entries
from chartgen.lint.options import options_of
from chartgen.lint.rule import FAMILIES

FOLDER: Final = "rules"
CASES: Final = Path(chartgen.__file__).parent.parent / "tests/lint/rules"
"""The cases that the tests run, where examples come from; a wheel has none."""

_FAMILIES: Final = {
    "values": "Values files, their schema, and what templates make of them.",
    "source": "The files of a chart: metadata, templates, helpers, documentation.",
    "manifest": "What a chart renders, and plain manifests.",
    "cni": "Networks of Multus, ipvlan and Whereabouts, and pods that ask for them.",
}
_EXPECTED: Final = re.compile(r"#\s*expect:\s*([a-z0-9 -]+?)(?=\s*(?:\*/.*)?$)")
_MARK: Final = "# <- here"
_MOST_LINES: Final = 70
_LONGEST_LINE: Final = 160


def pages(cases: Path = CASES) -> Iterator[tuple[str, str]]:
    """Yield each page by its path below the folder of all pages."""
    yield f"{FOLDER}/README.md", "\n".join(_index())
    for entry in entries().values():
        yield f"{FOLDER}/{entry.id}.md", "\n".join(_page(entry, cases / entry.id))


def _index() -> Iterator[str]:
    yield "# Rules of `chartgen lint`"
    yield ""
    yield (
        "An *error* is what Kubernetes, Helm or a program on the node refuses, or what breaks there. A "
        "*warning* is likely wrong or harmful. *Info* is advice. `chartgen rules ID` explains a rule in the "
        "terminal; `--rule ID` runs it alone, `--skip-rule ID` leaves it out."
    )
    for family in FAMILIES:
        found = [entry for entry in entries().values() if entry.family == family]
        if found:
            yield ""
            yield f"## {family}"
            yield ""
            yield _FAMILIES[family]
            yield ""
            yield "| Rule | Severity | What it wants |"
            yield "|---|---|---|"
            yield from (
                f"| [{each.id}]({each.id}.md) | {each.rule.severity} | {_cell(each.title)} |"
                for each in found
            )


def _page(entry: Entry, cases: Path) -> Iterator[str]:
    rule = entry.rule
    yield f"# {entry.id}"
    yield ""
    yield f"**{entry.title}**"
    yield ""
    yield "| Severity | Family | Since | Looks at |"
    yield "|---|---|---|---|"
    family = f"[{entry.family}](README.md#{entry.family})"
    yield f"| {rule.severity} | {family} | {rule.since} | {explaining.sees(entry)} |"
    yield ""
    yield entry.text
    yield ""
    yield from _options(entry)
    yield from _example("Found", "bad", cases, entry.id)
    yield from _example("Not found", "good", cases, entry.id)
    yield from _suppression(entry)


def _options(entry: Entry) -> Iterator[str]:
    options = options_of(entry.options)
    if not options:
        return
    yield "## Options"
    yield ""
    yield "| Option | Type | Default | Meaning |"
    yield "|---|---|---|---|"
    for each in options:
        cells = (f"`{each.name}`", f"`{each.type}`", f"`{explaining.default_of(each.default)}`", each.text)
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""
    yield "In `chartgen.yaml`, here with its default:"
    yield ""
    first = options[0]
    setting = f"{first.name}: {explaining.default_of(first.default)}"
    yield from _fenced(f"lint:\n  options:\n    {entry.id}:\n      {setting}", "yaml")


def _suppression(entry: Entry) -> Iterator[str]:
    yield "## Suppress"
    yield ""
    yield "With a reason, in the line or in the one above:"
    yield ""
    yield from _fenced(explaining.comment(entry), "yaml")
    if explaining.annotation(entry):
        yield "or for a whole object:"
        yield ""
        yield from _fenced(f"metadata:\n  annotations:\n    {explaining.annotation(entry)}", "yaml")


def _example(heading: str, kind: str, cases: Path, rule: str) -> Iterator[str]:
    """Show the first case of a kind: a manifest, or all files of a chart."""
    case = next((each for each in sorted(cases.glob(f"{kind}-*")) if each.suffix != ".expect"), None)
    if case is None:
        return
    yield f"## {heading}"
    yield ""
    files = sorted(path for path in case.rglob("*") if path.is_file()) if case.is_dir() else [case]
    places = _places(case)
    for file in files:
        name = file.relative_to(case).as_posix() if case.is_dir() else case.name
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if case.is_dir():
            yield f"`{name}`:"
            yield ""
        is_yaml = file.suffix in (".yaml", ".yml")
        lines = {int(line) for path, line in places if path == name and line}
        yield from _fenced(_shown(text, rule, lines), "yaml" if is_yaml else "text")
    whole = [path for path, line in places if not line]
    if whole:
        yield f"It is found in {' and '.join(f'`{path}`' for path in whole)}, in no line of it."
        yield ""


def _places(case: Path) -> list[tuple[str, str]]:
    """Give the files and lines of a case that its text does not mark, because no comment can stand there."""
    expected = case.with_name(f"{case.name.removesuffix('.yaml')}.expect")
    lines = expected.read_text("utf-8").splitlines() if expected.is_file() else ()
    parts = (line.partition(":") for line in lines)
    return [(path, number) for path, _, number in parts]


def _shown(text: str, rule: str, found: Collection[int]) -> str:
    """Give a text as a page shows it: what the rule finds is marked, and what is long is cut."""
    lines = [_line(line, rule, number in found) for number, line in enumerate(text.splitlines(), 1)]
    rest = len(lines) - _MOST_LINES
    return "\n".join(lines if rest <= 0 else [*lines[:_MOST_LINES], f"… {rest} more lines"])


def _line(line: str, rule: str, is_found: bool) -> str:
    expected = _EXPECTED.search(line)
    if expected:
        is_found = rule in expected[1].split()
        line = _EXPECTED.sub(_MARK if is_found else "", line).rstrip()
    if len(line) > _LONGEST_LINE:
        line = f"{line[:_LONGEST_LINE]}…"
    return f"{line} {_MARK}" if is_found and _MARK not in line else line


def _fenced(text: str, language: str) -> Iterable[str]:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return (f"{fence}{language}", text, fence, "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
