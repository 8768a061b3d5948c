"""Where a node has its CNI plugins and configuration is a value of the chart.

*Why.* It differs: GKE, k3s, OpenShift, microk8s and others each have folders of their own. What is written
into the wrong one is never read, and nothing says so.

*Fix.* Read the path from values, with the usual one as default.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.lint.facts import ChartFacts
from chartgen.lint.objects import Object, at
from chartgen.lint.platform_paths import platform_of
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.insertion import text_of

RULE: Final = Rule("host-path-fixed", Severity.INFO, since="0.1.0", sees="chart")

_CNI: Final = (
    "/etc/cni",
    "/etc/kubernetes/cni",
    "/home/kubernetes/bin",
    "/opt/cni",
    "/var/lib/cni",
    "/var/lib/kubelet/kubeconfig",
    "/var/lib/rancher",
    "/var/snap/microk8s",
)


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look for lines of templates with a path that ends up as one of the node."""
    lines = {
        facts.chart.path_of(path): text_of(content).split("\n")
        for path, content in facts.chart.files.items()
        if path.startswith("templates/")
    }
    written = "\n".join(line for text in lines.values() for line in text)
    found: dict[Location, str] = {}
    for run in facts.runs:
        for each in run.release.objects:
            for place, folder in _paths(each, written):
                text = lines.get(place.file, [])[place.line - 1 : place.line]
                # In an action it is the default of a value.
                if any(folder in line and "{{" not in line for line in text):
                    found.setdefault(place, folder)
    for place, folder in found.items():
        owner = platform_of(folder)
        of_one = f": it is one of {owner}" if owner else ""
        yield Hit(f"the path {folder} of the node is fixed{of_one}", location=place)


def _paths(each: Object, written: str) -> Iterator[tuple[Location, str]]:
    pod = each.pod
    for path, volume in pod.volumes if pod else ():
        folder = at(volume, ("hostPath", "path"))
        # To look for the line of a path that no template has would be slow, and in vain.
        if isinstance(folder, str) and folder.startswith(_CNI) and folder in written:
            yield each.locate((*path, "hostPath", "path")), folder
