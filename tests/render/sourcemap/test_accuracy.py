"""The share of rendered lines whose origin is right, judged against lines annotated by hand.

The files of `expected/` say what right means. The charts of `charts/` stay as they are, so lines have numbers
there; those of the chart have their text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from chartgen.chart.reference import Chart, load
from chartgen.chart.scenarios import DEFAULTS, scenarios
from chartgen.kubernetes import store
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import Release, Request
from chartgen.render.sourcemap.lines import LineTokens
from tests.chart.conftest import CHART

FOLDER = Path(__file__).parent
ONES = sorted(path.name for path in (FOLDER / "charts").iterdir())
SCENARIOS = ["02-gke-reference", "06-everything", "10-rke2"]
NUMBERED = re.compile(r"(\d+) (\S+:\d+) \| (.*)")
QUOTED = re.compile(r"= (\S+) (\d+) (.*)")


class Annotated(NamedTuple):
    """A rendered line, what is in it, and its origin as `file:line`."""

    path: str
    number: int
    text: str
    origin: str


def sections(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines about each rendered file."""
    text = (FOLDER / "expected" / f"{name}.txt").read_text("utf-8")
    for section in re.split(r"(?m)^== ", text)[1:]:
        path, *lines = section.rstrip("\n").split("\n")
        yield path, lines


def numbered(name: str) -> Iterator[Annotated]:
    for path, lines in sections(name):
        for line in lines:
            number, origin, text = NUMBERED.fullmatch(line).groups()
            yield Annotated(path, int(number), text, origin)


def quoted(name: str, chart: Chart, plain: Mapping[str, str]) -> Iterator[Annotated]:
    """Find the lines: the rendered ones follow each other, a template line is the n-th of its text."""
    for path, lines in sections(name):
        rendered, number = plain[f"{chart.name}/{path}"].split("\n"), 0
        for text, template_line in zip(lines[::2], lines[1::2], strict=True):
            found = (at for at in range(number, len(rendered)) if is_like(text, rendered[at]))
            number = next(found, -1) + 1
            assert number, f"{path} has no line {text!r} any more, or not there"
            file, nth, written = QUOTED.fullmatch(template_line).groups()
            content = chart.files[file].decode().split("\n")
            equal = [at for at, line in enumerate(content, 1) if line.strip() == written]
            assert len(equal) >= int(nth), f"{file} has no line {written!r} any more"
            yield Annotated(path, number, text, f"{file}:{equal[int(nth) - 1]}")


def is_like(text: str, rendered: str) -> bool:
    """Compare, with `…` for anything."""
    return bool(re.fullmatch(".*".join(re.escape(part) for part in text.split("…")), rendered.rstrip()))


class Renders:
    """Renders a scenario of a chart, and counts."""

    def __init__(self, chart: Chart, scenario: str, engine: EmbeddedEngine) -> None:
        self.chart, self.engine, self.count = chart, engine, 0
        (self.given,) = (each for each in scenarios(chart) if each.name == scenario)

    def __call__(self, chart: Chart) -> dict[str, str]:
        self.count += 1
        given = self.given
        release = Release(given.release or "demo", given.namespace or "space")
        version = given.kubernetes or store.newest()
        return self.engine.render_texts(
            Request(chart, given.values.tree, version, release, api_versions=given.apis)
        )


def share(
    render: Renders, plain: Mapping[str, str], expected: list[Annotated], *, comment: bool = False
) -> tuple[float, str]:
    """Give the share of right lines, and what there is to say about it."""
    before = render.count
    origins = LineTokens(render.chart, comment=comment).origins(render, plain)
    wrong = []
    for each in expected:
        at = f"{render.chart.name}/{each.path}"
        text = plain[at].split("\n")[each.number - 1]
        assert is_like(each.text, text), f"{each} is no longer what is rendered: {text}"
        origin = origins[at][each.number - 1]
        shown = f"{origin.file}:{origin.line}" if origin else "none"
        # A comment behind a separator would be one of the next document; no object has a part there.
        if shown != each.origin and not (comment and each.text == "---"):
            wrong.append(f"{each.path}:{each.number} {each.text.strip()}: {shown}, right is {each.origin}")
    right = len(expected) - len(wrong)
    numbers = (
        f"{render.chart.name} {render.given.name}: {right} of {len(expected)} lines "
        f"({right / len(expected):.1%}) are right, with {render.count - before} renders"
    )
    return right / len(expected), "\n".join([numbers, *wrong])


@pytest.mark.parametrize("comment", [False, True])
@pytest.mark.parametrize(
    ("name", "renders"), [("broker", 1), ("fleet", 1), ("shop", 1), ("vault", 2), ("web", 1)]
)
def test_charts_of_other_styles(name: str, renders: int, embedded: EmbeddedEngine, *, comment: bool):
    render = Renders(load(str(FOLDER / "charts" / name)), DEFAULTS, embedded)
    right, report = share(render, render(render.chart), list(numbered(name)), comment=comment)
    assert right >= 0.95, report
    assert render.count == 1 + renders, report


@pytest.mark.parametrize("name", ONES)
def test_each_line_of_these_charts_is_annotated(name: str, embedded: EmbeddedEngine):
    chart = load(str(FOLDER / "charts" / name))
    numbers = defaultdict(set)
    for each in numbered(name):
        numbers[f"{chart.name}/{each.path}"].add(each.number)
    assert numbers == {
        path: {at for at, line in enumerate(text.split("\n"), 1) if line.strip()}
        for path, text in Renders(chart, DEFAULTS, embedded)(chart).items()
        if text.strip()
    }


@pytest.mark.parametrize("comment", [False, True])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_chart(scenario: str, embedded: EmbeddedEngine, *, comment: bool):
    render = Renders(load(str(CHART)), scenario, embedded)
    plain = render(render.chart)
    expected = list(quoted(f"multus-ipvlan-{scenario}", render.chart, plain))
    assert len(expected) >= 100
    right, report = share(render, plain, expected, comment=comment)
    assert right >= 0.99, report
    assert render.count == 2, report
