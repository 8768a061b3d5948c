"""What the real programs say to the golden vectors, and what the generated cases are worth.

The vectors are those that were run by hand on Multus 4.2.1 and 4.3.0, Whereabouts 0.7.0 and 0.9.3, and ipvlan 1.9.1.
"""

import json
from collections import Counter

import pytest

from tests.oracle import cases, driver
from tests.oracle.jsontext import write

VERSIONS = tuple(driver.WHEREABOUTS)
ARGS = "IgnoreUnknown=true;K8S_POD_NAMESPACE=default;K8S_POD_NAME=pod"
PLUGIN = {"type": "ipvlan", "master": "eth1", "ipam": {"type": "whereabouts", "range": "10.0.0.0/24"}}


@pytest.fixture(autouse=True)
def _programs():
    missing = driver.missing_program()
    if missing is not None:
        pytest.skip(f"{missing} is absent: run `make tools`")


def network(config, name="net", **more):
    text = config if isinstance(config, str) else write(config)
    return driver.run(driver.MULTUS, [{"kind": "nad", "name": name, "config": text, **more}])[0]


def annotation(value):
    return driver.run(driver.MULTUS, [{"kind": "annotation", "value": value, "namespace": "default"}])[0]


def ipam(version, args=ARGS, cni_version="0.3.1", **fields):
    stdin = write(
        {"cniVersion": cni_version, "name": "net", **PLUGIN, "ipam": {"type": "whereabouts", **fields}}
    )
    return driver.run(driver.WHEREABOUTS[version], [{"kind": "ipam", "stdin": stdin, "args": args}])[0]


def result(verdict):
    return (verdict["outcome"], verdict.get("stage"))


