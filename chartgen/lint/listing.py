"""The templates of a chart with marks at the branches that no scenario enters, for people to read."""

from collections import defaultdict
from collections.abc import Iterator

from chartgen.chart.reference import Chart
from chartgen.lint.branches import Outcome
from chartgen.render.sourcemap.branches import Branch, branches
from chartgen.render.sourcemap.insertion import text_of


def listing(chart: Chart, outcome: Outcome) -> str:
    """Give a summary, then each template that has such a branch; lines with one start with `!`.

    Raises:
        InputError: a template whose actions have no end or do not fit together.
    """
    lines = [f"{chart.name}: {outcome.entered} of {outcome.total} branches entered ({outcome.percent:.1f} %)"]
    by_file: defaultdict[str, list[Branch]] = defaultdict(list)
    for branch in outcome.coverage.uncovered:
        by_file[branch.file].append(branch)
    totals: defaultdict[str, int] = defaultdict(int)
    for branch in branches(chart):
        totals[branch.file] += 1
    for file, found in by_file.items():
        lines += ["", f"{file}: {totals[file] - len(found)} of {totals[file]} branches entered"]
        lines += _marked(text_of(chart.files[file]), found)
    # Bytes of a template that are no character cannot be written.
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace").decode()


def _marked(text: str, found: list[Branch]) -> Iterator[str]:
    marks: defaultdict[int, list[str]] = defaultdict(list)
    for branch in found:
        marks[branch.line].append(branch.kind)
    lines = text.splitlines()
    width = len(str(len(lines)))
    for number, line in enumerate(lines, 1):
        kinds = f"  <- {', '.join(marks[number])}" if number in marks else ""
        yield f"{'!' if kinds else ' '} {number:{width}} {line}{kinds}".rstrip()
