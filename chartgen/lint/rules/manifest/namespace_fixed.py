"""Objects go to the namespace of the release.

*Why.* An object whose template names another namespace stays there: it clashes with that of a second release,
needs rights that whoever installs the chart may not have, and what refers to it looks in the wrong place.

*Fix.* Write `namespace: {{ .Release.Namespace }}`, or a value that is empty by default.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.cni.problem import shown
from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.template_text import is_literal

RULE: Final = Rule("namespace-fixed", Severity.WARNING, since="0.1.0", sees="chart")

_PATH: Final[Steps] = ("metadata", "namespace")
# These have to be where what they are about is, such as the DNS server in kube-system.
_ABOUT_OTHERS: Final = frozenset(
    {"Endpoints", "NetworkPolicy", "PodMonitor", "Role", "RoleBinding", "Service", "ServiceMonitor"}
)


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for namespaces that stand in a template and are the same in another namespace."""
    for run, rendering in facts.elsewhere:
        always = {(each.kind, each.manifest.namespace) for each in rendering.objects}
        for each in run.rendering.objects:
            namespace = each.manifest.namespace
            fixed = each.manifest.has_own_namespace and (each.kind, namespace) in always
            if fixed and is_literal(facts.chart, each, _PATH):
                severity = Severity.INFO if each.kind in _ABOUT_OTHERS else None
                message = f"{each.kind} {each.name} is always in the namespace {shown(namespace)}"
                yield each.hit(message, _PATH, hint="use .Release.Namespace", severity=severity)