# fmt: off
NETWORKS = [
    # Text that is no object, and the one literal that is taken for one.
    ("[]", "refused", "spec", "failed to unmarshal Spec.Config"),
    ('"text"', "refused", "spec", "failed to unmarshal Spec.Config"),
    ('{"type": "ipvlan",}', "refused", "spec", "failed to unmarshal Spec.Config"),
    ('{"type": ipvlan}', "refused", "spec", "invalid character 'i'"),
    ('{"range": 10.0.0.0/24}', "refused", "spec", "invalid character '.'"),
    ("null", "panic", "spec", "nil map"),
    ("", "refused", "spec", "No networks found in"),
    # Names.
    ({**PLUGIN, "name": 7}, "refused", "delegate", "cannot unmarshal number"),
    ({**PLUGIN, "name": "a b"}, "refused", "libcni", "invalid characters found in network name"),
    ({**PLUGIN, "name": "-a"}, "refused", "libcni", "invalid characters found in network name"),
    # Types and plugins.
    ({}, "refused", "delegate", "delegate must have the 'type' or 'plugin' field"),
    ({"plugins": []}, "panic", "delegate", "index out of range"),
    ({"plugins": [None]}, "panic", "delegate", "nil pointer"),
    ({"plugins": [{}]}, "refused", "delegate", "a plugin delegate must have the 'type' field"),
    ({"plugins": [PLUGIN, {}]}, "refused", "libcni", "failed to parse plugin config 1: error parsing configuration: missing 'type'"),
    ({**PLUGIN, "type": "a/b"}, "refused", "libcni", "invalid plugin name"),
    ({**PLUGIN, "ipam": "x"}, "refused", "delegate", "cannot unmarshal string"),
    ({**PLUGIN, "capabilities": {"mac": "true"}}, "refused", "delegate", "cannot unmarshal string"),
    ({**PLUGIN, "cniVersion": 1}, "refused", "delegate", "cannot unmarshal number"),
    # Versions.
    ({**PLUGIN, "cniVersion": "9.9.9"}, "refused", "skel", "incompatible CNI versions"),
    ({**PLUGIN, "cniVersion": "1.2.0"}, "refused", "skel", "incompatible CNI versions"),
    # libcni would take the texts "true" and "false", but Multus decodes the list before it does.
    ({"plugins": [PLUGIN], "disableCheck": "true"}, "refused", "delegate", "cannot unmarshal string"),
    ({"plugins": [PLUGIN], "disableGC": "false"}, "refused", "delegate", "cannot unmarshal string"),
    ({"plugins": [PLUGIN], "loadOnlyInlinedPlugins": "maybe"}, "refused", "libcni", "invalid value"),
    # The plugin.
    ({**PLUGIN, "mode": "L2"}, "refused", "ipvlan", 'unknown ipvlan mode: "L2"'),
    ({**PLUGIN, "mode": "bridge"}, "refused", "ipvlan", "unknown ipvlan mode"),
    ({**PLUGIN, "mode": "l2e"}, "refused", "ipvlan", "unknown ipvlan mode"),
    ({**PLUGIN, "mtu": "1500"}, "refused", "ipvlan", "cannot unmarshal string"),
    ({"type": "ipvlan", "master": "eth1"}, "refused", "ipvlan", "no plugin name provided"),
    # A list that only the looser reader sees plugins in has no result.
    ({"Plugins": [PLUGIN]}, "panic", "result", "nil pointer"),
]
ANNOTATIONS = [
    ("data", "accepted", None), ("team-a/data@eth1", "accepted", None), (" a , b ", "accepted", None),
    ("/net1", "accepted", None), ("net1@", "accepted", None), ("[]", "accepted", None),
    ("a.b", "refused", "annotation"), ("a_b", "refused", "annotation"), ("a/b/c", "refused", "annotation"),
    ("a@b@c", "refused", "annotation"), ("a@" + "b" * 16, "refused", "annotation"), ("a@b c", "refused", "annotation"),
    ("a@b:c", "refused", "interface"), ("a,", "refused", "lookup"), ("a,,b", "refused", "lookup"),
    ("@eth1", "refused", "lookup"), ("ns/", "refused", "lookup"), (" ", "refused", "lookup"),
    ("{}", "refused", "annotation"), ('"a"', "refused", "annotation"), ("[null]", "panic", "annotation"),
    ('[{"name": "a", "unknown": 7}]', "accepted", None), ('[{"name": "a.b"}]', "accepted", None),
    ('[{"name": "a", "ips": "10.0.0.9"}]', "refused", "annotation"), ('[{"name": "a", "ips": ["10.0.0"]}]', "refused", "annotation"),
    ('[{"name": "a", "ips": ["10.0.0.9", "10.0.0.9/24"]}]', "accepted", None),
    ('[{"name": "a", "default-route": ["10.0.0.1/24"]}]', "refused", "annotation"),
    ('[{"name": "a", "default-route": ["10.0.0.1", "10.0.0.2"]}]', "refused", "gateway"),
    ('[{"name": "a", "default-route": ["10.0.0.1", "fd00::1"]}]', "accepted", None),
    ('[{"name": "a", "mac": "02:00"}]', "refused", "annotation"),
]
# range fields → first and last address
RANGES = [
    ({"range": "192.168.2.225/28"}, "192.168.2.225", "192.168.2.238", "192.168.2.224-28"),
    ({"range": "192.168.2.225-192.168.2.230/28"}, "192.168.2.225", "192.168.2.230", "192.168.2.224-28"),
    ({"range": "192.168.2.230-192.168.2.225/28"}, "192.168.2.230", "192.168.2.238", "192.168.2.224-28"),
    ({"range": "192.168.2.224-192.168.2.239/28"}, "192.168.2.225", "192.168.2.238", "192.168.2.224-28"),
    ({"range": "010.0.0.0/24"}, "10.0.0.1", "10.0.0.254", "10.0.0.0-24"),
    ({"range": "192.168.002.000/24"}, "192.168.2.1", "192.168.2.254", "192.168.2.0-24"),
    ({"range": "10.0.0.0/30"}, "10.0.0.1", "10.0.0.2", "10.0.0.0-30"),
    ({"range": "10.0.0.0/24", "range_start": "10.0.0.10", "range_end": "10.0.0.20"}, "10.0.0.10", "10.0.0.20", "10.0.0.0-24"),
    ({"range": "10.0.0.0/24", "range_start": "10.0.0.20", "range_end": "10.0.0.10"}, "10.0.0.20", "10.0.0.254", "10.0.0.0-24"),
    ({"range": "10.0.0.0/24", "range_start": "10.0.1.10"}, "10.0.0.1", "10.0.0.254", "10.0.0.0-24"),
    ({"range": "10.0.0.0/24", "range_start": "fd00::1"}, "10.0.0.1", "10.0.0.254", "10.0.0.0-24"),
    ({"range": "10.0.0.0/24", "range_start": "banana", "range_end": "10.0.0.300"}, "10.0.0.1", "10.0.0.254", "10.0.0.0-24"),
    ({"range": "10.0.0.5-10.0.0.9/24", "range_start": "10.0.0.20"}, "10.0.0.5", "10.0.0.9", "10.0.0.0-24"),
    ({"range": "::ffff:10.0.0.0/120"}, "10.0.0.1", "10.0.0.254", "10.0.0.0-24"),
    ({"range": "fd00::/64"}, "fd00::1", "fd00::ffff:ffff:ffff:fffe", "fd00---64"),
    ({"range": "10.0.0.0/24", "network_name": "blue"}, "10.0.0.1", "10.0.0.254", "blue-10.0.0.0-24"),
]
FIRST = [
    ({"exclude": ["10.0.0.0/28"]}, "10.0.0.16"), ({"exclude": ["10.0.0.3/30"]}, "10.0.0.4"),
    ({"exclude": ["10.0.0.1"]}, "10.0.0.2"), ({"exclude": ["192.168.0.0/24"]}, "10.0.0.1"), ({"gateway": "10.0.0.1"}, "10.0.0.1"),
]
REFUSED = [
    ({"range": "192.168.2.225 - 192.168.2.230/28"}, "config", "invalid range start IP"),
    ({"range": "192.168.2.1-192.168.2.230/28"}, "config", "invalid range start for CIDR"),
    ({"range": "192.168.2.225-192.168.2.230"}, "config", "invalid CIDR"), ({"range": "192.168.2.0"}, "config", "invalid CIDR"),
    ({"range": " 192.168.2.0/24"}, "config", "invalid CIDR"), ({"range": "192.168.2.0/33"}, "config", "invalid CIDR"),
    ({"ipRanges": [{}]}, "config", "invalid CIDR"), ({"ipRanges": [{"range": "10.0.0.0/24", "range_start": "x"}]}, "config", "JSON Parsing Error"),
    ({"gateway": "10.0.0.1/24"}, "config", "couldn't parse gateway IP"), ({"routes": [{"dst": "x"}]}, "config", "JSON Parsing Error"),
    ({"enable_overlapping_ranges": "false"}, "config", "JSON Parsing Error"), ({"exclude": "10.0.0.1"}, "config", "JSON Parsing Error"),
    ({"sleep_for_race": True}, "config", "JSON Parsing Error"), ({"type": "Whereabouts"}, "config", "only interested in networks"),
    *[({"range": f"{net}"}, "allocate", "net mask is too short") for net in ("10.0.0.0/31", "10.0.0.0/32", "fd00::/127", "fd00::/128")],
    *[({"exclude": [text]}, "allocate", "could not parse exclude range") for text in ("10.0.0.1-10.0.0.9", "banana", "10.0.0.010/32")],
    ({"exclude": ["10.0.0.0/24"]}, "allocate", "Could not allocate IP in range"),
    ({"range": ""}, "ipvlan", "IPAM plugin returned missing IP config"), ({"range": "", "ipRanges": []}, "ipvlan", "missing IP config"),
    ({"network_name": "Blue_Net"}, "allocate", "k8s create error"), ({"range": "::/0"}, "allocate", "k8s create error"),
    ({"range": "ff00::/64"}, "address-invalid", "cannot assign"), ({"addresses": [{"address": "::1/64"}]}, "address-invalid", "cannot assign"),
    ({"leader_lease_duration": 999, "leader_renew_deadline": 700}, "lease", "must be greater than 0"),
]
# fmt: on


