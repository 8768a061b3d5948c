import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni import status
from chartgen.cni.addresses import parse_ip
from chartgen.core.errors import InputError
from chartgen.networks.dump import COMMAND, Dump, read
from tests.networks.dumps import (
    RANGE,
    allocation,
    dump_of,
    dumped,
    network,
    pod,
    pool,
    reservation,
    terminating,
)


def test_what_is_kept_of_each_kind():
    dump = dump_of(
        pod("a", "10.0.0.5"),
        pool({"5": allocation("apps/a")}),
        reservation("10.0.0.5", "apps/a"),
        network(),
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"key": "hush"}},
        {"apiVersion": "crd.projectcalico.org/v1", "kind": "IPPool", "metadata": {"name": "calico"}},
        {"apiVersion": "example.com/v1", "kind": "Pod", "metadata": {"name": "whale"}},
    )
    assert list(dump.pods) == [("apps", "a")]
    kept = dump.pods["apps", "a"]
    assert (kept.file, kept.label, kept.uid, kept.version) == ("dump.json", "apps/a", "uid-of-apps-a", 100)
    assert (kept.phase, kept.networks, kept.is_terminating) == ("Running", "default/data", False)
    assert [each.interface for each in kept.interfaces or ()] == ["net1"]
    assert kept.shows(parse_ip("10.0.0.5") or 0)
    assert not kept.shows(parse_ip("10.96.0.9") or 0)
    assert list(dump.pools) == [("kube-system", "10.0.0.0-24")]
    assert dump.pools["kube-system", "10.0.0.0-24"].range == RANGE
    assert dump.reservations["kube-system", "10.0.0.5"].podref == "apps/a"
    assert '"ipvlan"' in dump.nads["default", "data"].config
    assert "hush" not in repr(dump)


KEYS = st.sampled_from(["name", "interface", "ips", "mac", "default", "mtu", "dns", "Name", "IPS", "other"])
VALUES = (
    st.none() | st.booleans() | st.integers(0, 9) | st.sampled_from(["10.0.0.5", "x", "\u00e4", "fd00::5"])
)
ENTRIES = st.dictionaries(KEYS, VALUES | st.lists(VALUES, max_size=2) | st.just({}), max_size=5)


@given(st.lists(ENTRIES | VALUES, max_size=3).map(json.dumps) | st.text('[]{},:"ipsa 0N', max_size=12))
def test_the_short_way_to_read_a_status_gives_what_the_long_one_does(text: str):
    def read_by(way):
        try:
            return way(text)
        except status.StatusError:
            return None

    assert text.isspace() or not text or read_by(status.parse) == read_by(status._parse)


def test_pods_in_all_their_states():
    dump = dump_of(
        pod("pending", shows=False, phase="Pending"),
        pod("going", "10.0.0.5", **terminating()),
        pod("node", shows=False, asks="", host_network=True),
        pod("done", "10.0.0.6", phase="Succeeded"),
    )
    of = {name: each for (_, name), each in dump.pods.items()}
    assert of["pending"].interfaces is None
    assert not of["pending"].has_status
    assert of["going"].is_terminating
    assert of["node"].uses_host_network
    assert of["done"].is_finished


def test_a_status_that_nobody_can_read():
    broken = pod("a", "10.0.0.5")
    broken["metadata"]["annotations"]["k8s.v1.cni.cncf.io/network-status"] = "{"
    kept = dump_of(broken).pods["apps", "a"]
    assert (kept.interfaces, kept.has_status) == (None, True)


def test_of_two_with_one_name_the_newer_is_kept():
    old, new = pod("a", resourceVersion="9"), pod("a", resourceVersion="10", uid="new")
    for things in ([old, new], [new, old]):
        assert dump_of(*things).pods["apps", "a"].uid == "new"


def test_several_files_and_lists_of_the_api_itself():
    raw = b'{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"raw","namespace":"apps"}}]}'
    dump = read([("a", io.BytesIO(raw).read), ("b", io.BytesIO(dumped(pool({}))).read)])
    assert list(dump.pods) == [("apps", "raw")]
    assert dump.pools["kube-system", "10.0.0.0-24"].file == "b"


@pytest.mark.parametrize("data", [b"", b"{}", b'{"items":[]}', b'{"apiVersion":"v1","kind":"Node"}'])
def test_nothing_of_use(data: bytes):
    with pytest.raises(InputError, match="no pod, pool, reservation or network in it") as caught:
        read([("f", io.BytesIO(data).read)])
    assert COMMAND in caught.value.hint


@pytest.mark.parametrize("odd", [None, 1.0, "x", [], {"a": []}])
@pytest.mark.parametrize(
    "kind", ["Pod", "IPPool", "OverlappingRangeIPReservation", "NetworkAttachmentDefinition"]
)
def test_objects_that_no_api_server_gives(kind: str, odd: object):
    groups = {"Pod": "v1", "NetworkAttachmentDefinition": "k8s.cni.cncf.io/v1"}
    group = groups.get(kind, "whereabouts.cni.cncf.io/v1alpha1")
    for part in ("metadata", "spec", "status"):
        dump = Dump()
        dump.add({"apiVersion": group, "kind": kind, part: odd}, "", "f")
        assert not dump.is_empty
    dump = Dump()
    metadata = dict.fromkeys(("name", "namespace", "resourceVersion", "annotations", "uid"), odd)
    dump.add({"apiVersion": group, "kind": kind, "metadata": metadata}, "", "f")
    dump.add({"apiVersion": odd, "kind": odd}, "", "f")
    assert not dump.is_empty
