"""The whole audit on a dump of everything, and on anything else."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.versions import Versions
from chartgen.core.errors import InputError
from chartgen.core.finding import Severity
from chartgen.networks import audit
from chartgen.networks.dump import read
from chartgen.report import FORMATS, collect, render
from tests.networks.dumps import (
    allocation,
    brief,
    dump_of,
    dumped,
    network,
    pod,
    pool,
    reservation,
    terminating,
)

EVERYTHING = [
    pod("web-0", "10.0.0.6"),
    pod("double-1", "10.0.0.7"),
    pod("double-2", "10.0.0.7"),
    pod("coming", shows=False, phase="Pending"),
    pod("going", "10.0.0.9", **terminating()),
    pod("agent", shows=False, asks="", host_network=True),
    pod("done", "10.0.0.10", phase="Succeeded"),
    pod("six", "fd00::5", network="default/six"),
    pod("bare"),
    pool(
        {
            "4": allocation("apps/gone"),
            "5": allocation("apps/web-0"),
            "6": allocation("apps/web-0"),
            "7": allocation("apps/double-1"),
            "8": allocation("apps/coming"),
            "9": allocation("apps/going"),
            "10": allocation("apps/done"),
        }
    ),
    pool({"5": allocation("apps/six")}, range_="fd00::/64", name="six-fd00---64"),
    *[reservation(f"10.0.0.{at}", f"apps/{name}") for at, name in enumerate(("gone", "web-0", "web-0", "double-1", "coming", "going", "done"), 4)],
    reservation("six-fd00--5", "apps/six"),
    reservation("10.0.0.99", "apps/gone"),
    network(),
    network("six", "fd00::/64", network_name="six"),
]  # fmt: skip


def test_a_cluster_with_a_bit_of_everything():
    assert brief(audit.findings(dump_of(*EVERYTHING), Versions(whereabouts=(0, 9, 4)))) == [
        "error audit-leaked-allocation IPPool/kube-system/10.0.0.0-24: 10.0.0.4 is allocated to pod apps/gone, and there is no such pod",
        "error audit-leaked-allocation IPPool/kube-system/10.0.0.0-24: 10.0.0.5 is allocated to pod apps/web-0, and the pod of that name does not have it",
        "info audit-unproven-allocation IPPool/kube-system/10.0.0.0-24: 10.0.0.10 is allocated to pod apps/done, which has finished; Whereabouts frees the address only when the pod is deleted",
        "info audit-unproven-allocation IPPool/kube-system/10.0.0.0-24: 10.0.0.8 is allocated to pod apps/coming, which is still pending and does not show it yet",
        "warning audit-orphaned-reservation OverlappingRangeIPReservation/kube-system/10.0.0.99: no pool gives its address to pod apps/gone, and no such pod has it",
        "error audit-missing-interface Pod/apps/bare: has no interface in default/data",
        "info audit-missing-interface Pod/apps/coming: has no interface in default/data: it has no network-status; the pod is pending",
        "error audit-duplicate-address Pod/apps/double-1: 10.0.0.7 is held by 2 pods: apps/double-1, apps/double-2",
    ]


def test_what_the_dump_lacks():
    (one,) = audit.findings(dump_of(pod("a", asks="")), Versions(), file="f")
    assert (one.rule, one.severity, one.location.file) == ("audit-incomplete", Severity.WARNING, "f")
    assert one.message.startswith("no IPPools and no NetworkAttachmentDefinitions in the dump")
    things = pod("a", "10.0.0.5"), pool({"5": allocation("apps/a")}), network()
    assert "no OverlappingRangeIPReservations in" in audit.findings(dump_of(*things), Versions())[0].message
    quiet = pod("a", "10.0.0.5"), pool({"5": allocation("apps/a")}), network(enable_overlapping_ranges=False)
    assert audit.findings(dump_of(*quiet), Versions()) == []


def test_nothing_of_an_environment_is_shown():
    findings = audit.findings(dump_of(*EVERYTHING), Versions())
    for name in FORMATS:
        assert "hush" not in render(collect("audit", findings, ["f"]), name)


@pytest.mark.parametrize("cut", range(0, 12_000, 331))
def test_a_dump_that_is_cut_off_is_refused(cut: int):
    data = dumped(*EVERYTHING)[:cut]
    with pytest.raises(InputError):
        read([("f", io.BytesIO(data).read)])


def places(node: object, path: tuple = ()) -> list[tuple]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, child in children for found in places(child, (*path, key)))]


PLACES = places(EVERYTHING)[1:]
ODD = st.sampled_from(
    [
        None,
        True,
        1,
        -1.5,
        "",
        "x",
        "\ud800",
        "a\nb",
        "$(id)",
        "' ; id #",
        "/",
        "~",
        "9" * 40,
        [],
        {},
        [[]],
        {"": ""},
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=4),
    st.sampled_from(sorted(FORMATS)),
)
def test_any_value_anywhere_gives_findings_that_every_format_can_write(changes, name: str):
    things = json.loads(json.dumps(EVERYTHING))
    for path, value in changes:
        node = things
        try:
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue
    try:
        dump = read([("f", io.BytesIO(json.dumps({"items": things}).encode()).read)])
    except InputError:
        return
    report = collect("audit", audit.findings(dump, Versions(whereabouts=(0, 9, 4))), ["f"])
    render(report, name).encode()
