"""What `chartgen.validate` finds of networks, in a release."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chartgen.cni.versions import Version, Versions, parse_version
from chartgen.core.finding import Finding
from chartgen.lint.objects import Release
from chartgen.lint.programs import image_and_tag
from chartgen.lint.settings import Settings
from chartgen.validate import manifests

_COMPONENTS: Final = {"multus-cni": "multus", "whereabouts": "whereabouts"}


def findings(release: Release, settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the networks of a release, and with pods that ask for them."""
    objects = [each.manifest for each in release.objects]
    versions = versions_of(release, settings.versions)
    found = manifests.findings(objects, versions, settings.taken)
    return (each for each in found if each.rule in settings.rules)


def versions_of(release: Release, otherwise: Versions) -> Versions:
    """Give the versions of the programs that a release installs; `otherwise` has those that it does not."""
    found: dict[str, Version] = {}
    for _, pod in release.pods:
        for container in pod.containers:
            name, tag = image_and_tag(container.image)
            version = parse_version(tag)
            if name and version:
                found.setdefault(_COMPONENTS[name], version)
    return replace(otherwise, **found)
