"""A release with Whereabouts from 0.9.4 on has the Deployment that frees dead addresses.

*Why.* Up to 0.9.3 the control loop on each node frees the addresses of pods that went without saying so.
0.9.4 moved that to a program of its own: with the image alone raised, nobody does it, and the pools run
full.

*Fix.* Add a Deployment with one replica that runs `/ip-reconciler`.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import calls
from chartgen.lint.objects import Release
from chartgen.lint.programs import image_of
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("reconcile-missing", Severity.WARNING, since="0.1.0", sees="release")


def check(release: Release) -> Iterator[Hit]:
    """Look for control loops without a reconciler."""
    found: list[Hit] = []
    for each, pod in release.pods:
        for container in pod.containers:
            image = image_of(container.image)
            for call in calls(container):
                if call.name == "ip-reconciler":
                    return
                if call.name == "ip-control-loop" and image and image.version >= (0, 9, 4):
                    message = f"ip-control-loop of {image} frees no dead addresses, nothing else here does"
                    hint = "add a Deployment with /ip-reconciler"
                    found.append(each.hit(message, call.program.path, hint=hint))
    yield from found
