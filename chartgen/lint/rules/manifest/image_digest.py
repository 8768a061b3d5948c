"""Each image is named by its digest.

*Why.* Whoever may write to the registry may put another image under a tag. A digest is one image for ever.

*Fix.* Put `@sha256:…` behind the tag; the tag then only informs readers.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.images import read_image
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("image-digest", Severity.INFO, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for images without a digest."""
    pod = each.pod
    if pod is None:
        return
    for container in pod.containers:
        image = read_image(container.image)
        if image and not image.digest:
            yield each.hit(f"{container.image!r} has no digest", (*container.path, "image"))
