"""Values that concern the whole chart: platform, names, labels, registry."""

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.value import Value, flag, list_of, text

COMPONENT = Component(
    name="chart",
    summary="The whole chart",
    values=(
        text(
            "platform",
            "gke",
            "The platform: it decides images, paths on the node and what runs there. One of: {platforms}.",
        ),
        flag(
            "platformCheck",
            default=True,
            doc="Whether values that contradict the cluster are refused: another platform than the one that "
            "the cluster says it is, and node parts on openshift.",
        ),
        text(
            "global.imageRegistry",
            "",
            "Registry that replaces the one of every image, for a mirror: the rest of the name stays. "
            "Empty means each image's own.",
            patterns.or_empty(patterns.IMAGE_REGISTRY),
            "mirror.example.com/google",
        ),
        Value(
            "global.imagePullSecrets",
            [],
            "Pull secrets for every pod: names, or maps with a name. They must be in the release's "
            "namespace, for helm test also in those of the tested networks.",
            list_of(
                # A parent chart shares its list with other subcharts, many of which take maps.
                {
                    "anyOf": [
                        patterns.DNS_SUBDOMAIN,
                        {
                            "type": "object",
                            "required": ["name"],
                            "properties": {"name": patterns.DNS_SUBDOMAIN},
                        },
                    ]
                }
            ),
            (["mirror-credentials"],),
        ),
        text(
            "nameOverride",
            "",
            "Replaces the chart's name in the names of objects and in the name label.",
            patterns.or_empty(patterns.DNS_LABEL),
        ),
        text(
            "fullnameOverride",
            "",
            "Replaces release and chart name in the names of objects.",
            patterns.or_empty(patterns.DNS_LABEL),
        ),
        Value(
            "commonLabels",
            {},
            "Labels for every object and pod but CRDs and extraObjects. Selectors do not use them; a change "
            "restarts the node pods.",
            patterns.LABELS,
            ({"team": "network"},),
        ),
        Value(
            "commonAnnotations",
            {},
            "Annotations for every object and pod but CRDs and extraObjects. A change restarts the node "
            "pods.",
            patterns.ANNOTATIONS,
        ),
    ),
)
