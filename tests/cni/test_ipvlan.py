"""The ipvlan plugin's fields: upstream-facts §2; the rows on types were run with the plugin's own structure."""

import json

import pytest
from hypothesis import given

from chartgen.cni import ipvlan, nad
from chartgen.cni.json_text import Members, read
from chartgen.core.finding import Severity
from tests.cni_cases import ACCEPTED, BOTH, FEW, ODD_TEXTS, OLD, REFUSED, objects, verdict

ROWS = {
    # what differs from a good configuration; None leaves a field out: verdict, rule of what is found
    "facts 2 master": ({}, ACCEPTED, None),
    "facts 2 master missing": ({"master": None}, ACCEPTED, "ipvlan-master"),
    "facts 2 master empty": ({"master": ""}, ACCEPTED, "ipvlan-master"),
    "facts 2 master a number": ({"master": 1}, REFUSED, "ipvlan-type"),
    "facts 2 Master": ({"master": None, "Master": "eth1"}, ACCEPTED, None),
    **{f"facts 2 mode {mode}": ({"mode": mode}, ACCEPTED, None) for mode in ("", "l2", "l3", "l3s")},
    **{f"facts 2 mode {mode}": ({"mode": mode}, REFUSED, "ipvlan-mode") for mode in ("L2", "L3S", "bridge", "l2e", " l2", "private")},
    "facts 2 mode a number": ({"mode": 2}, REFUSED, "ipvlan-type"),
    "facts 2 mtu 0": ({"mtu": 0}, ACCEPTED, None),
    "facts 2 mtu": ({"mtu": 1460}, ACCEPTED, None),
    "facts 2 mtu of a jumbo frame": ({"mtu": 65535}, ACCEPTED, None),
    "facts 2 mtu the smallest": ({"mtu": 68}, ACCEPTED, None),
    "facts 2 mtu a text": ({"mtu": "1460"}, REFUSED, "ipvlan-type"),
    "facts 2 mtu a fraction": ({"mtu": 1460.5}, REFUSED, "ipvlan-type"),
    "facts 2 mtu only the kernel refuses": ({"mtu": 65536}, ACCEPTED, "ipvlan-mtu"),
    "facts 2 mtu too small": ({"mtu": 67}, ACCEPTED, "ipvlan-mtu"),
    "facts 2 mtu negative": ({"mtu": -1}, ACCEPTED, "ipvlan-mtu"),
    "facts 2 linkInContainer": ({"linkInContainer": True}, ACCEPTED, None),
    "facts 2 linkInContainer a text": ({"linkInContainer": "true"}, REFUSED, "ipvlan-type"),
    "facts 2 ipam missing": ({"ipam": None}, REFUSED, "ipvlan-ipam"),
    "facts 2 ipam empty": ({"ipam": {}}, REFUSED, "ipvlan-ipam"),
    "facts 2 ipam of empty type": ({"ipam": {"type": ""}}, REFUSED, "ipvlan-ipam"),
    "facts 2 ipam type with /": ({"ipam": {"type": "a/b"}}, REFUSED, "ipvlan-ipam"),
    "facts 2 another ipam": ({"ipam": {"type": "host-local"}}, ACCEPTED, None),
    "facts 2 capabilities": ({"capabilities": {"mac": True, "ips": True}}, ACCEPTED, None),
    "facts 2 flag is none of it": ({"flag": "private"}, ACCEPTED, None),
}  # fmt: skip
GOOD = {
    "name": "n",
    "cniVersion": "1.0.0",
    "type": "ipvlan",
    "master": "eth1",
    "ipam": {"type": "whereabouts", "range": "10.0.0.0/24"},
}


@BOTH
@pytest.mark.parametrize(("change", "expected", "rule"), ROWS.values(), ids=ROWS.keys())
def test_a_field(change, expected, rule, versions):
    whole = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    found = nad.check(json.dumps(whole), "x", versions)
    assert verdict(found.problems) == expected
    assert [each.rule for each in found.problems] == ([rule] if rule else [])


def found_in(text: str, *, is_first: bool):
    tree = read(text)
    assert isinstance(tree, Members)
    return ipvlan.check(tree, is_first=is_first)


def test_behind_another_plugin_neither_master_nor_addresses_are_needed():
    assert [each.rule for each in found_in("{}", is_first=True)] == ["ipvlan-ipam", "ipvlan-master"]
    assert found_in("{}", is_first=False) == []
    result = '{"prevResult":{"interfaces":[{"name":"eth0"}],"ips":[{"address":"10.0.0.1/24"}]},"cniVersion":"1.0.0"}'
    assert found_in(result, is_first=True) == []
    assert [each.rule for each in found_in('{"prevResult":{}}', is_first=True)] == ["ipvlan-result"]


@pytest.mark.parametrize(
    ("mode", "hint"), [("L2", "small letters: l2"), ("L3S", "small letters: l3s"), ("bridge", "l2, l3, l3s")]
)
def test_the_mode_that_was_meant_is_named(mode, hint):
    (problem,) = found_in(f'{{"mode":"{mode}","master":"e","ipam":{{"type":"x"}}}}', is_first=True)
    assert hint in problem.hint
    assert problem.path == ("mode",)


@FEW
@given(objects(ODD_TEXTS))
def test_any_standard_input_is_judged(text):
    for is_first in (True, False):
        for problem in found_in(text, is_first=is_first):
            assert problem.rule.startswith("ipvlan-")
            assert (problem.severity is Severity.WARNING) == (problem.rule in ("ipvlan-master", "ipvlan-mtu"))


def test_other_plugins_are_not_judged():
    assert nad.check('{"type":"macvlan","mode":"bridge","mtu":"x"}', "n", OLD).problems == ()
