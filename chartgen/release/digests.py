"""Digests of images, asked of their registries."""

from dataclasses import replace

from chartgen.core.errors import InputError
from chartgen.model.definition import Definition, Image
from chartgen.registry.access import Access
from chartgen.registry.oci import Repository
from chartgen.registry.reference import parse_image
from chartgen.release.images import Images, Step, is_moved, moved


def resolved(definition: Definition, wanted: Images, access: Access) -> Images:
    """Give all images of a definition, the wanted ones in their places, with the digests of their tags.

    The digest of an image for several platforms is that of its index.

    Raises:
        RefusedError: the digest of a tag is not the one that the definition or the wish names.
        InputError: a registry has no such tag.
        ToolError: a registry does not answer, or not rightly.
    """
    found: dict[tuple[str, str], Image] = {}
    asked: dict[str, str] = {}
    for profile, components in definition.images.items():
        for component, old in components.items():
            key = profile, component
            image = wanted.get(key, old)
            if not image.tag:
                found[key] = image
                continue
            reference = f"{image.repository}:{image.tag}"
            if reference not in asked:
                asked[reference] = _digest(reference, access)
            new = replace(image, digest=asked[reference])
            for known in (old, image):
                if is_moved(known, new):
                    raise moved(Step(key, known, new))
            found[key] = new
    return found


def _digest(reference: str, access: Access) -> str:
    parsed = parse_image(reference)
    try:
        return Repository(parsed, access).resolve(parsed.tag)
    except InputError as error:
        hint = error.hint or "check the tag, and who may read it"
        raise InputError(error.problem, where=error.where or reference, hint=hint) from error