@pytest.mark.parametrize(("config", "outcome", "stage", "text"), NETWORKS)
def test_networks(config, outcome, stage, text):
    verdict = network(config)
    assert result(verdict) == (outcome, stage)
    assert text in verdict["error"]


def test_a_missing_name_is_that_of_the_object():
    [call] = network(PLUGIN, name="from-metadata")["calls"]
    assert json.loads(call["stdin"])["name"] == "from-metadata"


def test_plugins_beside_a_type_are_not_seen():
    [call] = network({**PLUGIN, "plugins": [{"type": "other"}]})["calls"]
    assert (call["type"], call["ipam"]) == ("ipvlan", "whereabouts")


@pytest.mark.parametrize(
    ("versions", "chosen"), [(["0.3.1", "1.0.0"], "1.0.0"), (["9.9.9"], "0.4.0"), (["1.1.0"], "1.1.0")]
)
def test_the_highest_version_of_a_list_wins(versions, chosen):
    [call] = network({"cniVersion": "0.4.0", "cniVersions": versions, "plugins": [PLUGIN]})["calls"]
    assert json.loads(call["stdin"])["cniVersion"] == chosen


@pytest.mark.parametrize(("value", "outcome", "stage"), ANNOTATIONS)
def test_annotations(value, outcome, stage):
    assert result(annotation(value)) == (outcome, stage)


