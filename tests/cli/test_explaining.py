import json

import pytest

from chartgen.cli import explaining
from chartgen.core.finding import Severity
from chartgen.lint.catalogue import Entry, entries
from chartgen.lint.rule import Rule
from tests.lint.test_options import Options


def entry(sees="object", family="manifest", options=None):
    rule = Rule("some-rule", Severity.WARNING, "0.1.0", sees)
    return Entry(rule, family, "All is well.", "*Why.* x\n\n*Fix.* y", options, None)


def test_the_page_for_a_terminal():
    assert explaining.text(entry(options=Options)) == (
        "some-rule: warning (manifest, since 0.1.0)\n"
        "\n"
        "All is well.\n"
        "\n"
        "Why: x\n"
        "\n"
        "Fix: y\n"
        "\n"
        "Looks at: each object that a chart renders, and each manifest\n"
        "\n"
        "Options:\n"
        "  most (int, default 5)\n"
        "      So many are right.\n"
        '  names (tuple[str, ...], default ["a", "b"])\n'
        "\n"
        "  isBare (bool, default false)\n"
        "\n"
        "\n"
        "Suppress, in the line or the one above:\n"
        "  # chartgen: ignore[some-rule] why it is right here\n"
        "or as an annotation of the object:\n"
        "  chartgen/ignore-some-rule: why it is right here\n"
    )


@pytest.mark.parametrize(
    ("sees", "family", "has_annotation"),
    [
        ("object", "manifest", True),
        ("version", "manifest", True),
        ("release", "manifest", True),
        ("chart", "values", False),
        ("elsewhere", "values", False),
        ("elsewhere", "cni", True),
    ],
)
def test_only_what_is_about_objects_is_suppressed_on_them(sees, family, has_annotation):
    assert bool(explaining.annotation(entry(sees, family))) == has_annotation


def test_what_a_rule_sees_depends_on_its_family_where_it_is_decided_elsewhere():
    assert explaining.sees(entry("elsewhere", "cni")) == "networks, and pods that ask for them"
    assert explaining.sees(entry("elsewhere", "values")) == "what rendering itself comes upon"


def test_all_of_each_rule_is_json():
    for each in entries().values():
        assert json.loads(json.dumps(explaining.as_json(each))) == explaining.as_json(each)
    options = explaining.as_json(entry(options=Options))["options"]
    assert options[1] == {"name": "names", "type": "tuple[str, ...]", "default": ["a", "b"], "text": ""}


def test_a_set_is_written_in_one_order():
    assert explaining.default_of(frozenset("cab")) == '["a", "b", "c"]'


def test_reports_know_each_rule():
    known = explaining.about()
    assert set(known) == set(entries())
    assert known["nad-json"].tags == ("helm", "cni")
