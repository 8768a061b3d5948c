"""Which folders of the node a container has."""

from typing import Any

import pytest

from chartgen.lint.node_folders import (
    folders,
    gives_multus_configuration,
    gives_whereabouts_token,
    may_change_configuration,
    writes,
)
from chartgen.lint.objects import Pod


def pod_with(host: Any, mount: dict[str, Any], **container: Any) -> Pod:
    volumes = [{"name": "v", "hostPath": {"path": host}}, {"name": "own", "emptyDir": {}}]
    containers = [{"volumeMounts": [{"name": "v", **mount}], **container}]
    return Pod({"spec": {"volumes": volumes, "containers": containers}}, ())


@pytest.mark.parametrize(
    ("host", "purpose"),
    [
        ("/opt/cni/bin", "programs"),
        ("/home/kubernetes/bin/", "programs"),
        ("/var/lib/rancher/k3s/agent/etc/cni/net.d", "configuration"),
        ("/var/snap/microk8s/current/args/cni-network", "configuration"),
        ("/etc/kubernetes", None),
        ("/", None),
        (7, None),
    ],
)
def test_purposes(host: Any, purpose: str | None):
    pod = pod_with(host, {"mountPath": "/in/"})
    found = list(folders(pod, pod.containers[0]))
    assert [each.purpose for each in found] == ([purpose] if purpose else [])
    assert all(each.holds("/in/a") and each.holds("/in") and not each.holds("/inside") for each in found)


def test_a_part_of_a_volume_is_a_folder_too():
    pod = pod_with("/opt/", {"mountPath": "/bin", "subPath": "cni/bin"})
    assert [each.host for each in folders(pod, pod.containers[0])] == ["/opt/cni/bin"]


def test_who_only_reads_writes_nothing():
    pod = pod_with("/opt/cni/bin", {"mountPath": "/bin", "readOnly": True})
    assert not writes(pod, pod.containers[0], "programs")


def test_a_folder_for_another_purpose_is_not_written():
    pod = pod_with("/opt/cni/bin", {"mountPath": "/bin"}, command=["/thin_entrypoint"])
    assert not writes(pod, pod.containers[0], "configuration")
    assert not gives_multus_configuration(pod, pod.containers[0])
    assert not may_change_configuration(pod, pod.containers[0])


@pytest.mark.parametrize(
    ("container", "gives"),
    [
        ({"command": ["/thin_entrypoint"]}, True),
        ({"command": ["cp", "/a/00-multus.conf", "/host/etc/cni/net.d"]}, True),
        ({"command": ["cp", "/a/10-other.conf", "/host/etc/cni/net.d"]}, False),
        ({"command": ["ls", "/host/etc/cni/net.d/00-multus.conf"]}, False),
        ({"command": ["cp", "/a/multus", "/host/etc/cni/net.d"]}, False),
        ({"command": ["/other"], "image": "x/multus-cni:v3.9.3"}, False),
        ({"command": ["/entrypoint.sh"], "image": "x/multus-cni:v3.9.3"}, True),
        ({"command": ["/entrypoint.sh"], "image": "x/agent:v1.0.0"}, False),
    ],
)
def test_who_gives_multus_configuration(container: dict[str, Any], gives: bool):
    pod = pod_with("/etc/cni/net.d", {"mountPath": "/host/etc/cni/net.d"}, **container)
    assert gives_multus_configuration(pod, pod.containers[0]) is gives


@pytest.mark.parametrize(
    ("image", "gives"),
    [("x/whereabouts:v0.7.0", True), ("x/hardened-whereabouts:1", True), ("x/cni:v3", False)],
)
def test_who_gives_whereabouts_token(image: str, gives: bool):
    mount = {"mountPath": "/host/etc/cni/net.d"}
    pod = pod_with("/etc/cni/net.d", mount, command=["/install-cni.sh"], image=image)
    assert (gives_whereabouts_token(pod, pod.containers[0]) is not None) is gives


@pytest.mark.parametrize(
    ("container", "may"),
    [
        ({"command": ["/agent"]}, True),
        ({"command": ["sh", "/scripts/node.sh"]}, True),
        ({"command": ["sh", "-c", "set -e; sed -i s/a/b/ /host/etc/cni/net.d/00-multus.conf"]}, True),
        ({"command": ["sh", "-c", "SLEEP=false /install-cni.sh && /ip-control-loop"]}, False),
        ({"command": ["/thin_entrypoint"]}, False),
        ({}, False),
    ],
)
def test_who_may_change_the_configuration(container: dict[str, Any], may: bool):
    pod = pod_with("/etc/cni/net.d", {"mountPath": "/host/etc/cni/net.d"}, **container)
    assert may_change_configuration(pod, pod.containers[0]) is may
