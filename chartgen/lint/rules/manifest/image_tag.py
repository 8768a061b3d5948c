"""Each image is well-formed and named by a tag that stays, or by a digest.

*Why.* An image without a tag is `latest`, and `latest`, `stable` or `main` are another image tomorrow: nodes
run different programs, and a rollback brings the new one back. A reference that is malformed is never pulled.

*Fix.* Name the version, best with the digest too.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.images import read_image
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("image-tag", Severity.ERROR, since="0.1.0", sees="object")

# Istio writes the image of its proxy over this word.
_INJECTED: Final = "auto"


def check(each: Object) -> Iterator[Hit]:
    """Look for images without a tag that stays."""
    pod = each.pod
    if pod is None:
        return
    for container in pod.containers:
        text = container.value.get("image")
        if text in (None, ""):
            path = (*container.path, "image") if "image" in container.value else container.path
            yield each.hit(f"the container {container.name!r} has no image", path)
            continue
        if not isinstance(text, str) or text == _INJECTED:
            continue
        image, path = read_image(text), (*container.path, "image")
        if image is None:
            hint = "an image is [REGISTRY/]NAME[:TAG][@DIGEST], its name in small letters"
            yield each.hit(f"{text!r} is no image reference", path, hint=hint)
        elif not image.digest and (not image.tag or image.is_moving):
            what = f"the tag {image.tag!r} moves" if image.tag else f"{text!r} has no tag, which means latest"
            yield each.hit(what, path, hint="name a version, or a digest", severity=Severity.WARNING)
