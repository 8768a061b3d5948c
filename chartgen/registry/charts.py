"""Charts in OCI registries, by the media types of Helm."""

import contextlib
from collections.abc import Mapping
from typing import Any, Final

from chartgen.core.errors import InputError, ToolError
from chartgen.core.suggest import did_you_mean
from chartgen.registry.access import Access
from chartgen.registry.exchange import MissingError
from chartgen.registry.oci import Manifest, Repository
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
    manifest = _manifest(reference, repository)
    parts = parts_of(manifest.value, str(reference))
    signed = parts.get(PROVENANCE) if with_provenance else None
    return PulledChart(
        reference,
        _read(repository, parts[CONTENT], limit),
        _read(repository, signed, _PROVENANCE_LIMIT) if signed else None,
        manifest.digest,
        _read(repository, parts[CONFIG], _CONFIG_LIMIT),
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
    return repository.blob(descriptor["digest"], descriptor["size"])


def parts_of(manifest: Mapping[str, Any], where: str) -> dict[str, Mapping[str, Any]]:
    """Give the descriptors of a chart's configuration, archive and provenance by their media types.

    Raises:
        InputError: it is the manifest of something else than a chart.
        ToolError: it cannot be right.
    """
    if "manifests" in manifest:
        raise _no_chart("an image for several platforms", where)
    config = _descriptor(manifest.get("config"), where)
    kind = str(config.get("mediaType"))
    if kind != CONFIG:
        what = "a container image" if "image" in kind else f"of the kind {kind[:_SHOWN]!r}"
        raise _no_chart(what, where)
    layers = manifest.get("layers")
    if not isinstance(layers, list):
        raise _wrong("has a manifest without layers", where)
    found = {CONFIG: config}
    for layer in (_descriptor(each, where) for each in layers):
        kind = str(layer.get("mediaType"))
        if kind in found and kind in (CONFIG, CONTENT, PROVENANCE):
            raise _wrong(f"has several layers of the kind {kind}", where)
        found[kind] = layer
    if CONTENT not in found:
        raise _wrong("has no layer with a chart", where)
    return found


def _descriptor(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong("has a manifest that describes no content", where)
    size, digest = value.get("size"), value.get("digest")
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise _wrong("has a manifest with content that has no SHA-256", where)
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise _wrong("has a manifest with content that has no size", where)
    return value


def _no_chart(what: str, where: str) -> InputError:
    return InputError(f"is no chart but {what}", where=where, hint="check the path and the tag")


def _wrong(problem: str, where: str) -> ToolError:
    return ToolError(problem, where=where, hint="push the chart again")
