"""How the script finds the cluster's own network, which must be there before Multus is, and what it makes of it."""

import json
import signal
from typing import Any

import pytest

from tests.chart.node_script import MULTUS_CONF, PRIMARY, Node, until

CALICO = "10-calico.conflist"
FOUND = {
    CALICO: PRIMARY,
    "00-multus.conf": '{"name": "own"}',
    "00-multus.conf.bak.conf": '{"name": "own"}',
    "04-lo.conflist": '{"plugins":[{"type":"loopback"}],"name":"lo","cniVersion":"0.3.1"}',
    "05-Zebra.json": json.dumps({"type": "x", "name": "zebra", "cniVersion": "1.0.0"}, indent=2),
    "05-ant.conf": '{"plugins":[{"name":"inner"}],\n"name"\n:\t"ant" , "cniVersion":"0.4.0"}\n \n',
    "01-note.txt": '{"name": "note"}',
    "02-empty.conf": "",
    "03-folder.conf/x": "",
    ".00-hidden.conf": '{"name": "hidden"}',
    "9-odd.conf": r'{"a": "name", "name": ["ant"], "b\\": "*[x]?", "name": "odd.*"}',
}
WAITS = "waits for the cluster's own network, since 0 s: "


def config(network: str, **more: str) -> str:
    return json.dumps({"cniVersion": "0.3.1", "clusterNetwork": network, "type": "multus", **more})


def put(node: Node, names) -> None:
    for name in names:
        (node.conf / name).parent.mkdir(exist_ok=True)
        (node.conf / name).write_text(FOUND[name])


def written(node: Node) -> dict[str, Any]:
    return json.loads((node.conf / MULTUS_CONF).read_text())


def activated(node: Node, network: str, **more: str) -> dict[str, Any]:
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config(network, **more))
    pod.done("activate")
    return written(node)


@pytest.mark.parametrize(
    ("network", "file"),
    [
        ("auto", "05-Zebra.json"),
        ("/etc/cni/net.d/05-ant.conf", "05-ant.conf"),
        ("/etc/cni/net.d/03-folder.conf/../05-ant.conf", "05-ant.conf"),
    ],
)
def test_a_file_is_copied_whole(node: Node, network, file):
    put(node, FOUND)
    note = r"a\*[b]?\\"
    network = json.loads(FOUND[file])
    found = activated(node, "auto" if "Zebra" in file else f"/etc/cni/net.d/{file}", note=note, after="auto")
    assert found == {
        "cniVersion": network["cniVersion"],
        "type": "multus",
        "note": note,
        "after": "auto",
        "delegates": [network],
    }


@pytest.mark.parametrize(
    "network", ["ant", "inner", "odd.*", "/etc/cni/elsewhere/x.conf", "/etc/cni/net.dx/x.conf"]
)
def test_a_name_and_a_path_elsewhere_stay(node: Node, network):
    put(node, FOUND)
    found = activated(node, network, note=r"a\*[b]?\\", cniVersion="1.0.0")
    assert found == json.loads(config(network, note=r"a\*[b]?\\", cniVersion="1.0.0"))


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
    expected = json.loads(text) | {"delegates": [json.loads(PRIMARY)], "cniVersion": "0.3.1"}
    del expected["clusterNetwork"]
    assert written(node) == expected


@pytest.mark.parametrize(
    ("network", "what"),
    [
        ("auto", "file .conf, .conflist or .json with a network in /etc/cni/net.d"),
        ("own", 'file with the name "own" in /etc/cni/net.d'),
        ("note", 'file with the name "note" in /etc/cni/net.d'),
        ("hidden", 'file with the name "hidden" in /etc/cni/net.d'),
        ("an", 'file with the name "an" in /etc/cni/net.d'),
        ("/etc/cni/net.d/02-empty.conf", "/etc/cni/net.d/02-empty.conf"),
    ],
)
def test_a_network_that_never_comes(node: Node, network, what):
    put(node, set(FOUND) - {CALICO, MULTUS_CONF, "05-Zebra.json", "05-ant.conf", "9-odd.conf"})
    (node.conf / CALICO).unlink()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config(network))
    assert pod.waits() == f"{WAITS}there is no {what}"
    assert list(node.bin.iterdir()) == []
    assert not (node.conf / "multus-ipvlan.d").exists()


