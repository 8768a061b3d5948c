"""Whose a path is."""

import pytest

from chartgen.lint.platform_paths import platform_of


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/home/kubernetes/bin", "Google Kubernetes Engine"),
        ("/home/kubernetes/bin/", "Google Kubernetes Engine"),
        ("/var/lib/kubelet/kubeconfig", "Google Kubernetes Engine"),
        ("/var/lib/rancher/k3s/data/current/bin", "K3s"),
        ("/var/lib/rancher/rke2/agent", "RKE2"),
        ("/var/snap/microk8s/current/args/cni-network", "MicroK8s"),
        ("/etc/kubernetes/cni/net.d/multus.d", "OpenShift"),
        ("/opt/cni/bin", ""),
        ("/etc/cni/net.d", ""),
        ("/var/lib/kubelet", ""),
        ("/home/kubernetes-tools", ""),
        ("home/kubernetes/bin", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_the_platform_of_a_path(path: str, wanted: str):
    assert wanted in platform_of(path)
    assert bool(platform_of(path)) == bool(wanted)
