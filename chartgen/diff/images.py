"""What another version of an image means: the program's own version says it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from chartgen.core.values_path import Steps
from chartgen.diff.change import Part
from chartgen.lint.images import Image, read_image
from chartgen.model import tag
from chartgen.model.tag import Version

_DIGEST: Final = 19
_IS_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
KEYS: Final = frozenset({"digest", "image", "registry", "repository", "tag"})
"""What charts call the parts of an image among their values."""


class ImageChange(NamedTuple):
    """The part that another image requires, and what is to say of it."""

    part: Part
    text: str


def told(old: str, new: str) -> tuple[str, str]:
    """Give two references as far as they differ: digests are shortened, and left out where they are equal."""
    before, after = old.partition("@"), new.partition("@")
    if before[2] == after[2]:
        return before[0], after[0]
    return old.replace(before[2], before[2][:_DIGEST]), new.replace(after[2], after[2][:_DIGEST])


def compare(old: str, new: str, app: str = "") -> ImageChange | None:
    """Compare two references; None where they are the same.

    `app` is the version of the program that the old chart is about.
    """
    if old == new:
        return None
    before, after = read_image(old), read_image(new)
    if before is None or after is None:
        return ImageChange(Part.MINOR, "another image")
    found = list(_differences(before, after, app))
    return max(found, key=lambda each: each.part) if found else None


def compare_tags(old: str, new: str, app: str = "") -> ImageChange:
    """Compare two tags that differ.

    A higher major version of the program that the chart is about breaks by its own word; of one beside it the
    chart hides that. A rebuild or a patch is one here too. What goes back, or is another build, is for
    somebody to look at.
    """
    before, after = tag.parse(old), tag.parse(new)
    if before is None or after is None:
        return ImageChange(Part.MINOR, "another tag, which is no version")
    step = _part(before, after)
    known = tag.parse(app)
    is_main = known is not None and known.upstream == before.upstream
    part = step if is_main else min(step, Part.MINOR)
    if after < before:
        return ImageChange(max(part, Part.MINOR), "an older version")
    if before.flavour != after.flavour:
        return ImageChange(max(part, Part.MINOR), "another build")
    if before.upstream == after.upstream:
        return ImageChange(part, "a rebuild")
    return ImageChange(part, f"a newer {step} version")


def compare_text(old: Any, new: Any, app: str = "") -> ImageChange | None:
    """Compare texts that stand elsewhere than in `image`; None unless they are one image or two digests."""
    if not isinstance(old, str) or not isinstance(new, str) or old == new:
        return None
    if _IS_DIGEST.fullmatch(old) and _IS_DIGEST.fullmatch(new):
        return ImageChange(Part.PATCH, "another build")
    before, after = read_image(old), read_image(new)
    if before is None or after is None or "/" not in before.repository:
        return None
    is_one = before.repository == after.repository and before.tag and after.tag
    return compare(old, new, app) if is_one else None


def compare_part(key: str, old: Any, new: Any, app: str = "") -> ImageChange | None:
    """Compare values of one of `KEYS`; None for one that is no text."""
    if not isinstance(old, str) or not isinstance(new, str) or not new or (not old and key != "digest"):
        return None
    if key == "tag":
        return compare_tags(old, new, app)
    if key == "digest":
        return ImageChange(Part.PATCH, "another build of the tag" if old else "pinned")
    return compare(old, new, app) if key == "image" else ImageChange(Part.MINOR, f"another {key}")


def _differences(old: Image, new: Image, app: str) -> Iterator[ImageChange]:
    if old.repository != new.repository:
        yield ImageChange(Part.MINOR, "another repository")
    if old.tag != new.tag:
        yield compare_tags(old.tag, new.tag, app)
    elif old.digest != new.digest:
        yield ImageChange(Part.PATCH, "another build under the same tag" if old.digest else "pinned")


def _part(old: Version, new: Version) -> Part:
    before, after = old.upstream, new.upstream
    if before.major != after.major:
        return Part.MAJOR
    return Part.MINOR if before.minor != after.minor else Part.PATCH


def is_of_image(path: Steps, defaults: Mapping[str, Any]) -> bool:
    """Say whether a value is part of an image: by its name and what stands beside it."""
    if not path or path[-1] not in KEYS:
        return False
    if path[-1] == "image":
        return True
    parent: Any = defaults
    for step in path[:-1]:
        parent = parent.get(step) if isinstance(parent, Mapping) else None
    return isinstance(parent, Mapping) and ("repository" in parent or "image" in map(str, path[:-1]))
