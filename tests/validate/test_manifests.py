"""NetworkAttachmentDefinitions and pods in plain files, in whatever form they come."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.cni.versions import Versions
from chartgen.core.errors import InputError
from chartgen.validate.manifest_file import read_manifests
from chartgen.validate.manifests import findings, unchecked
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
        ("spec: {config: ''}", "warning nad-config-file"),
        ("spec: {}", "warning nad-config-file"),
        ("", "warning nad-config-file"),
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
    assert found.rule == "nad-dotted-name"


def object_names(name: str) -> list[str]:
    found = check_manifests(nad(name, config(range="10.0.0.0/24")))
    return [str(each.severity) for each in found if each.rule == "nad-object-name"]


@pytest.mark.parametrize("name", ["My_Net", "-a", "a.", "A", "a" * 254])
def test_a_name_that_the_api_server_refuses(name):
    assert object_names(json.dumps(name)) == ["error"]


@pytest.mark.parametrize("name", ["a", "a-b.c", "a" * 253])
def test_a_name_that_it_takes(name):
    assert "error" not in object_names(json.dumps(name))


def test_a_namespace_that_the_api_server_refuses():
    for namespace, count in {"Bad_Ns": 1, "a.b": 1, "a" * 64: 1, "a" * 63: 0, "infra": 0}.items():
        text = nad("a", config(range="10.0.0.0/24")).replace("name: a", f"name: a, namespace: {namespace}")
        found = check_manifests(text)
        assert [str(each.severity) for each in found] == ["error"] * count


def test_the_beginning_of_a_name_may_end_otherwise():
    text = nad("a-", config(range="10.0.0.0/24")).replace("name: a-", "generateName: a-")
    assert [each.rule for each in check_manifests(text)] == []
    assert "nad-twice" not in [each.rule for each in check_manifests(f"{text}---\n{text}")]


def test_of_two_with_one_name_the_later_counts():
    first, second = (
        nad("a", config(range="10.0.0.0/24", **more)) for more in ({}, {"exclude": ["10.0.0.1"]})
    )
    found = check_manifests(f"{first}---\n{second.replace('eth1', 'eth2')}")
    assert brief(found) == [
        "m.yaml:9:18 warning nad-twice: default/a stands in m.yaml:3:18 already, and this one replaces it"
    ]
    l3 = first.replace("ipvlan", 'ipvlan\\", \\"mode\\": \\"l3')
    assert [each.rule for each in check_manifests(f"{first}---\n{l3}")] == ["nad-twice"]
    other = second.replace("name: a", "name: a, namespace: b")
    assert "nad-twice" not in [each.rule for each in check_manifests(f"{first}---\n{other}")]


def test_a_file_that_is_read_twice_replaces_nothing():
    read = read_manifests(nad("a", config(range="10.0.0.0/24")), file="a.yaml")
    assert findings([*read, *read], Versions()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("k8s.cni.cncf.io/v1", "k8s.cni.cncf.io"),
        ("k8s.cni.cncf.io/v1", "k8s.cni.cncf.com/v1"),
        ("k8s.cni.cncf.io/v1", "k8s.cni.k8s.io/v1"),
        ("k8s.cni.cncf.io/v1", "v1"),
        ("kind: Net", "kind: net"),
        ("Definition", "definition"),
    ],
)
def test_what_only_looks_like_a_network(old, new):
    [found] = check_manifests(nad("a", config(range="10.0.0.0/31")).replace(old, new))
    assert (str(found.severity), found.rule) == ("warning", "nad-kind")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 2),
        ("networks: {data: {master: eth1}}", 2),
        ("kind: Service", 2),
        ("kind: Pod", 0),
        ("kind: Deployment\nspec: {template: {spec: {}}}", 0),
        ("kind: CustomResourceDefinition", 0),
        ("kind: networkAttachmentDefinition", 0),
        (nad("a", ""), 0),
    ],
)
def test_where_nothing_was_checked(text, count):
    found = list(unchecked(read_manifests(text, file="m.yaml"), ["m.yaml", "folder"]))
    assert [(str(each.location), each.rule) for each in found] == [
        ("m.yaml", "nothing-checked"),
        ("folder", "nothing-checked"),
    ][:count]


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