BROKEN = ["", PRIMARY[:-1], PRIMARY[: len(PRIMARY) // 2], PRIMARY[:-2] + "  ", "{", "x}", '{"a": "}', '{"a": "\\"}', '{"a": [}]', '{"a": 1}}', '{"a": {}} {}', '{"a": 1,}', '{"a": [1, ]}', "[]", '{"a": ]}']  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_a_network_that_is_half_written(node: Node, text):
    (node.conf / CALICO).write_text(text)
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config("auto"))
    wanted = f"it is no whole JSON object: /etc/cni/net.d/{CALICO}" if text else "there is no file .conf"
    assert pod.waits().startswith(WAITS + wanted)
    assert node.targets() == {}


@pytest.mark.parametrize("note", ["a{b", "a}b", '\\" }{][', "\\\\", ",]", "é⟦", "\\u007d"])
def test_brackets_in_texts_are_texts(node: Node, note):
    text = PRIMARY.replace(
        '"name"', f'"note": "{note}", "more": [[], {{}}, [{{"a": [1, 2.5e3, null]}}]], "name"'
    )
    (node.conf / CALICO).write_text(text)
    assert activated(node, "auto")["delegates"] == [json.loads(text)]


def test_a_list_without_version_gets_that_of_multus(node: Node):
    (node.conf / CALICO).write_text('\n {"name": "calico", "plugins": [{"type": "a"}]}')
    found = activated(node, "auto", cniVersion="0.4.0")
    assert found["delegates"] == [{"cniVersion": "0.4.0", "name": "calico", "plugins": [{"type": "a"}]}]


def test_a_folder_is_no_network(node: Node):
    (node.conf / "a.conf").mkdir()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config("/etc/cni/net.d/a.conf"))
    assert pod.waits() == f"{WAITS}there is no /etc/cni/net.d/a.conf"


@pytest.mark.parametrize("name", ["00-multus.conf", "00-multus.conflist"])
def test_multus_is_no_network_for_itself(node: Node, name):
    pod = node.pod()
    pod.done("activate")
    (pod.config / MULTUS_CONF).write_text(config(f"/etc/cni/net.d/{name}"))
    assert pod.refused("activate") == f"Multus cannot be the cluster's own network: /etc/cni/net.d/{name}"


def test_tokens_are_renewed_while_a_network_is_missing(node: Node):
    older, newer = node.pod("older"), node.pod("newer")
    older.done("activate")
    (node.conf / CALICO).unlink()
    assert newer.waits().startswith(WAITS)
    assert newer.keeps_kubeconfigs()
    assert node.owner() == "released"
    # It goes on for as long as the wait does. A second of it is over at once.
    (newer.config / MULTUS_CONF).write_text(config("auto"))
    node.wrap("sleep", "/bin/sleep 0.01; exit 0")
    process = newer.start("activate")
    until(lambda: node.owner() == "newer")
    until(newer.keeps_kubeconfigs)
    assert process.stdout.readline().startswith(WAITS)
    newer.token("rotated")
    until(newer.keeps_kubeconfigs)
    process.kill()


def test_a_network_that_comes_late(node: Node):
    (node.conf / CALICO).unlink()
    node.wrap(
        "sleep", f"cat {node.root}/late >{node.conf}/{CALICO}; ls {node.bin} >>{node.root}/written; exit 0"
    )
    (node.root / "late").write_text(PRIMARY)
    code, output = node.pod().run("activate")
    assert (code, output) == (0, f'{WAITS}there is no file with the name "calico" in /etc/cni/net.d\n')
    assert written(node)["clusterNetwork"] == "calico"
    assert (node.root / "written").read_text() == ""


