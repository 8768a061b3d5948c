"""Objects in whatever form they come, each with its place."""

import json
import time
from dataclasses import replace

import pytest

from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.validate.manifest_file import duplicates_by_object, objects_in, read_manifests
from tests.cni_cases import LINEAR, growth
from tests.validate.conftest import check_manifests

POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "p", "annotations": {"k8s.v1.cni.cncf.io/networks": "A"}},
}
LIST = {"apiVersion": "v1", "kind": "List", "items": [POD, {"kind": "PodList", "items": [POD]}]}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (json.dumps(POD), [1]),
        (json.dumps(POD) + "\n" + json.dumps(POD), [1, 2]),
        (json.dumps(POD, indent=1) + "\n\n" + json.dumps(POD), [7, 12]),
        (json.dumps(LIST, indent=1), [11, 24]),
        ("---\n# nothing\n---\n" + json.dumps(POD), [4]),
        (
            '{"kind": "Pod", "metadata": {"annotations": {"k8s.v1.cni.cncf.io/networks": "\\ud83d\\ude00"}}}',
            [1],
        ),
        (
            '{"kind": "Pod", "metadata": {"annotations": {"k8s.v1.cni.cncf.io/networks": "\\ud83d\\\\x"}}}',
            [1],
        ),
        (json.dumps([POD, [POD]], indent=1), [8, 19]),
        ("- " + json.dumps(POD) + "\n- " + json.dumps(POD), [1, 2]),
        (json.dumps({"kind": "PodList", "items": [{"metadata": POD["metadata"]}, None, 5]}, indent=1), [8]),
        (json.dumps({"kind": "List", "items": [{"metadata": POD["metadata"]}]}, indent=1), []),
        ("", []),
        ("null", []),
        ("[]", []),
        ("5", []),
        ("{}", []),
    ],
)
def test_forms_of_a_stream(text, lines):
    assert [each.location.line for each in check_manifests(text)] == lines


@pytest.mark.parametrize(
    ("text", "identities"),
    [
        ("apiVersion: v1\nmetadata: {name: a}\n", ["default/a"]),
        ("apiVersion: v1\nkind:\nmetadata: {name: a, namespace: b}\n", ["b/a"]),
        ("metadata: {}\n---\nkind: Pod\n", ["", "Pod"]),
        ("apiVersion: v2\nname: a-chart\nversion: 1.0.0\n", []),
        ("metadata: text\n---\nmetadata: []\n---\na: {metadata: {}}\n", []),
    ],
)
def test_what_has_metadata_is_meant_as_an_object(text, identities):
    assert [each.identity for each in read_manifests(text, file="m.yaml")] == identities


@pytest.mark.parametrize("data", [b"a: [", b"\xff\xfe", b"a\0b", b"{", b'{"a": 1} {', b"\x80"])
def test_what_is_neither_yaml_nor_json(data):
    with pytest.raises(InputError):
        read_manifests(data, file="m.yaml")


BLOCK = """kind: List
items:
- apiVersion: k8s.cni.cncf.io/v1
  kind: NetworkAttachmentDefinition
  metadata: {name: a}
  spec:
    config: %s
      {
        "cniVersion": "0.3.1", "type": "ipvlan",
        "master": "eth1", "mode": "L2",
        "ipam": {"type": "whereabouts",
                 "range": "10.0.0.0/31"}
      }
"""


@pytest.mark.parametrize("style", ["|", "|-", "|+", "|  # JSON"])
def test_places_inside_a_block_of_lines(style):
    found = check_manifests(BLOCK % style)
    assert [(str(each.location), each.rule) for each in found] == [
        ("m.yaml:10:35", "ipvlan-mode"),
        ("m.yaml:12:27", "whereabouts-range"),
    ]


def test_json_may_escape_a_slash():
    [network] = read_manifests(BLOCK % "|", file="m.yaml")
    found = check_manifests(json.dumps(network.value).replace("/", "\\/"))
    assert [each.rule for each in found] == ["ipvlan-mode", "whereabouts-range"]


def test_a_block_may_start_with_empty_lines():
    text = (BLOCK % "|").replace("|\n", "|\n\n\n")
    assert [str(each.location) for each in check_manifests(text)] == ["m.yaml:12:35", "m.yaml:14:27"]


