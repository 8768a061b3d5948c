"""What the cluster's own network can do, and how the agent follows a change of it."""

import json
from typing import Any

import pytest

from tests.chart.node_script import MULTUS_CONF, PRIMARY, Node, Pod, until
from tests.chart.test_node_primary import CALICO, FOUND, activated, config, put, written

PORTMAP = {"type": "portmap", "capabilities": {"portMappings": True, "aliases": False}, "snat": True}
SHAPED: dict[str, Any] = {
    "name": "calico",
    "cniVersion": "0.3.1",
    "note": "capabilities",
    "isDefault": True,
    "plugins": [
        {"type": "calico", "ipam": {"type": "calico-ipam"}, "capabilities": {}},
        PORTMAP,
        {"capabilities": {"portMappings": True, "bandwidth": True}, "type": "bandwidth"},
        {"type": "odd", "capabilities": "no", "x": True},
    ],
}


@pytest.mark.parametrize("indent", [None, 4])
@pytest.mark.parametrize("network", ["auto", "calico"])
def test_what_the_network_can_do_the_runtime_is_told(node: Node, network, indent):
    (node.conf / CALICO).write_text(json.dumps(SHAPED, indent=indent))
    found = activated(node, network)
    assert found["capabilities"] == {"portMappings": True, "bandwidth": True}
    own, _, _ = (node.conf / MULTUS_CONF).read_text().partition('"delegates"')
    assert own.count("portMappings") == 1
    assert found.get("delegates", [SHAPED]) == [SHAPED]


def test_capabilities_of_a_configuration_are_its_own(node: Node):
    (node.conf / CALICO).write_text(json.dumps(SHAPED))
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text('{"type": "multus", "capabilities": {}, "clusterNetwork": "auto"}')
    pod.done("activate")
    assert written(node)["capabilities"] == {}


def agent_of(node: Node) -> Pod:
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config("auto"))
    pod.done("activate")
    pod.start("agent")
    pod.beats()
    return pod


def test_a_network_that_changes_is_followed(node: Node):
    pod = agent_of(node)
    stamp = node.stamps()[MULTUS_CONF]
    pod.beats(3)
    assert node.stamps()[MULTUS_CONF] == stamp
    (node.conf / CALICO).write_text(json.dumps(SHAPED))
    until(lambda: written(node)["delegates"] == [SHAPED])
    put(node, ["05-Zebra.json"])
    until(lambda: written(node)["delegates"] == [json.loads(FOUND["05-Zebra.json"])])
    assert written(node)["cniVersion"] == "1.0.0"
    pod.done("ready")


def test_a_network_that_goes_is_kept(node: Node):
    pod = agent_of(node)
    (node.conf / CALICO).write_text(PRIMARY[:-1])
    pod.beats(3)
    assert written(node)["delegates"] == [json.loads(PRIMARY)]
    assert pod.refused("ready") == f"it is no whole JSON object: /etc/cni/net.d/{CALICO}"
    (node.conf / CALICO).unlink()
    pod.beats(3)
    assert written(node)["delegates"] == [json.loads(PRIMARY)]
    assert pod.refused("ready").startswith("there is no file .conf")


def test_a_configuration_that_somebody_takes_away_does_not_come_back(node: Node):
    pod = agent_of(node)
    (node.conf / MULTUS_CONF).unlink()
    pod.beats(3)
    assert not (node.conf / MULTUS_CONF).exists()
    assert "00-multus.conf" in pod.refused("ready")


def test_a_configuration_does_not_change_without_its_plugin(node: Node):
    pod = agent_of(node)
    (node.bin / "multus").unlink()
    (node.conf / CALICO).write_text(json.dumps(SHAPED))
    pod.beats(3)
    assert written(node)["delegates"] == [json.loads(PRIMARY)]


@pytest.mark.parametrize("name", ["00-a.conflist", "00-multus.conf.conf", "99-z.conf"])
def test_multus_must_come_first(node: Node, name):
    pod = node.pod()
    pod.done("activate")
    (node.conf / name).write_text(PRIMARY)
    if name.startswith("00-a"):
        assert pod.refused("ready") == f"it comes before Multus': {node.conf}/{name}"
    else:
        pod.done("ready")


def test_a_network_that_is_another_one_is_not_ready(node: Node):
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config("auto"))
    pod.done("activate")
    put(node, ["05-Zebra.json"])
    problem = "it is not this pod's, or the cluster's own network has changed"
    assert pod.refused("ready") == f"{problem}: {node.conf}/{MULTUS_CONF}"
