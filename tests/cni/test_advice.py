"""What the real code passes over in silence is told: upstream-facts §1.1, §3.1, §3.2."""

import json
from typing import Any

import pytest

from chartgen.cni import advice, nad
from chartgen.cni.problem import Problem
from chartgen.cni.versions import Versions
from chartgen.core.finding import Severity
from tests.cni_cases import LINEAR, growth

VERSIONS = Versions()


def advised(ipam: dict[str, Any] | None = None, **top: Any) -> list[tuple[str, str, str]]:
    plugin = {
        "type": "ipvlan",
        "master": "eth1",
        "ipam": {"type": "whereabouts", **(ipam or {"range": "10.0.0.0/24"})},
    }
    return told(json.dumps({"cniVersion": "0.3.1", "plugins": [plugin], **top}))


def problems_of(ipam: dict[str, Any]) -> list[Problem]:
    text = json.dumps(
        {
            "cniVersion": "0.3.1",
            "type": "ipvlan",
            "master": "eth1",
            "ipam": {"type": "whereabouts", **ipam},
        }
    )
    return advice.problems(nad.check(text, "n", VERSIONS), VERSIONS.whereabouts)


def messages(ipam: dict[str, Any]) -> list[str]:
    return [each.message for each in problems_of(ipam)]


def told(text: str) -> list[tuple[str, str, str]]:
    attachment = nad.check(text, "n", VERSIONS)
    found = advice.problems(attachment, VERSIONS.whereabouts)
    assert all(each.severity is not Severity.ERROR for each in found)
    return [(str(each.severity), each.rule, ".".join(map(str, each.path[-2:]))) for each in found]


def test_a_network_without_fault():
    assert (
        advised(
            {
                "range": "10.0.0.0/24",
                "exclude": ["10.0.0.1"],
                "gateway": "10.0.0.1",
                "routes": [{"dst": "10.0.0.0/8"}],
            }
        )
        == []
    )


@pytest.mark.parametrize(
    ("ipam", "expected"),
    [
        (
            {"gateway": "10.0.0.1", "routes": [{"dst": "10.9.0.0/16"}]},
            ("warning", "whereabouts-gateway-in-pool", "ipam.gateway"),
        ),
        (
            {"gateway": "10.9.0.1", "routes": [{"dst": "10.9.0.0/16"}]},
            ("warning", "whereabouts-gateway-outside", "ipam.gateway"),
        ),
        (
            {"gateway": "10.0.0.1", "exclude": ["10.0.0.1"]},
            ("info", "whereabouts-gateway-unused", "ipam.gateway"),
        ),
        ({"range_start": "banana"}, ("warning", "whereabouts-range-end", "ipam.range_start")),
        ({"range_start": "10.0.1.10"}, ("warning", "whereabouts-range-end", "ipam.range_start")),
        ({"range_end": "fd00::1"}, ("warning", "whereabouts-range-end", "ipam.range_end")),
        (
            {"range_start": "10.0.0.20", "range_end": "10.0.0.10"},
            ("warning", "whereabouts-range-end", "ipam.range_end"),
        ),
        ({"range": "10.0.0.20-10.0.0.10/24"}, ("warning", "whereabouts-range-end", "ipam.range")),
        (
            {"range": "10.0.0.1-10.0.0.9/24", "range_end": "10.0.0.8"},
            ("warning", "whereabouts-range-end", "ipam.range_end"),
        ),
        ({"exclude": ["10.1.0.0/24"]}, ("warning", "whereabouts-exclude-ignored", "exclude.0")),
        ({"range": "10.0.0.0/8"}, ("warning", "whereabouts-pool-size", "ipam.range")),
        ({"range": "fd00::/64"}, ("info", "whereabouts-pool-size", "ipam.range")),
        ({"routes": [{"dst": "0.0.0.0/0"}]}, ("warning", "whereabouts-route-default", "routes.0")),
        (
            {"routes": [{"dst": "10.9.0.0/16", "gw": "10.9.0.1"}]},
            ("warning", "whereabouts-route-outside", "0.gw"),
        ),
        ({"datastore": "kubernetes"}, ("warning", "whereabouts-field", "ipam.datastore")),
        ({"dns": {}}, ("warning", "whereabouts-field", "ipam.dns")),
        ({"sleep_for_race": 1}, ("warning", "whereabouts-sleep", "ipam.sleep_for_race")),
        (
            {"addresses": [{"address": "10.9.0.1/24"}]},
            ("warning", "whereabouts-address-shared", "ipam.addresses"),
        ),
        ({"node_slice_size": "/26"}, ("warning", "whereabouts-slices-ignored", "ipam.node_slice_size")),
        ({"EXCLUDE": []}, ("warning", "nad-key", "ipam.EXCLUDE")),
    ],
)
def test_addresses_and_fields(ipam, expected):
    assert advised({"range": "10.0.0.0/24", **ipam}) == [expected]


def test_addresses_that_are_forgotten():
    rules = [rule for _, rule, _ in advised({"range": "fd00::/32", "range_start": "fd00:0:0:1::"})]
    assert rules == ["whereabouts-pool-size", "whereabouts-offset"]


