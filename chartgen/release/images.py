"""Other images in a definition: what may be taken as it is, what a person has to look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chartgen.core.errors import RefusedError, UsageError
from chartgen.core.suggest import did_you_mean
from chartgen.lint.images import read_image
from chartgen.model.definition import Change, Definition, Image
from chartgen.model.tag import Version, parse
from chartgen.release.items import Item

Key = tuple[str, str]
"""A profile and a component of it."""

Images = Mapping[Key, Image]


@dataclass(frozen=True, slots=True)
class Step:
    """An image of a definition that becomes another one."""

    key: Key
    old: Image
    new: Image

    @property
    def name(self) -> str:
        """Its place in the definition, `images/<profile>/<component>`."""
        return "/".join(("images", *self.key))

    @property
    def versions(self) -> tuple[Version | None, Version | None]:
        """The versions that the tags name."""
        return parse(self.old.tag), parse(self.new.tag)


def read_option(text: str, definition: Definition) -> tuple[Key, Image]:
    """Read `PROFILE/COMPONENT=REFERENCE`; a reference of `:TAG` keeps the repository.

    Raises:
        UsageError: it has another form, or the definition has no such image.
    """
    name, equals, reference = text.partition("=")
    profile, slash, component = name.partition("/")
    known = [f"{each}/{part}" for each, parts in definition.images.items() for part in parts]
    if not equals or not slash:
        hint = "write for instance --image gke/multus=:v4.2.2-gke.1"
        raise UsageError(f"{text!r} is not PROFILE/COMPONENT=REFERENCE", where="--image", hint=hint)
    if name not in known:
        hint = did_you_mean(name, known) or f"known: {', '.join(known)}"
        raise UsageError(f"the definition has no image {name}", where="--image", hint=hint)
    old = definition.images[profile][component]
    image = read_image(f"{old.repository}{reference}" if reference.startswith((":", "@")) else reference)
    if image is None or not (image.tag or image.digest):
        hint = "write repository:tag, repository:tag@sha256:..., or :tag alone"
        raise UsageError(f"{reference!r} is no image with a tag or digest", where="--image", hint=hint)
    return (profile, component), Image(image.repository, image.tag, image.digest)


def steps(definition: Definition, wanted: Images) -> list[Step]:
    """Give the images that really become others; a digest that is known stays with its tag.

    Raises:
        RefusedError: the digest of a tag moved.
    """
    found = []
    for key, image in wanted.items():
        old = definition.images[key[0]][key[1]]
        step = Step(key, old, _with_known_digest(old, image))
        if is_moved(step.old, step.new):
            raise moved(step)
        if step.new != old:
            found.append(step)
    return found


def is_moved(old: Image, new: Image) -> bool:
    """Say whether a tag stayed and its digest did not."""
    is_same = (old.repository, old.tag) == (new.repository, new.tag)
    return bool(is_same and old.tag and old.digest and new.digest and old.digest != new.digest)


def moved(step: Step) -> RefusedError:
    """Give the refusal of a tag that moved."""
    reference = f"{step.new.repository}:{step.new.tag}"
    return RefusedError(
        f"{step.name}: the tag {reference} has moved: it was {step.old.digest} and is {step.new.digest}",
        hint="such a tag cannot be trusted: find out why, and then write the digest into the definition",
    )


def items(found: list[Step]) -> Iterator[Item]:
    """Yield what a person has to look at before these images are taken."""
    for step in found:
        old, new = step.versions
        if step.old.repository != step.new.repository:
            text = f"comes from another repository: {step.old.repository} became {step.new.repository}"
            yield Item(f"{step.name}/repository", step.key[1], text)
        if step.old.tag != step.new.tag and new is None:
            yield Item(f"{step.name}/tag", step.key[1], f"{step.new.tag or 'no tag'} names no version")
        elif old and new and old.flavour != new.flavour:
            text = f"another build has other flags: {step.old.tag} became {step.new.tag}"
            yield Item(f"{step.name}/build", step.key[1], text)
        elif old and new and new < old:
            yield Item(f"{step.name}/older", step.key[1], f"{step.new.tag} is older than {step.old.tag}")


def notes(found: list[Step]) -> Iterator[Change]:
    """Yield an entry of the changelog for each image."""
    for step in found:
        profile, component = step.key
        if step.old.tag == step.new.tag and step.old.repository == step.new.repository:
            yield Change("changed", f"The image of {component} ({profile}) is pinned by its digest")
        else:
            before, after = (image.tag or image.digest for image in (step.old, step.new))
            yield Change("changed", f"The image of {component} ({profile}) is {after}, it was {before}")


def with_images(definition: Definition, found: list[Step]) -> Mapping[str, Mapping[str, Image]]:
    """Give the images of a definition with others in it."""
    images = {profile: dict(parts) for profile, parts in definition.images.items()}
    for step in found:
        images[step.key[0]][step.key[1]] = step.new
    return images


def _with_known_digest(old: Image, new: Image) -> Image:
    is_same = (old.repository, old.tag) == (new.repository, new.tag)
    return Image(new.repository, new.tag, old.digest) if is_same and new.tag and not new.digest else new
