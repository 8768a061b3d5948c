"""Reads `chartgen.yaml` into a Definition."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from chartgen.core import config
from chartgen.core.errors import InputError
from chartgen.core.yaml import Document
from chartgen.model.definition import Change, Definition, Image, Maintainer


def read_definition(path: Path) -> Definition:
    """Read and check the definition in a file.

    Raises:
        InputError: it cannot be read, its schema refuses it, a key stands twice, or an image has
            neither tag nor digest.
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
        changes=tuple(Change(**change) for change in chart.get("changes", ())),
        locate=document.locate,
    )


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
