"""What manifests tell of Multus' namespaceIsolation."""

import json

import pytest

from chartgen.cni.annotation import NETWORKS
from chartgen.validate.isolation import Isolation, find
from tests.validate.conftest import check_manifests
from tests.validate.test_pods import manifest, pod

CONFIG = {"type": "multus", "namespaceIsolation": True}


def config_map(config: object) -> dict[str, object]:
    text = config if isinstance(config, str) else json.dumps(config)
    return {"kind": "ConfigMap", "data": {"other": "text", "cni-conf.json": text}}


def daemon_set(*args: object, key: str = "containers") -> dict[str, object]:
    pod = {key: [{"args": list(args)}, "odd"]}
    return {"kind": "DaemonSet", "spec": {"template": {"spec": pod}}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (config_map(CONFIG), Isolation(isolates=True)),
        (config_map({**CONFIG, "namespaceIsolation": False}), Isolation(isolates=False)),
        (
            config_map({**CONFIG, "globalNamespaces": "a, b"}),
            Isolation(isolates=True, shared=frozenset({"a", "b"})),
        ),
        (daemon_set("--namespace-isolation"), Isolation(isolates=True)),
        (daemon_set("-namespace-isolation=true", key="initContainers"), Isolation(isolates=True)),
        (daemon_set("--namespace-isolation=false"), Isolation(isolates=False)),
        (
            daemon_set("--namespace-isolation=true", "--global-namespaces=a"),
            Isolation(isolates=True, shared=frozenset({"a"})),
        ),
        (config_map({"type": "multus"}), Isolation()),
        (config_map('{"namespaceIsolation": '), Isolation()),
        (config_map({"namespaceIsolation": "true"}), Isolation()),
        (config_map('["namespaceIsolation"]'), Isolation()),
        ({"kind": "ConfigMap", "data": [1]}, Isolation()),
        ({"kind": "ConfigMap", "data": {"a": 1}}, Isolation()),
        ({**config_map(CONFIG), "kind": "Secret"}, Isolation()),
        (daemon_set("--namespace-isolation=maybe", 5), Isolation()),
        ({"kind": "DaemonSet", "spec": {"template": {"spec": {"containers": 5}}}}, Isolation()),
        ({"kind": "DaemonSet", "spec": 5}, Isolation()),
    ],
)
def test_what_an_object_tells(value, expected):
    assert find([value]) == expected


def test_of_two_that_contradict_each_other_nobody_knows_which_counts():
    on, off = (config_map({"namespaceIsolation": isolates}) for isolates in (True, False))
    assert find([on, on]).isolates is True
    assert find([on, off]).isolates is None


def test_what_a_list_of_namespaces_for_all_means():
    shared = Isolation(isolates=True, shared=frozenset({"infra"}))
    assert not shared.hinders("app", "infra")
    assert shared.hinders("app", "default")
    assert Isolation(isolates=True).hinders("app", "infra")
    assert not Isolation(isolates=False).hinders("app", "infra")


def asks(reference: str, namespace: str = "app") -> str:
    template = pod(reference)
    template["metadata"] |= {"namespace": namespace} if namespace else {}
    return manifest(template)


def isolation(*texts: str) -> list[tuple[str, str]]:
    found = check_manifests("---\n".join(texts))
    return [(str(each.severity), each.message) for each in found if each.rule == "annotation-isolation"]


@pytest.mark.parametrize("reference", ["data", "app/data", "default/data"])
def test_networks_that_no_isolation_hinders(reference):
    assert isolation(asks(reference)) == []


def test_a_network_of_another_namespace():
    problem = f"{NETWORKS} [0]: {{}} only pods of infra can use infra/data"
    assert isolation(asks("infra/data")) == [
        ("info", problem.format("if Multus isolates namespaces, as on GKE,"))
    ]
    assert isolation(asks("infra/data", namespace="")) == []
    assert isolation(asks("infra/data"), json.dumps(config_map(CONFIG)) + "\n") == [
        ("warning", problem.format("under namespaceIsolation"))
    ]
    assert (
        isolation(asks("infra/data"), json.dumps(config_map({**CONFIG, "namespaceIsolation": False})) + "\n")
        == []
    )
