"""Publishing to an OCI registry: look, put, look again, for none knows "create if it is not there"."""

import json
import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from chartgen.chart.metadata import known_fields
from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError, RefusedError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.charts import CONFIG, CONTENT, PROVENANCE, parts_of
from chartgen.registry.exchange import MissingError
from chartgen.registry.oci import OCI_MANIFEST, Repository
from chartgen.registry.reference import OciReference, parse_oci
from chartgen.release.package import Package
from chartgen.release.publish import ExistsError, Published, Signed, check_signature

_ANNOTATION: Final = "org.opencontainers.image."
# What a chart's own annotations may not say otherwise.
_OURS: Final = (f"{_ANNOTATION}title", f"{_ANNOTATION}version")


class _Held(NamedTuple):
    """What a tag names: the digests of the manifest, and of the chart and its provenance if it has them."""

    manifest: str
    content: str | None
    provenance: str | None


def reference_of(package: Package, destination: str) -> OciReference:
    """Give the reference of a package below `oci://host/path`, as `helm push` makes it.

    Raises:
        InputError: the two make none.
    """
    return parse_oci(f"{destination.rstrip('/')}/{package.chart.name}:{package.chart.version}")


def to_registry(signed: Signed, destination: str, access: Access, *, replace_signature: bool) -> Published:
    """Push a package to `<destination>/<name>:<version>`, where nothing else is overwritten.

    Raises:
        InputError: the destination is none.
        ExistsError: another archive of this version is there, or another signature.
        RefusedError: somebody else published at the same time.
        ToolError: the registry fails.
    """
    reference = reference_of(signed.package, destination)
    repository = Repository(reference, access, push=True)
    manifest, blobs = manifest_of(signed)
    digest = digest_of(manifest)
    held = _look(repository)
    if held is not None and not _is_to_be_put(held, signed, reference, replace=replace_signature):
        # A registry can lose what a tag names: then it goes there again.
        repository.push_blob(signed.package.content)
        return Published(str(reference), held.manifest, was_there=True)
    for blob in blobs:
        repository.push_blob(blob)
    # To push took its time; from now on it is but a moment.
    meanwhile = _look(repository)
    if meanwhile != held and (meanwhile is None or meanwhile.manifest != digest):
        raise _lost(reference, digest, meanwhile)
    failure = _put(repository, manifest, pause=access.pause)
    after = _look(repository)
    # What counts is what is there: the answer may be lost, or somebody has put the same at this moment.
    if after is not None and after.manifest == digest:
        return Published(str(reference), digest, was_there=False)
    if failure is None or after != held:
        raise _lost(reference, digest, after)
    if held is not None:
        failure.hint = "a tag that the registry keeps immutable takes no other signature: raise the version"
    raise failure


def manifest_of(signed: Signed) -> tuple[bytes, list[bytes]]:
    """Give the manifest of a package and the blobs that it names; its bytes follow from those of `signed`."""
    package, provenance = signed
    metadata = known_fields(package.chart.metadata)
    config = _canonical(metadata)
    layers = [(CONTENT, package.content)] + ([(PROVENANCE, provenance)] if provenance is not None else [])
    manifest = {
        "schemaVersion": 2,
        "mediaType": OCI_MANIFEST,
        "config": _descriptor(CONFIG, config),
        "layers": [_descriptor(kind, content) for kind, content in layers],
        "annotations": _annotations(metadata, package.written_time),
    }
    return _canonical(manifest), [config, *(content for _, content in layers)]


def _annotations(metadata: Mapping[str, Any], created: str) -> dict[str, str]:
    """Give the annotations that Helm 4 makes of a chart, with the archive's time in place of the file's."""
    people = [
        f"{each.get('name', '')} ({each['email']})" if each.get("email") else each.get("name", "")
        for each in metadata.get("maintainers", ())
    ]
    made = {
        "description": metadata.get("description", ""),
        "title": metadata["name"],
        "version": metadata["version"],
        "url": metadata.get("home", ""),
        "created": created,
        "source": next(iter(metadata.get("sources", ())), ""),
        "authors": ", ".join(people),
    }
    own = {key: text for key, text in metadata.get("annotations", {}).items() if key not in _OURS}
    return {**{f"{_ANNOTATION}{key}": text for key, text in made.items() if text.strip()}, **own}


def _descriptor(kind: str, content: bytes) -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest_of(content), "size": len(content)}


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _look(repository: Repository) -> _Held | None:
    """Say what the tag names, if it is there."""
    try:
        found = repository.manifest(repository.reference.tag)
    except MissingError:
        return None
    try:
        parts = parts_of(found.value, str(repository.reference))
    except InputError:
        # Something else than a chart.
        parts = {}
    except ToolError as error:
        error.hint = "see what the registry has there, and remove it if it is of no use"
        raise
    content, provenance = (
        str(parts[kind]["digest"]) if kind in parts else None for kind in (CONTENT, PROVENANCE)
    )
    return _Held(found.digest, content, provenance)


def _put(repository: Repository, manifest: bytes, *, pause: float) -> ToolError | None:
    """Put a manifest; give the failure, after a pause for who may be putting the same."""
    try:
        repository.push_manifest(repository.reference.tag, manifest)
    except ToolError as error:
        time.sleep(pause)
        return error
    return None


def _is_to_be_put(held: _Held, signed: Signed, reference: OciReference, *, replace: bool) -> bool:
    package, provenance = signed
    if held.content != package.digest:
        what = f"the chart {held.content}" if held.content else f"something else, {held.manifest}"
        hint = "what is published stays as it is: raise the chart's version"
        raise ExistsError(f"is there already: {what}, not {package.digest}", where=str(reference), hint=hint)
    ours = None if provenance is None else digest_of(provenance)
    return check_signature(ours, held.provenance, where=str(reference), replace=replace)


def _lost(reference: OciReference, ours: str, held: _Held | None) -> RefusedError:
    there = held.manifest if held else "nothing"
    problem = f"somebody else published at the same time: {there} is there now, not {ours}"
    hint = "look who it was; tags that the registry makes immutable cannot be overwritten so"
    return RefusedError(problem, where=str(reference), hint=hint)
