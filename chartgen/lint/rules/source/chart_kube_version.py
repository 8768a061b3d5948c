"""A chart says which versions of Kubernetes it is for, and allows those of providers.

*Why.* Without `kubeVersion` an installation ends halfway where an API is missing. Providers have versions
such as `v1.33.4-gke.1245000`, which are pre-releases to Helm 3: a constraint allows them only if each of its
versions has a pre-release too.

*Fix.* Write a constraint such as `>=1.28.0-0`.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.chart.metadata import scalar_text
from chartgen.core.finding import Severity
from chartgen.kubernetes import kubeversion, store
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("chart-kube-version", Severity.ERROR, since="0.1.0", sees="chart")

_VERSION: Final = re.compile(r"[^\s,|<>=!~^]*[0-9xX*][^\s,|]*")


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the constraint. An application whose constraint allows nothing is not even rendered."""
    constraint = scalar_text(facts.chart_file.value.get("kubeVersion"))
    location = facts.chart_file.locate(["kubeVersion"])
    if not constraint:
        if not facts.chart.is_library:
            message = "the chart does not say which versions of Kubernetes it is for"
            yield Hit(message, location=location, hint="add kubeVersion", severity=Severity.INFO)
        return
    hint = "write one such as >=1.28.0-0"
    if not kubeversion.is_readable(constraint):
        message = f"kubeVersion: {constraint!r} is no constraint that Helm can read"
        yield Hit(message, location=location, hint=hint)
        return
    known = (*(f"{minor}.0" for minor in store.versions()), store.newest())
    if not any(kubeversion.allows(constraint, version) for version in known):
        message = f"kubeVersion: {constraint} allows no Kubernetes from {known[0]} to {known[-1]}"
        yield Hit(message, location=location, severity=Severity.WARNING)
    bare = [version for version in _VERSION.findall(constraint) if "-" not in version]
    if bare:
        message = f"kubeVersion: {constraint} refuses versions of providers such as v1.33.4-gke.1245000"
        hint = f"add -0 to {', '.join(bare)}"
        yield Hit(message, location=location, hint=hint, severity=Severity.WARNING)
