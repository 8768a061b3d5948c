import pytest

from chartgen.lint import rights
from chartgen.lint.bindings import Right, Subject
from chartgen.lint.objects import Object, Pod, Release
from chartgen.lint.versions import kubernetes
from chartgen.validate.manifest_file import read_manifests

MULTUS = "ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0"
WHEREABOUTS = "ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4"
GKE = "gcr.io/gke-release/whereabouts:v0.7.0-gke.3"


@pytest.mark.parametrize(
    ("image", "container", "found"),
    [
        (MULTUS, {}, [rights.THIN]),
        (MULTUS, {"command": ["/thin_entrypoint"]}, [rights.THIN]),
        (MULTUS, {"command": ["/install_multus"]}, [rights.INSTALLED]),
        (f"{MULTUS}-thick", {}, [rights.THICK]),
        (MULTUS, {"command": ["/usr/src/multus-cni/bin/multus-daemon"]}, [rights.THICK]),
        (WHEREABOUTS, {}, [rights.PLUGIN]),
        (
            WHEREABOUTS,
            {"command": ["/bin/sh", "-c", "/install-cni.sh & /ip-control-loop"]},
            [rights.PLUGIN, rights.CONTROL_LOOP],
        ),
        (WHEREABOUTS, {"command": ["/ip-reconciler"]}, [rights.RECONCILER]),
        (WHEREABOUTS, {"command": ["/node-slice-controller"]}, [rights.SLICE_CONTROLLER]),
        (GKE, {"command": ["/ip-control-loop"]}, [rights.CONTROL_LOOP]),
        (
            GKE,
            {"command": ["/ip-control-loop"], "args": ["--enable-pod-watch=false"]},
            [rights.GKE_CONTROL_LOOP],
        ),
        (
            WHEREABOUTS,
            {"command": ["/ip-control-loop"], "args": ["--enable-pod-watch=false"]},
            [rights.CONTROL_LOOP],
        ),
        (f"{MULTUS}-thick", {"command": ["/usr/src/multus-cni/bin/install_multus"]}, [rights.INSTALLED]),
        ("busybox:1.37", {"command": ["/ip-control-loop"]}, []),
    ],
)
def test_programs(image, container, found):
    pod = Pod({"spec": {"containers": [{"image": image, **container}]}}, ())
    assert rights.programs(pod) == found


def test_rights():
    assert rights.rights({("", "pods"): "get list"}) == {Right("", "pods", "get"), Right("", "pods", "list")}


@pytest.mark.parametrize(
    "program", [each for each in vars(rights).values() if isinstance(each, rights.Program)]
)
def test_what_is_needed_is_used(program):
    assert rights.rights(program.needed) <= rights.rights(program.used)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('kind: ConfigMap\ndata: {a: \'{"kubeconfig": "/var/lib/kubelet/kubeconfig"}\'}', True),
        ("kind: Pod\nspec: {containers: [{args: [--file=/var/lib/kubelet/kubeconfig]}]}", True),
        ("kind: ConfigMap\ndata: /var/lib/kubelet/kubeconfig", False),
        ("kind: ConfigMap\ndata: {a: /etc/cni/net.d/multus.d/multus.kubeconfig}", False),
    ],
)
def test_kubelet(text, expected):
    objects = [Object(each) for each in read_manifests(text, file="a.yaml")]
    assert rights.uses_kubelet(Release("", kubernetes("1.37.0", []), objects)) is expected


@pytest.mark.parametrize(
    ("spec", "name"),
    [({"serviceAccountName": "a"}, "a"), ({"serviceAccount": "b"}, "b"), ({}, "default")],
)
def test_account(spec, name):
    (manifest,) = read_manifests("kind: Pod\nmetadata: {namespace: net}", file="a.yaml")
    assert rights.account_of(Object(manifest), Pod({"spec": spec}, ())) == Subject(
        "ServiceAccount", "net", name
    )


def test_a_program_of_two_containers_is_one():
    assert rights.programs(Pod({"spec": {"containers": [{"image": MULTUS}, {"image": MULTUS}]}}, ())) == [
        rights.THIN
    ]
