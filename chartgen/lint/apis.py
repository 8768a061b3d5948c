"""In which versions of Kubernetes a kind of an API version is there, and what took its place."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from chartgen.core.data import data_root
from chartgen.kubernetes import store

_DEPRECATED: Final = "kubernetes/deprecated-apis.json"

GROUPS: Final = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "internal.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }
)
"""The groups that the API server itself serves; a CRD cannot add to them."""


class Deprecation(NamedTuple):
    """Since when a kind of an API version is deprecated, when it goes, and what to use; empty if unknown."""

    since: str
    gone: str = ""
    use: str = ""

    def is_at(self, minor: str) -> bool:
        """Say whether it is deprecated in a minor version."""
        return _number(self.since) <= _number(minor)


@lru_cache(maxsize=32)
def _kinds(minor: str) -> frozenset[str]:
    return frozenset(store.api_versions(minor))


def is_in(minor: str, api_version: str, kind: str) -> bool:
    """Say whether a minor version of Kubernetes has a kind of an API version."""
    return f"{api_version}/{kind}" in _kinds(minor)


def removed_in(minor: str, api_version: str, kind: str) -> str:
    """Give the minor, at or before `minor`, that first lacks a kind; empty if none had it before."""
    known = store.versions()
    lacks = ""
    for each in reversed(known[: known.index(minor) + 1]):
        if is_in(each, api_version, kind):
            return lacks
        lacks = each
    found = deprecation(api_version, kind)
    return found.gone if found and found.gone and _number(found.gone) <= _number(minor) else ""


def deprecation(api_version: str, kind: str) -> Deprecation | None:
    """Give what Kubernetes says of a kind that goes, or has gone; None for all others."""
    found = _deprecations().get(f"{api_version}/{kind}")
    if found is None:
        return None
    return Deprecation(found["deprecated"], found.get("removed", ""), found.get("use", ""))


@cache
def _deprecations() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((data_root() / _DEPRECATED).read_text("utf-8"))
    return found


def _number(minor: str) -> tuple[int, ...]:
    return tuple(map(int, minor.split(".")))


def added_in(minor: str, api_version: str, kind: str) -> str:
    """Give the first minor behind `minor` that has a kind; empty if none has."""
    known = store.versions()
    later = known[known.index(minor) + 1 :]
    return next((each for each in later if is_in(each, api_version, kind)), "")


def replacement(minor: str, api_version: str, kind: str) -> str:
    """Give the newest API version that has a kind in `minor`, of its group if there is one; else empty."""
    group = api_version.rpartition("/")[0]
    ending = f"/{kind}"
    found = [each.removesuffix(ending) for each in _kinds(minor) if each.endswith(ending)]
    return min(found, key=lambda each: (each.rpartition("/")[0] != group, *_age(each)), default="")


def _age(api_version: str) -> tuple[bool, int]:
    """Give what sorts API versions: the stable ones first, and of those the newest."""
    name = api_version.rpartition("/")[2]
    number = name.removeprefix("v")
    return not number.isdecimal(), -int(number) if number.isdecimal() else 0
