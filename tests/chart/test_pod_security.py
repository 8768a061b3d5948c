"""Which Pod Security level each pod of each scenario passes, by the controls of Kubernetes' documentation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chartgen.kubernetes import store
from tests.chart.conftest import SCENARIOS, RenderScenario, objects_of

VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}  # fmt: skip
WRITERS = {"activate", "agent"}
# Containers that a scenario brings itself.
FOREIGN = {"before", "sidecar"}


def violations(spec: dict[str, Any]) -> Iterator[str]:
    """Give the controls of the level `restricted` that a pod fails, with the container's name where it is one's."""
    pod = spec.get("securityContext", {})
    yield from (name for name in ("hostNetwork", "hostPID", "hostIPC") if spec.get(name))
    for volume in spec.get("volumes", ()):
        yield from (f"volume {kind}" for kind in volume if kind not in VOLUMES | {"name"})
    for container in (*spec.get("initContainers", ()), *spec["containers"]):
        context = container.get("securityContext", {})
        wanted = {
            "privileged": not context.get("privileged"),
            "allowPrivilegeEscalation": context.get("allowPrivilegeEscalation") is False,
            "capabilities": context.get("capabilities") == {"drop": ["ALL"]},
            "runAsNonRoot": context.get("runAsNonRoot", pod.get("runAsNonRoot")) is True,
            "runAsUser": context.get("runAsUser", pod.get("runAsUser")) != 0,
            "seccompProfile": context.get("seccompProfile", pod.get("seccompProfile"))
            == {"type": "RuntimeDefault"},
            "hostPort": not any(port.get("hostPort") for port in container.get("ports", ())),
        }
        yield from (f"{container['name']} {control}" for control, passes in wanted.items() if not passes)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_only_what_writes_to_nodes_is_more_than_restricted(scenario: Path, render_scenario: RenderScenario):
    for item in objects_of(render_scenario(scenario, store.newest())):
        if item["kind"] in ("Pod", "Deployment") and "extra" not in item["metadata"]["name"]:
            spec = item["spec"] if item["kind"] == "Pod" else item["spec"]["template"]["spec"]
            assert list(violations(spec)) == [], item["metadata"]["name"]
        if item["kind"] == "DaemonSet":
            found = set(violations(item["spec"]["template"]["spec"]))
            assert {"volume hostPath"} <= found
            of_containers = {each.partition(" ")[::2] for each in found} - {("volume", "hostPath")}
            for name, control in of_containers:
                assert name in WRITERS | FOREIGN or control in ("", "runAsNonRoot", "runAsUser"), (
                    name,
                    control,
                )


def test_there_are_pods_of_each_kind_to_look_at(render_scenario: RenderScenario):
    kinds = {item["kind"] for path in SCENARIOS for item in objects_of(render_scenario(path, store.newest()))}
    assert {"Pod", "Deployment", "DaemonSet"} <= kinds


@pytest.mark.parametrize(
    ("change", "control"),
    [
        ({"hostNetwork": True}, "hostNetwork"),
        ({"volumes": [{"name": "v", "hostPath": {"path": "/"}}]}, "volume hostPath"),
        ({"containers": [{"name": "c", "securityContext": {"privileged": True}}]}, "c privileged"),
        ({"securityContext": {}}, "c seccompProfile"),
    ],
)
def test_what_a_level_forbids_is_seen(change: dict[str, Any], control: str):
    pod = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    context = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    spec = {"securityContext": pod, "containers": [{"name": "c", "securityContext": context}]}
    assert list(violations(spec)) == []
    assert control in violations({**spec, **change})
