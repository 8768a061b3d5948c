"""The containers of a pod run one version of an image.

*Why.* What comes from one image belongs together: an installer that is older than the program that it
installs for, writes what that program does not read.

*Fix.* Feed all containers of a component from one value.
"""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.images import Image, read_image
from chartgen.lint.objects import Container, Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("image-skew", Severity.WARNING, since="0.1.0", sees="object")

# What follows a version is a variant, such as -thick, or the program that a shared repository holds.
_VERSION: Final = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)(?:[-+_.].*)?", re.ASCII)


def check(each: Object) -> Iterator[Hit]:
    """Look for repositories of which a pod uses two versions."""
    pod = each.pod
    if pod is None:
        return
    first: dict[str, tuple[Container, Image]] = {}
    for container in pod.containers:
        image = read_image(container.image)
        if image is None:
            continue
        other, its = first.setdefault(image.repository, (container, image))
        if _differ(image, its):
            message = (
                f"{container.name!r} and {other.name!r} run two versions of {image.repository}: "
                f"{image.tag or image.digest} and {its.tag or its.digest}"
            )
            yield each.hit(message, (*container.path, "image"))


def _differ(one: Image, other: Image) -> bool:
    if one.tag == other.tag:
        return bool(one.digest and other.digest and one.digest != other.digest)
    versions = [_VERSION.fullmatch(image.tag) for image in (one, other)]
    return len({found[1] for found in versions if found}) > 1
