"""What the script of the node pods says: programs, words, probes."""

import subprocess
import time

import pytest

from tests.chart.node_script import (
    CONFIG,
    MULTUS,
    MULTUS_CONF,
    PROGRAMS,
    SCRIPT,
    TEMPLATES,
    WHEREABOUTS,
    WHEREABOUTS_CONF,
    Node,
    program,
)

SCRIPTS = sorted(TEMPLATES.parents[1].rglob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck(script):
    done = subprocess.run(
        [program("shellcheck"), "-s", "sh", script], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_shellcheck_sees_the_script():
    assert SCRIPT in SCRIPTS


@pytest.mark.parametrize("verb", [(), ("",), ("deactivate",), ("say",)])
def test_an_unknown_verb(node: Node, verb):
    assert node.pod().run(*verb) == (2, "usage: node.sh activate | agent | ready | alive\n")


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("verb", ["activate", "ready"])
def test_a_program_that_is_missing(node: Node, name, verb):
    (node.programs / name).unlink()
    assert node.pod().refused(verb) == f"cannot find the program: {name}"
    assert list(node.bin.iterdir()) == []


@pytest.mark.parametrize("verb", ["activate", "agent"])
def test_a_pod_without_identity(node: Node, verb):
    assert "POD_UID" in node.pod().refused(verb, POD_UID="")


def test_ready_when_all_is_there(node: Node):
    pod = node.pod()
    pod.done("activate")
    pod.done("ready", POD_UID="")
    pod.done("ready", KUBELET_KUBECONFIG=node.conf / MULTUS)


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("name", [WHEREABOUTS, MULTUS, WHEREABOUTS_CONF, MULTUS_CONF, "10-calico.conflist"])
def test_a_file_that_is_not_ready(node: Node, name, empty):
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(CONFIG.replace("calico", "auto"))
    pod.done("activate")
    (node.conf / name).unlink()
    if empty:
        (node.conf / name).touch()
    assert pod.refused("ready") == f"cannot read, it is missing or empty: {node.conf}/{name}"


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("name", ["multus", "whereabouts"])
def test_a_program_that_is_not_ready(node: Node, name, gone):
    pod = node.pod()
    pod.done("activate")
    if gone:
        (node.bin / name).unlink()
    else:
        (node.bin / name).chmod(0o644)
    assert pod.refused("ready") == f"cannot run, it is missing or not executable: {node.bin}/{name}"


def test_the_kubelets_kubeconfig_is_not_ready(node: Node):
    pod = node.pod()
    pod.done("activate")
    (node.root / "kubeconfig").write_text("")
    path = node.root / "kubeconfig"
    assert pod.refused("ready", KUBELET_KUBECONFIG=path) == f"cannot read, it is missing or empty: {path}"


def test_ready_names_the_first_that_is_missing(node: Node):
    assert node.pod().refused("ready").endswith(WHEREABOUTS)
    assert node.pod("b").refused("ready", KUBECONFIGS="").endswith("bin/whereabouts")


def test_only_what_is_installed_must_be_ready(node: Node):
    pod = node.pod(KUBECONFIGS="")
    (pod.config / MULTUS_CONF).unlink()
    (pod.config / "whereabouts.conf").unlink()
    pod.done("ready")


def test_ready_starts_one_program(node: Node):
    pod = node.pod()
    pod.done("activate")
    for name in PROGRAMS:
        node.wrap(name, f"echo {name} >>{node.root}/calls")
    pod.done("ready")
    assert (node.root / "calls").read_text() == "cat\n"


@pytest.mark.parametrize(("age", "well"), [(0, True), (85, True), (95, False), (-85, True), (-99, False)])
def test_the_agent_is_alive_by_its_last_round(node: Node, age, well):
    pod = node.pod(INTERVAL=10)
    (pod.staging / "alive").write_text(f"{int(time.time()) - age}\n")
    if well:
        pod.done("alive")
    else:
        assert pod.refused("alive") == f"no sign of life of the agent within 90 s: {pod.staging}/alive"


@pytest.mark.parametrize("beat", [None, "", "soon", "08", "9" * 30])
def test_the_agent_is_not_alive_by_nonsense(node: Node, beat):
    pod = node.pod(INTERVAL=1)
    if beat is not None:
        (pod.staging / "alive").write_text(beat)
    assert "no sign of life" in pod.refused("alive")
