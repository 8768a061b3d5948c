"""How the script finds the cluster's own network, which must be there before Multus is."""

import json
import signal

import pytest

from tests.chart.node_script import MULTUS_CONF, PRIMARY, Node, until

CALICO = "10-calico.conflist"
FOUND = {
    CALICO: PRIMARY,
    "00-multus.conf": '{"name": "own"}',
    "00-multus.conf.bak.conf": '{"name": "own"}',
    "05-Zebra.json": json.dumps({"type": "x", "name": "zebra", "cniVersion": "1.0.0"}, indent=2),
    "05-ant.conf": '{"plugins":[{"name":"inner"}],\n"name"\n:\t"ant" , "cniVersion":"0.4.0"}',
    "01-note.txt": '{"name": "note"}',
    "02-empty.conf": "",
    "03-folder.conf/x": "",
    ".00-hidden.conf": '{"name": "hidden"}',
    "9-odd.conf": r'{"a": "name", "name": ["ant"], "b\\": "*[x]?", "name": "odd.*"}',
}


def config(network: str, **more: str) -> str:
    return json.dumps({"cniVersion": "1.0.0", "clusterNetwork": network, "type": "multus", **more})


def put(node: Node, names) -> None:
    for name in names:
        (node.conf / name).parent.mkdir(exist_ok=True)
        (node.conf / name).write_text(FOUND[name])


def written(node: Node) -> dict:
    return json.loads((node.conf / MULTUS_CONF).read_text())


@pytest.mark.parametrize(
    ("network", "becomes"),
    [
        ("auto", "/etc/cni/net.d/05-Zebra.json"),
        ("ant", "ant"),
        ("inner", "inner"),
        ("odd.*", "odd.*"),
        ("/etc/cni/net.d/05-ant.conf", "/etc/cni/net.d/05-ant.conf"),
        ("/etc/cni/net.d/03-folder.conf/../05-ant.conf", "/etc/cni/net.d/03-folder.conf/../05-ant.conf"),
        ("/etc/cni/elsewhere/x.conf", "/etc/cni/elsewhere/x.conf"),
        ("/etc/cni/net.dx/x.conf", "/etc/cni/net.dx/x.conf"),
    ],
)
def test_the_clusters_own_network(node: Node, network, becomes):
    put(node, FOUND)
    pod = node.pod()
    text = config(network, note=r"a\*[b]?\\", after="auto")
    (pod.config / MULTUS_CONF).write_text(text)
    pod.done("activate")
    assert (node.conf / MULTUS_CONF).read_text() == text.replace(
        f'"clusterNetwork": "{network}"', f'"clusterNetwork": "{becomes}"'
    ) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        '{"clusterNetwork":"auto","cniVersion":"auto","type":"multus"}',
        '{\n\t"type" : "multus",\n\t"cniVersion"\n:\n"auto",\n\t"clusterNetwork" :\t"auto"\n}',
        '{"note": "clusterNetwork", "more": ["cniVersion"], "cniVersion": "auto", "clusterNetwork": "auto", "type": "multus"}',
    ],
)
def test_ways_to_write_a_configuration(node: Node, text):
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(text)
    pod.done("activate")
    assert written(node) == json.loads(text) | {
        "clusterNetwork": f"/etc/cni/net.d/{CALICO}",
        "cniVersion": "0.3.1",
    }


@pytest.mark.parametrize(
    ("network", "wanted"),
    [
        ("auto", "a file .conf, .conflist or .json in /etc/cni/net.d"),
        ("own", 'a file with the name "own" in /etc/cni/net.d'),
        ("note", 'a file with the name "note" in /etc/cni/net.d'),
        ("hidden", 'a file with the name "hidden" in /etc/cni/net.d'),
        ("an", 'a file with the name "an" in /etc/cni/net.d'),
        ("/etc/cni/net.d/02-empty.conf", "/etc/cni/net.d/02-empty.conf"),
    ],
)
def test_a_network_that_never_comes(node: Node, network, wanted):
    put(node, set(FOUND) - {CALICO, "05-Zebra.json", "05-ant.conf", "9-odd.conf"})
    (node.conf / CALICO).unlink()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config(network))
    assert pod.refused("activate") == f"cannot find the cluster's own network: waited 0 s for {wanted}"
    assert list(node.bin.iterdir()) == []
    assert not (node.conf / "multus-ipvlan.d").exists()


def test_a_network_that_comes_late(node: Node):
    (node.conf / CALICO).unlink()
    node.wrap(
        "sleep", f"cat {node.root}/late >{node.conf}/{CALICO}; ls {node.bin} >>{node.root}/written; exit 0"
    )
    (node.root / "late").write_text(PRIMARY)
    node.pod(WAIT=1).done("activate")
    assert written(node)["clusterNetwork"] == "calico"
    assert (node.root / "written").read_text() == ""


def test_the_network_is_looked_for_each_second(node: Node):
    (node.conf / CALICO).unlink()
    node.wrap("sleep", f'echo "$@" >>{node.root}/waits; exit 0')
    assert "waited 5 s for" in node.pod(WAIT=5).refused("activate")
    assert (node.root / "waits").read_text() == "1\n" * 5


def test_the_wait_can_be_ended(node: Node):
    (node.conf / CALICO).unlink()
    node.wrap("sleep", f"echo >{node.root}/waits")
    process = node.pod(WAIT=30).start("activate")
    until((node.root / "waits").exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(2) == 143


@pytest.mark.parametrize(
    ("network", "version"),
    [("auto", "1.0.0"), ("ant", "0.4.0"), ("/etc/cni/net.d/10-calico.conflist", "0.3.1")],
)
def test_the_version_of_the_network(node: Node, network, version):
    put(node, FOUND)
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config(network, cniVersion="auto", z="auto"))
    pod.done("activate")
    assert written(node)["cniVersion"] == version
    assert written(node)["z"] == "auto"


@pytest.mark.parametrize(
    ("network", "where"),
    [
        ("odd.*", "{conf}/9-odd.conf"),
        ("/elsewhere/x.conf", "/elsewhere/x.conf"),
        ("", "no clusterNetwork"),
    ],
)
def test_a_network_without_version(node: Node, network, where):
    put(node, FOUND)
    (node.conf / MULTUS_CONF).unlink()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config(network, cniVersion="auto"))
    problem = "cannot find a cniVersion, set multus.cniVersion: " + where.format(conf=node.conf)
    assert pod.refused("activate") == problem
    assert not (node.conf / MULTUS_CONF).exists()


def test_multus_without_a_cluster_network(node: Node):
    (node.conf / CALICO).unlink()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text('{"delegates": [], "type": "multus"}')
    pod.done("activate")
    assert written(node) == {"delegates": [], "type": "multus"}
