"""A newer manifest of the images: what a bump takes from it, and what a person has to look at."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chartgen.core.data import data_root
from chartgen.core.errors import InputError
from chartgen.kubernetes.crd import schemas, structure
from chartgen.lint.images import read_image
from chartgen.model.definition import Definition, Image
from chartgen.model.record import MAX_BYTES, Record, read_record
from chartgen.release.items import Item, differences
from chartgen.release.shape import objects_by_name
from chartgen.validate.manifest_file import Manifest

_CRD: Final = "CustomResourceDefinition"
_COMPONENTS: Final = ("multus", "whereabouts")
_GROUPS: Final = {"k8s.cni.cncf.io": "multus", "whereabouts.cni.cncf.io": "whereabouts"}

Takes = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]
"""Whether the first CRD takes every object that the second one takes."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """What a manifest says: the images of a profile by component, a record of it, and items to look at."""

    profile: str
    images: Mapping[str, Image]
    record: Record
    items: tuple[Item, ...]


def read_upstream(
    manifests: Sequence[Manifest],
    definition: Definition,
    crds: Iterable[Mapping[str, Any]],
    takes: Takes,
    *,
    folder: Path,
) -> Upstream:
    """Compare a manifest with the one that the images of its profile were last taken from.

    `crds` are those of the chart, `folder` is that of the definition.

    Raises:
        InputError: no image of it belongs to a profile, one component has two images or one without tag and
            digest, or it is too large.
    """
    profile, images = _images(manifests, definition)
    shapes = objects_by_name(each.value for each in manifests)
    before = _last(profile, definition, folder)
    known = before.objects if before else {}
    ours = {f"{_CRD}/{crd['metadata']['name']}": crd for crd in crds}
    theirs = {f"{each.kind}/{each.name}": each.value for each in manifests}
    changed = [
        name
        for name in ours
        if name in shapes and shapes[name] != known.get(name) and _is_well_formed(theirs[name])
    ]
    taken = [name for name in changed if takes(ours[name], theirs[name])]
    adopted = [name for name in changed if name not in taken and takes(theirs[name], ours[name])]
    items = [
        Item(name, _component(name, {**known, **shapes}), text)
        for name, text in differences(known, shapes)
        if "/".join(name.split("/")[:2]) not in {*taken, *adopted}
    ]
    kept = before.crds if before else {}
    new = {name.partition("/")[2]: {"spec": structure(theirs[name])["spec"]} for name in adopted}
    record = Record(shapes, {**kept, **new})
    if len(record.content) > MAX_BYTES:
        hint = "leave out what belongs neither to Multus nor to Whereabouts"
        raise InputError("the manifest is too large to keep", where=manifests[0].locate(()).file, hint=hint)
    return Upstream(profile, images, record, tuple(sorted(items)))


def _is_well_formed(crd: Mapping[str, Any]) -> bool:
    try:
        return bool(schemas(crd, {"$ref": "", "$defs": {}}))
    except InputError:
        return False


def _last(profile: str, definition: Definition, folder: Path) -> Record | None:
    if profile in definition.upstream:
        return read_record(folder / definition.upstream[profile])
    shipped = data_root() / "upstream" / f"{profile}.json"
    return read_record(shipped) if shipped.is_file() else None


def _images(manifests: Iterable[Manifest], definition: Definition) -> tuple[str, dict[str, Image]]:
    """Give the profile that most images belong to, and its images."""
    found: dict[str, dict[str, Image]] = {profile: {} for profile in definition.images}
    for manifest in manifests:
        for image in _references(manifest.value):
            for profile, components in definition.images.items():
                for component, ours in components.items():
                    if image.repository == ours.repository:
                        _add(found[profile], component, image, manifest)
    best = max(found, key=lambda profile: len(found[profile]), default="")
    if not best or not found[best]:
        known = sorted({image.repository for each in definition.images.values() for image in each.values()})
        hint = f"its images must be of repositories of the definition: {', '.join(known)}"
        where = next((each.locate(()) for each in manifests), None)
        raise InputError("no image of the manifest belongs to a profile", where=where, hint=hint)
    return best, found[best]


def _add(images: dict[str, Image], component: str, image: Image, manifest: Manifest) -> None:
    if not image.tag and not image.digest:
        problem = f"the image of {component}, {image.repository}, has neither tag nor digest"
        raise InputError(problem, where=manifest.locate(()), hint="name one: what runs must be known")
    before = images.setdefault(component, image)
    if before != image:
        raise InputError(
            f"two images of {component}: {before.reference} and {image.reference}",
            where=manifest.locate(()),
            hint="all containers of a component run one image",
        )


def _references(value: Any) -> Iterator[Image]:
    if isinstance(value, dict):
        for key in ("initContainers", "containers"):
            containers = value.get(key)
            for container in containers if isinstance(containers, list) else ():
                image = read_image(str(container.get("image", ""))) if isinstance(container, dict) else None
                if image:
                    yield Image(image.repository, image.tag, image.digest)
        for each in value.values():
            yield from _references(each)


def _component(name: str, shapes: Mapping[str, Mapping[str, Any]]) -> str:
    """Give the component that a part of an object belongs to: by its images, else by names in it."""
    kind, title, *below = name.split("/")
    tree: Any = shapes.get(f"{kind}/{title}", {})
    if below[:1] in (["containers"], ["initContainers"]) and len(below) > 1:
        tree = tree.get(below[0], {}).get(below[1], tree)
    for text in (" ".join(_repositories(tree)), title, json.dumps(tree)):
        found = [component for component in _COMPONENTS if component in text]
        if found:
            return ", ".join(found)
    return next((component for group, component in _GROUPS.items() if group in json.dumps(tree)), "")


def _repositories(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        if isinstance(tree.get("image"), str):
            yield tree["image"]
        for each in tree.values():
            yield from _repositories(each)
