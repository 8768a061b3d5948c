import copy
from typing import Any

import pytest
import yaml

from tests.chart import parity_compare as parity
from tests.chart.parity_compare import ABSENT, Deviation

CONFIG = '{"name": "a", "kubeconfig": "/x", "plugins": [{"type": "ipvlan", "master": "eth1"}]}'
NAME = "DaemonSet/ns/agent"


def agent() -> dict[str, Any]:
    container = {
        "name": "agent",
        "args": ["--level=debug", "--watch"],
        "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
        "command": ["/bin/sh", "-c", "a long script\nwith lines\n"],
        "volumeMounts": [{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/b"}],
    }
    spec = {
        "containers": [container, {"name": "gc"}],
        "tolerations": [{"operator": "Exists"}],
        "hostNetwork": True,
    }
    metadata = {"name": "agent", "namespace": "ns", "labels": {"app": "a"}}
    return {"kind": "DaemonSet", "metadata": metadata, "spec": {"replicas": 1, "template": spec}}


def config_map(text: str = CONFIG) -> dict[str, Any]:
    return {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"cni-conf.json": text, "note": text}}


C = "spec.template.containers"


def spec_of(obj: dict[str, Any]) -> dict[str, Any]:
    return obj["spec"]["template"]


def first(obj: dict[str, Any]) -> dict[str, Any]:
    return spec_of(obj)["containers"][0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: None, []),
        (lambda obj: spec_of(obj).update(hostNetwork=False), [("spec.template.hostNetwork", True, False)]),
        (lambda obj: spec_of(obj).update(hostNetwork=1), [("spec.template.hostNetwork", True, 1)]),
        (lambda obj: obj["spec"].update(replicas="1"), [("spec.replicas", 1, "1")]),
        (lambda obj: obj["spec"].update(replicas=1.0), [("spec.replicas", 1, 1.0)]),
        (lambda obj: obj["spec"].pop("replicas"), [("spec.replicas", 1, ABSENT)]),
        (lambda obj: obj.update(status={}), [("status", ABSENT, {})]),
        (lambda obj: obj["metadata"].update(labels=None), [("metadata.labels", {"app": "a"}, None)]),
        (
            lambda obj: obj["metadata"]["labels"].update({"x/y": "z"}),
            [('metadata.labels["x/y"]', ABSENT, "z")],
        ),
        (lambda obj: obj["metadata"].update(name="other"), [("metadata.name", "agent", "other")]),
        (
            lambda obj: first(obj)["args"].__setitem__(0, "--level=info"),
            [(f"{C}[agent].args[--level]", "--level=debug", "--level=info")],
        ),
        (lambda obj: first(obj)["args"].pop(), [(f"{C}[agent].args[--watch]", "--watch", ABSENT)]),
        (
            lambda obj: first(obj)["args"].reverse(),
            [(f"{C}[agent].args.order", ["--level", "--watch"], ["--watch", "--level"])],
        ),
        (lambda obj: first(obj)["args"].append("--watch"), [(f"{C}[agent].args[2]", ABSENT, "--watch")]),
        (
            lambda obj: first(obj)["command"].__setitem__(2, "x"),
            [(f"{C}[agent].command[2]", "a long script\nwith lines\n", "x")],
        ),
        (lambda obj: first(obj)["env"][1].update(value="3"), [(f"{C}[agent].env[B].value", "2", "3")]),
        (lambda obj: first(obj)["env"].reverse(), [(f"{C}[agent].env.order", ["A", "B"], ["B", "A"])]),
        (
            lambda obj: spec_of(obj)["containers"].reverse(),
            [(f"{C}.order", ["agent", "gc"], ["gc", "agent"])],
        ),
        (
            lambda obj: spec_of(obj)["containers"].append({"name": "new"}),
            [(f"{C}[new]", ABSENT, {"name": "new"})],
        ),
        (
            lambda obj: spec_of(obj)["containers"].insert(0, {"name": "new"}),
            [(f"{C}[new]", ABSENT, {"name": "new"}), (f"{C}.order", ["agent", "gc"], ["new", "agent", "gc"])],
        ),
        (
            lambda obj: first(obj)["volumeMounts"][1].update(name="w"),
            [(f"{C}[agent].volumeMounts[/b].name", "v", "w")],
        ),
        (
            lambda obj: spec_of(obj).update(containers={}),
            [(C, agent()["spec"]["template"]["containers"], {})],
        ),
        (
            lambda obj: spec_of(obj)["tolerations"][0].update(effect="NoSchedule"),
            [
                ("spec.template.tolerations[Exists]", {"operator": "Exists"}, ABSENT),
                (
                    "spec.template.tolerations[Exists/NoSchedule]",
                    ABSENT,
                    {"operator": "Exists", "effect": "NoSchedule"},
                ),
            ],
        ),
    ],
)
def test_a_change_is_found_at_its_path_with_both_values(change, expected):
    obj = agent()
    change(obj)
    found = parity.deviations([agent()], [obj], {NAME: parity.identity(obj)})
    assert [tuple(one[1:]) for one in found] == expected


