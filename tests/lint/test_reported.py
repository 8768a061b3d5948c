from pathlib import Path

from chartgen.chart.reference import chart_of
from chartgen.chart.scenarios import Scenario
from chartgen.chart.values import Options, collect
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint.reported import of_chart, of_manifests, reported
from chartgen.lint.settings import PathRules, Settings
from chartgen.validate.manifest_file import read_manifests
from tests.lint.cases import CHART_YAML


def test_texts_that_may_have_comments(tmp_path: Path):
    given = tmp_path / "given.yaml"
    given.write_text("a: 1\n")
    files = {
        "Chart.yaml": CHART_YAML,
        "README.md": b"",
        "templates/a.tpl": b"a",
        "templates/b.yaml": b"\xff",
        "charts/sub/values.yaml": b"",
    }
    chart = chart_of("demo", files)
    scenario = Scenario("given", collect(Options([str(given)], set=["b=1"])))
    found = of_chart(chart, [scenario], Settings())
    assert sorted(found) == sorted(["demo/Chart.yaml", "demo/templates/a.tpl", str(given)])
    assert found[str(given)] == "a: 1\n"
    assert "demo/charts/sub/values.yaml" in of_chart(chart, [], Settings(subcharts=True))


def test_texts_of_manifests():
    text = "kind: A\n---\nkind: B # b"
    assert of_manifests(read_manifests(text, file="a.yaml")) == {"a.yaml": text}


def test_rules_that_do_not_run_tell_nothing():
    def finding(rule: str, file: str) -> Finding:
        return Finding(Location(file, 1), rule, Severity.ERROR, "x")

    found = [
        finding("volume-unused", "demo/a.yaml"),
        finding("volume-unused", "demo/b.yaml"),
        finding("unknown-field", "demo/b.yaml"),
        finding("of-something-else", "demo/b.yaml"),
    ]
    settings = Settings(
        rules=frozenset({"volume-unused"}), paths=(PathRules("a.yaml", frozenset({"volume-unused"})),)
    )
    kept = reported(found, settings, {}, [], prefix="demo/")
    assert [(each.rule, each.location.file) for each in kept] == [
        ("of-something-else", "demo/b.yaml"),
        ("volume-unused", "demo/b.yaml"),
    ]
