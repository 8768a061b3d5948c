import pytest

from chartgen.lint.objects import Object, Pod
from chartgen.lint.references import Reference, is_told, keys_of, references
from chartgen.validate.manifest_file import read_manifests

POD = """
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  initContainers:
    - name: init
      volumeMounts: [{name: early, mountPath: /early}]
  containers:
    - name: main
      env:
        - name: A
          valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}
        - name: B
          value: b
      envFrom:
        - configMapRef: {name: e}
      volumeMounts:
        - {name: live, mountPath: /live}
        - {name: part, mountPath: /part, subPath: x}
  volumes:
    - name: live
      configMap: {name: c, items: [{key: x, path: y}]}
    - name: part
      secret: {secretName: t}
    - name: early
      projected:
        sources:
          - configMap: {name: p}
          - secret: {name: ""}
"""


def pod(text):
    (manifest,) = read_manifests(text, file="pod.yaml")
    found = Object(manifest).pod
    assert found
    return found


def test_all_references():
    env = ("spec", "containers", 0, "env", 0, "valueFrom", "secretKeyRef")
    volumes = ("spec", "volumes")
    assert list(references(pod(POD))) == [
        Reference(
            "ConfigMap",
            "c",
            (*volumes, 0, "configMap", "name"),
            (("x", (*volumes, 0, "configMap", "items", 0, "key")),),
            is_live=True,
        ),
        Reference("Secret", "t", (*volumes, 1, "secret", "secretName")),
        Reference("ConfigMap", "p", (*volumes, 2, "projected", "sources", 0, "configMap", "name")),
        Reference("Secret", "s", (*env, "name"), (("k", (*env, "key")),), is_optional=True),
        Reference("ConfigMap", "e", ("spec", "containers", 0, "envFrom", 0, "configMapRef", "name")),
    ]


def test_odd_values():
    odd = {
        "spec": {"volumes": [{"configMap": "a", "secret": {"secretName": 1}}], "containers": [{"env": {}}, 1]}
    }
    assert list(references(Pod(odd, ()))) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("apiVersion: cert-manager.io/v1\nkind: Certificate\nspec: [{secretName: my-name}]", True),
        ("kind: Pod\nspec: {containers: [{args: [--secret=my-name]}]}", True),
        ("kind: Pod\nspec: {containers: [{env: [{name: A, value: my-name}]}]}", True),
        ("kind: Pod\nspec: {containers: [{env: [{valueFrom: {secretKeyRef: {name: my-name}}}, 1]}]}", False),
        ("apiVersion: v1\nkind: Service\nmetadata: {name: my-name}", False),
    ],
)
def test_who_may_make_it(text, told):
    assert is_told([Object(each) for each in read_manifests(text, file="a.yaml")], "my-name") is told


def test_label():
    assert Reference("Secret", "a", ()).label == "Secret a"


def test_keys():
    secret, token = read_manifests(
        "kind: Secret\ndata: {a: ''}\nstringData: {b: ''}\n---\nkind: Secret\n"
        "type: kubernetes.io/service-account-token\ndata: {a: ''}\n",
        file="a.yaml",
    )
    assert keys_of(Object(secret)) == {"a", "b"}
    assert keys_of(Object(token)) == frozenset()
