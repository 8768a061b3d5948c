"""Charts in OCI registries, by the media types of Helm."""

import contextlib
from collections.abc import Mapping
from typing import Any, Final

from chartgen.core.errors import InputError, ToolError
from chartgen.core.go_json import JsonError, decode
from chartgen.core.suggest import did_you_mean
from chartgen.registry.access import Access
from chartgen.registry.exchange import MissingError
from chartgen.registry.oci import INDEXES, Manifest, Repository
from chartgen.registry.pulled import PulledChart, newest
from chartgen.registry.reference import DIGEST, OciReference, version_of

CONFIG: Final = "application/vnd.cncf.helm.config.v1+json"
CONTENT: Final = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
PROVENANCE: Final = "application/vnd.cncf.helm.chart.provenance.v1.prov"
_CONFIG_LIMIT: Final = 5 * 1024 * 1024
_PROVENANCE_LIMIT: Final = 5 * 1024 * 1024
_SHOWN: Final = 100


def pull(
    reference: OciReference, access: Access, *, limit: int, with_provenance: bool = False
) -> PulledChart:
    """Fetch a chart of at most `limit` bytes; without a tag or digest, its newest version that is stable.

    Raises:
        InputError: there is no such chart, or something else than one.
        ToolError: the registry fails, or answers with what cannot be right.
    """
    repository = Repository(reference, access)
    if not reference.tag and not reference.digest:
        reference = _newest(reference, repository)
    found = _manifest(reference, repository)
    manifest = ChartManifest(reference, found.content, found.media_type)
    config = manifest.config()
    content = manifest.layer(CONTENT)
    if content is None:
        raise manifest.wrong("has no layer with a chart")
    signed = manifest.layer(PROVENANCE) if with_provenance else None
    return PulledChart(
        reference,
        _read(repository, content, limit),
        _read(repository, signed, _PROVENANCE_LIMIT) if signed else None,
        found.digest,
        _read(repository, config, _CONFIG_LIMIT),
    )


def _newest(reference: OciReference, repository: Repository) -> OciReference:
    version = newest(version_of(tag) for tag in repository.tags())
    if version is None:
        hint = f"name a version: {reference}:VERSION"
        raise InputError("has no stable version", where=str(reference), hint=hint)
    return reference.with_tag(version)


def _manifest(reference: OciReference, repository: Repository) -> Manifest:
    """Give the manifest; of a tag that is not there, say which one may be meant."""
    try:
        return repository.manifest(reference.digest or reference.tag)
    except MissingError as error:
        if not reference.digest:
            with contextlib.suppress(InputError, ToolError):
                error.hint = did_you_mean(reference.tag, repository.tags()) or error.hint
        raise


def _read(repository: Repository, descriptor: Mapping[str, Any], limit: int) -> bytes:
    if descriptor["size"] > limit:
        problem = f"has {descriptor['size']} bytes of {descriptor['mediaType']}, more than {limit}"
        raise InputError(problem, where=str(repository.reference), hint="is this the right chart?")
    return repository.blob(descriptor["digest"], limit=limit, size=descriptor["size"])


class ChartManifest:
    """The manifest of a chart, which may be one of something else.

    Every method raises InputError for something else than a chart, and ToolError for what cannot be right.
    """

    def __init__(self, reference: OciReference, content: bytes, media_type: str) -> None:
        """Read it."""
        self._reference = reference
        try:
            text = content.decode()
            value, _ = decode(text, len(text) - len(text.lstrip()))
        except (JsonError, UnicodeDecodeError) as error:
            raise self.wrong("has a manifest that is no JSON") from error
        if not isinstance(value, dict):
            raise self.wrong("has a manifest that is no JSON object")
        if "manifests" in value or media_type in INDEXES:
            raise self._no_chart("an image for several platforms")
        self._value = value

    def config(self) -> Mapping[str, Any]:
        """Give the descriptor of the configuration, whose kind says what all of it is."""
        found = self._descriptor(self._value.get("config"))
        kind = str(found.get("mediaType"))
        if kind != CONFIG:
            is_image = "image" in kind or "container" in kind
            raise self._no_chart("a container image" if is_image else f"of the kind {kind[:_SHOWN]!r}")
        return found

    def layer(self, kind: str) -> Mapping[str, Any] | None:
        """Give the descriptor of the layer of a media type."""
        layers = self._value.get("layers")
        if not isinstance(layers, list):
            raise self.wrong("has a manifest without layers")
        found = [each for each in map(self._descriptor, layers) if each.get("mediaType") == kind]
        if len(found) > 1:
            raise self.wrong(f"has {len(found)} layers of the kind {kind}")
        return found[0] if found else None

    def _descriptor(self, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong("has a manifest that describes no content")
        size, digest = value.get("size"), value.get("digest")
        if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
            raise self.wrong("has a manifest with content that has no SHA-256")
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise self.wrong("has a manifest with content that has no size")
        return value

    def _no_chart(self, what: str) -> InputError:
        hint = "check the path and the tag"
        return InputError(f"is no chart but {what}", where=str(self._reference), hint=hint)

    def wrong(self, problem: str) -> ToolError:
        """Give the error for a manifest that cannot be right."""
        return ToolError(problem, where=str(self._reference), hint="push the chart again")
