"""The version of a chart is one of Semantic Versioning 2, and stays what is written.

*Why.* Helm installs a chart of version `1.2` or `v1.2.3`, but passes over it where a range asks for versions
in a registry, and its linter refuses it. A version without quotes may be a number, which the linter refuses
too: of `1.10` Helm reads `1.1`.

*Fix.* Write three numbers, as in `1.2.0`, and put versions in quotes.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.chart.metadata import scalar_text
from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("chart-version", Severity.WARNING, since="0.1.0", sees="chart")

_NUMBER: Final = r"(?:0|[1-9][0-9]*)"
_LABELS: Final = r"[0-9A-Za-z-]+(?:[.][0-9A-Za-z-]+)*"
_VERSION: Final = re.compile(rf"{_NUMBER}[.]{_NUMBER}[.]{_NUMBER}(?:-{_LABELS})?(?:[+]{_LABELS})?")
_WRITTEN: Final = re.compile(r"^(version|appVersion)[ \t]*:[ \t]*([^\s\"'#]+)", re.MULTILINE)


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the version, and at what becomes of versions without quotes."""
    version = facts.chart.version
    if not _VERSION.fullmatch(version):
        hint = f"write {version[1:]}" if _VERSION.fullmatch(version[1:]) else "write it as in 1.2.0"
        message = f"version: {version} is no version of Semantic Versioning 2"
        yield Hit(message, location=facts.chart_file.locate(["version"]), hint=hint)
    yield from _numbers(facts)


def _numbers(facts: ChartFacts) -> Iterator[Hit]:
    text = facts.chart.files["Chart.yaml"].decode("utf-8", "replace")
    as_written = dict(_WRITTEN.findall(text))
    for key in ("version", "appVersion"):
        value = facts.chart_file.value.get(key)
        if not isinstance(value, (bool, int, float)):
            continue
        read = scalar_text(value)
        written = as_written.get(key, read)
        kind = "truth value" if isinstance(value, bool) else "number"
        becomes = f"a {kind}" if read == written else f"the {kind} {read}"
        message = f"{key}: {written} without quotes is {becomes}"
        location = facts.chart_file.locate([key])
        yield Hit(message, location=location, hint=f'write "{written}"', severity=Severity.ERROR)
