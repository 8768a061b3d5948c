"""Keys of an address management that nobody reads: upstream-facts §3.1."""

import json
from typing import Any

import pytest

from chartgen.cni import advice, nad
from chartgen.cni.problem import Problem
from chartgen.cni.versions import Versions
from chartgen.core.finding import Severity
from tests.cni_cases import LINEAR, growth

VERSIONS = Versions()
WHOLE = {"range": "10.0.0.0/24"}


def found(ipam: dict[str, Any], type_: str = "whereabouts") -> list[Problem]:
    plugin = {"type": "ipvlan", "master": "eth1", "ipam": {"type": type_, **ipam}}
    text = json.dumps({"cniVersion": "0.3.1", **plugin})
    problems = advice.problems(nad.check(text, "n", VERSIONS), VERSIONS.whereabouts)
    assert all(each.severity is not Severity.ERROR for each in problems)
    return problems


def test_what_belongs_to_a_range_of_its_own_has_no_effect_beside_a_list():
    listed = {"ipRanges": [WHOLE]}
    ipam = {**listed, "exclude": ["10.0.0.1"], "range_start": "10.0.0.9", "range_end": "10.0.0.19"}
    problems = found(ipam)
    assert [(each.rule, each.path) for each in problems] == [
        ("whereabouts-exclude-ignored", ("ipam", "exclude")),
        ("whereabouts-range-end", ("ipam", "range_start")),
        ("whereabouts-range-end", ("ipam", "range_end")),
    ]
    assert all("ipRanges" in each.hint for each in problems)
    assert found({**WHOLE, "exclude": ["10.0.0.1"], "ipRanges": [{"range": "10.1.0.0/24"}]}) == []
    assert found({**listed, "exclude": [], "range_start": ""}) == []


def test_the_exclude_that_has_no_effect_is_not_advised_again():
    ipam = {
        "ipRanges": [WHOLE],
        "exclude": ["10.0.0.1"],
        "gateway": "10.0.0.1",
        "routes": [{"dst": "10.9.0.0/16"}],
    }
    exclude, gateway = found(ipam)
    assert exclude.rule == "whereabouts-exclude-ignored"
    assert gateway.hint == "add 10.0.0.1 to the exclude of 10.0.0.0/24"


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("rangeStart", "range_start"),
        ("rangeEnd", "range_end"),
        ("range-end", "range_end"),
        ("excludes", "exclude"),
        ("gw", "gateway"),
        ("subnet", "range"),
        ("networkName", "network_name"),
        ("ip_ranges", "ipRanges"),
        ("route", "routes"),
    ],
)
def test_a_key_that_was_likely_meant_for_another(key, meant):
    (problem,) = found({**WHOLE, key: "x"})
    assert (problem.rule, problem.path) == ("whereabouts-field", ("ipam", key))
    assert problem.message == f'Whereabouts knows no "{key}", and ignores it'
    assert problem.hint == f"did you mean {meant!r}?"


@pytest.mark.parametrize(("key", "meant"), [("rangeStart", "range_start"), ("excluded", "exclude")])
def test_a_key_of_a_range_that_was_likely_meant_for_another(key, meant):
    (problem,) = found({"ipRanges": [{**WHOLE, key: []}]})
    assert problem.path == ("ipam", "ipRanges", 0, key)
    assert problem.hint == f"did you mean {meant!r}?"


@pytest.mark.parametrize(
    "key", ["comment", "x", "", "kind", "log", "_range", "//exclude", "vendor", "r" * 300, "version", "name", "gate", "arrange"]
)  # fmt: skip
def test_other_keys_are_nobodys_business(key):
    assert found({**WHOLE, key: "x"}) == []
    assert found({"ipRanges": [{**WHOLE, key: "x"}]}) == []


def test_keys_of_other_address_managements_are_their_own():
    assert found({"rangeStart": "10.0.0.1", "gw": "x", "subnet": "10.0.0.0/24"}, type_="host-local") == []


def test_keys_in_another_letter_case_are_told_once():
    assert [each.rule for each in found({**WHOLE, "EXCLUDE": []})] == ["nad-key"]


def test_the_time_grows_with_unknown_keys():
    def of(count: int) -> nad.Attachment:
        ipam = {"type": "whereabouts", **WHOLE, **{f"range{at}": 1 for at in range(count)}}
        return nad.check(json.dumps({"type": "ipvlan", "master": "eth1", "ipam": ipam}), "n", VERSIONS)

    assert growth(lambda each: advice.problems(each, VERSIONS.whereabouts), of, 500) < LINEAR
