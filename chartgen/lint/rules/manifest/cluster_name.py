"""Objects that belong to no namespace have the name of the release in theirs.

*Why.* A second release of the chart, in whatever namespace, has an object of the same name, and Helm refuses
to install it: the object belongs to another release.

*Fix.* Build the name by the helper of the full name, perhaps with `.Release.Namespace` in it.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.cni.problem import shown
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.template_text import template_line

RULE: Final = Rule("cluster-name", Severity.WARNING, since="0.1.0", sees="chart")

_NAME: Final[Steps] = ("metadata", "name")
# The names of other kinds, such as StorageClass or APIService, are what users or the API server ask for.
_KINDS: Final = frozenset(
    {
        "ClusterRole",
        "ClusterRoleBinding",
        "MutatingWebhookConfiguration",
        "PriorityClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    }
)


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for names that another release in another namespace has too, with the chart's own values."""
    for run, rendering in facts.elsewhere[:1]:
        always = {(each.kind, each.name) for each in rendering.objects}
        for each in run.rendering.objects:
            if each.kind in _KINDS and (each.kind, each.name) in always:
                # What a value gives, whoever installs a second release can change.
                has_value = ".Values" in template_line(facts.chart, each, _NAME)
                severity = Severity.INFO if has_value else None
                message = f"{each.kind} {shown(each.name)} has this name in each release of the chart"
                yield each.hit(message, _NAME, severity=severity)