def test_the_network_is_looked_for_each_second_and_told_of_each_minute(node: Node):
    (node.conf / CALICO).unlink()
    node.wrap("sleep", f'echo "$@" >>{node.root}/waits; exit 0')
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config("auto"))
    process = pod.start("activate")
    lines = [process.stdout.readline() for _ in range(3)]
    process.kill()
    assert [line.split(": ")[0] for line in lines] == [
        f"waits for the cluster's own network, since {seconds} s" for seconds in (0, 60, 120)
    ]
    waits = (node.root / "waits").read_text().split()
    assert len(waits) >= 120
    assert set(waits) == {"1"}


def test_a_name_without_a_file_may_be_that_of_an_object(node: Node):
    (node.conf / CALICO).unlink()
    node.wrap("sleep", f"echo >>{node.root}/waits; [ $1 != 1 ] || exit 0")
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config("calico"))
    code, output = pod.run("activate")
    missing = 'there is no file with the name "calico" in /etc/cni/net.d'
    assert (code, output.splitlines()[-1]) == (0, f"goes on without: {missing}")
    assert 60 <= len((node.root / "waits").read_text()) < 70
    assert output.count("\n") == 3
    assert written(node) == json.loads(config("calico"))
    pod.done("ready")
    # Each start waits anew.
    assert pod.run("activate") == (0, output)
    # What comes late counts all the same.
    pod.start("agent")
    pod.beats()
    (node.conf / CALICO).write_text(
        PRIMARY.replace('"type": "calico"', '"type": "calico", "capabilities": {"x": true}')
    )
    until(lambda: written(node).get("capabilities") == {"x": True})
    (pod.config / MULTUS_CONF).write_text(config("other", cniVersion="auto"))
    (node.conf / CALICO).unlink()
    process = pod.start("activate")
    until(lambda: "no cniVersion" in process.stdout.readline())
    process.kill()


def test_the_wait_can_be_ended(node: Node):
    (node.conf / CALICO).unlink()
    node.wrap("sleep", f"echo >{node.root}/waits")
    process = node.pod().start("activate")
    until((node.root / "waits").exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 143


@pytest.mark.parametrize(
    ("network", "given", "version"),
    [
        ("auto", "auto", "1.0.0"),
        ("ant", "auto", "0.4.0"),
        ("/etc/cni/net.d/10-calico.conflist", "auto", "0.3.1"),
        # Never below the network's, however that is found.
        ("auto", "0.4.0", "1.0.0"),
        ("ant", "0.3.1", "0.4.0"),
        ("ant", "0.3.10", "0.4.0"),
        ("ant", "1.0.0", "1.0.0"),
        ("ant", "0.4.0", "0.4.0"),
        ("ant", "0.10.0", "0.10.0"),
        ("odd.*", "0.3.1", "0.3.1"),
        ("ant", "x.y", "x.y"),
    ],
)
def test_the_version_of_the_network(node: Node, network, given, version):
    put(node, FOUND)
    found = activated(node, network, cniVersion=given, z="auto")
    assert (found["cniVersion"], found["z"]) == (version, "auto")


@pytest.mark.parametrize(
    ("network", "problem"),
    [
        ("odd.*", "there is no cniVersion, set multus.cniVersion: /etc/cni/net.d/9-odd.conf"),
        ("/elsewhere/x.conf", "no cniVersion can be read, set multus.cniVersion: /elsewhere/x.conf"),
        ("", "no cniVersion can be read, set multus.cniVersion: there is no clusterNetwork"),
    ],
)
def test_a_network_without_version(node: Node, network, problem):
    put(node, FOUND)
    (node.conf / MULTUS_CONF).unlink()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(config(network, cniVersion="auto"))
    assert pod.waits() == WAITS + problem
    assert not (node.conf / MULTUS_CONF).exists()


def test_multus_without_a_cluster_network(node: Node):
    (node.conf / CALICO).unlink()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text('{"delegates": [], "type": "multus"}')
    pod.done("activate")
    assert written(node) == {"delegates": [], "type": "multus"}
