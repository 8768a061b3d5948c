import pytest

from chartgen.core.finding import Severity
from chartgen.lint.catalogue import entries
from chartgen.lint.settings import PathRules, Settings


def test_all_rules_run_unless_others_are_chosen():
    assert Settings().rules == set(entries())
    chosen = Settings(rules=frozenset({"volume-unused", "unknown-field"}))
    assert [each.id for each in chosen.chosen("object")] == ["volume-unused"]
    assert [each.id for each in chosen.chosen("version")] == ["unknown-field"]
    assert chosen.chosen("chart") == []


@pytest.mark.parametrize(
    ("rule", "path", "expected"),
    [
        ("volume-unused", "templates/a.yaml", True),
        ("volume-unused", "templates/tests/a.yaml", False),
        ("unknown-field", "templates/a.yaml", False),
        ("of-another-verb", "templates/a.yaml", True),
    ],
)
def test_which_rules_run_where(rule: str, path: str, expected: bool):
    paths = (PathRules("templates/tests/*", frozenset({"volume-unused"})),)
    assert Settings(rules=frozenset({"volume-unused"}), paths=paths).runs(rule, path) is expected


def test_a_severity_may_be_another():
    settings = Settings(severities={"volume-unused": Severity.INFO})
    assert settings.severity("volume-unused", Severity.WARNING) is Severity.INFO
    assert settings.severity("unknown-field", Severity.ERROR) is Severity.ERROR
