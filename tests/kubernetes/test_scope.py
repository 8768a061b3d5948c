"""Kinds without a namespace."""

import pytest

from chartgen.kubernetes import store
from chartgen.kubernetes.scope import is_cluster_scoped

NAMESPACED = [
    "Binding",
    "CSIStorageCapacity",
    "CompositePodGroup",
    "ConfigMap",
    "ControllerRevision",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "EndpointSlice",
    "Endpoints",
    "Event",
    "Eviction",
    "EvictionRequest",
    "HorizontalPodAutoscaler",
    "Ingress",
    "Job",
    "Lease",
    "LeaseCandidate",
    "LimitRange",
    "LocalSubjectAccessReview",
    "NetworkPolicy",
    "PersistentVolumeClaim",
    "Pod",
    "PodCertificateRequest",
    "PodDisruptionBudget",
    "PodGroup",
    "PodScheduling",
    "PodSchedulingContext",
    "PodTemplate",
    "ReplicaSet",
    "ReplicationController",
    "ResourceClaim",
    "ResourceClaimParameters",
    "ResourceClaimTemplate",
    "ResourceClassParameters",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "Scale",
    "Secret",
    "Service",
    "ServiceAccount",
    "StatefulSet",
    "TokenRequest",
    "Workload",
]
NO_OBJECTS = {"APIGroup", "APIVersions", "DeleteOptions", "Status", "WatchEvent"}


def kinds() -> set[tuple[str, str]]:
    """Give all kinds that objects have in some version, with their API versions."""
    known = {each.rpartition("/")[::2] for minor in store.versions() for each in store.api_versions(minor)}
    return {
        (api_version, kind)
        for api_version, kind in known
        if kind[:1].isupper() and not kind.endswith("List") and kind not in NO_OBJECTS
    }


def test_each_kind_of_kubernetes_is_known_to_have_a_namespace_or_none():
    with_one = {kind for api_version, kind in kinds() if not is_cluster_scoped(api_version, kind)}
    assert with_one == set(NAMESPACED)


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("v1", "Node", True),
        ("resource.k8s.io/v1", "DeviceClass", True),
        ("policy/v1beta1", "PodSecurityPolicy", True),
        ("apps/v1", "DaemonSet", False),
        ("networking.k8s.io/v1", "IPAddress", True),
        ("ipam.cluster.x-k8s.io/v1beta1", "IPAddress", False),
        ("example.com/v1", "Node", False),
        ("", "Namespace", True),
    ],
)
def test_the_scope_is_that_of_the_group(api_version: str, kind: str, expected: bool):
    assert is_cluster_scoped(api_version, kind) is expected
