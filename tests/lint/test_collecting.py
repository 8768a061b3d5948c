"""From hits to findings."""

import pytest

from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint.collecting import Collector
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.settings import Settings
from chartgen.validate.manifest_file import read_manifests

RULE = Rule("some-rule", Severity.WARNING, "0.2.0", "object")
PLACE = Location("values.yaml", 3)


def collector(**severities: Severity) -> Collector:
    named = {name.replace("_", "-"): severity for name, severity in severities.items()}
    return Collector(Settings(rules=frozenset({"some-rule"}), severities=named))


def only(found: Collector) -> Finding:
    [finding] = found.findings()
    return finding


@pytest.mark.parametrize(
    ("hit", "asked", "severity"),
    [
        (None, {}, Severity.WARNING),
        (Severity.INFO, {}, Severity.INFO),
        (None, {"some_rule": Severity.ERROR}, Severity.ERROR),
        (Severity.ERROR, {"some_rule": Severity.INFO}, Severity.INFO),
        (None, {"other_rule": Severity.INFO}, Severity.WARNING),
    ],
)
def test_the_severity_is_what_is_asked_for_else_the_hits_else_the_rules(hit, asked, severity):
    found = collector(**asked)
    found.hit(RULE, Hit("wrong", location=PLACE, severity=hit))
    assert only(found) == Finding(PLACE, "some-rule", severity, "wrong")


def test_a_hit_of_an_object_is_at_its_path():
    each = Object(read_manifests("kind: Job\nmetadata:\n  name: a\n", file="m.yaml")[0])
    for is_key, line in ((True, 2), (False, 3)):
        found = collector()
        found.hit(RULE, Hit("wrong", each, ("metadata",), is_key=is_key))
        assert only(found).location.line == line
        assert only(found).location.object == "Job/default/a"


def test_a_hit_without_a_place_has_an_empty_one():
    found = collector()
    found.hit(RULE, Hit("wrong"))
    assert only(found).location == Location("")


def test_a_rule_that_does_not_run_finds_nothing():
    found = collector()
    found.finding(Finding(PLACE, "other-rule", Severity.ERROR, "wrong"))
    assert found.findings() == []


def test_one_thing_in_several_scenarios_is_one_finding():
    found = collector()
    for scenario in ("two", "one", "two"):
        found.rendered(scenario, "1.37.0")
        found.hit(RULE, Hit("wrong", location=PLACE), scenario=scenario, version="1.37.0")
    found.hit(RULE, Hit("wrong too", location=PLACE))
    assert [(each.message, each.scenarios) for each in found.findings()] == [
        ("wrong", ("one", "two")),
        ("wrong too", ()),
    ]


def test_the_worst_severity_and_some_hint_stay():
    found = collector()
    found.hit(RULE, Hit("wrong", location=PLACE, severity=Severity.INFO))
    found.hit(RULE, Hit("wrong", location=PLACE, severity=Severity.ERROR, hint="first"))
    found.hit(RULE, Hit("wrong", location=PLACE, hint="second"))
    assert (only(found).severity, only(found).hint) == (Severity.ERROR, "first")


def test_a_version_is_named_where_another_one_is_clean():
    found = collector()
    for version in ("1.25.0", "1.37.0"):
        found.rendered("a", version)
        found.rendered("b", version)
        found.hit(RULE, Hit("wrong", location=PLACE), scenario="a", version=version)
    found.hit(RULE, Hit("wrong", location=PLACE), scenario="b", version="1.25.0")
    assert only(found).scenarios == ("a", "b (Kubernetes 1.25.0)")


def test_findings_are_sorted():
    found = collector()
    for line in (3, 1, 2):
        found.hit(RULE, Hit("wrong", location=Location("a", line)))
    assert [each.location.line for each in found.findings()] == [1, 2, 3]


def test_what_is_told_of_a_file_in_a_scenario():
    found = collector()
    assert not found.is_told("some-rule", "one", "values.yaml")
    found.finding(Finding(PLACE, "some-rule", Severity.ERROR, "wrong"), scenario="one", version="1.37.0")
    assert found.is_told("some-rule", "one", "values.yaml")
    assert not found.is_told("some-rule", "two", "values.yaml")
    assert not found.is_told("some-rule", "one", "Chart.yaml")
    found.finding(Finding(PLACE, "some-rule", Severity.ERROR, "wrong"))
    assert found.is_told("some-rule", "two", "values.yaml")
    assert found.is_told("other-rule", "one", "Chart.yaml"), "it does not run, so nobody wants to know"
