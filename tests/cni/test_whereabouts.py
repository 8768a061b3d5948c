"""What Whereabouts reads: upstream-facts §3.1 and the refusals of §3.2, run with 0.7.0 and 0.9.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni import whereabouts
from chartgen.cni.addresses import format_address, parse_ip
from chartgen.cni.json_text import read
from tests.cni_cases import BOTH, FEW, NEW, ODD_TEXTS, OLD, ipam_of, objects

RANGE = {"range": "10.0.0.0/24"}
ROWS = {
    # address management, rule and path of what is refused
    "facts 3.1 range": (RANGE, None, None),
    "facts 3.1 range a number": ({"range": 10}, "whereabouts-type", ("range",)),
    "facts 3.1 range null": ({"range": None}, None, None),
    "facts 3.1 ipRanges": ({"ipRanges": [RANGE, {"range": "fd00::/64"}]}, None, None),
    "facts 3.1 ipRanges an object": ({"ipRanges": RANGE}, "whereabouts-type", ("ipRanges",)),
    "facts 3.1 ipRanges of texts": ({"ipRanges": ["10.0.0.0/24"]}, "whereabouts-type", ("ipRanges", 0)),
    "facts 3.1 range_start dropped": ({**RANGE, "range_start": "banana"}, None, None),
    "facts 3.1 range_end dropped": ({**RANGE, "range_end": "10.0.0.300"}, None, None),
    "facts 3.1 range_start in ipRanges": ({"ipRanges": [{**RANGE, "range_start": "banana"}]}, "whereabouts-type", ("ipRanges", 0, "range_start")),
    "facts 3.1 range_end in ipRanges": ({"ipRanges": [{**RANGE, "range_end": "10.0.0.300"}]}, "whereabouts-type", ("ipRanges", 0, "range_end")),
    "facts 3.1 zeros in ipRanges": ({"ipRanges": [{**RANGE, "range_start": "010.0.0.5"}]}, "whereabouts-type", ("ipRanges", 0, "range_start")),
    "facts 3.1 empty start in ipRanges": ({"ipRanges": [{**RANGE, "range_start": ""}]}, None, None),
    "facts 3.1 exclude": ({**RANGE, "exclude": ["10.0.0.0/28", "10.0.0.77"]}, None, None),
    "facts 3.1 exclude a text": ({**RANGE, "exclude": "10.0.0.0/28"}, "whereabouts-type", ("exclude",)),
    "facts 3.2 exclude is not read here": ({**RANGE, "exclude": ["banana"]}, None, None),
    "facts 3.1 gateway": ({**RANGE, "gateway": "192.168.7.7"}, None, None),
    "facts 3.1 gateway zeros": ({**RANGE, "gateway": "010.0.0.1"}, None, None),
    "facts 3.1 gateway CIDR": ({**RANGE, "gateway": "10.0.0.1/24"}, "whereabouts-gateway", ("gateway",)),
    "facts 3.1 gateway no address": ({**RANGE, "gateway": "x"}, "whereabouts-gateway", ("gateway",)),
    "facts 3.1 gateway empty": ({**RANGE, "gateway": ""}, None, None),
    "facts 3.1 routes": ({**RANGE, "routes": [{"dst": "0.0.0.0/0", "gw": "10.0.0.1"}]}, None, None),
    "facts 3.1 routes bad dst": ({**RANGE, "routes": [{"dst": "10.0.0.0"}]}, "whereabouts-type", ("routes", 0, "dst")),
    "facts 3.1 routes dst null": ({**RANGE, "routes": [{"dst": None}]}, "whereabouts-type", ("routes", 0, "dst")),
    "facts 3.1 routes bad gw": ({**RANGE, "routes": [{"dst": "10.0.0.0/8", "gw": "x"}]}, "whereabouts-type", ("routes", 0, "gw")),
    "facts 3.1 addresses": ({"addresses": [{"address": "10.0.0.5/24", "gateway": "10.0.0.1"}]}, None, None),
    "facts 3.1 addresses zeros": ({"addresses": [{"address": "010.0.0.5/24"}]}, None, None),
    "facts 3.1 addresses without prefix": ({"addresses": [{"address": "10.0.0.5"}]}, "whereabouts-address", ("addresses", 0, "address")),
    "facts 3.1 addresses bad gateway": ({"addresses": [{"address": "10.0.0.5/24", "gateway": "x"}]}, "whereabouts-type", ("addresses", 0, "gateway")),
    "facts 3.1 addresses empty": ({"addresses": [{}]}, "whereabouts-address", ("addresses", 0, "address")),
    "facts 3.1 dns": ({**RANGE, "dns": {"nameservers": ["10.0.0.1"]}}, None, None),
    "facts 3.1 dns a list": ({**RANGE, "dns": []}, "whereabouts-type", ("dns",)),
    "facts 3.1 network_name": ({**RANGE, "network_name": "Blue_Net"}, None, None),
    "facts 3.1 overlapping a text": ({**RANGE, "enable_overlapping_ranges": "false"}, "whereabouts-type", ("enable_overlapping_ranges",)),
    "facts 3.1 sleep_for_race a boolean": ({**RANGE, "sleep_for_race": True}, "whereabouts-type", ("sleep_for_race",)),
    "facts 3.1 leader timings a text": ({**RANGE, "leader_lease_duration": "1500"}, "whereabouts-type", ("leader_lease_duration",)),
    "facts 3.1 log_level": ({**RANGE, "log_level": "loud", "log_file": "/x"}, None, None),
    "facts 3.1 unknown key": ({**RANGE, "banana": [1]}, None, None),
    "facts 3.1 kubernetes a text": ({**RANGE, "kubernetes": "x"}, "whereabouts-type", ("kubernetes",)),
    "facts 3.1 datastore": ({**RANGE, "datastore": "etcd", "etcd_host": "x"}, None, None),
    "facts 3.1 datastore a boolean": ({**RANGE, "datastore": True}, "whereabouts-type", ("datastore",)),
    "facts 3.2 blanks round -": ({"range": "192.168.2.225 - 192.168.2.230/28"}, "whereabouts-range", ("range",)),
    "facts 3.2 start outside": ({"range": "192.168.2.1-192.168.2.230/28"}, "whereabouts-range", ("range",)),
    "facts 3.2 no prefix": ({"range": "192.168.2.225-192.168.2.230"}, "whereabouts-range", ("range",)),
    **{f"facts 3.2 {text}": ({"range": text}, "whereabouts-range", ("range",)) for text in ("192.168.2.0", " 192.168.2.0/24", "192.168.2.0/33", "banana", "-", "10.0.0.1-")},
    "facts 3.2 no range": ({}, None, None),
    "facts 3.2 ipRanges []": ({"ipRanges": []}, None, None),
    "facts 3.2 ipRanges [{}]": ({"ipRanges": [{}]}, "whereabouts-range", ("ipRanges", 0, "range")),
    "facts 3.2 ipRanges [null]": ({"ipRanges": [None]}, "whereabouts-range", ("ipRanges", 0, "range")),
    "facts 3.2 IPRanges": ({"IPRanges": [{}]}, "whereabouts-range", ("IPRanges", 0, "range")),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize(("ipam", "rule", "path"), ROWS.values(), ids=ROWS.keys())
def test_an_address_management(ipam, rule, path, versions):
    found, problems = ipam_of(ipam, versions.whereabouts)
    assert [(each.rule, each.path) for each in problems] == ([(rule, ("ipam", *path))] if rule else [])
    assert (found is None) == bool(rule)


WRONG_LEASE = {"leader_lease_duration": 1}
ALL_AT_ONCE = {
    "of a refused range": ({"gateway": "y", "range": "10.0.0.0/33", "exclude": ["x"], **WRONG_LEASE}, ["range", "gateway", "", "exclude.0"]),
    "of a range that is read": ({**RANGE, "gateway": "y", "exclude": ["10.0.0.1", "x"]}, ["gateway", "exclude.1"]),
    "too small": ({"range": "10.0.0.0/32", "gateway": "y"}, ["gateway", "range"]),
    "of ipRanges": ({"ipRanges": [{"range": "x", "exclude": ["y"]}, {**RANGE, "exclude": ["z"]}]}, ["ipRanges.0.range", "ipRanges.0.exclude.0", "ipRanges.1.exclude.0"]),
    # What could not be read says nothing of its value.
    "no exclude": ({**RANGE, "exclude": [1, "x"]}, ["exclude.0"]),
    "no exclude in other letters": ({**RANGE, "EXCLUDE": [1, "x"]}, ["EXCLUDE.0"]),
    "no exclude at all": ({**RANGE, "exclude": "x", "gateway": "y"}, ["exclude", "gateway"]),
    "no duration": ({**RANGE, "leader_renew_deadline": "9", **WRONG_LEASE}, ["leader_renew_deadline"]),
    "another type": ({**RANGE, "dns": [], "exclude": ["x"], **WRONG_LEASE}, ["dns", "", "exclude.0"]),
    # An exclude beside a list of ranges is never read.
    "no range": ({"ipRanges": [RANGE], "exclude": ["x"], "gateway": "y"}, ["gateway"]),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize(("ipam", "paths"), ALL_AT_ONCE.values(), ids=ALL_AT_ONCE.keys())
def test_what_would_be_refused_next_is_told_at_once(ipam, paths, versions):
    found, problems = ipam_of(ipam, versions.whereabouts)
    assert found is None
    assert [".".join(map(str, each.path[1:])) for each in problems] == paths


def test_excludes_of_slices_are_not_judged():
    _, problems = ipam_of({**RANGE, "gateway": "y", "exclude": ["x"], "node_slice_size": "/26"}, (0, 9, 4))
    assert [each.rule for each in problems] == ["whereabouts-gateway"]


@pytest.mark.parametrize(
    ("version", "is_read"), [((0, 7, 0), False), ((0, 8, 1), False), ((0, 9, 0), True), ((0, 9, 4), True)]
)
def test_node_slices_are_read_since_they_exist(version, is_read):
    found, _ = ipam_of({**RANGE, "node_slice_size": "/26"}, version)
    assert found is not None
    assert found.node_slice_size == ("/26" if is_read else "")
    # What is unknown may have any type.
    assert (ipam_of({**RANGE, "node_slice_size": 26}, version)[0] is None) == is_read


@BOTH
@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, ["whereabouts-type"]) for text in ("null", "1", '{"type":"host-local"}', "{}")],
)
def test_no_address_management_of_its_own(text, expected, versions):
    found, problems = whereabouts.read(read(f'{{"ipam":{text}}}'), versions.whereabouts)
    assert (found, [each.rule for each in problems]) == (None, expected)
    assert [each.rule for each in whereabouts.read(read("{}"), versions.whereabouts)[1]] == [
        "whereabouts-type"
    ]


@BOTH
def test_the_short_form_comes_first_and_has_exclude_for_itself(versions):
    found, _ = ipam_of(
        {
            **RANGE,
            "exclude": ["10.0.0.1"],
            "range_start": "10.0.0.9",
            "ipRanges": [{"range": "10.1.0.0/24", "exclude": ["10.1.0.7"]}],
        },
        versions.whereabouts,
    )
    assert found is not None
    assert [(str(each.network), each.exclude, each.path) for each in found.ranges] == [
        ("10.0.0.0/24", ("10.0.0.1",), ("ipam",)),
        ("10.1.0.0/24", ("10.1.0.7",), ("ipam", "ipRanges", 0)),
    ]
    assert [each.ends for each in found.ranges] == [(("range_start", parse_ip("10.0.0.9")),), ()]
    assert [each.exclude_path for each in found.ranges] == [
        ("ipam", "exclude"),
        ("ipam", "ipRanges", 0, "exclude"),
    ]


@BOTH
@pytest.mark.parametrize(
    ("ipam", "expected"),
    [({"gateway": "10.0.0.1"}, "10.0.0.1"), ({"Gateway": "10.0.0.1"}, "10.0.0.1"), ({"Gateway": "10.0.0.1", "gateway": "10.0.0.2"}, "10.0.0.2"), ({"gateway": "", "Gateway": "x"}, None), ({"GATEWAY": "10.0.0.3"}, "10.0.0.3"), ({}, None)],
)  # fmt: skip
def test_the_gateway(ipam, expected, versions):
    found, _ = ipam_of({**RANGE, **ipam}, versions.whereabouts)
    assert found is not None
    assert (None if found.gateway is None else format_address(found.gateway)) == expected


@BOTH
def test_what_is_not_given_has_defaults(versions):
    found, _ = ipam_of(RANGE, versions.whereabouts)
    assert found is not None
    assert (found.overlapping, found.network_name, found.node_slice_size, found.routes, found.addresses) == (
        True,
        "",
        "",
        (),
        (),
    )
    assert ipam_of({**RANGE, "enable_overlapping_ranges": None}, versions.whereabouts)[0] == found
    changed, _ = ipam_of(
        {**RANGE, "enable_overlapping_ranges": False, "network_name": "blue"}, versions.whereabouts
    )
    assert changed is not None
    assert (changed.overlapping, changed.network_name) == (False, "blue")


@BOTH
@pytest.mark.parametrize(
    ("cni_version", "is_taken"),
    [("", False), ("0.1.0", False), ("0.2.0", False), ("0.3.1", True), ("1.0.0", True)],
)
def test_old_results_hold_one_address_of_a_family(cni_version, is_taken, versions):
    for addresses, takes_two in (
        (["10.0.0.5/24", "10.0.0.6/24"], is_taken),
        (["fd00::5/64", "fd00::6/64"], is_taken),
        (["10.0.0.5/24", "fd00::6/64"], True),
    ):
        found, problems = ipam_of(
            {"addresses": [{"address": each} for each in addresses]},
            versions.whereabouts,
            cniVersion=cni_version,
        )
        assert (found is not None) == takes_two
        assert [each.rule for each in problems] == ([] if takes_two else ["whereabouts-address"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.9/24", "10.0.0.9"),
        (" 10.0.0.9/24 ", "10.0.0.9"),
        ("010.0.0.9/24", "10.0.0.9"),
        ("10.0.0.9", "has no prefix"),
        ("fd00::9", "has no prefix"),
        ("x", "is no address"),
        ("", "is no address"),
        ("10.0.0.9/33", "is no address"),
    ],
)
def test_an_address_that_a_pod_asks_for(text, expected):
    # facts 1.2: a bare address passes Multus, and Whereabouts fails with "invalid CIDR 10.0.0.9".
    read = whereabouts.read_requested(text)
    assert (read if isinstance(read, str) else format_address(read.address)) == expected


@FEW
@given(objects(ODD_TEXTS), st.sampled_from([OLD, NEW]))
def test_any_address_management_is_judged(text, versions):
    tree = read('{"ipam":' + text.replace("{", '{"type":"whereabouts",', 1).replace(",}", "}") + "}")
    found, problems = whereabouts.read(tree, versions.whereabouts)
    # Without a word only where a later `type` names another plugin.
    assert found is None or not problems
    assert all(each.rule.startswith("whereabouts-") for each in problems)
