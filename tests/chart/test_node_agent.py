"""The agent keeps kubeconfigs fresh, and of two pods on a node only one writes."""

import os
import signal
import subprocess
import time

import pytest

from tests.chart.node_script import (
    CONFIG,
    MULTUS,
    MULTUS_CONF,
    WHEREABOUTS,
    Node,
    Pod,
    disk,
    remount_read_only,
    until,
)


def owner_file(node: Node):
    return node.conf / "multus-ipvlan.d/owner"


def start(pod: Pod, **env):
    """Give an agent that has made its first round."""
    process = pod.start("agent", **env)
    pod.beats()
    return process


def test_a_new_token(node: Node):
    pod = node.pod()
    pod.done("activate")
    process = start(pod)
    pod.token("rotated")
    until(pod.keeps_kubeconfigs)
    (pod.access / "ca.crt").write_text("another")
    until(lambda: "YW5vdGhlcg==" in pod.kubeconfig(MULTUS))
    process.terminate()
    assert process.wait(10) == 0
    until(lambda: node.temporaries() == [])


def test_what_is_fresh_is_left_alone(node: Node):
    pod = node.pod()
    pod.done("activate")
    before = node.stamps()
    seen = owner_file(node).read_text()
    start(pod)
    until(lambda: owner_file(node).read_text() != seen)
    assert node.owner() == "uid-a"
    assert node.stamps() == before


def test_the_end_is_prompt(node: Node):
    pod = node.pod()
    pod.done("activate")
    for number in (signal.SIGTERM, signal.SIGINT):
        process = pod.start("agent", INTERVAL=60)
        until(pod.beat.exists)
        time.sleep(0.2)
        process.send_signal(number)
        assert process.wait(10) == 0
        assert node.owner() == "released"
        assert not alive(process.pid)
        pod.beat.unlink()


