"""How bad a finding is where a rule makes a difference, over all findings of a case, by place."""

import pytest

from chartgen.core.finding import Severity
from chartgen.lint.settings import Settings
from tests.lint.cases import cases

INFO, WARNING, ERROR = Severity

SEVERITIES = {
    "cluster-name/bad-chart": [WARNING, INFO, WARNING],
    "crd-status/bad-folder": [INFO, INFO],
    "crd-status/bad-generated.yaml": [INFO, WARNING],
    "namespace-fixed/bad-chart": [WARNING, INFO],
    "name-length/bad-suffixes": [ERROR, ERROR, ERROR, ERROR, WARNING],
    "null-field/bad-chart": [INFO, WARNING, WARNING],
    "object-name/bad-names.yaml": [ERROR] * 8,
    "removed-api/bad-asked": [INFO],
    "removed-api/bad-chart": [ERROR],
    "resources-missing/bad-deployment.yaml": [INFO, INFO, WARNING, WARNING],
    "unknown-kind/bad-kinds.yaml": [ERROR, ERROR, INFO],
    "unknown-kind/bad-too-new": [WARNING],
}
CASES = {f"{case.rule}/{case.path.name}": case for case in cases()}


@pytest.mark.parametrize("name", SEVERITIES)
def test_severities(name, engine):
    case = CASES[name]
    found = [each for each in case.findings(engine, Settings()) if each.rule == case.rule]
    assert [each.severity for each in found] == SEVERITIES[name]