def test_the_elements_of_an_annotation():
    [one] = annotation("team-a/data@eth1")["elements"]
    assert (one["namespace"], one["name"], one["interface"]) == ("team-a", "data", "eth1")
    assert [element["name"] for element in annotation("/net1")["elements"]] == ["net1"]
    [full] = annotation('[{"name": "a", "ips": ["10.0.0.9"], "default-route": ["fd00::1"]}]')["elements"]
    assert (full["namespace"], full["ips"], full["gateways"]) == ("default", ["10.0.0.9"], ["fd00::1"])


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("fields", "first", "last", "pool"), RANGES)
def test_ranges(version, fields, first, last, pool):
    verdict = ipam(version, **fields)
    [shown] = verdict["ranges"]
    assert (verdict["outcome"], shown["first"], shown["last"], shown["pool"]) == (
        "accepted",
        first,
        last,
        pool,
    )
    assert verdict["allocated"][0].split("/")[0] == verdict["next"][0][0] == first


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("fields", "first"), FIRST)
def test_the_first_address(version, fields, first):
    assert ipam(version, **{"range": "10.0.0.0/24", **fields})["allocated"] == [f"{first}/24"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("fields", "stage", "text"), REFUSED)
def test_refusals_of_whereabouts(version, fields, stage, text):
    verdict = ipam(version, **{"range": "10.0.0.0/24", **fields})
    assert result(verdict) == ("refused", stage)
    assert text in verdict["error"]


@pytest.mark.parametrize("version", VERSIONS)
def test_durations_that_leave_no_elector(version):
    for fields in (
        {"leader_lease_duration": 1000},
        {"leader_renew_deadline": 600},
        {"leader_retry_period": 900},
    ):
        assert result(ipam(version, range="10.0.0.0/24", **fields)) == ("panic", "elector")


def test_one_range_twice():
    fields = {"range": "10.0.0.0/24", "ipRanges": [{"range": "10.0.0.0/24"}]}
    assert ipam("0.7.0", **fields)["allocated"] == ["10.0.0.1/24", "10.0.0.2/24"]
    assert result(ipam("0.9.4", **fields)) == ("refused", "address-exists")


@pytest.mark.parametrize("version", VERSIONS)
def test_addresses_that_a_pod_asks_for(version):
    assert result(ipam(version, f"{ARGS};IP=10.0.0.9", range="10.0.0.0/24")) == ("refused", "config")
    outside = ipam(version, f"{ARGS};IP=10.9.9.9/24", range="10.0.0.0/24")
    assert outside["addresses"] == ["10.0.0.1/24", "10.9.9.9/24"]
    bare = driver.judge([{"kind": "nad", "config": write(PLUGIN), "ips": ["10.0.0.9"]}])[0]
    assert (bare["multus"]["outcome"], driver.outcome(bare, version)) == ("accepted", "refused")


def test_node_slices():
    for size, stage in (
        ("/26", None),
        ("28", None),
        ("/22", "elector"),
        ("abc", "elector"),
        ("/32", "allocate"),
    ):
        assert ipam("0.9.4", range="10.0.0.0/24", node_slice_size=size).get("stage") == stage
    assert result(ipam("0.9.4", range="fd00::/64", node_slice_size="/66")) == ("panic", "elector")
    assert result(ipam("0.7.0", range="10.0.0.0/24", node_slice_size="abc")) == ("accepted", None)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_case_that_never_ends_does_not_stop_the_others(version):
    stdin = [
        write(
            {
                "cniVersion": "1.0.0",
                "name": "net",
                "ipam": {"type": "whereabouts", "range": net, "exclude": [net]},
            }
        )
        for net in ("10.0.0.0/24", "0.0.0.0/0", "10.0.0.0/30")
    ]
    given = [{"kind": "ipam", "stdin": text, "args": ARGS} for text in stdin]
    verdicts = driver.run(driver.WHEREABOUTS[version], given, limit="100ms")
    assert [verdict["outcome"] for verdict in verdicts] == ["refused", "timeout", "refused"]


def test_enough_of_the_cases_are_refused_and_enough_are_not():
    given = list(cases.cases(2 * len(cases.ALL)))
    verdicts = driver.judge(given)
    for version in VERSIONS:
        share = Counter(driver.outcome(verdict, version) for verdict in verdicts)
        assert 0.3 <= 1 - share["accepted"] / len(given) <= 0.7
    assert {"panic", "refused"} <= {
        driver.outcome(verdict, version) for verdict in verdicts for version in VERSIONS
    }
    assert "ipam.range" in driver.table(given, verdicts)
