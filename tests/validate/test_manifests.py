"""NetworkAttachmentDefinitions and pods in plain files, in whatever form they come."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.cni.versions import Versions
from chartgen.core.errors import InputError
from chartgen.validate.manifest_file import read_manifests
from chartgen.validate.manifests import findings
from tests.validate.conftest import brief, check_manifests

NAD = "apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: %s}\nspec:\n  config: %s\n"


def config(**ipam) -> str:
    return json.dumps(
        {
            "cniVersion": "0.3.1",
            "plugins": [{"type": "ipvlan", "master": "eth1", "ipam": {"type": "whereabouts", **ipam}}],
        }
    )


def nad(name: str, text: str) -> str:
    return NAD % (name, json.dumps(text))


def test_a_network_that_works():
    assert check_manifests(nad("a", config(range="10.0.0.0/24"))) == []


def test_a_network_that_does_not():
    found = check_manifests(nad("a", config(range="10.0.0.0/31")))
    assert brief(found) == [
        (
            "m.yaml:5:11 error whereabouts-range: plugins[0].ipam.range: range 10.0.0.0/31 is too small: its first "
            "and last address are never handed out"
        )
    ]
    assert found[0].location.object == "NetworkAttachmentDefinition/default/a"


def test_the_defect_of_the_reference_is_found():
    text = NAD % ("a", '\'{"plugins": [{"type": "ipvlan", "ipam": {"range": 172.16.1.0/24}}]}\'')
    assert [each.rule for each in check_manifests(text)] == ["nad-json"]


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        ("spec: {config: ''}", "warning nad-config"),
        ("spec: {}", "warning nad-config"),
        ("", "warning nad-config"),
        ("spec: {config: {type: ipvlan}}", "error nad-config"),
        ("spec: {config: 5}", "error nad-config"),
        ("spec: {config: 'null'}", "error nad-json"),
        ("spec: x", "error nad-config"),
    ],
)
def test_shapes_of_a_spec(spec, rule):
    head = "apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: a}\n"
    [found] = check_manifests(head + spec)
    assert f"{found.severity} {found.rule}" == rule


def test_a_name_that_the_short_form_cannot_ask_for():
    [found] = check_manifests(nad("a.b", config(range="10.0.0.0/24")))
    assert found.rule == "nad-object-name"


def test_the_versions_decide():
    text = nad("a", config(ipRanges=[{"range": "10.0.0.0/24"}, {"range": "10.0.0.0/24"}]))
    assert check_manifests(text) == []
    assert [each.rule for each in check_manifests(text, Versions((4, 3, 0), (0, 9, 4)))] == [
        "whereabouts-same-range"
    ]


def test_networks_of_several_files_are_seen_together():
    first = read_manifests(nad("a", config(range="10.0.0.0/24")), file="a.yaml")
    second = read_manifests(nad("b", config(range="10.0.0.0/24")), file="b.yaml")
    [found] = findings([*first, *second], Versions())
    assert found.location.file == "b.yaml"
    assert "default/b and default/a take their addresses from one pool" in found.message


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_findings_or_an_error(data):
    try:
        read = read_manifests(data, file="m.yaml")
    except InputError:
        return
    assert isinstance(findings(read, Versions()), list)


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "kind",
                    "metadata",
                    "annotations",
                    "spec",
                    "template",
                    "items",
                    "config",
                    "name",
                    "namespace",
                    "hostNetwork",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["Pod", "List", "NetworkAttachmentDefinition", "Deployment", "CronJob"]), VALUE, VALUE)
def test_any_object_is_read_to_the_end(kind, metadata, spec):
    text = json.dumps(
        {"apiVersion": "k8s.cni.cncf.io/v1", "kind": kind, "metadata": metadata, "spec": spec, "items": spec}
    )
    assert isinstance(check_manifests(text), list)
