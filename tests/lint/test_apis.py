"""When kinds came and went, by the schemas and, for what is older than those, by a table."""

import json

import pytest

from chartgen.chart.reference import chart_of
from chartgen.core.data import data_root
from chartgen.kubernetes import store
from chartgen.lint import apis
from chartgen.render.engine import Engine, Request
from tests.lint.cases import CHART_YAML

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


def of_helm(engine: Engine, minor: str) -> dict[str, str]:
    """Ask Helm's linter which kinds are deprecated in a version: what it says of each, by API version and kind."""
    known = {each for version in store.versions() for each in store.api_versions(version) if "/" in each}
    kinds = {each for each in known if each.rpartition("/")[2][0].isupper()} | {*table()}
    asked = {f"templates/{number}.yaml": each for number, each in enumerate(sorted(kinds))}
    documents = {
        path: "apiVersion: {}\nkind: {}\nmetadata: {{name: a}}\n".format(*each.rsplit("/", 1)).encode()
        for path, each in asked.items()
    }
    chart = chart_of("apis", {"Chart.yaml": CHART_YAML, "values.yaml": b"", **documents})
    said = engine.lint(Request(chart, {}, f"{minor}.0")).messages
    return {asked[each.path]: each.text for each in said if " is deprecated in " in each.text}


def table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(
        (data_root() / "kubernetes/deprecated-apis.json").read_text()
    )
    return found


@pytest.mark.parametrize("minor", [OLDEST, "1.33", NEWEST])
def test_the_table_knows_what_helm_knows(engine: Engine, minor: str):
    told = {each: text for each, text in of_helm(engine, minor).items() if not each.endswith("List")}
    assert len(told) > 40
    for each, text in told.items():
        found = apis.deprecation(*each.rsplit("/", 1))
        assert found is not None, text
        assert found.is_at(minor), text
        assert f"deprecated in v{found.since}+" in text
        assert (f"unavailable in v{found.gone}+" in text) == bool(found.gone)
        assert text.endswith(f"use {' '.join(found.use.rsplit('/', 1))}") or not found.use


def test_nothing_is_in_the_table_without_need(engine: Engine):
    # Of kinds that Helm's linter does not know.
    known = of_helm(engine, NEWEST)
    beside = {
        each
        for each, found in table().items()
        if each not in known and apis.deprecation(*each.rsplit("/", 1)).is_at(NEWEST)
    }
    assert {each.rpartition("/")[2] for each in beside} == {
        "APIService",
        "CustomResourceDefinition",
        "HorizontalPodAutoscaler",
        "PodSecurityPolicy",
    }
    for each, found in table().items():
        if "removed" in found and tuple(map(int, found["removed"].split("."))) <= (1, 28):
            assert not apis.is_in("1.28", *each.rsplit("/", 1))


@pytest.mark.parametrize(
    ("minor", "is_deprecated"), [("1.32", False), ("1.33", True), ("1.37", True), ("1.4", False)]
)
def test_versions_are_numbers(minor: str, *, is_deprecated: bool):
    found = apis.deprecation("v1", "Endpoints")
    assert found is not None
    assert found.is_at(minor) == is_deprecated


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
