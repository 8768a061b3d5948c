"""What the real code passes over in silence is told: upstream-facts §1.1, §3.1, §3.2."""

import json
from typing import Any

import pytest

from chartgen.cni import advice, nad
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
            ("warning", "whereabouts-gateway", "ipam.gateway"),
        ),
        (
            {"gateway": "10.9.0.1", "routes": [{"dst": "10.9.0.0/16"}]},
            ("warning", "whereabouts-gateway", "ipam.gateway"),
        ),
        ({"gateway": "10.0.0.1", "exclude": ["10.0.0.1"]}, ("info", "whereabouts-gateway", "ipam.gateway")),
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
        ({"exclude": ["10.1.0.0/24"]}, ("warning", "whereabouts-exclude", "exclude.0")),
        ({"range": "10.0.0.0/8"}, ("warning", "whereabouts-pool-size", "ipam.range")),
        ({"range": "fd00::/64"}, ("info", "whereabouts-pool-size", "ipam.range")),
        ({"routes": [{"dst": "0.0.0.0/0"}]}, ("warning", "whereabouts-route", "routes.0")),
        ({"routes": [{"dst": "10.9.0.0/16", "gw": "10.9.0.1"}]}, ("warning", "whereabouts-route", "0.gw")),
        ({"datastore": "kubernetes"}, ("warning", "whereabouts-field", "ipam.datastore")),
        ({"dns": {}}, ("warning", "whereabouts-field", "ipam.dns")),
        ({"sleep_for_race": 1}, ("warning", "whereabouts-field", "ipam.sleep_for_race")),
        ({"addresses": [{"address": "10.9.0.1/24"}]}, ("warning", "whereabouts-address", "ipam.addresses")),
        ({"node_slice_size": "/26"}, ("warning", "whereabouts-slices", "ipam.node_slice_size")),
        ({"EXCLUDE": []}, ("warning", "nad-key", "ipam.EXCLUDE")),
    ],
)
def test_addresses_and_fields(ipam, expected):
    assert advised({"range": "10.0.0.0/24", **ipam}) == [expected]


def test_addresses_that_are_forgotten():
    rules = [rule for _, rule, _ in advised({"range": "fd00::/32", "range_start": "fd00:0:0:1::"})]
    assert rules == ["whereabouts-pool-size", "whereabouts-offset"]


def test_ends_that_name_the_whole_range_are_what_they_say():
    assert advised({"range": "10.0.0.0-10.0.0.255/24"}) == []
    assert advised({"range": "10.0.0.0/24", "range_start": "10.0.0.1", "range_end": "10.0.0.254"}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"plugins":[{"type":"x"}]}', [("warning", "nad-version", "cniVersion")]),
        ('{"cniVersion":"1.0.0","type":"x","plugins":[]}', [("warning", "nad-plugins", "plugins")]),
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
    assert [each.rule for each in found] == ["whereabouts-route"] * 3
    assert growth(lambda each: advice.problems(each, VERSIONS.whereabouts), of) < LINEAR
