"""What rules are made of."""

import pytest

from chartgen.core.finding import Severity
from chartgen.lint.catalogue import entries
from chartgen.lint.rule import FAMILIES, Hit, Rule


def test_a_hit_needs_no_more_than_its_message():
    hit = Hit("wrong")
    assert (hit.object, hit.path, hit.location, hit.hint, hit.severity, hit.is_key) == (
        None,
        (),
        None,
        "",
        None,
        False,
    )


@pytest.mark.parametrize("entry", entries().values(), ids=lambda entry: entry.id)
def test_rules_are_what_they_say(entry):
    assert isinstance(entry.rule, Rule)
    assert isinstance(entry.rule.severity, Severity)
    assert entry.family in FAMILIES
    assert entry.rule.since.count(".") == 2
    assert entry.rule.id == entry.rule.id.lower().strip("-")
