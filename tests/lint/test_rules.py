"""Each rule finds what its bad cases hold, at the line, and nothing in its good ones."""

import pytest

from chartgen.core.finding import Severity
from chartgen.lint.catalogue import entries
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine
from tests.lint.cases import Case, cases

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.path.name}")
def test_case(case: Case, engine: Engine):
    found = case.findings(engine, Settings())
    expected = case.expected()
    assert case.places(found) == expected
    assert case.severities().items() <= case.severities_at(found).items()
    assert bool(expected) != case.is_good
    if case.is_good:
        errors = [
            f"{each.location}: {each.message} [{each.rule}]"
            for each in found
            if each.severity is Severity.ERROR
        ]
        assert errors == [], "other rules find errors in a good case"
    else:
        without = Settings(rules=frozenset(entries()) - {case.rule})
        assert case.places(case.findings(engine, without)) == []


@pytest.mark.parametrize("rule", entries())
def test_a_rule_has_cases_of_both_kinds(rule: str):
    kinds = {case.is_good for case in CASES if case.rule == rule}
    assert kinds == {True, False}


def test_a_case_belongs_to_a_rule():
    assert {case.rule for case in CASES} <= set(entries())


@pytest.mark.parametrize("entry", entries().values(), ids=lambda entry: entry.id)
def test_a_rule_says_what_it_wants_and_why_and_how(entry):
    assert entry.title.endswith(".")
    assert "*Why.*" in entry.text
    assert "*Fix.*" in entry.text
