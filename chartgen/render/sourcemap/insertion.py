"""Puts text into the templates of a chart that is held in memory."""

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

from chartgen.chart.reference import Chart


def text_of(content: bytes) -> str:
    """Read a template; bytes that are no character are kept, as Helm takes them as they are."""
    return content.decode("utf-8", "surrogateescape")


def with_insertions(chart: Chart, insertions: Iterable[tuple[str, int, str]]) -> Chart:
    """Give the chart with texts in its files: each with the file's path and the offset that it goes to.

    Texts for one place stand there in the order in which they come.
    """
    by_file: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for file, offset, text in insertions:
        by_file[file].append((offset, text))
    changed = {
        file: inserted(text_of(chart.files[file]), found).encode("utf-8", "surrogateescape")
        for file, found in by_file.items()
    }
    return chart.with_files({**chart.files, **changed})


def inserted(text: str, insertions: Iterable[tuple[int, str]], start: int = 0, end: int | None = None) -> str:
    """Give a text, or a part of it, with texts at offsets in it."""
    parts, position = [], start
    for offset, insertion in sorted(insertions, key=itemgetter(0)):
        parts += [text[position:offset], insertion]
        position = offset
    return "".join([*parts, text[position:end]])
