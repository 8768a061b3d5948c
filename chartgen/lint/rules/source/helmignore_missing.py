"""A chart has a `.helmignore`.

*Why.* `helm package` takes all that is in the folder: backups of editors, the history of git, keys. Each
release is stored in the cluster with all of it.

*Fix.* Add the file; `helm create` makes one that will do.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chartgen.chart.helmignore import FILE_NAME
from chartgen.core.finding import Severity
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("helmignore-missing", Severity.INFO, since="0.1.0", sees="chart")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for the file, unless the chart is packed already."""
    if FILE_NAME not in facts.chart.files and not Path(facts.chart.reference).is_file():
        yield Hit(f"the chart has no {FILE_NAME}", location=facts.place(""))
