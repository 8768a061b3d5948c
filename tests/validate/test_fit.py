"""Versions, flags and CRDs that do not fit together."""

import pytest

from chartgen.cni.versions import Versions
from tests.chart.conftest import CHART
from tests.validate.conftest import Validate, brief, check_manifests
from tests.validate.test_manifests import config, nad

NEW = Versions((4, 3, 0), (0, 9, 4))
OLD_RESERVATIONS = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: overlappingrangeipreservations.whereabouts.cni.cncf.io}
spec:
  versions:
    - name: v1alpha1
      schema: {openAPIV3Schema: {properties: {spec: {required: [containerid], properties: {}}}}}
"""
OLD_POOLS = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ippools.whereabouts.cni.cncf.io}
spec:
  versions:
    - schema:
        openAPIV3Schema:
          properties:
            spec: {properties: {allocations: {additionalProperties: {properties: {id: {}, podref: {}}}}}}
"""


def test_a_tag_without_version_is_taken_for_another(validate: Validate):
    found = validate(
        "platform: generic\nwhereabouts: {image: {tag: latest}}\nmultus: {image: {tag: v4.3.0}}\n"
    )
    assert brief(found) == [
        (
            "0.yaml:2:28 warning values-version: whereabouts.image.tag: the tag latest names no version: the chart "
            "takes it for 0.9.4"
        )
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("generic multus v4.3.0-thick", ["error of the daemon's image"]),
        ("generic multus v4.3.0-debug", []),
        ("generic multus v3.9.3", ["error is older than 4.0.0"]),
        ("generic multus v4.0.0", ["warning is older than any that was compared"]),
        ("generic multus v4.2.1", []),
        ("generic multus v4.3.7", []),
        ("generic multus v4.4.0", ["info is newer than any that was compared"]),
        ("generic multus v4.2.1-gke.6", ["warning is a build of Google's"]),
        ("generic whereabouts v0.6.3", ["warning is older than any that was compared"]),
        ("generic whereabouts v0.9.9", []),
        ("generic whereabouts v1.0.0", ["info is newer than any that was compared"]),
        ("generic whereabouts v0.7.0-gke.3", ["warning is a build of Google's"]),
        ("gke multus v4.2.1-gke.9", []),
        ("gke whereabouts v0.5.0-gke.9", ["warning is older than any that was compared"]),
    ],
)
def test_tags_that_do_not_fit_the_platform(validate: Validate, text, found):
    platform, component, tag = text.split()
    findings = validate(f"platform: {platform}\n{component}: {{image: {{tag: {tag}}}}}\n")
    assert [each.rule for each in findings] == ["values-version"] * len(found)
    for each, (severity, _, words) in zip(findings, (one.partition(" ") for one in found), strict=True):
        assert (str(each.severity), each.location.values_path) == (severity, f"{component}.image.tag")
        assert words in each.message


def test_a_component_that_is_off_may_have_any_tag(validate: Validate):
    assert validate("platform: generic\nwhereabouts: {enabled: false, image: {tag: v0.1.0}}\n") == []


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("platform: generic\nwhereabouts: {gc: {extraArgs: [--enable-pod-watch]}}", ["gc.extraArgs[0]"]),
        (
            "platform: generic\nwhereabouts: {reconciler: {extraArgs: [-v, '5', -log-level=debug]}}",
            ["reconciler.extraArgs[0]"],
        ),
        ("platform: generic\nwhereabouts: {gc: {extraArgs: [--log-level, debug]}}", []),
        ("platform: generic\nwhereabouts: {image: {tag: v0.9.3}, gc: {extraArgs: [--x]}}", []),
        ("platform: gke\nwhereabouts: {gc: {extraArgs: [--enable-pod-watch]}}", []),
        ("platform: generic\nwhereabouts: {enabled: false, gc: {extraArgs: [--x]}}", []),
    ],
)
def test_flags_that_end_a_program(validate: Validate, text, flags):
    found = [each for each in validate(text) if each.rule == "values-flag"]
    assert [each.location.values_path for each in found] == [f"whereabouts.{flag}" for flag in flags]


def test_crds_that_are_older_than_whereabouts():
    assert [each.rule for each in check_manifests(OLD_RESERVATIONS, NEW)] == ["whereabouts-crd"]
    assert [str(each.severity) for each in check_manifests(OLD_RESERVATIONS + "---" + OLD_POOLS, NEW)] == [
        "error",
        "warning",
    ]
    of_old = check_manifests(OLD_RESERVATIONS + "---" + OLD_POOLS, Versions())
    assert [(each.rule, str(each.severity)) for each in of_old] == [("whereabouts-crd-old", "info")] * 2


@pytest.mark.parametrize("versions", ["5", "{a: {}}", "[null, 5, {schema: {openAPIV3Schema: [x]}}]"])
def test_crds_of_another_shape_are_let_alone(versions: str):
    name, kind = OLD_POOLS.strip().splitlines()[2], "kind: CustomResourceDefinition"
    text = f"apiVersion: apiextensions.k8s.io/v1\n{kind}\n{name}\nspec: {{versions: {versions}}}\n"
    assert check_manifests(text, Versions()) == []


def test_those_of_the_chart_fit_every_version():
    for file in (CHART / "crds").iterdir():
        assert check_manifests(file.read_text(), NEW) == []


def test_a_default_route_that_an_older_multus_refuses():
    text = nad("a", config(range="10.0.0.0/24").replace("0.3.1", "1.1.0")) + (
        "---\nkind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: >-\n"
        '      [{"name": "a", "default-route": ["10.0.0.1"]}]\n'
    )
    assert [each.rule for each in check_manifests(text, Versions((4, 2, 1), (0, 9, 4)))] == [
        "annotation-default-route-version"
    ]
    assert check_manifests(text, NEW) == []
