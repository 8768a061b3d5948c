"""The commands run under real shells, with a kubectl that records what it is asked for."""

import json
import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgen.cni.versions import Versions
from chartgen.networks.freeing import free_allocation
from chartgen.networks.snapshot import Snapshot
from tests.networks.dumps import allocation, dump_of, found, network, pod, pool, reservation

# Each call is one line of its arguments; what `get` answers, and which verb fails, the environment says.
KUBECTL = """#!/bin/sh
printf '%s\\037' "$@" | tr '\\n' '\\036' >> "$RECORD"; echo >> "$RECORD"
case $1 in
  get) printf %s "$ANSWER" ;;
  delete) cat >> "$RECORD.body" ;;
esac
[ "$1" != "$FAILS" ]
"""
SHELLS = [name for name in ("bash", "dash", "sh") if shutil.which(name)]
GONE = [pod("b", asks=""), pool({"5": allocation("apps/a")}), reservation("10.0.0.5", "apps/a")]
OTHER = [pod("a", "10.0.0.6"), *GONE[1:], network()]
STATUS = 'uid-of-apps-a [{"name": "default/data", "ips": ["10.0.0.6"]}]'


@dataclass
class Ran:
    calls: list[list[str]]
    body: str
    done: subprocess.CompletedProcess


@pytest.fixture
def shell(tmp_path: Path):
    program = tmp_path / "bin/kubectl"
    program.parent.mkdir()
    program.write_text(KUBECTL)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def call(command: str, name: str = "bash", answer: str = "", fails: str = "") -> Ran:
        record, body = tmp_path / "record", tmp_path / "record.body"
        record.write_text("")
        body.write_text("")
        env = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "RECORD": str(record)}
        done = subprocess.run(
            [name, "-c", command],
            env={**env, "ANSWER": answer, "FAILS": fails},
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert sorted(each.name for each in tmp_path.iterdir()) == ["bin", "record", "record.body"]
        calls = [line.split("\x1f")[:-1] for line in record.read_text().splitlines()]
        return Ran(calls, body.read_text(), done)

    return call


def leak(things) -> str:
    (hint,) = [each.hint for each in found(*things) if each.rule == "audit-leaked-allocation"]
    return hint


@pytest.mark.parametrize("name", SHELLS)
def test_the_pod_is_gone(name: str, shell):
    ran = shell(leak(GONE), name)
    path = "/spec/allocations/5"
    patch = [{"op": "test", "path": path, "value": allocation("apps/a")}, {"op": "remove", "path": path}]
    get, patched, deleted = ran.calls
    assert get == ["get", "pod", "-n", "apps", "a", "--ignore-not-found", "-o", "name"]
    assert patched[:-1] == [
        "patch", "ippools.whereabouts.cni.cncf.io", "-n", "kube-system", "10.0.0.0-24", "--type=json", "-p",
    ]  # fmt: skip
    assert json.loads(patched[-1]) == patch
    url = "/apis/whereabouts.cni.cncf.io/v1alpha1/namespaces/kube-system/overlappingrangeipreservations/10.0.0.5"
    assert deleted == ["delete", "--raw", url, "-f", "-"]
    assert json.loads(ran.body) == {
        "apiVersion": "meta.k8s.io/v1",
        "kind": "DeleteOptions",
        "preconditions": {"uid": "uid-of-kube-system-10-0-0-5"},
    }
    assert (ran.done.returncode, ran.done.stderr) == (0, b"")


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize(
    ("things", "answer", "fails", "verbs"),
    [
        (GONE, "pod/a", "", ["get"]),
        (GONE, "", "get", ["get"]),
        (GONE, "", "patch", ["get", "patch"]),
        (OTHER, STATUS, "", ["get", "patch", "delete"]),
        (OTHER, STATUS, "patch", ["get", "patch"]),
        (OTHER, "uid-of-apps-a ", "", ["get", "patch", "delete"]),
        (OTHER, STATUS.replace("10.0.0.6", "10.0.0.5"), "", ["get"]),
        (OTHER, STATUS.replace("uid-of-apps-a", "another"), "", ["get"]),
        (OTHER, "", "", ["get"]),
        (OTHER, "", "get", ["get"]),
    ],
)
def test_what_is_not_as_in_the_dump_stops_it(
    things, answer: str, fails: str, verbs: list[str], name: str, shell
):
    ran = shell(leak(things), name, answer, fails)
    assert [call[0] for call in ran.calls] == verbs
    assert (b"stopped" in ran.done.stderr) is (verbs[-1] == "get" or (fails == "patch" and things is GONE))


def test_a_status_over_several_lines(shell):
    ran = shell(leak(OTHER), answer='uid-of-apps-a [\n{"ips": [\n"10.0.0.6"\n]}]')
    assert [call[0] for call in ran.calls] == ["get", "patch", "delete"]
    ran = shell(leak(OTHER), answer='uid-of-apps-a [\n{"ips": [\n"10.0.0.5"\n]}]')
    assert [call[0] for call in ran.calls] == ["get"]


def test_a_reservation_alone(shell):
    things = [pod("b", asks=""), pool({}), reservation("10.0.0.9", "apps/a")]
    (hint,) = [each.hint for each in found(*things) if each.rule == "audit-orphaned-reservation"]
    assert [call[0] for call in shell(hint).calls] == ["get", "delete"]
    assert [call[0] for call in shell(hint, answer="pod/a").calls] == ["get"]


def test_the_reservation_of_another_pod_stays():
    assert "delete" not in leak([*GONE[:2], reservation("10.0.0.5", "apps/c")])


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    [
        "$(touch x)",
        "`touch x`",
        "';touch x;'",
        '"; touch x; "',
        "!!",
        "\\",
        "a\nb",
        "-rf",
        "*",
        "~",
        "~1",
        "a/b",
        "\r",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(container=HOSTILE, ifname=HOSTILE, offset=HOSTILE)
def test_whatever_a_cluster_holds_arrives_at_kubectl_as_it_is(
    container: str, ifname: str, offset: str, shell
):
    value = {"id": container or "c", "podref": "apps/a", "ifname": ifname, "more": offset}
    snapshot = Snapshot(dump_of(pod("b"), pool({offset: value})), Versions())
    command = free_allocation(snapshot.allocations[0], None, None)
    assert command.isascii()
    assert command.isprintable()
    test, remove = json.loads(shell(command).calls[1][-1])
    assert test["value"] == value
    # As RFC 6901 reads a pointer.
    steps = [step.replace("~1", "/").replace("~0", "~") for step in test["path"].split("/")]
    assert steps == ["", "spec", "allocations", offset]
    assert remove == {"op": "remove", "path": test["path"]}


@pytest.mark.parametrize("name", ["a b", "$(touch x)", "-n", "A", "a\n", "../x", "a" * 300])
def test_names_that_no_api_server_takes_make_no_command(name: str):
    for things in (
        [pod("b"), pool({"5": allocation(f"apps/{name}")})],
        [pod("b"), pool({"5": allocation(f"{name}/a")})],
        [pod("b"), pool({"5": allocation("apps/a")}, name=name)],
        [pod("b"), pool({"5": allocation("apps/a")}, namespace=name)],
    ):
        assert leak(things) == ""
    things = [pod("b"), pool({"5": allocation("apps/a")}), reservation("10.0.0.5", "apps/a", uid="' x")]
    assert "kubectl delete" not in leak(things)
    assert leak([pod("a", "10.0.0.6", uid="$(x)"), *GONE[1:]]) == ""


@pytest.mark.parametrize(
    "value", [{"podref": "apps/a"}, {"id": "", "podref": "apps/a"}, {"id": 1, "podref": "apps/a"}]
)
def test_without_a_container_nothing_tells_it_from_a_new_one(value):
    assert leak([pod("b"), pool({"5": value})]) == ""
