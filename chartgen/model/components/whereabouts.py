"""Whereabouts: the address management that works across nodes."""

from chartgen.model import patterns
from chartgen.model.component import Component
from chartgen.model.components.image import image_values, resources_value
from chartgen.model.value import AUTO_OR_BOOLEAN, Value, flag, one_of_words, text

COMPONENT = Component(
    name="whereabouts",
    summary="Whereabouts, which gives the further interfaces their addresses",
    values=(
        Value(
            "whereabouts.enabled",
            "auto",
            "Whether Whereabouts is installed: true, false, or auto (the platform decides).",
            AUTO_OR_BOOLEAN,
        ),
        *image_values("whereabouts", "Whereabouts"),
        resources_value(
            "whereabouts.install.resources", "100m", "50Mi", "Of the step that copies the plugin."
        ),
        text(
            "whereabouts.gc.schedule",
            "* * * * *",
            "When addresses of pods that are gone are freed: a cron line in UTC. Each run looks at all pods "
            "and pools, on every node; with a short interval it can also free the address of a pod that "
            "starts slowly.",
            patterns.CRON_SCHEDULE,
            "*/15 * * * *",
        ),
        flag(
            "whereabouts.gc.podWatch",
            default=False,
            doc="Whether addresses are also freed at once when a pod goes. Needs rights to watch pods.",
        ),
        text(
            "whereabouts.gc.logLevel",
            "debug",
            "How much the garbage collector logs.",
            one_of_words("debug", "verbose", "error", "panic"),
        ),
        resources_value(
            "whereabouts.gc.resources",
            "100m",
            "50Mi",
            "Of the garbage collector. It lists all pods and pools: more pods need more memory.",
        ),
    ),
)
