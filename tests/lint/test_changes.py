from pathlib import Path

import pytest

from chartgen.chart.reference import load
from chartgen.chart.scenarios import scenarios
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint.changes import in_changed, sources_of
from tests.lint.cases import CHART_YAML

FILES = (
    "values.yaml",
    "templates/a.yaml",
    "templates/_names.tpl",
    "ci/one-values.yaml",
    "ci/one-more-values.yaml",
)


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/Chart.yaml").write_bytes(CHART_YAML)
    for name in FILES:
        path = tmp_path / "demo" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}\n")
    return tmp_path / "demo"


def told(chart: Path, changed: list[str]) -> set[str]:
    def finding(message: str, file: str, *scenarios: str) -> Finding:
        return Finding(Location(str(chart / file), 1), "a-rule", Severity.ERROR, message, "", scenarios)

    findings = [
        finding("folder", ""),
        finding("source", "templates/a.yaml"),
        finding("defaults", "templates/a.yaml", "defaults"),
        finding("one", "templates/a.yaml", "one", "other"),
        finding("version", "templates/a.yaml", "one (Kubernetes 1.30.0)"),
        finding("more", "templates/a.yaml", "one-more"),
        finding("values", "values.yaml"),
        Finding(Location("<stdin>", 1), "a-rule", Severity.ERROR, "stdin"),
    ]
    loaded = load(str(chart))
    paths = {(chart / each).resolve() for each in changed}
    return {each.message for each in in_changed(findings, paths, sources_of(loaded, scenarios(loaded)))}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ([], set()),
        (["../README.md"], set()),
        (["README.md"], {"folder"}),
        (["templates/a.yaml"], {"folder", "source", "defaults", "one", "version", "more"}),
        (["values.yaml"], {"folder", "values", "defaults", "one", "version", "more"}),
        (["templates/_names.tpl"], {"folder", "defaults", "one", "version", "more"}),
        (["ci/one-values.yaml"], {"folder", "one", "version"}),
        (["ci/one-more-values.yaml"], {"folder", "more"}),
    ],
)
def test_what_is_told(chart: Path, changed: list[str], expected: set[str]):
    assert told(chart, changed) == expected


def test_manifests(tmp_path: Path):
    finding = Finding(Location(str(tmp_path / "a.yaml"), 1), "a-rule", Severity.ERROR, "x")
    assert in_changed([finding], [(tmp_path / "a.yaml").resolve()]) == [finding]
    assert in_changed([finding], [(tmp_path / "b.yaml").resolve()]) == []
