"""The test of `helm test`: a pod in each network that asks for it."""

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.components.image import resources_value
from chartgen.model.value import Value, kubernetes_list

COMPONENT = Component(
    name="networktest",
    summary="The pods of helm test, one for each network with test: true",
    values=(
        Value(
            "networkTest.timeout",
            120,
            "Seconds to wait for the second interface.",
            {"type": "integer", "minimum": 1, "maximum": 3600},
        ),
        resources_value("networkTest.resources", "50m", "32Mi", "Of the test, a shell."),
        Value(
            "networkTest.nodeSelector",
            {"kubernetes.io/os": "linux"},
            "Labels of the nodes that the pods may run on.",
            patterns.LABELS,
        ),
        kubernetes_list("networkTest.tolerations", [], "Tolerations of the pods."),
    ),
)