@pytest.mark.parametrize(
    ("ipam", "expected"),
    [
        ({"range_start": "10.0.0.255", "range_end": "10.0.0.0"}, ["range_start", "range_end"]),
        ({"range_start": "10.0.0.255"}, ["range_start"]),
        ({"range_end": "10.0.0.0"}, ["range_end"]),
        ({"range_start": "10.0.0.0", "range_end": "10.0.0.255"}, []),
        ({"range_start": "10.0.0.9", "range_end": "10.0.0.9"}, []),
        ({"range_start": "10.0.0.254", "range_end": "10.0.0.1"}, ["range_end"]),
        ({"range": "10.0.0.50-10.0.0.0/24"}, ["range"]),
        ({"range": "10.0.0.255-10.0.0.0/24"}, ["range", "range"]),
        ({"ipRanges": [{"range": "10.1.0.0/24", "range_end": "10.1.0.0"}]}, ["range_end"]),
    ],
)
def test_an_end_at_the_wrong_end_of_the_network_is_ignored(ipam, expected):
    found = advised({"range": "10.0.0.0/24", **ipam})
    assert [(rule, path.rpartition(".")[2]) for _, rule, path in found] == [
        ("whereabouts-range-end", key) for key in expected
    ]


def test_why_an_end_is_ignored():
    ipam = {"range": "10.0.0.0/24", "range_start": "10.0.0.255", "range_end": "10.0.0.0"}
    start, end = messages(ipam)
    assert "the network's last address" in start
    assert "it comes before the first" in end
    (first, last) = messages({"range": "10.0.0.255-10.0.0.0/24"})
    assert first.startswith("the first address of the range is ignored")
    assert last.startswith("the last address of the range is ignored")


LINK_LOCAL = {"range": "fd00:1::/116", "routes": [{"dst": "fd00:9::/64"}]}


@pytest.mark.parametrize(
    ("ipam", "expected"),
    [
        ({**LINK_LOCAL, "gateway": "fe80::1"}, []),
        ({**LINK_LOCAL, "gateway": "febf::1"}, []),
        ({**LINK_LOCAL, "gateway": "fec0::1"}, ["whereabouts-gateway-outside"]),
        ({**LINK_LOCAL, "routes": [{"dst": "fd00:9::/64", "gw": "fe80::1"}]}, []),
        ({**LINK_LOCAL, "routes": [{"dst": "fd00:9::/64", "gw": "fd00:2::1"}]}, ["whereabouts-route-outside"]),
        # It lies in no range of its own family, though its number does.
        ({"range": "10.0.0.0/24", "gateway": "fd00::1", "routes": [{"dst": "10.9.0.0/16"}]}, ["whereabouts-gateway-outside"]),
        ({"range": "::/0", "network_name": "a", "gateway": "10.0.0.1", "routes": [{"dst": "::/1"}]}, ["whereabouts-pool-size", "whereabouts-gateway-outside"]),
    ],
)  # fmt: skip
def test_a_gateway_is_on_the_link(ipam, expected):
    assert [rule for _, rule, _ in advised(ipam)] == expected


def test_the_exclude_that_keeps_the_gateway_is_named():
    routes = [{"dst": "10.9.0.0/16"}]
    for ipam, hint in (
        ({"range": "10.0.0.0/24"}, "add 10.0.0.1 to exclude"),
        (
            {"ipRanges": [{"range": "10.1.0.0/24"}, {"range": "10.0.0.0/24"}]},
            "add 10.0.0.1 to the exclude of 10.0.0.0/24",
        ),
    ):
        (found,) = problems_of({**ipam, "gateway": "10.0.0.1", "routes": routes})
        assert found.hint == hint


def test_a_pool_that_fits_into_its_object():
    assert advised({"range": "10.0.0.0/19"}) == []
    assert [rule for _, rule, _ in advised({"range": "10.0.0.0/18"})] == ["whereabouts-pool-size"]


def test_keys_in_another_letter_case_are_followed():
    text = '{"cniVersion":"1.0.0","type":"ipvlan","master":"e","IPAM":{"type":"whereabouts","range":"10.0.0.0/24"}}'
    assert told(text) == [("warning", "nad-key", "IPAM")]


def test_ends_that_name_the_whole_range_are_what_they_say():
    assert advised({"range": "10.0.0.0-10.0.0.255/24"}) == []
    assert advised({"range": "10.0.0.0/24", "range_start": "10.0.0.1", "range_end": "10.0.0.254"}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"plugins":[{"type":"x"}]}', [("warning", "nad-version-missing", "cniVersion")]),
        ('{"cniVersion":"1.0.0","type":"x","plugins":[]}', [("warning", "nad-plugins-ignored", "plugins")]),
        ('{"cniVersions":["1.0.0"],"plugins":[{"type":"x"}]}', []),
        ('{"cniVersion":"1.0.0","type":"x","type":"x"}', [("warning", "nad-key", "type")]),
        ('{"cniVersion":"1.0.0","Type":"x"}', [("warning", "nad-key", "Type")]),
        ('{"cniVersion":"1.0.0","type":"x","args":{"Type":"y","a":1,"a":2}}', []),
        ("[]", []),
        ("{", []),
    ],
)
def test_keys_and_versions(text, expected):
    assert told(text) == expected


def test_the_time_grows_with_ranges_and_routes():
    def of(count: int) -> nad.Attachment:
        ranges = [{"range": f"10.{at >> 8}.{at & 255}.0/24"} for at in range(count)]
        routes = [{"dst": "192.168.0.0/24", "gw": f"172.16.{at >> 8}.{at & 255}"} for at in range(count)]
        ipam = {"type": "whereabouts", "ipRanges": ranges, "routes": routes}
        text = json.dumps({"cniVersion": "0.3.1", "type": "ipvlan", "master": "eth1", "ipam": ipam})
        return nad.check(text, "n", VERSIONS)

    found = advice.problems(of(3), VERSIONS.whereabouts)
    assert [each.rule for each in found] == ["whereabouts-route-outside"] * 3
    assert growth(lambda each: advice.problems(each, VERSIONS.whereabouts), of) < LINEAR
