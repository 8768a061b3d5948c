"""The named templates of a library chart: they are what other charts use of it."""

from collections.abc import Iterator

from chartgen.chart.reference import Chart
from chartgen.diff.change import Change, change
from chartgen.render.sourcemap.actions import tokens
from chartgen.render.sourcemap.insertion import text_of

_DEFINING = frozenset({"define", "block"})


def changes(old: Chart, new: Chart) -> Iterator[Change]:
    """Yield the named templates that come and go, if both charts are libraries.

    Raises:
        InputError: a template that does not parse.
    """
    if not (old.is_library and new.is_library):
        return
    before, after = _defined(old), _defined(new)
    for name in sorted({*before, *after}):
        if name not in after:
            yield change("helper-removed", before[name], "is gone; charts that include it fail", path=name)
        elif name not in before:
            yield change("helper-added", after[name], "is new", path=name)


def _defined(chart: Chart) -> dict[str, str]:
    """Give the files that define templates, by the names of those."""
    return {
        token.name: path
        for path, content in chart.files.items()
        if path.startswith("templates/")
        for token in tokens(text_of(content), file=chart.path_of(path))
        if token.kind in _DEFINING
    }
