"""Shapes: what is a difference between two manifests, and what is none."""

import copy

import pytest
import yaml

from chartgen.release.shape import objects_by_name, shape

DAEMONSET = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: net, namespace: kube-system, labels: {app: net}, uid: x, creationTimestamp: null}
spec:
  selector: {matchLabels: {app: net}}
  template:
    metadata: {labels: {app: net}}
    spec:
      hostNetwork: true
      initContainers:
        - name: install
          image: gcr.io/p/multus-cni:v4.2.1-gke.6@sha256:25b48b8dbbf6c78a10452836f52dee456514783565b70633a168a39e6d322310
          args: [--a=1, --b, -c=2, "text ", --a=3]
          env: [{name: X, value: "1"}, {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
          volumeMounts: [{name: cni, mountPath: /host, readOnly: true}]
      containers:
        - {name: main, image: "gcr.io/p/whereabouts:v0.7.0", command: [/loop]}
      volumes: [{name: cni, hostPath: {path: /etc/cni}}, {name: empty, emptyDir: {}}]
status: {numberReady: 1}
"""


def daemonset():
    return yaml.safe_load(DAEMONSET)


def test_a_workload_is_lifted_to_what_people_look_for():
    assert shape(daemonset()) == {
        "metadata": {"namespace": "kube-system", "labels": {"app": "net"}},
        "spec": {"selector": {"matchLabels": {"app": "net"}}},
        "podMetadata": {"labels": {"app": "net"}},
        "pod": {"hostNetwork": True},
        "order": ["install"],
        "initContainers": {
            "install": {
                "image": "gcr.io/p/multus-cni",
                "args": {"--a": ["1", "3"], "--b": None, "-c": "2", "#3": "text"},
                "env": {"X": "1", "NODE": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
                "volumeMounts": {"/host": {"name": "cni", "readOnly": True}},
            }
        },
        "containers": {"main": {"image": "gcr.io/p/whereabouts", "command": ["/loop"]}},
        "volumes": {"cni": {"hostPath": {"path": "/etc/cni"}}, "empty": {"emptyDir": "{}"}},
    }


def _pod(tree):
    return tree["spec"]["template"]["spec"]


@pytest.mark.parametrize(
    "change",
    [
        lambda o: _pod(o)["volumes"].reverse(),
        lambda o: _pod(o)["initContainers"][0]["env"].reverse(),
        lambda o: _pod(o)["containers"][0].update(image="gcr.io/p/whereabouts:v0.9.4"),
        lambda o: o["metadata"].update(
            resourceVersion="7", annotations={"kubectl.kubernetes.io/last-applied-configuration": "{}"}
        ),
        lambda o: _pod(o).update(tolerations=[]),
        lambda o: o.pop("status"),
        lambda o: o.update(apiVersion="apps/v2"),
    ],
)
def test_order_tags_and_what_the_server_writes_are_no_difference(change):
    other = copy.deepcopy(daemonset())
    change(other)
    assert shape(other) == shape(daemonset())


@pytest.mark.parametrize(
    "change",
    [
        lambda o: _pod(o)["initContainers"].append({"name": "more", "image": "a"}),
        lambda o: _pod(o)["initContainers"][0]["args"].append("--d"),
        lambda o: _pod(o)["initContainers"][0]["args"].__setitem__(0, "--a=2"),
        lambda o: _pod(o)["initContainers"][0]["env"].pop(),
        lambda o: _pod(o)["initContainers"][0]["volumeMounts"][0].update(mountPath="/other"),
        lambda o: _pod(o)["containers"][0].update(image="quay.io/p/whereabouts:v0.7.0"),
        lambda o: _pod(o)["containers"][0].update(resources={"limits": {"memory": "1Gi"}}),
        lambda o: _pod(o).update(hostPID=True),
        lambda o: o["spec"].update(updateStrategy={"type": "OnDelete"}),
        lambda o: o["metadata"]["labels"].update(app="other"),
    ],
)
def test_what_runs_otherwise_is_a_difference(change):
    other = copy.deepcopy(daemonset())
    change(other)
    assert shape(other) != shape(daemonset())


def test_the_order_of_init_containers_is_a_difference():
    one, other = daemonset(), daemonset()
    for tree, names in ((one, "ab"), (other, "ba")):
        _pod(tree)["initContainers"] = [{"name": name, "image": "i"} for name in names]
    assert shape(one) != shape(other)


def test_rights_are_verbs_by_resource():
    role = {
        "kind": "ClusterRole",
        "metadata": {"name": "r"},
        "rules": [
            {"apiGroups": [""], "resources": ["pods", "nodes"], "verbs": ["list", "get"]},
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["watch"]},
            {"apiGroups": ["c.k8s.io"], "resources": ["leases"], "resourceNames": ["w"], "verbs": ["*"]},
            {"nonResourceURLs": ["/healthz"], "verbs": ["get"]},
        ],
    }
    assert shape(role)["rules"] == {
        "core/pods": ["get", "list", "watch"],
        "core/nodes": ["get", "list"],
        "c.k8s.io/leases/w": ["*"],
        "core//healthz": ["get"],
    }


def test_json_of_a_config_map_is_a_tree():
    found = shape(
        {"kind": "ConfigMap", "metadata": {}, "data": {"a.json": '{"b": 1}', "c": "text", "d": "[1]"}}
    )
    assert found["data"] == {"a.json": {"b": 1}, "c": "text", "d": "[1]"}


def test_a_crd_is_its_structure():
    crd = {
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "x.y", "annotations": {"controller-gen.kubebuilder.io/version": "v0.4"}},
        "spec": {
            "group": "y",
            "versions": [
                {"name": "v1", "schema": {"openAPIV3Schema": {"description": "d", "type": "object"}}}
            ],
        },
        "status": {"conditions": []},
    }
    assert shape(crd) == {
        "group": "y",
        "versions": {"v1": {"schema": {"openAPIV3Schema": {"type": "object"}}}},
    }


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"kind": "X", "spec": "text", "data": [1]},
        {"kind": "Pod", "spec": None},
        {"kind": "Role", "rules": "x"},
        {"kind": "DaemonSet", "spec": {"template": {"spec": {"containers": "x", "volumes": [1, {}]}}}},
        {"kind": "Role", "rules": [1]},
        {"kind": "CustomResourceDefinition"},
        {"kind": "ConfigMap", "data": {"a": 1}},
    ],
)
def test_what_is_no_such_object_does_no_harm(value):
    assert isinstance(objects_by_name([value]), dict)


def test_objects_of_one_name_in_two_namespaces_are_two():
    found = objects_by_name(
        [{"kind": "Role", "metadata": {"name": "r", "namespace": name}} for name in ("a", "b")]
    )
    assert list(found) == ["Role/r", "Role/r@b"]


@pytest.mark.parametrize("levels", [60, 900, 100_000])
def test_json_that_is_nested_too_deeply_is_a_text(levels):
    text = '{"a":' * levels + "1" + "}" * levels
    assert shape({"kind": "ConfigMap", "data": {"x": text}})["data"] == {"x": text}


@pytest.mark.parametrize(
    "value",
    [
        {"kind": ["ClusterRole"]},
        {"kind": "Role", "rules": [{"apiGroups": [5, {"a": 1}], "resources": [{}], "verbs": [None]}]},
    ],
)
def test_what_no_api_server_takes_has_a_shape(value):
    assert isinstance(shape(value), dict)


@pytest.mark.parametrize("rules", [[{"resources": "pods", "verbs": ["get"]}], ["all"], "all"])
def test_rights_that_cannot_be_read_stay_as_they_are(rules):
    assert shape({"kind": "Role", "rules": rules})["rules"] == rules


def test_a_new_volume_of_its_own_is_a_difference():
    value = daemonset()
    _pod(value)["volumes"].append({"name": "new", "emptyDir": {}})
    assert shape(value) != shape(daemonset())


@pytest.mark.parametrize("kind", ["CronJob", "Pod"])
def test_pods_of_other_workloads_are_lifted_too(kind):
    def workload(tag):
        pod = {"containers": [{"name": "a", "image": f"gcr.io/p/whereabouts:{tag}", "args": ["--b=1"]}]}
        if kind == "Pod":
            return {"kind": kind, "metadata": {"name": "x"}, "spec": pod}
        job = {"spec": {"backoffLimit": 1, "template": {"metadata": {"labels": {"a": "b"}}, "spec": pod}}}
        return {"kind": kind, "metadata": {"name": "x"}, "spec": {"schedule": "@daily", "jobTemplate": job}}

    found = shape(workload("v1.0.0"))
    assert found["containers"] == {"a": {"image": "gcr.io/p/whereabouts", "args": {"--b": "1"}}}
    assert found == shape(workload("v2.0.0"))
    if kind == "CronJob":
        assert found["spec"] == {"schedule": "@daily", "jobTemplate": {"spec": {"backoffLimit": 1}}}
        assert found["podMetadata"] == {"labels": {"a": "b"}}


def _account(name, namespace, **more):
    metadata = {"name": name, "namespace": namespace} if namespace else {"name": name}
    return {"kind": "ServiceAccount", "metadata": metadata, **more}


def test_objects_of_one_name_are_told_apart_whatever_their_order():
    objects = [_account("x", namespace, secrets=[namespace]) for namespace in ("b", "a", "c")]
    found = objects_by_name(objects)
    assert list(found) == ["ServiceAccount/x", "ServiceAccount/x@b", "ServiceAccount/x@c"]
    assert found["ServiceAccount/x"]["secrets"] == ["a"]
    assert objects_by_name(reversed(objects)) == found


def test_of_an_object_that_stands_twice_the_last_one_counts():
    assert objects_by_name([_account("x", "a", secrets=[1]), _account("x", "a", secrets=[2])]) == {
        "ServiceAccount/x": shape(_account("x", "a", secrets=[2]))
    }


def test_what_a_cluster_says_of_an_object_is_no_difference():
    service = {"kind": "Service", "metadata": {"name": "x"}, "spec": {"ports": [1]}}
    assert shape({**service, "status": {"loadBalancer": {"ingress": [1]}}}) == shape(service)
