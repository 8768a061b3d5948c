"""Objects and releases as rules see them."""

from typing import Any

import pytest

from chartgen.core import yaml
from chartgen.core.finding import Severity
from chartgen.kubernetes.validator import Validator
from chartgen.lint.objects import Kubernetes, Object, Release, at, mapping_at, mappings_at
from chartgen.validate.manifest_file import read_manifests

POD = """\
metadata: {labels: {app: web}, annotations: {note: x}}
spec:
  containers:
    - name: main
      image: example.com/main
      command: [run]
      args: [--port, 80]
    - text
  initContainers:
    - {name: sidecar, restartPolicy: Always}
    - {name: first}
  volumes: [{name: data}]
"""


def an_object(text: str) -> Object:
    return Object(read_manifests(text, file="m.yaml", namespace="net")[0])


def holder(kind: str, *steps: str) -> Object:
    """Give an object that has a pod at a path."""
    value: Any = yaml.load(POD, file="").value
    for step in reversed(steps):
        value = {step: value}
    return Object(read_manifests(str({"kind": kind, **value}), file="m.yaml")[0])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), {"a": [1, {"b": 2}]}),
        (("a", 1, "b"), 2),
        (("a", 2), None),
        (("a", "b"), None),
        (("b",), None),
        (("a", 0, "b"), None),
        ((0,), None),
    ],
)
def test_the_value_at_a_path(path, expected):
    assert at({"a": [1, {"b": 2}]}, path) == expected


def test_mappings_of_whatever_is_there():
    value = {"map": {"k": 1}, "list": [{"k": 1}, "text", None, {"k": 2}], "text": "t"}
    assert mapping_at(value, ("map",)) == {"k": 1}
    assert mapping_at(value, ("list",)) == {}
    assert mapping_at(value, ("nothing",)) == {}
    assert list(mappings_at(value, ("list",))) == [(("list", 0), {"k": 1}), (("list", 3), {"k": 2})]
    assert list(mappings_at(value, ("text",))) == list(mappings_at(value, ("map",))) == []


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        ("Pod", ()),
        ("PodTemplate", ("template",)),
        ("CronJob", ("spec", "jobTemplate", "spec", "template")),
        ("DaemonSet", ("spec", "template")),
        ("Deployment", ("spec", "template")),
        ("Job", ("spec", "template")),
        ("ReplicaSet", ("spec", "template")),
        ("ReplicationController", ("spec", "template")),
        ("StatefulSet", ("spec", "template")),
    ],
)
def test_the_pod_that_an_object_makes(kind, steps):
    each = holder(kind, *steps)
    pod = each.pod
    assert pod is not None
    assert (pod.labels, pod.annotations, pod.path) == ({"app": "web"}, {"note": "x"}, steps)
    assert pod.under("spec") == (*steps, "spec")
    assert at(each.value, pod.under("spec")) == pod.spec
    assert [volume["name"] for _, volume in pod.volumes] == ["data"]
    for path, value in [*pod.volumes, *((one.path, one.value) for one in pod.containers)]:
        assert at(each.value, path) is value


@pytest.mark.parametrize(
    "text", ["kind: Service\nspec: {template: {}}", "kind: Job\nspec: {template: []}", "kind: Job"]
)
def test_no_pod(text):
    assert an_object(text).pod is None


def test_containers_come_as_they_start():
    pod = holder("Pod").pod
    assert pod is not None
    assert [(each.name, each.is_init) for each in pod.containers] == [
        ("sidecar", False),
        ("first", True),
        ("main", False),
    ]
    main = pod.containers[-1]
    assert (main.image, main.words()) == ("example.com/main", ["run", "--port", "80"])
    assert (pod.containers[0].image, pod.containers[0].words()) == ("", [])


@pytest.mark.parametrize(
    ("text", "group", "namespace", "label"),
    [
        ("apiVersion: apps/v1\nkind: Job\nmetadata: {name: a}", "apps", "net", "Job net/a"),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}", "", "b", "Pod b/a"),
        (
            "apiVersion: x.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a, namespace: b}",
            "x.k8s.io",
            "",
            "ClusterRole a",
        ),
        ("kind: Pod\nmetadata: text", "", "net", "Pod"),
    ],
)
def test_how_an_object_is_called(text, group, namespace, label):
    each = an_object(text)
    assert (each.group, each.namespace, each.label) == (group, namespace, label)


def test_metadata_of_any_form():
    each = an_object("kind: Job\nmetadata:\n  labels: {a: b}\n  annotations: {helm.sh/hook: test}\n")
    assert (each.labels, each.annotations, each.is_hook) == (
        {"a": "b"},
        {"helm.sh/hook": "test"},
        True,
    )
    other = an_object("kind: Job\nmetadata: {labels: [], annotations: text}\n")
    assert (other.labels, other.annotations, other.is_hook) == ({}, {}, False)


def test_a_hit_is_at_a_path_of_the_object():
    each = an_object("kind: Job\nmetadata:\n  name: a\n")
    hit = each.hit("wrong", ("metadata",), hint="change it", severity=Severity.INFO, is_key=True)
    assert (hit.object, hit.path, hit.hint, hit.severity, hit.is_key) == (
        each,
        ("metadata",),
        "change it",
        Severity.INFO,
        True,
    )
    assert [each.locate(("metadata",), key=key).line for key in (True, False)] == [2, 3]


def test_problems_are_looked_for_once(monkeypatch):
    asked = []
    monkeypatch.setattr(Validator, "check", lambda _, value: asked.append(value) or ["problem"])
    kubernetes = Kubernetes("1.37.0", "1.37", Validator("1.37.0"))
    one, other = an_object("kind: Job"), an_object("kind: Job")
    found = [kubernetes.problems(each) for each in (one, one, other)]
    assert found == [["problem"]] * 3
    assert len(asked) == 2


def test_a_release_finds_its_objects():
    texts = [
        "kind: Pod\nmetadata: {name: a}",
        "kind: ClusterRole\nmetadata: {name: a}",
        "kind: Pod\nmetadata: {name: a}",
    ]
    objects = [an_object(text) for text in texts]
    release = Release("s", Kubernetes("1.37.0", "1.37", Validator("1.37.0")), objects)
    assert release.find("Pod", "net", "a") is objects[0]
    assert release.find("ClusterRole", "", "a") is objects[1]
    assert release.find("Pod", "other", "a") is None
    assert list(release.of_kind("Pod", "Job")) == [objects[0], objects[2]]
    assert [each for each, _ in release.pods] == [objects[0], objects[2]]