@pytest.mark.parametrize(("style", "place"), [("|", "m.yaml:12:18"), (">", "m.yaml:7:13")])
def test_what_is_no_json_has_a_place_too(style, place):
    [found] = check_manifests((BLOCK % style).replace('"range"', "range"))
    assert (found.rule, str(found.location)) == ("nad-json", place)
    assert found.message == "is no JSON to Multus: a key without double quotes at line 5, column 12"


@pytest.mark.parametrize("style", [">", ">-", "|1"])
def test_of_other_forms_the_value_is_the_place(style):
    text = BLOCK % style
    assert {str(each.location) for each in check_manifests(text)} == {"m.yaml:7:13"}


def test_the_namespace_of_objects_that_name_none():
    text = "kind: A\nmetadata: {name: a}\n---\nkind: A\nmetadata: {name: a, namespace: red}\n"
    assert [each.label for each in read_manifests(text, file="m.yaml")] == ["default/a", "red/a"]
    given = read_manifests(text, file="m.yaml", namespace="blue")
    assert [each.label for each in given] == ["blue/a", "red/a"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{kind: Pod, metadata: {name: a}}", "Pod/default/a"),
        ("{kind: Pod, metadata: {generateName: a-, namespace: red}}", "Pod/red/a-"),
        ("{kind: Namespace, metadata: {name: a, namespace: red}}", "Namespace/a"),
        ("{kind: Pod, metadata: {namespace: red}}", "Pod"),
        ("{kind: Namespace}", "Namespace"),
        ("{metadata: {name: a}}", "default/a"),
        ("{}", ""),
    ],
)
def test_what_locations_call_an_object_has_no_empty_parts(text: str, wanted: str):
    [named] = read_manifests("{kind: Pod}", file="m.yaml")
    value = yaml.load(text, file="m.yaml").value
    assert replace(named, value=value).locate(()).object == wanted


def test_networks_of_an_answer_do_not_say_what_they_are():
    network = {"metadata": {"name": "a"}, "spec": {"config": "null"}}
    answer = {
        "apiVersion": "k8s.cni.cncf.io/v1",
        "kind": "NetworkAttachmentDefinitionList",
        "items": [network],
    }
    [found] = check_manifests(json.dumps(answer))
    assert (found.rule, found.location.object) == ("nad-json", "NetworkAttachmentDefinition/default/a")


def test_a_block_with_many_problems_is_read_once():
    def seconds(count: int) -> float:
        ranges = [{"range": f"10.{at // 250}.{at % 250}.0/24", "exclude": ["1"]} for at in range(count)]
        plugin = {"type": "ipvlan", "master": "eth1", "ipam": {"type": "whereabouts", "ipRanges": ranges}}
        lines = json.dumps({"cniVersion": "0.3.1", **plugin}, indent=1).splitlines()
        text = BLOCK.partition("      {")[0] % "|" + "".join(f"      {line}\n" for line in lines)
        [network] = read_manifests(text, file="m.yaml")
        inside = "\n".join(lines)
        start = time.process_time()
        for at in range(count):
            path = ("ipam", "ipRanges", at, "exclude", 0)
            assert network.locate_inside(("spec", "config"), inside, path).line == 18 + 6 * at
        return time.process_time() - start

    assert min(seconds(400) for _ in range(2)) < 30 * min(seconds(50) for _ in range(3))


def with_duplicates(count: int) -> str:
    items = "".join(f"- {{kind: Pod, metadata: {{name: p{at}, name: q{at}}}}}\n" for at in range(count))
    return f"kind: List\nitems:\n{items}"


def test_a_duplicate_belongs_to_the_item_of_a_list_that_has_it():
    whole = "kind: Pod\nkind: Pod\n---\n" + with_duplicates(2).replace("name: q1", "labels: {}")
    manifests = read_manifests(whole, file="m.yaml")
    found = [[(each.path, each.second.line) for each in manifest.duplicates] for manifest in manifests]
    assert found == [[(("kind",), 2)], [(("metadata", "name"), 6)], []]


def test_many_duplicates_of_many_objects_take_no_longer_each():
    documents = {count: yaml.load(with_duplicates(count), file="m.yaml") for count in (1000, 4000)}

    def group(count: int) -> int:
        document = documents[count]
        found = duplicates_by_object(document, [path for path, _ in objects_in(document.value)])
        return sum(map(len, found.values()))

    assert group(1000) == 1000
    assert growth(group, lambda size: size, 1000) < LINEAR
