"""Objects as the API server gives them, and dumps of them as kubectl writes them."""

import io
import json
from collections.abc import Callable
from typing import Any

from chartgen.cni.versions import Versions
from chartgen.core.finding import Finding
from chartgen.networks import audit
from chartgen.networks.dump import Dump, read

NETWORKS = "k8s.v1.cni.cncf.io/networks"
STATUS = "k8s.v1.cni.cncf.io/network-status"
RANGE = "10.0.0.0/24"
EARLY, LATE = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"


def metadata(name: str, namespace: str, **more: Any) -> dict[str, Any]:
    return {
        "creationTimestamp": EARLY,
        "name": name,
        "namespace": namespace,
        "resourceVersion": "100",
        "uid": f"uid-of-{namespace}-{name}".replace(".", "-"),
        **more,
    }


def interface(network: str, *ips: str, name: str = "net1") -> dict[str, Any]:
    return {"name": network, "interface": name, "ips": list(ips), "mac": "02:00:00:00:00:01", "dns": {}}


def pod(
    name: str = "a",
    *ips: str,
    namespace: str = "apps",
    network: str = "default/data",
    asks: str | None = None,
    shows: bool = True,
    phase: str = "Running",
    host_network: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Make a pod that asks for a network and shows `ips` in it, beside the cluster's own."""
    annotations = {NETWORKS: network if asks is None else asks}
    if shows:
        own = {**interface("cbr0", "10.96.0.9", name="eth0"), "default": True}
        # Multus indents what it writes.
        annotations[STATUS] = json.dumps([own, *([interface(network, *ips)] if ips else [])], indent=4)
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata(name, namespace, annotations=annotations, labels={"app": name}, **more),
        "spec": {
            "containers": [{"name": "app", "image": "app:1", "env": [{"name": "TOKEN", "value": "hush"}]}],
            **({"hostNetwork": True} if host_network else {}),
            "nodeName": "node-1",
        },
        "status": {
            "phase": phase,
            "conditions": [{"lastTransitionTime": EARLY, "status": "True", "type": "Ready"}],
            "startTime": EARLY,
        },
    }


def terminating(**more: Any) -> dict[str, Any]:
    return {"deletionGracePeriodSeconds": 30, "deletionTimestamp": LATE, **more}


def allocation(podref: str, *, container: str = "c" * 64, ifname: str | None = "net1") -> dict[str, str]:
    return {"id": container, "podref": podref, **({"ifname": ifname} if ifname else {})}


def pool(
    allocations: dict[str, Any],
    *,
    range_: str = RANGE,
    name: str = "10.0.0.0-24",
    namespace: str = "kube-system",
    **more: Any,
) -> dict[str, Any]:
    return {
        "apiVersion": "whereabouts.cni.cncf.io/v1alpha1",
        "kind": "IPPool",
        "metadata": metadata(name, namespace, generation=7, **more),
        "spec": {"allocations": allocations, "range": range_},
    }


def reservation(name: str, podref: str, **more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "whereabouts.cni.cncf.io/v1alpha1",
        "kind": "OverlappingRangeIPReservation",
        "metadata": metadata(name, "kube-system", generation=1, **more),
        "spec": {"ifname": "net1", "podref": podref},
    }


def network(name: str = "data", range_: str = RANGE, **ipam: Any) -> dict[str, Any]:
    config = {
        "cniVersion": "0.3.1",
        "name": name,
        "type": "ipvlan",
        "master": "eth1",
        "ipam": {"type": "whereabouts", "range": range_, **ipam},
    }
    return {
        "apiVersion": "k8s.cni.cncf.io/v1",
        "kind": "NetworkAttachmentDefinition",
        "metadata": metadata(name, "default", generation=1),
        "spec": {"config": json.dumps(config)},
    }


def dumped(*things: dict[str, Any]) -> bytes:
    """Write a dump as `kubectl get -A -o json` does."""
    whole = {"apiVersion": "v1", "items": things, "kind": "List", "metadata": {"resourceVersion": ""}}
    return json.dumps(whole, indent=4).encode() + b"\n"


def dump_of(*things: dict[str, Any]) -> Dump:
    return read([("dump.json", io.BytesIO(dumped(*things)).read)])


def found(
    *things: dict[str, Any], whereabouts: tuple[int, int, int] = (0, 9, 4), **options: Any
) -> list[Finding]:
    """Audit objects; that kinds are missing is left out."""
    findings = audit.findings(dump_of(*things), Versions(whereabouts=whereabouts), **options)
    return [each for each in findings if each.rule != "audit-incomplete"]


def brief(findings: list[Finding]) -> list[str]:
    return [f"{each.severity} {each.rule} {each.location.object}: {each.message}" for each in findings]


Found = Callable[..., list[str]]
