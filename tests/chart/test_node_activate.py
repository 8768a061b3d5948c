"""What the last init step writes on a node, in which order, and what it leaves alone."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.chart.node_script import (
    CONFIG,
    MULTUS,
    MULTUS_CONF,
    WHEREABOUTS,
    WHEREABOUTS_CONF,
    Node,
    program,
)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_is_written(node: Node):
    pod = node.pod()
    (pod.staging / "bin/folder").mkdir()
    pod.done("activate")
    assert sorted(path.name for path in node.bin.iterdir()) == ["multus", "whereabouts"]
    assert {mode(path) for path in node.bin.iterdir()} == {0o755}
    assert (node.bin / "multus").read_text() == "multus 1\n"
    assert (node.conf / MULTUS_CONF).read_text() == CONFIG + "\n"
    assert (node.conf / WHEREABOUTS_CONF).read_text() == '{"datastore": "kubernetes"}\n'
    for name in (WHEREABOUTS, MULTUS, WHEREABOUTS_CONF, MULTUS_CONF, "multus-ipvlan.d/owner"):
        assert mode(node.conf / name) == 0o600
    assert node.owner() == "uid-a"
    assert node.temporaries() == []


def test_a_secret_that_was_opened_is_closed(node: Node):
    pod = node.pod()
    pod.done("activate")
    for name in (WHEREABOUTS, MULTUS):
        (node.conf / name).chmod(0o644)
    pod.done("activate")
    assert {mode(node.conf / name) for name in (WHEREABOUTS, MULTUS)} == {0o600}


def test_nothing_half_written_has_a_name_that_a_runtime_reads(node: Node):
    pod = node.pod()
    pod.stage(shim="s")
    for name in ("chmod", "cp", "mv"):
        node.wrap(name, f"ls -A {node.conf} {node.bin} >>{node.root}/seen")
    pod.done("activate")
    seen = set((node.root / "seen").read_text().split())
    read = {name for name in seen if name.endswith((".conf", ".conflist", ".json"))}
    assert read <= {"10-calico.conflist", MULTUS_CONF}
    assert len(seen - read) > 5


def test_a_token_does_not_wait_for_binaries_where_multus_runs(node: Node):
    pod = node.pod()
    pod.done("activate")
    pod.token("of the next pod")
    pod.stage(multus="2")
    node.wrap("cp", f"cat {node.conf}/{WHEREABOUTS} >>{node.root}/seen")
    pod.done("activate")
    assert (node.root / "seen").read_text().count("of the next pod") == 1


def test_a_secret_is_never_readable_for_others(node: Node):
    node.wrap("chmod", f'for last; do :; done; stat -c "%a" "$last" >>{node.root}/modes')
    node.pod().done("activate")
    assert set((node.root / "modes").read_text().split()) == {"600"}


def test_the_order(node: Node):
    pod = node.pod()
    pod.stage(zz="z", shim="s")
    node.wrap("mv", f'for last; do :; done\necho "$last" >>{node.root}/moves')
    pod.done("activate")
    moves = (node.root / "moves").read_text().splitlines()
    assert [str(Path(move).relative_to(node.root / "host")) for move in moves] == [
        "etc/cni/net.d/multus-ipvlan.d/owner",
        *(f"opt/cni/bin/{name}" for name in ("multus", "shim", "whereabouts", "zz")),
        *(f"etc/cni/net.d/{name}" for name in (WHEREABOUTS, MULTUS, WHEREABOUTS_CONF, MULTUS_CONF)),
    ]


def test_a_kubeconfig(node: Node):
    pod = node.pod()
    pod.done("activate")
    authority = (pod.access / "ca.crt").read_bytes()
    for name, context in ((WHEREABOUTS, {"namespace": "kube-system"}), (MULTUS, {})):
        config = yaml.safe_load(pod.kubeconfig(name))
        assert config["clusters"][0]["cluster"] == {
            "server": "https://10.0.0.1:443",
            "certificate-authority-data": base64.b64encode(authority).decode(),
        }
        assert config["users"][0]["user"] == {"token": "token-of-uid-a"}
        assert config["contexts"][0]["context"] == {"cluster": "node", "user": "node"} | context
        assert config["current-context"] == config["contexts"][0]["name"] == "node"
        assert {config[key][0]["name"] for key in ("clusters", "users")} == {"node"}
        assert (config["apiVersion"], config["kind"]) == ("v1", "Config")


def test_an_ipv6_server_has_brackets(node: Node):
    pod = node.pod(KUBERNETES_SERVICE_HOST="fd00::1", KUBERNETES_SERVICE_PORT=6443)
    pod.done("activate")
    assert 'server: "https://[fd00::1]:6443"' in pod.kubeconfig()


def test_a_second_run_touches_nothing(node: Node):
    pod = node.pod()
    pod.done("activate")
    before = node.stamps()
    assert len(before) == 6
    pod.done("activate")
    assert node.stamps() == before


def test_without_cmp_binaries_are_replaced(node: Node):
    pod = node.pod()
    pod.done("activate")
    before = node.stamps()
    (node.programs / "cmp").unlink()
    pod.done("activate")
    assert {name for name, stamp in node.stamps().items() if stamp != before[name]} == {
        "multus",
        "whereabouts",
    }


def test_a_binary_that_is_not_executable_is_replaced(node: Node):
    pod = node.pod()
    pod.done("activate")
    (node.bin / "multus").chmod(0o644)
    pod.done("activate")
    assert mode(node.bin / "multus") == 0o755


def test_a_reader_keeps_the_old_file(node: Node):
    pod = node.pod()
    pod.done("activate")
    before = {name: (path.stat().st_ino, path.read_text()) for name, path in node.targets().items()}
    readers = {name: path.open() for name, path in node.targets().items()}
    pod.stage(multus="multus 2, longer\n", whereabouts="2")
    pod.token("another")
    (pod.config / MULTUS_CONF).write_text(CONFIG + "\n\n ")
    (pod.config / "whereabouts.conf").write_text("{}")
    pod.done("activate")
    for name, path in node.targets().items():
        inode, text = before[name]
        with readers[name] as reader:
            assert reader.read() == text
        assert path.stat().st_ino != inode
        assert path.read_text() != text


def test_a_program_that_runs_is_replaced(node: Node):
    pod = node.pod()
    shutil.copy(program("sleep"), node.bin / "multus")
    with subprocess.Popen([node.bin / "multus", "30"]) as running:
        pod.done("activate")
        assert running.poll() is None
        running.kill()
    assert (node.bin / "multus").read_text() == "multus 1\n"


def test_temporary_files_of_killed_pods_go(node: Node):
    for folder in ("multus.d", "whereabouts.d", "multus-ipvlan.d"):
        (node.conf / folder).mkdir()
    for place in ("multus.d/", "whereabouts.d/", "multus-ipvlan.d/", ""):
        (node.conf / f"{place}.x.other.multus-ipvlan-tmp").write_text("x")
    (node.bin / ".multus.other.multus-ipvlan-tmp").write_text("x")
    kept = [node.bin / ".multus.other", node.conf / "x.multus-ipvlan-tmp"]
    for path in kept:
        path.write_text("x")
    node.pod().done("activate")
    assert node.temporaries() == []
    assert all(path.exists() for path in kept)


def test_a_configuration_of_the_installer_is_taken(node: Node):
    pod = node.pod()
    (pod.staging / "net.d" / MULTUS_CONF).write_text(CONFIG.replace("{", '{"own": 1,'))
    pod.done("activate")
    assert '"own"' in (node.conf / MULTUS_CONF).read_text()


def test_only_what_is_configured_is_written(node: Node):
    pod = node.pod(KUBECONFIGS="", KUBERNETES_SERVICE_HOST="")
    (pod.config / MULTUS_CONF).unlink()
    (pod.staging / "net.d" / MULTUS_CONF).write_text(CONFIG)
    (pod.config / "whereabouts.conf").unlink()
    (node.conf / "10-calico.conflist").unlink()
    (pod.staging / "bin/whereabouts").unlink()
    pod.done("activate")
    assert [path.name for path in node.conf.iterdir()] == ["multus-ipvlan.d"]
    assert [path.name for path in node.bin.iterdir()] == ["multus"]


def test_configurations_behind_links(node: Node):
    pod = node.pod()
    pod.config.rename(pod.home / "data")
    pod.config.mkdir()
    for name in (MULTUS_CONF, "whereabouts.conf"):
        (pod.config / name).symlink_to(f"../data/{name}")
    pod.done("activate")
    assert not (node.conf / MULTUS_CONF).is_symlink()


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("name", ["multus", "whereabouts"])
def test_nothing_is_written_where_an_installer_left_nothing(node: Node, name, empty):
    pod = node.pod()
    (pod.staging / "bin" / name).unlink()
    if empty:
        pod.stage(**{name: ""})
    problem = f"cannot install, it is missing or empty: {pod.staging}/bin/{name}"
    assert pod.refused("activate") == problem
    assert node.targets() == {}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("bin", "cannot find the folder: {0}/host/opt/cni/bin"),
        ("net.d", "cannot find the folder: {0}/host/etc/cni/net.d"),
        ("kubelet", "cannot read, it is missing or empty: {0}/kubelet"),
        ("whereabouts.conf", "cannot read, it is missing or empty: {0}/uid-a/config/whereabouts.conf"),
        ("00-multus.conf", "cannot tell Multus' plugin, there is no type: {0}/uid-a/config/00-multus.conf"),
    ],
)
def test_nothing_is_written_when_something_is_missing(node: Node, name, problem):
    pod = node.pod(KUBELET_KUBECONFIG=node.root / "kubelet")
    (node.root / "kubelet").write_text("" if name == "kubelet" else "x")
    if name == "whereabouts.conf":
        (pod.config / name).write_text("")
    if name == "00-multus.conf":
        (pod.config / name).write_text('{"name": "type", "types": "x"}')
    for folder in (node.bin, node.conf):
        if folder.name == name:
            shutil.rmtree(folder)
    assert pod.refused("activate") == problem.format(node.root)
    assert list(node.root.rglob("host/opt/cni/bin/*")) == []
    assert [path.name for path in node.root.rglob("host/etc/cni/net.d/*")] in ([], ["10-calico.conflist"])


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("token", "gone"),
        ("token", "empty"),
        ("ca.crt", "gone"),
        ("ca.crt", "empty"),
        ("KUBERNETES_SERVICE_HOST", ""),
        ("KUBERNETES_SERVICE_PORT", ""),
    ],
)
def test_what_a_kubeconfig_needs(node: Node, name, how):
    pod = node.pod()
    if how == "gone":
        (pod.access / name).unlink()
    elif how == "empty":
        (pod.access / name).write_text("")
    assert name in pod.refused("activate", **({} if how else {name: ""}))
    assert set(node.targets()) == {"multus", "whereabouts"}
