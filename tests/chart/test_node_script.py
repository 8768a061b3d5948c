"""What the script of the node pods says: programs, words, probes."""

import re
import subprocess
import time

import pytest

from tests.chart.conftest import RenderValues, objects_of
from tests.chart.node_script import (
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

SCRIPTS = sorted(TEMPLATES.rglob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck(script):
    done = subprocess.run(
        [program("shellcheck"), "-x", "-s", "sh", script], check=False, capture_output=True, text=True
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
@pytest.mark.parametrize("name", [WHEREABOUTS, MULTUS, WHEREABOUTS_CONF, MULTUS_CONF])
def test_a_file_that_is_not_ready(node: Node, name, empty):
    pod = node.pod()
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
    assert pod.refused("ready") == f"cannot run, it is missing, empty or not executable: {node.bin}/{name}"


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


def test_ready_starts_few_programs(node: Node):
    pod = node.pod()
    pod.done("activate")
    for name in PROGRAMS:
        node.wrap(name, f"echo {name} >>{node.root}/calls")
    pod.done("ready")
    calls = (node.root / "calls").read_text().split()
    assert set(calls) == {"cat", "date", "tr"}
    assert len(calls) <= 12


def test_a_token_of_another_pod_is_not_ready(node: Node):
    older, newer = node.pod("older"), node.pod("newer")
    older.done("activate")
    older.done("ready")
    newer.done("activate")
    newer.done("ready")
    newer.token("rotated")
    assert newer.refused("ready") == f"the token is not that of this pod: {node.conf}/{WHEREABOUTS}"


def test_a_pod_stays_ready_beside_a_newer_one(node: Node):
    """Otherwise it would be deleted, and an update would go on whether or not the newer one works."""
    older, newer = node.pod("older"), node.pod("newer")
    older.done("activate")
    # As the first round of its agent does.
    (older.staging / "new").unlink()
    (newer.config / MULTUS_CONF).write_text('{"type": "multus", "clusterNetwork": "auto"}')
    newer.done("activate")
    older.done("ready")
    (node.conf / "multus-ipvlan.d/owner").write_text(f"newer {int(time.time()) - 99}\n")
    assert older.refused("ready") == f"the token is not that of this pod: {node.conf}/{WHEREABOUTS}"
    (node.conf / "multus-ipvlan.d/owner").write_text(f"released {int(time.time())}\n")
    assert older.refused("ready") == f"the token is not that of this pod: {node.conf}/{WHEREABOUTS}"


def test_multus_that_is_switched_off_leaves_a_node_that_is_not_ready(node: Node):
    older, newer = node.pod("older"), node.pod("newer", KUBECONFIGS=f"{WHEREABOUTS}=")
    text = '{"kubeconfig": "/etc/cni/net.d/multus.d/multus.kubeconfig", "type": "multus"}'
    (older.config / MULTUS_CONF).write_text(text)
    older.done("activate")
    (newer.config / MULTUS_CONF).unlink()
    newer.done("activate")
    assert newer.refused("ready") == (
        f"Multus is off, but its configuration is here and its token dies, remove it: {node.conf}/{MULTUS_CONF}"
    )
    (node.conf / MULTUS_CONF).write_text('{"kubeconfig": "/etc/another", "type": "multus"}')
    newer.done("ready")


@pytest.mark.parametrize("name", ["00-multus.conflist", "00-multus.conf.cilium_bak"])
def test_a_configuration_that_was_renamed_is_named(node: Node, name):
    pod = node.pod()
    pod.done("activate")
    (node.conf / MULTUS_CONF).rename(node.conf / name)
    problem = f"it is missing, somebody gave it another name: {node.conf}/{MULTUS_CONF}, {node.conf}/{name}"
    assert pod.refused("ready") == problem
    (node.conf / name).unlink()
    assert pod.refused("ready").startswith("cannot read, it is missing or empty")


@pytest.mark.parametrize("name", ["multus", "whereabouts"])
def test_an_empty_program_is_not_ready(node: Node, name):
    pod = node.pod()
    pod.done("activate")
    (node.bin / name).write_text("")
    assert pod.refused("ready") == f"cannot run, it is missing, empty or not executable: {node.bin}/{name}"


def test_folders_are_those_that_the_pods_mount(render_values: RenderValues):
    daemonset = next(item for item in objects_of(render_values([]).stream) if item["kind"] == "DaemonSet")
    pod = daemonset["spec"]["template"]["spec"]
    (activate,) = (each for each in pod["initContainers"] if each["name"] == "activate")
    (agent,) = (each for each in pod["containers"] if each["name"] == "agent")
    defaults = dict(re.findall(r"^(\w+)=\$\{\1:-([^}]*)\}", SCRIPT.read_text(), re.MULTILINE))
    env = {each["name"]: each.get("value") for each in agent["env"]}
    assert (env["CONF_DIR"], env["CONFIG"]) == (defaults["CONF_DIR"], f"{defaults['STAGING']}/config")
    assert not {"NODE_BIN", "NODE_CONF", "STAGING", "ACCESS", "BEAT", "INTERVAL", "STALE"} & env.keys()
    assert "CONFIG" not in {each["name"] for each in activate["env"]}
    for container, variables in (
        (activate, ("NODE_BIN", "NODE_CONF", "STAGING", "CONFIG", "ACCESS")),
        (agent, ("NODE_BIN", "NODE_CONF", "STAGING", "ACCESS")),
    ):
        assert {defaults[name] for name in variables} <= {
            each["mountPath"] for each in container["volumeMounts"]
        }
    (beat,) = (
        each["name"] for each in agent["volumeMounts"] if defaults["BEAT"].startswith(each["mountPath"] + "/")
    )
    (volume,) = (each for each in pod["volumes"] if each["name"] == beat)
    assert volume["emptyDir"]["medium"] == "Memory"
    assert (defaults["INTERVAL"], defaults["STALE"]) == ("10", "60")


@pytest.mark.parametrize(("age", "well"), [(0, True), (85, True), (95, False), (-85, True), (-99, False)])
def test_the_agent_is_alive_by_its_last_round(node: Node, age, well):
    pod = node.pod(INTERVAL=10)
    pod.beat.write_text(f"{int(time.time()) - age}\n")
    if well:
        pod.done("alive")
    else:
        assert pod.refused("alive") == f"no sign of life of the agent within 90 s: {pod.beat}"


@pytest.mark.parametrize("beat", [None, "", "soon", "08", "9" * 30])
def test_the_agent_is_not_alive_by_nonsense(node: Node, beat):
    pod = node.pod(INTERVAL=1)
    if beat is not None:
        pod.beat.write_text(beat)
    assert "no sign of life" in pod.refused("alive")