def alive(group: int) -> bool:
    """Tell whether a process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_newer_pod_takes_over(node: Node):
    older, newer = node.pod("older"), node.pod("newer")
    older.done("activate")
    start(older, INTERVAL=0.5)
    newer.done("activate")
    older.token("dies with its pod")
    older.beats(3)
    assert newer.keeps_kubeconfigs()
    process = start(newer)
    newer.token("rotated")
    until(newer.keeps_kubeconfigs)
    older.beats()
    assert newer.keeps_kubeconfigs()
    process.terminate()
    until(older.keeps_kubeconfigs)
    until(lambda: node.owner() == "older")


def test_the_newest_pod_takes_back_what_it_lost_while_it_started(node: Node):
    older, newer = node.pod("older", STALE=3), node.pod("newer")
    older.done("activate")
    oldest = start(older)
    newer.done("activate")
    until(older.keeps_kubeconfigs)
    assert newer.refused("ready").startswith("the token is not that of this pod")
    process = start(newer)
    until(newer.keeps_kubeconfigs)
    older.beats(3)
    assert node.owner() == "newer"
    until(newer.keeps_kubeconfigs)
    newer.done("ready")
    # A new start of its agent is no reason to take anything from a pod that is newer still.
    for each in (oldest, process):
        each.kill()
    newest = node.pod("newest")
    newest.done("activate")
    start(newer)
    newer.beats(2)
    assert newest.keeps_kubeconfigs()


def test_an_activation_that_fails_gives_its_claim_back(node: Node):
    older, newer = node.pod("older"), node.pod("newer")
    older.done("activate")
    start(older)
    node.wrap("mv", f'case "$*" in *{node.conf}/00-multus.conf) exit 1 ;; esac')
    (newer.config / MULTUS_CONF).write_text(CONFIG + " ")
    (newer.config / MULTUS_CONF).write_text(CONFIG.replace("{", '{"a": "b",'))
    assert newer.refused("activate").startswith("cannot write: ")
    until(older.keeps_kubeconfigs)
    until(lambda: node.owner() == "older")


def test_a_newer_pod_that_comes_during_a_round(node: Node):
    pod = node.pod()
    pod.done("activate")
    node.wrap("base64", f"echo newer $(date +%s) >{owner_file(node)}")
    start(pod)
    assert node.owner() == "newer"


def test_a_claim_is_as_new_as_the_end_of_its_round(node: Node):
    """Also of the round that takes over: one that a slow disk holds up must not make it stale."""
    node.pod("older").done("activate")
    owner_file(node).write_text("released 1\n")
    node.wrap("base64", "sleep 1.1")
    node.pod("newer").start("agent", INTERVAL=60)
    until(lambda: node.owner() == "newer")
    taken = owner_file(node).read_text()
    until(lambda: owner_file(node).read_text() != taken)


def test_a_claim_that_a_round_of_the_pod_before_overwrites(node: Node):
    pod = node.pod()
    pod.done("activate")
    renew = f"echo older $(date +%s) >{owner_file(node)}"
    subprocess.run(["sh", "-c", renew], check=True)
    node.wrap("base64", f"[ -e {node.root}/once ] || {{ : >{node.root}/once; {renew}; }}")
    start(pod)
    assert node.owner() == "uid-a"


def test_a_claim_that_a_round_of_an_older_pod_overwrites(node: Node):
    node.wrap("base64", f"echo older $(date +%s) >{owner_file(node)}")
    node.pod().done("activate")
    assert node.owner() == "uid-a"


def test_an_older_pod_that_ends_takes_nothing_with_it(node: Node):
    older, newer = node.pod("older"), node.pod("newer")
    older.done("activate")
    process = start(older, INTERVAL=1)
    newer.done("activate")
    process.terminate()
    assert process.wait(10) == 0
    assert node.owner() == "newer"
    assert newer.keeps_kubeconfigs()


def test_a_killed_owner_is_replaced_when_it_is_stale(node: Node):
    killed, other = node.pod("killed", STALE=3), node.pod("other", STALE=3)
    killed.done("activate")
    process = start(killed)
    started = time.time()
    waiting = start(other)
    assert node.owner() == "killed"
    os.killpg(process.pid, signal.SIGKILL)
    until(lambda: node.owner() == "other", 15)
    assert time.time() - started > 1
    until(other.keeps_kubeconfigs)
    waiting.terminate()
    assert waiting.communicate()[0] == "takes over the kubeconfigs from pod killed\n"


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        (None, True),
        ("", True),
        ("other", True),
        ("other soon", True),
        ("other 08", True),
        ("released {0:.0f}", True),
        ("other {-61:.0f}", True),
        ("other {-50:.0f}", False),
        ("other {50:.0f}", False),
        ("other {70:.0f}", True),
        ("\0\0\0", True),
    ],
)
def test_who_is_taken_for_gone(node: Node, line, taken):
    pod = node.pod()
    owner_file(node).parent.mkdir()
    if line is not None:
        head, _, rest = line.partition("{")
        text = f"{head}{int(time.time()) + int(rest.split(':')[0])}\n" if rest else line
        owner_file(node).write_text(text)
    start(pod)
    assert pod.keeps_kubeconfigs() == taken
    assert (owner_file(node).read_text().split() or [""])[0] == ("uid-a" if taken else "other")


def test_who_cannot_claim_writes_nothing(node: Node):
    pod = node.pod()
    node.wrap("mv", 'case "$*" in *owner*) exit 1 ;; esac')
    start(pod)
    assert list(node.conf.glob("*.d/*.kubeconfig")) == []


def test_an_agent_survives_what_fails(node: Node):
    pod = node.pod()
    with disk(node.conf):
        (node.conf / "multus-ipvlan.d").mkdir()
        pod.done("activate")
        process = start(pod)
        (pod.access / "token").unlink()
        pod.beats()
        pod.token("back again")
        until(pod.keeps_kubeconfigs)
        remount_read_only(node.conf)
        pod.token("too late")
        pod.beats()
        assert process.poll() is None
        assert "back again" in pod.kubeconfig()
    process.terminate()
    lines = process.communicate()[0].splitlines()
    assert f"cannot read, it is missing or empty: {pod.access}/token" in lines
    for name in (WHEREABOUTS, MULTUS):
        assert any(line.startswith(f"cannot write: {node.conf}/{name} (") for line in lines)


def test_a_round_that_hangs_is_seen(node: Node):
    pod = node.pod()
    node.wrap("base64", "sleep 30")
    pod.start("agent", INTERVAL=1)
    until(pod.beat.exists)
    pod.beat.unlink()
    time.sleep(1.5)
    assert not pod.beat.exists()


def test_what_fails_in_each_round_is_said_once(node: Node):
    pod = node.pod()
    pod.done("activate")
    process = start(pod)
    (pod.access / "token").unlink()
    pod.beats(5)
    pod.token("again")
    pod.beats(3)
    (pod.access / "token").unlink()
    pod.beats(3)
    process.terminate()
    # A round may have been at work when the file went.
    lines = [line for line in process.communicate()[0].splitlines() if not line.startswith("cat: ")]
    assert lines == [f"cannot read, it is missing or empty: {pod.access}/token"] * 2


def test_a_pod_keeps_what_it_started_with(node: Node):
    pod = node.pod()
    (pod.config / "node.sh").write_text("echo of this start\n")
    pod.done("activate")
    start(pod)
    (pod.config / MULTUS_CONF).write_text('{"type": "of the next version"}')
    (pod.config / "node.sh").write_text("echo of the next version\n")
    pod.beats(3)
    assert (node.conf / MULTUS_CONF).read_text() == CONFIG + "\n"
    assert (pod.staging / "config/node.sh").read_text() == "echo of this start\n"
    pod.done("ready")


def test_an_agent_without_kubeconfigs(node: Node):
    pod = node.pod(KUBECONFIGS="", KUBERNETES_SERVICE_HOST="")
    pod.done("activate")
    process = start(pod)
    pod.done("alive", INTERVAL=1)
    assert process.poll() is None
    assert set(node.targets()) == {"multus", "whereabouts", "whereabouts.d/whereabouts.conf", MULTUS_CONF}
