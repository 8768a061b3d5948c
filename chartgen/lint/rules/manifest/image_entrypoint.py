"""What a container of Multus or Whereabouts runs is in its image, and ends where it must.

*Why.* Images of one name differ: Google's builds have an installer that the projects' own have not, Multus'
image has had no shell since 4.0, programs come and go between versions. A program that is missing keeps the
container from starting; one that never ends keeps an init container from letting the pod start.

*Fix.* Run what the image holds: `install_multus` in an init container and `thin_entrypoint` in a container
of its own; `SLEEP=false /install-cni.sh` in an init container.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import INSTALLER, Call, calls, is_mounted, never_ends
from chartgen.lint.objects import Object
from chartgen.lint.programs import Image, homes, image_of, lacks
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("image-entrypoint", Severity.ERROR, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for programs that an image does not have, and for those that never end."""
    for container in each.pod.containers if each.pod else ():
        image = image_of(container.image)
        if image is None or not image.is_known:
            continue
        for index, call in enumerate(calls(container)):
            if index == 0 and call.program.text.startswith("-"):
                message = f"{image} has no entry point for arguments: it runs {call.program.text!r} itself"
                yield each.hit(message, call.program.path, hint="give the command too, /thin_entrypoint")
            elif lacks(image, call.program.text) and not is_mounted(container, call.program.text):
                yield _missing(each, image, call)
                break
            elif container.is_init and never_ends(container, call):
                message = f"{call.name} never ends, so that the pod stays in its init containers for ever"
                yield each.hit(message, call.program.path, hint=_hint(call))


def _missing(each: Object, image: Image, call: Call) -> Hit:
    program = call.program.text
    homes_of = ", ".join(homes(program))
    if homes_of:
        hint = f"that is in: {homes_of}"
    elif image.name == "multus-cni":
        hint = "copy programs with install_multus"
    else:
        hint = "its shell is /bin/sh"
    return each.hit(f"{image} has no {program}", call.program.path, hint=hint)


def _hint(call: Call) -> str:
    if call.name == INSTALLER:
        return "set SLEEP=false for it"
    return "run it in a container that is no init container"
