"""The scenarios that a chart brings."""

from pathlib import Path

import pytest

from chartgen.chart.reference import Chart, chart_of, load
from chartgen.chart.scenarios import negatives, read, scenarios
from chartgen.core.errors import InputError

CHART_YAML = b"apiVersion: v2\nname: c\nversion: 0.1.0\n"


def chart(files: dict[str, bytes]) -> Chart:
    return chart_of("c", {"Chart.yaml": CHART_YAML, **files})


def test_the_defaults_come_first():
    found = scenarios(
        chart(
            {
                "ci/b-values.yaml": b"b: 1",
                "ci/a-values.yaml": b"a: 1",
                "ci/c.yaml": b"c: 1",
                "ci/x/d-values.yaml": b"",
            }
        )
    )
    assert [(each.name, each.values.tree, each.file) for each in found] == [
        ("defaults", {}, ""),
        ("a", {"a": 1}, "c/ci/a-values.yaml"),
        ("b", {"b": 1}, "c/ci/b-values.yaml"),
    ]


def test_what_the_first_comments_say():
    text = b"# Words.\n# Kubernetes: v1.31.0+k3s1\n# APIs: a/v1,  b/v1\n# Release: r\n# Namespace: n \n# Refused: a: b; c\na: 1\n# Release: no\n"
    found = read(text, "f", "name")
    assert (found.kubernetes, found.apis, found.release, found.namespace, found.refused) == (
        "v1.31.0+k3s1",
        ("a/v1", "b/v1"),
        "r",
        "n",
        "a: b; c",
    )
    assert found.values.locate(["a"]).line == 7


def test_what_is_said_twice():
    with pytest.raises(InputError, match="Release is said twice") as caught:
        read(b"# Release: a\n# Release: b\n", "f", "name")
    assert str(caught.value.where) == "f:2:1"


@pytest.mark.parametrize(("text", "problem"), [(b"[1]", "values are a map"), (b"a: [", "did not find")])
def test_what_is_no_values_file(text: bytes, problem: str):
    with pytest.raises(InputError, match=problem):
        scenarios(chart({"ci/a-values.yaml": text}))


def test_what_must_be_refused(tmp_path: Path):
    files = {
        "Chart.yaml": CHART_YAML,
        ".helmignore": b"ci/negative/\n",
        "ci/negative/a.yaml": b"# Refused: no\na: 1\n",
        "ci/negative/b.txt": b"",
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (found,) = negatives(load(str(tmp_path)))
    assert (found.name, found.refused, found.file) == ("a", "no", f"{tmp_path}/ci/negative/a.yaml")


def test_a_negative_scenario_without_its_text():
    (found,) = negatives(chart({"ci/negative/a.yaml": b"a: 1\n"}))
    assert (found.name, found.refused) == ("a", "")


def test_a_chart_without_scenarios():
    assert [each.name for each in scenarios(chart({}))] == ["defaults"]
    assert negatives(chart({})) == []


def test_scenarios_that_the_package_leaves_out(tmp_path: Path):
    for name, text in {
        "Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
        ".helmignore": "ci/\n",
        "ci/a-values.yaml": "b: 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    chart = load(str(tmp_path))
    assert "ci/a-values.yaml" not in chart.files
    assert [each.name for each in scenarios(chart)] == ["defaults", "a"]
