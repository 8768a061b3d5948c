"""When kinds came and went, by the schemas and, for what is older than those, by a table."""

import pytest

from chartgen.kubernetes import store
from chartgen.lint import apis

NEWEST, OLDEST = store.versions()[-1], store.versions()[0]
# Of these the schemas have only requests and answers, which are no objects, or what admission programs get.
NO_OBJECTS = {"admission.k8s.io", "imagepolicy.k8s.io", "lifecycle.k8s.io"}


@pytest.mark.parametrize("minor", store.versions())
def test_all_groups_of_kubernetes_are_known(minor):
    found = {
        each.rpartition("/")[0] for each in store.api_versions(minor) if each[-1].isdigit() and each != "v1"
    }
    assert found - apis.GROUPS <= NO_OBJECTS


@pytest.mark.parametrize(
    ("minor", "api_version", "kind", "removed"),
    [
        (NEWEST, "apps/v1", "Deployment", ""),
        (NEWEST, "apps/v1", "Nothing", ""),
        (NEWEST, "extensions/v1beta1", "Deployment", "1.16"),
        (NEWEST, "extensions/v1beta1", "Ingress", "1.22"),
        (OLDEST, "batch/v1beta1", "CronJob", "1.25"),
        (OLDEST, "autoscaling/v2beta2", "HorizontalPodAutoscaler", ""),
        ("1.26", "autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.26"),
        (NEWEST, "autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.26"),
        ("1.28", "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", ""),
    ],
)
def test_a_kind_is_gone_since(minor, api_version, kind, removed):
    assert apis.removed_in(minor, api_version, kind) == removed


def test_the_table_holds_only_what_no_schema_has():
    for minor, versions in apis._GONE.items():
        assert tuple(map(int, minor.split("."))) <= tuple(map(int, OLDEST.split(".")))
        for api_version, kinds in versions.items():
            assert not [kind for kind in kinds if apis.is_in(OLDEST, api_version, kind)]


@pytest.mark.parametrize(
    ("minor", "api_version", "kind", "added"),
    [
        ("1.28", "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "1.30"),
        ("1.28", "apps/v9", "Deployment", ""),
        (NEWEST, "apps/v9", "Deployment", ""),
    ],
)
def test_a_kind_is_there_from(minor, api_version, kind, added):
    assert apis.added_in(minor, api_version, kind) == added


@pytest.mark.parametrize(
    ("api_version", "kind", "other"),
    [
        ("batch/v1beta1", "CronJob", "batch/v1"),
        ("extensions/v1beta1", "Ingress", "networking.k8s.io/v1"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2"),
        ("v1", "Event", "v1"),
        ("policy/v1beta1", "PodSecurityPolicy", ""),
        ("v1", "Deployment", "apps/v1"),
    ],
)
def test_something_else_takes_its_place(api_version, kind, other):
    assert apis.replacement(NEWEST, api_version, kind) == other
