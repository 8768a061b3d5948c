"""Which paths of a node are those of one platform."""

from functools import cache
from pathlib import PurePosixPath
from typing import Final

from chartgen.model import catalogue

_PATHS: Final = ("daemonset.cniBinDir", "daemonset.cniConfDir", "multus.kubeconfig")
_ROOTS: Final = {
    "/home/kubernetes": "gke",
    "/var/lib/rancher/k3s": "k3s",
    "/var/lib/rancher/rke2": "rke2",
    "/var/snap/microk8s": "microk8s",
}
"""Folders in which a platform keeps all that is its own."""


def platform_of(path: str) -> str:
    """Give the title of the platform whose path it is, or lies in; empty for one of none, or of several."""
    if not path.startswith("/"):
        return ""
    pure = PurePosixPath(path)
    return next((_known()[str(each)] for each in (pure, *pure.parents) if str(each) in _known()), "")


@cache
def _known() -> dict[str, str]:
    platforms = catalogue.load().platforms
    titles = {platform.name: platform.title for platform in platforms}
    owners: dict[str, set[str]] = {}
    for platform in platforms:
        for name in _PATHS:
            owners.setdefault(platform.defaults.get(name, ""), set()).add(platform.title)
    found = {path: min(names) for path, names in owners.items() if path and len(names) == 1}
    return found | {root: titles[name] for root, name in _ROOTS.items()}
