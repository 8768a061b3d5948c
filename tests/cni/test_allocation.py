"""What the first pods get: upstream-facts §3.2 and §3.3, run with Whereabouts 0.7.0 and 0.9.4."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.addresses import format_address
from chartgen.cni.allocation import first_pod
from tests.cni_cases import (
    ACCEPTED,
    BOTH,
    CRASH,
    ENOUGH,
    FEW,
    NEW,
    ODD_TEXTS,
    OLD,
    REFUSED,
    ipam_of,
    objects,
    rules,
    shown,
    verdict,
)

WHOLE = "10.0.0.0/24"
MIDDLE = {"range": "192.168.2.0/24"}

# address management: all addresses in order (".." for those between), and the network they are in
HANDED_OUT = {
    "facts 3.2 host bits": ({"range": "192.168.2.225/28"}, "192.168.2.225..192.168.2.238", "192.168.2.224/28"),
    "facts 3.2 first-last": ({"range": "192.168.2.225-192.168.2.230/28"}, "192.168.2.225..192.168.2.230", "192.168.2.224/28"),
    "facts 3.2 reversed": ({"range": "192.168.2.230-192.168.2.225/28"}, "192.168.2.230..192.168.2.238", "192.168.2.224/28"),
    "facts 3.2 whole": ({"range": "192.168.2.224-192.168.2.239/28"}, "192.168.2.225..192.168.2.238", "192.168.2.224/28"),
    "facts 3.2 010.0.0.0/24": ({"range": "010.0.0.0/24"}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 192.168.002.000/24": ({"range": "192.168.002.000/24"}, "192.168.2.1..192.168.2.254", "192.168.2.0/24"),
    "facts 3.2 /30": ({"range": "10.0.0.0/30"}, "10.0.0.1..10.0.0.2", "10.0.0.0/30"),
    "facts 3.2 /126": ({"range": "fd00::/126"}, "fd00::1..fd00::2", "fd00::/126"),
    "facts 3.2 start .10 end .20": ({"range": WHOLE, "range_start": "10.0.0.10", "range_end": "10.0.0.20"}, "10.0.0.10..10.0.0.20", WHOLE),
    "facts 3.2 start .20 end .10": ({"range": WHOLE, "range_start": "10.0.0.20", "range_end": "10.0.0.10"}, "10.0.0.20..10.0.0.254", WHOLE),
    "facts 3.2 start outside": ({"range": WHOLE, "range_start": "10.0.1.10"}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 start IPv6": ({"range": WHOLE, "range_start": "fd00::1"}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 start banana": ({"range": WHOLE, "range_start": "banana"}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 end 10.0.0.300": ({"range": WHOLE, "range_end": "10.0.0.300"}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 a-b/p and start/end": ({"range": "10.0.0.3-10.0.0.5/24", "range_start": "10.0.0.10", "range_end": "10.0.0.20"}, "10.0.0.3..10.0.0.5", WHOLE),
    "facts 3.2 exclude 10.0.0.0/28": ({"range": WHOLE, "exclude": ["10.0.0.0/28"]}, "10.0.0.16..10.0.0.254", WHOLE),
    "facts 3.2 exclude 10.0.0.3/30": ({"range": WHOLE, "exclude": ["10.0.0.3/30"]}, "10.0.0.4..10.0.0.254", WHOLE),
    "facts 3.2 exclude 10.0.0.1": ({"range": WHOLE, "exclude": ["10.0.0.1"]}, "10.0.0.2..10.0.0.254", WHOLE),
    "facts 3.2 exclude outside": ({"range": WHOLE, "exclude": ["10.9.0.0/16"]}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 exclude IPv6 as IPv4 /32": ({"range": WHOLE, "exclude": ["::ffff:10.0.0.1"]}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 gateway": ({"range": WHOLE, "gateway": "10.0.0.1"}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.2 mapped": ({"range": "::ffff:10.0.0.0/120"}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.1 exclude is of range only": ({"exclude": ["10.0.0.1"], "ipRanges": [{"range": WHOLE}]}, "10.0.0.1..10.0.0.254", WHOLE),
    "facts 3.1 exclude in ipRanges": ({"ipRanges": [{"range": WHOLE, "exclude": ["10.0.0.1"]}]}, "10.0.0.2..10.0.0.254", WHOLE),
    "facts 3.1 start in ipRanges": ({"ipRanges": [{"range": WHOLE, "range_start": "10.0.0.9"}]}, "10.0.0.9..10.0.0.254", WHOLE),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize(("ipam", "expected", "network"), HANDED_OUT.values(), ids=HANDED_OUT.keys())
def test_what_is_handed_out(ipam, expected, network, versions):
    found, refused = ipam_of(ipam, versions.whereabouts)
    assert refused == []
    assert found is not None
    (part,) = found.ranges
    assert part.usable is not None
    all_of_it = [format_address(one) for one in part.usable.addresses()]
    first, _, last = expected.partition("..")
    assert [all_of_it[0], all_of_it[-1]] == [first, last]
    assert (
        len(all_of_it)
        == int(last.rpartition(".")[2].rpartition(":")[2])
        - int(first.rpartition(".")[2].rpartition(":")[2])
        + 1
    )
    assert str(part.network) == network
    addresses, problems = first_pod(found, versions.whereabouts)
    assert problems == []
    assert shown(addresses) == [f"{first}/{network.rpartition('/')[2]}"]


FIRST = {
    # address management, rest of the configuration: verdict, rule, path, addresses in 0.7.0 and 0.9.4
    "facts 3.2 /31": ({"range": "10.0.0.0/31"}, REFUSED, "whereabouts-range", ("range",), [], []),
    "facts 3.2 /32": ({"range": "10.0.0.0/32"}, REFUSED, "whereabouts-range", ("range",), [], []),
    "facts 3.2 /127": ({"range": "fd00::/127"}, REFUSED, "whereabouts-range", ("range",), [], []),
    "facts 3.2 /128": ({"range": "fd00::/128"}, REFUSED, "whereabouts-range", ("range",), [], []),
    "facts 3.2 exclude first-last": ({"range": WHOLE, "exclude": ["10.0.0.1-10.0.0.9"]}, REFUSED, "whereabouts-exclude", ("exclude", 0), [], []),
    "facts 3.2 exclude banana": ({"range": WHOLE, "exclude": ["10.0.0.1", "banana"]}, REFUSED, "whereabouts-exclude", ("exclude", 1), [], []),
    "facts 3.2 exclude 10.0.0.010/32": ({"range": WHOLE, "exclude": ["10.0.0.010/32"]}, REFUSED, "whereabouts-exclude", ("exclude", 0), [], []),
    "facts 3.2 all excluded": ({"range": WHOLE, "exclude": [WHOLE]}, REFUSED, "whereabouts-exhausted", ("exclude",), [], []),
    "facts 3.2 all excluded in parts": ({"range": "10.0.0.0/30", "exclude": ["10.0.0.1", "10.0.0.2/31"]}, REFUSED, "whereabouts-exhausted", ("exclude",), [], []),
    # iphelpers.IncIP overflows to 0.0.0.0, which lies in the network again.
    "facts 3.2 all there is excluded": ({"range": "0.0.0.0/8", "exclude": ["0.0.0.0/0"]}, CRASH, "whereabouts-exhausted", ("exclude",), [], []),
    "facts 3.2 all IPv6 excluded": ({"range": "::/64", "exclude": ["::/0"], "network_name": "n"}, CRASH, "whereabouts-exhausted", ("exclude",), [], []),
    "facts 3.2 no range": ({}, REFUSED, "whereabouts-range", (), [], []),
    "facts 3.2 ipRanges []": ({"ipRanges": []}, REFUSED, "whereabouts-range", (), [], []),
    "facts 3.2 static only": ({"addresses": [{"address": "10.0.0.5/24"}]}, ACCEPTED, None, None, ["10.0.0.5/24"], ["10.0.0.5/24"]),
    "facts 3.2 dual stack": ({"ipRanges": [{"range": WHOLE}, {"range": "fd00::/64"}]}, ACCEPTED, None, None, ["10.0.0.1/24", "fd00::1/64"], ["10.0.0.1/24", "fd00::1/64"]),
    "facts 3.1 range is additive": ({"range": WHOLE, "ipRanges": [{"range": "10.0.1.0/24"}]}, ACCEPTED, None, None, ["10.0.0.1/24", "10.0.1.1/24"], ["10.0.0.1/24", "10.0.1.1/24"]),
    "facts 3.2 ::/0": ({"range": "::/0"}, REFUSED, "whereabouts-name", ("range",), [], []),
    "facts 3.1 network_name": ({"range": WHOLE, "network_name": "Blue_Net"}, REFUSED, "whereabouts-name", ("network_name",), [], []),
    "facts 3.1 network_name good": ({"range": WHOLE, "network_name": "blue"}, ACCEPTED, None, None, ["10.0.0.1/24"], ["10.0.0.1/24"]),
    "facts 3.2 reservation of ::1": ({"range": "::/64"}, REFUSED, "whereabouts-name", ("range",), [], []),
    "facts 3.2 a later range fails": ({"ipRanges": [{"range": WHOLE}, {"range": "10.0.1.0/30", "exclude": ["10.0.1.0/30"]}]}, REFUSED, "whereabouts-exhausted", ("ipRanges", 1, "exclude"), ["10.0.0.1/24"], ["10.0.0.1/24"]),
    "facts 3.1 null route": ({"range": WHOLE, "routes": [None]}, CRASH, "whereabouts-route", ("routes", 0), ["10.0.0.1/24"], ["10.0.0.1/24"]),
    "facts 3.1 route without dst": ({"range": WHOLE, "routes": [{"gw": "10.0.0.1"}]}, REFUSED, "whereabouts-route", ("routes", 0), ["10.0.0.1/24"], ["10.0.0.1/24"]),
    "facts 3.1 static is in the range": ({"range": WHOLE, "addresses": [{"address": "10.0.0.1/24"}]}, REFUSED, "whereabouts-same-range", ("addresses", 0), ["10.0.0.1/24"] * 2, ["10.0.0.1/24"] * 2),
    "facts 3.1 static of another prefix": ({"range": WHOLE, "addresses": [{"address": "10.0.0.1/25"}]}, ACCEPTED, None, None, ["10.0.0.1/24", "10.0.0.1/25"], ["10.0.0.1/24", "10.0.0.1/25"]),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize(("ipam", "expected", "rule", "path", "old", "new"), FIRST.values(), ids=FIRST.keys())
def test_the_first_pod(ipam, expected, rule, path, old, new, versions):
    found, refused = ipam_of(ipam, versions.whereabouts)
    assert refused == []
    assert found is not None
    addresses, problems = first_pod(found, versions.whereabouts)
    assert (verdict(problems), rules(problems)) == (expected, [rule] if rule else [])
    assert [each.path for each in problems] == ([("ipam", *path)] if rule else [])
    assert shown(addresses) == (old if versions is OLD else new)


@pytest.mark.parametrize(
    ("ipam", "version", "expected", "rule"),
    [
        pytest.param({}, (0, 7, 0), ["10.0.0.1/24", "10.0.0.2/24"], [], id="facts 3.2 same range twice, 0.7.0"),
        pytest.param({}, (0, 8, 0), ["10.0.0.1/24", "10.0.0.1/24"], ["whereabouts-same-range"], id="facts 3.2 same range twice, 0.8.0"),
        pytest.param({}, (0, 9, 4), ["10.0.0.1/24", "10.0.0.1/24"], ["whereabouts-same-range"], id="facts 3.3 the pod's own address again, 0.9.4"),
        pytest.param({"enable_overlapping_ranges": False}, (0, 7, 0), ["10.0.0.1/24", "10.0.0.2/24"], [], id="facts 3.2 not overlapping, 0.7.0"),
        pytest.param({"enable_overlapping_ranges": False}, (0, 9, 4), ["10.0.0.1/24", "10.0.0.1/24"], ["whereabouts-same-range"], id="facts 3.2 not overlapping, 0.9.4"),
    ],
)  # fmt: skip
def test_the_same_range_twice(ipam, version, expected, rule):
    found, _ = ipam_of({"range": WHOLE, "ipRanges": [{"range": WHOLE}], **ipam}, version)
    assert found is not None
    addresses, problems = first_pod(found, version)
    assert (shown(addresses), rules(problems)) == (expected, rule)
    # An interface of old results takes the last one only.
    found, _ = ipam_of({"range": WHOLE, "ipRanges": [{"range": WHOLE}], **ipam}, version, cniVersion="0.2.0")
    assert found is not None
    assert first_pod(found, version)[1] == []


@pytest.mark.parametrize(
    ("overlapping", "version", "second"),
    [(True, (0, 7, 0), "10.0.0.2/25"), (True, (0, 9, 4), "10.0.0.1/25"), (False, (0, 7, 0), "10.0.0.1/25"), (False, (0, 9, 4), "10.0.0.1/25")],
)  # fmt: skip
def test_another_pool_of_the_same_addresses(overlapping, version, second):
    # Since 0.8.0 a reservation of the pod itself is no obstacle: 0.9.4 pkg/storage/kubernetes/ipam.go:653.
    found, _ = ipam_of(
        {"ipRanges": [{"range": WHOLE}, {"range": "10.0.0.0/25"}], "enable_overlapping_ranges": overlapping},
        version,
    )
    assert found is not None
    addresses, problems = first_pod(found, version)
    assert (shown(addresses), problems) == (["10.0.0.1/24", second], [])


@pytest.mark.parametrize("cni_version", ["0.1.0", "0.2.0", ""])
def test_a_route_without_dst_is_lost_in_old_results_without_ipv6(cni_version):
    for text, expected in ((WHOLE, []), ("fd00::/64", ["whereabouts-route"])):
        found, _ = ipam_of({"range": text, "routes": [{}]}, (0, 7, 0), cniVersion=cni_version)
        assert found is not None
        assert rules(first_pod(found, (0, 7, 0))[1]) == expected


def test_all_that_is_wrong_with_excludes_is_told_and_the_list_hint_is_for_ranges():
    found, _ = ipam_of({"range": WHOLE, "exclude": ["x", "10.0.0.0/28", "10.0.0.1-10.0.0.9"]}, (0, 7, 0))
    assert found is not None
    problems = first_pod(found, (0, 7, 0))[1]
    assert [(each.path[-1], bool(each.hint)) for each in problems] == [(0, False), (2, True)]


@BOTH
def test_a_wrong_lease_hides_no_wrong_exclude(versions):
    found, _ = ipam_of({"range": WHOLE, "exclude": ["x"], "leader_lease_duration": 1}, versions.whereabouts)
    assert found is not None
    assert rules(first_pod(found, versions.whereabouts)[1]) == ["whereabouts-lease", "whereabouts-exclude"]


NETWORKS = st.sampled_from(["10.0.0.0/29", "10.0.0.0/30", "10.0.0.4/30", "fd00::/125", "10.0.0.0/24"])
RANGES = st.fixed_dictionaries(
    {"range": NETWORKS},
    optional={"exclude": st.lists(st.sampled_from(["10.0.0.1", "10.0.0.0/30", "fd00::1"]), max_size=2)},
)


@ENOUGH
@given(st.lists(RANGES, min_size=1, max_size=4), st.booleans())
def test_in_0_7_0_each_range_gives_another_address(ranges, overlapping):
    found, _ = ipam_of({"ipRanges": ranges, "enable_overlapping_ranges": overlapping}, (0, 7, 0))
    assert found is not None
    addresses, problems = first_pod(found, (0, 7, 0))
    assert (len(addresses) == len(ranges)) == (problems == [])
    for part, address in zip(found.ranges, addresses, strict=False):
        assert part.usable is not None
        assert part.usable.hands_out(address.address)
    keys = [each.address if overlapping else (each.address, each.network) for each in addresses]
    assert len(set(keys)) == len(keys)


@ENOUGH
@given(st.lists(RANGES, min_size=1, max_size=4), st.booleans())
def test_in_0_9_4_each_range_gives_its_first_address(ranges, overlapping):
    found, _ = ipam_of({"ipRanges": ranges, "enable_overlapping_ranges": overlapping}, (0, 9, 4))
    assert found is not None
    addresses, _ = first_pod(found, (0, 9, 4))
    firsts: dict[object, int] = {}
    for part, address in zip(found.ranges, addresses, strict=False):
        assert part.usable is not None
        # Of one pool the pod keeps what it got first.
        expected = firsts.setdefault(part.network, next(islice(part.usable.addresses(), 1), 0))
        assert address.address == expected


@FEW
@given(objects(ODD_TEXTS), st.sampled_from([OLD, NEW]))
def test_whatever_is_read_can_be_allocated_from(text, versions):
    from_values = {"range": WHOLE, "exclude": ["10.0.0.0/25"], "network_name": text}
    found, _ = ipam_of(from_values, versions.whereabouts)
    assert found is not None
    addresses, problems = first_pod(found, versions.whereabouts)
    assert (addresses == []) == (rules(problems) == ["whereabouts-name"])