def test_json_inside_text_is_compared_as_data():
    same = config_map(CONFIG.replace(" ", "\n"))
    other = config_map(CONFIG.replace("/x", "/y").replace("eth1", "eth2"))
    for obj in (same, other):
        obj["data"]["note"] = CONFIG
    assert parity.deviations([config_map()], [same], {"ConfigMap/c": "ConfigMap/c"}) == []
    found = parity.deviations([config_map()], [other], {"ConfigMap/c": "ConfigMap/c"})
    assert [tuple(one[1:]) for one in found] == [
        ('data["cni-conf.json"].kubeconfig', "/x", "/y"),
        ('data["cni-conf.json"].plugins[ipvlan].master', "eth1", "eth2"),
    ]


@pytest.mark.parametrize("text", ["", "[]", "null", '{"name": 1.2.3}', CONFIG + "x"])
def test_text_that_is_no_json_object_is_compared_as_text(text):
    obj = config_map(text)
    obj["data"]["note"] = CONFIG
    [found] = parity.deviations([config_map()], [obj], {"ConfigMap/c": "ConfigMap/c"})
    assert tuple(found[1:]) == ('data["cni-conf.json"]', CONFIG, text)


def test_the_configuration_of_a_network_is_compared_as_data():
    objects = [
        {"kind": "NAD", "metadata": {"name": "n"}, "spec": {"config": text}}
        for text in (CONFIG, CONFIG + " ")
    ]
    assert parity.deviations([objects[0]], [objects[1]], {"NAD/n": "NAD/n"}) == []


def test_other_text_is_compared_as_text():
    obj = config_map()
    obj["data"]["note"] = CONFIG + " "
    [found] = parity.deviations([config_map()], [obj], {"ConfigMap/c": "ConfigMap/c"})
    assert found.path == "data.note"


def test_rules_go_by_what_they_are_about():
    def role(*verbs: str, resources: str = "pods") -> dict[str, Any]:
        rules = [{"apiGroups": [""], "resources": [resources], "verbs": list(verbs)}]
        return {"kind": "ClusterRole", "metadata": {"name": "r"}, "rules": rules}

    mapping = {"ClusterRole/r": "ClusterRole/r"}
    [verb] = parity.deviations([role("get", "list")], [role("get")], mapping)
    assert tuple(verb[1:]) == ("rules[/pods].verbs[list]", "list", ABSENT)
    paths = [
        found.path for found in parity.deviations([role("get")], [role("get", resources="nodes")], mapping)
    ]
    assert paths == ["rules[/pods]", "rules[/nodes]"]


def test_objects_without_a_partner_are_deviations_as_a_whole():
    added, missing = config_map(), agent()
    assert parity.deviations([missing], [added], {}) == [
        Deviation(NAME, "", missing, ABSENT),
        Deviation("ConfigMap/c", "", ABSENT, added),
    ]


def test_descriptions_of_schemas_do_not_count_but_properties_of_that_name_do():
    def crd(text: str, kind: str) -> dict[str, Any]:
        schema = {"description": text, "properties": {"description": {"type": kind}}}
        return {"kind": "CustomResourceDefinition", "metadata": {"name": "c"}, "spec": schema}

    mapping = {"CustomResourceDefinition/c": "CustomResourceDefinition/c"}
    assert parity.deviations([crd("a", "string")], [crd("b", "string")], mapping) == []
    [found] = parity.deviations([crd("a", "string")], [crd("b", "object")], mapping)
    assert found.path == "spec.properties.description.type"


def test_a_mapping_to_nothing_and_a_double_object_are_refused():
    with pytest.raises(ValueError, match="not there: ConfigMap/c"):
        parity.deviations([agent()], [agent()], {NAME: "ConfigMap/c"})
    with pytest.raises(ValueError, match="twice"):
        parity.deviations([agent(), agent()], [agent()], {})


FOUND = [Deviation(NAME, "spec.replicas", 1, 2), Deviation(NAME, "status", ABSENT, {"a": ["x"]})]


def entries() -> list[dict[str, Any]]:
    return yaml.safe_load(parity.paste_ready(FOUND))


def test_what_is_printed_can_be_pasted_into_the_table():
    assert [list(entry) for entry in entries()] == [
        ["object", "path", "reference", "rendered", "class", "reason"]
    ] * 2
    assert parity.unlisted(FOUND, entries()) == []
    assert parity.gone(FOUND, entries()) == []
    assert parity.paste_ready([]) == ""


def test_a_listed_deviation_must_occur_with_both_values():
    changed = copy.deepcopy(entries())
    changed[0]["rendered"] = True
    del changed[1]
    assert parity.unlisted(FOUND, changed) == FOUND
    assert parity.gone(FOUND, changed) == [f"{NAME}: spec.replicas"]
