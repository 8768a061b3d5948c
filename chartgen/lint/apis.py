"""In which versions of Kubernetes a kind of an API version is there, and what took its place."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from chartgen.kubernetes import store

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

# Gone before the oldest version with schemas: the minor that first lacks them.
_GONE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "1.16": {
        "apps/v1beta1": ("Deployment", "StatefulSet"),
        "apps/v1beta2": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
        "extensions/v1beta1": ("DaemonSet", "Deployment", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet"),
    },
    "1.22": {
        "admissionregistration.k8s.io/v1beta1": (
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration",
        ),
        "apiextensions.k8s.io/v1beta1": ("CustomResourceDefinition",),
        "apiregistration.k8s.io/v1beta1": ("APIService",),
        "certificates.k8s.io/v1beta1": ("CertificateSigningRequest",),
        "coordination.k8s.io/v1beta1": ("Lease",),
        "extensions/v1beta1": ("Ingress",),
        "networking.k8s.io/v1beta1": ("Ingress", "IngressClass"),
        "rbac.authorization.k8s.io/v1beta1": ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
        "scheduling.k8s.io/v1beta1": ("PriorityClass",),
        "storage.k8s.io/v1beta1": ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"),
    },
    "1.25": {
        "autoscaling/v2beta1": ("HorizontalPodAutoscaler",),
        "batch/v1beta1": ("CronJob",),
        "discovery.k8s.io/v1beta1": ("EndpointSlice",),
        "events.k8s.io/v1beta1": ("Event",),
        "node.k8s.io/v1beta1": ("RuntimeClass",),
        "policy/v1beta1": ("PodDisruptionBudget", "PodSecurityPolicy"),
    },
}


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
    return next((each for each, apis in _GONE.items() if kind in apis.get(api_version, ())), "")


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
