"""A container of Multus or Whereabouts runs with the images of more than one vendor.

*Why.* Google's builds have an installer and flags of their own, and an entry point that ends. What relies on
them works with no image of the projects themselves: not from a mirror of those, and not on another platform.

*Fix.* Keep image, command and flags together, and change them together; `install_multus` copies programs in
the images of the project.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import Call, Word, calls, is_mounted, never_ends
from chartgen.lint.objects import Container, Object
from chartgen.lint.programs import Image, flags_of, image_of, lacks
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("image-vendor", Severity.INFO, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for what a container of Google's build runs, and the project's build of it cannot."""
    for container in each.pod.containers if each.pod else ():
        image = image_of(container.image)
        if image is None or image.build != "google":
            continue
        project = image.of_project
        missing: dict[str, Word] = {}
        endless: dict[str, Word] = {}
        for call in calls(container):
            for word in _missing(project, container, call):
                missing.setdefault(word.text.partition("=")[0], word)
            if container.is_init and never_ends(container, call):
                endless.setdefault(call.name, call.program)
        reasons = [f"the project's {project} has no {', '.join(missing)}"] if missing else []
        reasons += [f"{name} of the project's {project} never ends" for name in endless]
        if reasons:
            message = f"{container.name!r} needs Google's build: {'; '.join(reasons)}"
            yield each.hit(message, next(iter([*missing.values(), *endless.values()])).path)


def _missing(project: Image, container: Container, call: Call) -> Iterator[Word]:
    if lacks(project, call.program.text) and not is_mounted(container, call.program.text):
        yield call.program
    flags = flags_of(project, call.program.text)
    yield from (word for word in call.flags() if flags and not flags.knows(word.text))
