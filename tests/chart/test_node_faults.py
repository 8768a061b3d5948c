"""Full disks, read-only folders and kills leave each file of a node as it was or as it should be."""

import signal

import pytest

from tests.chart.node_script import (
    CONFIG,
    MULTUS,
    MULTUS_CONF,
    WHEREABOUTS,
    WHEREABOUTS_CONF,
    Node,
    Pod,
    disk,
    remount_read_only,
)

FILES = {"multus", "whereabouts", WHEREABOUTS, MULTUS, WHEREABOUTS_CONF, MULTUS_CONF}


def contents(node: Node) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in node.targets().items()}


def change(pod: Pod, **lengths: int) -> None:
    """Give new content to all that is written, of some length where one is given."""
    size = {"multus": 20, "whereabouts": 20, "ca.crt": 20, WHEREABOUTS_CONF: 20, MULTUS_CONF: 200, **lengths}
    pod.stage(multus="M" * size["multus"], whereabouts="W" * size["whereabouts"])
    (pod.access / "ca.crt").write_text("C" * size["ca.crt"])
    (pod.config / "whereabouts.conf").write_text("w" * size[WHEREABOUTS_CONF])
    (pod.config / MULTUS_CONF).write_text(CONFIG.ljust(size[MULTUS_CONF], "\n") + "end")


@pytest.mark.parametrize(
    ("large", "target"),
    [
        ("multus", "multus"),
        ("whereabouts", "whereabouts"),
        ("ca.crt", WHEREABOUTS),
        (WHEREABOUTS_CONF, WHEREABOUTS_CONF),
        (MULTUS_CONF, MULTUS_CONF),
    ],
)
def test_a_full_disk(node: Node, large, target):
    pod = node.pod(KUBECONFIGS=f"{WHEREABOUTS}=")
    with disk(node.bin), disk(node.conf):
        pod.done("activate")
        before = contents(node)
        change(pod, **{large: 90_000})
        path = (
            node.bin if target == large and "/" not in target and "." not in target else node.conf
        ) / target
        assert pod.refused("activate").startswith(f"cannot write: {path} (")
        assert contents(node)[target] == before[target]
        assert target == MULTUS_CONF or contents(node)[MULTUS_CONF] == before[MULTUS_CONF]
        assert node.temporaries() == []


def test_a_disk_that_a_killed_pod_filled(node: Node):
    with disk(node.bin):
        left = node.bin / ".multus.other.multus-ipvlan-tmp"
        with pytest.raises(OSError, match="No space left"):
            left.write_bytes(b"x" * 90_000)
        node.pod().done("activate")
        assert not left.exists()


def test_files_of_a_killed_pod_that_leave_no_room_for_another(node: Node):
    with disk(node.bin, "nr_inodes=6"):
        for number in range(5):
            (node.bin / f".x{number}.other.multus-ipvlan-tmp").touch()
        with pytest.raises(OSError, match="No space left"):
            (node.bin / "one-more").touch()
        node.pod().done("activate")


@pytest.mark.parametrize("name", ["bin", "conf"])
def test_a_read_only_folder(node: Node, name):
    pod = node.pod()
    folder = getattr(node, name)
    with disk(folder):
        pod.done("activate")
        before = contents(node)
        change(pod)
        remount_read_only(folder)
        assert pod.refused("activate") == f"cannot write into the folder, is its owner root? {folder}"
        assert contents(node) == before


@pytest.mark.parametrize(
    "name", ["bin/multus", "bin/whereabouts", *(f"conf/{name}" for name in sorted(FILES) if "." in name)]
)
def test_a_folder_of_a_files_name(node: Node, name):
    place, _, name = name.partition("/")
    folder = getattr(node, place) / name
    folder.mkdir(parents=True)
    assert node.pod().refused("activate") == f"cannot write: {folder} (is it a folder, or is the disk full?)"
    assert list(folder.iterdir()) == []
    assert node.temporaries() == []


def test_a_file_in_the_place_of_a_folder(node: Node):
    (node.conf / "whereabouts.d").write_text("x")
    problem = node.pod(KUBECONFIGS="").refused("activate")
    assert problem.startswith(f"cannot write: {node.conf}/{WHEREABOUTS_CONF} (mkdir: ")


@pytest.mark.parametrize("name", ["mv", "cp", "chmod"])
def test_a_program_that_fails(node: Node, name):
    pod = node.pod()
    pod.done("activate")
    before = contents(node)
    node.wrap(name, f'case "$*" in *"/host/"*"/bin/"*) echo "{name}: no" >&2; echo more; exit 1 ;; esac')
    change(pod)
    assert pod.refused("activate") == f"cannot write: {node.bin}/multus ({name}: no)"
    kept = FILES - {WHEREABOUTS, MULTUS}
    assert {name: contents(node)[name] for name in kept} == {name: before[name] for name in kept}
    assert node.owner() == "released"
    assert node.temporaries() == []


def test_a_text_that_a_disk_does_not_keep(node: Node):
    pod = node.pod()
    pod.done("activate")
    before = contents(node)
    change(pod)
    node.wrap("chmod", 'for last; do :; done; case $last in *multus.conf*) echo >"$last" ;; esac')
    assert pod.refused("activate").startswith(f"cannot write: {node.conf}/{MULTUS_CONF} (")
    assert contents(node)[MULTUS_CONF] == before[MULTUS_CONF]
    assert node.temporaries() == []


def test_a_network_that_may_not_be_read_is_told(node: Node):
    (node.conf / "10-calico.conflist").chmod(0)
    node.drop_capabilities()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(CONFIG.replace("calico", "auto"))
    assert pod.waits() == (
        "waits for the cluster's own network, since 0 s: it cannot be read, is its owner root? "
        "/etc/cni/net.d/10-calico.conflist"
    )


def test_without_capabilities_all_is_done(node: Node):
    node.drop_capabilities()
    pod = node.pod()
    (pod.config / MULTUS_CONF).write_text(CONFIG.replace("calico", "auto"))
    pod.done("activate")
    pod.done("ready")


def kill_at(node: Node, call: int) -> None:
    """Let a pod be killed at some call of a program that changes something, half way through a copy."""
    (node.root / "calls").write_text("0\n")
    count = f"read -r n <{node.root}/calls; n=$((n + 1)); echo $n >{node.root}/calls"
    half = '[ "${0##*/}" != cp ] || dd if="$1" of="$2" bs=1 count=9 2>/dev/null'
    kill = f"{half}; kill -9 0"
    for name in ("chmod", "cp", "mv", "rm"):
        node.wrap(name, f"{count}; if [ $n = {call} ]; then {kill}; fi")


@pytest.mark.parametrize("fresh", [True, False], ids=["first", "update"])
def test_a_kill_at_any_step(node: Node, fresh):
    pod = node.pod("goal", KUBECONFIGS=f"{WHEREABOUTS}=")
    change(pod)
    pod.done("activate")
    goal = contents(node)
    old = {} if fresh else {name: b"old " + content for name, content in goal.items()}
    code, call = None, 0
    while code != 0:
        call += 1
        for name, path in node.targets().items():
            path.unlink() if fresh else path.write_bytes(old[name])
        kill_at(node, call)
        code = pod.run("activate")[0]
        assert code in (0, -signal.SIGKILL)
        found = contents(node)
        assert all(content in (goal[name], old.get(name)) for name, content in found.items())
        if found.get(MULTUS_CONF) == goal[MULTUS_CONF]:
            assert found == goal
        node.unwrap()
        if not fresh:
            pod.done("activate")
            assert contents(node) == goal
            assert node.temporaries() == []
    assert call > 15
