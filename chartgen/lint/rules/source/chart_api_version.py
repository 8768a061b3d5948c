"""A chart says that it is of `apiVersion: v2`, and uses what that has.

*Why.* `v1` is the format of Helm 2. Helm takes a chart without an apiVersion, or with `type` and
`dependencies` beside `v1`, but its linter refuses them, and other tools read them each in its own way.

*Fix.* Write `apiVersion: v2`, and move what is in `requirements.yaml` into `Chart.yaml`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("chart-api-version", Severity.WARNING, since="0.1.0", sees="chart")

_OF_V2: Final = ("type", "dependencies")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the format, and at fields of another one."""
    format_, written = facts.chart.metadata["apiVersion"], facts.chart_file
    if format_ == "v2":
        if "requirements.yaml" in facts.chart.files:
            place = facts.place("requirements.yaml", 1)
            hint = "move them into Chart.yaml"
            yield Hit("charts of v2 have their dependencies in Chart.yaml", location=place, hint=hint)
        return
    hint = "write apiVersion: v2"
    if not format_:
        yield Hit("the chart has no apiVersion", location=written.locate(["apiVersion"]), hint=hint)
        return
    yield Hit(
        f"apiVersion: {format_} is the format of Helm 2", location=written.locate(["apiVersion"]), hint=hint
    )
    for key in _OF_V2:
        if key in written.value:
            message = f"{key}: charts of {format_} have no such field"
            yield Hit(message, location=written.locate([key], key=True), hint=hint)
