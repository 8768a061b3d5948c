"""Reads `chartgen.yaml` into a Definition."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from semver import Version

from chartgen.core import config
from chartgen.core.errors import InputError
from chartgen.core.yaml import Document
from chartgen.model.definition import Change, Definition, Image, Maintainer
from chartgen.model.notes import Notes, read_notes, released_file
from chartgen.model.record import read_record


def read_definition(path: Path) -> Definition:
    """Read and check the definition in a file, with older versions and records of manifests beside it.

    Raises:
        InputError: it cannot be read, its schema refuses it, a key stands twice, or an image has
            neither tag nor digest; the same of a file beside it.
    """
    document = config.read_config(path)
    data: Mapping[str, Any] = document.value
    for section in ("chart", "images"):
        if section not in data:
            raise InputError(
                f"{section}: missing; a chart cannot be generated without it",
                where=str(path),
                hint="`chartgen init` writes a complete definition",
            )
    chart = data["chart"]
    changes = tuple(Change(**change) for change in chart.get("changes", ()))
    upstream: Mapping[str, str] = data.get("upstream", {})
    return Definition(
        name=chart["name"],
        version=chart["version"],
        description=chart["description"],
        kube_version=chart["kubeVersion"],
        directory=PurePosixPath(chart.get("directory", f"charts/{chart['name']}")),
        maintainers=tuple(Maintainer(**person) for person in chart["maintainers"]),
        images=_images(data["images"], document),
        defaults=data.get("defaults", {}),
        home=chart.get("home", ""),
        icon=chart.get("icon", ""),
        sources=tuple(chart.get("sources", ())),
        keywords=tuple(chart.get("keywords", ())),
        links=tuple((link["name"], link["url"]) for link in chart.get("links", ())),
        sign_key=chart.get("signKey", {}),
        changes=changes,
        history=_history(path.parent, read_notes(path.parent), chart["version"], changes),
        upstream=upstream,
        crds={
            name: crd
            for record in upstream.values()
            for name, crd in read_record(path.parent / record).crds.items()
        },
        locate=document.locate,
    )


def _history(
    folder: Path, notes: Notes, version: str, changes: tuple[Change, ...]
) -> Mapping[str, tuple[Change, ...]]:
    """Give the older versions; `bump` writes the file of a version when it leaves that version.

    A kill may leave such a file beside the definition as it was: it says the same and does not count.
    """
    history = {}
    for released, entries in notes.released.items():
        if Version.parse(released) < version:
            history[released] = entries
        elif released != version or entries != changes:
            raise InputError(
                f"{released} is not older than the definition's version, {version}",
                where=str(released_file(folder, released)),
                hint="raise chart.version with `chartgen bump`, or remove the file",
            )
    return history


def _images(profiles: Mapping[str, Any], document: Document) -> dict[str, dict[str, Image]]:
    images: dict[str, dict[str, Image]] = {}
    for profile, components in profiles.items():
        images[profile] = {}
        for component, fields in components.items():
            image = Image(**fields)
            if not image.tag and not image.digest:
                raise InputError(
                    f"images.{profile}.{component}: an image needs a tag or a digest",
                    where=document.locate(("images", profile, component)),
                    hint="give both where you can: the tag for people, the digest for the kubelet",
                )
            images[profile][component] = image
    return images
