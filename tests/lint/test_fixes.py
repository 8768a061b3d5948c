"""What each fix makes of a text, and where it leaves it to a person."""

import pytest

from chartgen.core import yaml
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint.engine import lint_manifests
from chartgen.lint.fix import apply, fixed
from chartgen.lint.fixes import FIXES
from chartgen.lint.settings import Settings
from chartgen.validate.manifest_file import read_manifests

CHART = "# demo\napiVersion: {0}\nname: demo # its name\nversion: {1}\nkubeVersion: {2}\n"


def edited(rule: str, place: Location, texts: dict[str, str]) -> str | None:
    edit = FIXES[rule](Finding(place, rule, Severity.WARNING, "x"), texts)
    return apply(texts, [edit])[place.file] if edit else None


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("chart-version", ("v2", "v1.2.3", "'>=1.25'"), ("v2", "1.2.3", "'>=1.25'")),
        ("chart-version", ("v2", '"v1.2.3" # v', "x"), ("v2", '"1.2.3" # v', "x")),
        ("chart-version", ("v2", "1.2.3", "x"), None),
        ("chart-version", ("v2", "version", "x"), None),
        ("chart-version", ("v2", ">-\n  v1.2.3", "x"), None),
        ("chart-version", ("v2", "[v1]", "x"), None),
        ("chart-version", ("v2", "{", "x"), None),
        ("chart-api-version", ("v1", "1.2.3", "x"), ("v2", "1.2.3", "x")),
        ("chart-api-version", ("v3", "1.2.3", "x"), None),
        ("chart-kube-version", ("v2", "1.2.3", '">=1.25.0"'), ("v2", "1.2.3", '">=1.25.0-0"')),
        ("chart-kube-version", ("v2", "1.2.3", '">= 1.25, <1.31.0-0"'), ("v2", "1.2.3", '">= 1.25.0-0, <1.31.0-0"')),
        ("chart-kube-version", ("v2", "1.2.3", '">=1.25.0 <v1.31"'), ("v2", "1.2.3", '">=1.25.0-0 <v1.31.0-0"')),
        ("chart-kube-version", ("v2", "1.2.3", '">=1.25.0-0"'), None),
        ("chart-kube-version", ("v2", "1.2.3", "^1.25.0"), None),
        ("chart-kube-version", ("v2", "1.2.3", '">=1.25.0 <=1.31.0"'), None),
        ("chart-kube-version", ("v2", "1.2.3", '">=1.25.0 || >=1.20.0"'), None),
        ("chart-kube-version", ("v2", "1.2.3", "1.25"), None),
    ],
)  # fmt: skip
def test_chart_yaml(rule: str, before: tuple[str, ...], after: tuple[str, ...] | None):
    place = Location("demo/Chart.yaml", 2, 1)
    found = edited(rule, place, {place.file: CHART.format(*before)})
    assert found == (CHART.format(*after) if after else None)


@pytest.mark.parametrize(
    ("line", "fixed_line"),
    [
        ("appVersion: 1.0", 'appVersion: "1.0"'),
        ("appVersion:  16 # of it", 'appVersion:  "16" # of it'),
        ("version: 1.10", 'version: "1.10"'),
        ("appVersion: yes", 'appVersion: "yes"'),
        ("{appVersion: 1e3, name: demo}", '{appVersion: "1e3", name: demo}'),
        ("appVersion: '1.0'", None),
        ("appVersion: !!float 1", None),
        ("appVersion: &a 1.0", None),
    ],
)
def test_versions_that_are_numbers_are_quoted(line: str, fixed_line: str | None):
    text = f"# demo\n{line}\n"
    key = "version" if line.startswith("version") else "appVersion"
    place = yaml.load(text, file="Chart.yaml").locate([key])
    found = Finding(place, "chart-version", Severity.ERROR, f"{key}: 1 without quotes is a number")
    edit = FIXES["chart-version"](found, {"Chart.yaml": text})
    after = apply({"Chart.yaml": text}, [edit])["Chart.yaml"] if edit else None
    assert after == (f"# demo\n{fixed_line}\n" if fixed_line else None)


def test_a_chart_whose_dependencies_stand_elsewhere_stays_v1():
    place = Location("Chart.yaml", 1, 1)
    texts = {"Chart.yaml": "apiVersion: v1\n", "requirements.yaml": "dependencies: []\n"}
    assert edited("chart-api-version", place, texts) is None
    assert edited("chart-version", Location("values.yaml"), {"values.yaml": "version: v1\n"}) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("enabled: yes # on by default", "enabled: true # on by default"),
        ("  enabled:   Off", "  enabled:   false"),
        ("  - NO", "  - false"),
        ("tag: 1.10", 'tag: "1.10"'),
        ("kubeVersion: 1.30", 'kubeVersion: "1.30"'),
        ("imageTag: 1e3", 'imageTag: "1e3"'),
        ("a: {tag: 010, b: 1}", 'a: {tag: "010", b: 1}'),
        ("a: [on, b]", "a: [true, b]"),
        ("at: 12:30", 'at: "12:30"'),
        ('"tag": 0x1f', '"tag": "0x1f"'),
        # As many things could be meant, or nothing is wrong.
        ("ratio: 1.10", None),
        ("tag: 1.5", None),
        ("stage: 010", None),
        ("mode: 010", None),
        ("tags: 1.10", None),
        ("tag: '1.10'", None),
        ("enabled: true", None),
        ("enabled: !!str yes", None),
        ("enabled: &a yes", None),
        ("enabled: &a", None),
        ("enabled:", None),
        ("enabled: |", None),
        ("text: yes sir", None),
        ("", None),
    ],
)
def test_values(before: str, after: str | None):
    text = f"# first\n{before}\n"
    document = yaml.load(text, file="values.yaml")
    path: tuple[str | int, ...] = ()
    value = document.value
    while isinstance(value, (dict, list)) and value:
        step = next(iter(value)) if isinstance(value, dict) else 0
        path, value = (*path, step), value[step]
    expected = None if after is None else f"# first\n{after}\n"
    places = [
        document.locate(path),
        document.locate(path, key=True),
        Location("values.yaml", document.locate(path).line),
    ]
    if "[" in before or "{" in before:
        places = places[:1]
    for place in places:
        assert edited("values-trap", place, {"values.yaml": text}) == expected


POD = """apiVersion: v1
kind: Pod
metadata:
  name: main # the only one
spec:
  containers:
    - {{name: main, image: example.com/main:v1.0.0, volumeMounts: [{{name: data, mountPath: /data}}]}}
  volumes:
{0}    - name: data{1}
      emptyDir: {{}}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("", " # chartgen: ignore[volume-unused] why"), ("", "")),
        (("", " # chartgen: ignore[volume-unused, selector-shared] why"), ("", "")),
        (("    # chartgen: ignore[volume-unused] why\n", ""), ("", "")),
        (("    # chartgen: ignore[volume-unused] a\n    # chartgen: ignore[volume-unused] b\n", ""), ("", "")),
        (("    # words\r\n    #chartgen:ignore[ volume-unused ] a\r\n", ""), ("    # words\r\n", "")),
    ],
)  # fmt: skip
def test_suppressions_that_suppress_nothing(before: tuple[str, str], after: tuple[str, str]):
    def lint(texts):
        return lint_manifests(read_manifests(texts["pod.yaml"], file="pod.yaml"), Settings())

    result = fixed({"pod.yaml": POD.format(*before)}, lint, FIXES)
    assert result.texts == {"pod.yaml": POD.format(*after)}
    assert result.count >= 1
    assert "suppression-unused" not in {each.rule for each in result.findings}
    again = fixed(result.texts, lint, FIXES)
    assert (again.texts, again.count) == ({}, 0)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  {{- /* chartgen: ignore[volume-unused] why */}}", ""),
        ("  a: b {{- /* chartgen: ignore[volume-unused] why */}}", "  a: b\n"),
        ("  {{/* chartgen: ignore[volume-unused] why */}}b: c", "  b: c\n"),
        ("  a: b # chartgen: ignore[x, volume-unused,y] why", "  a: b # chartgen: ignore[x, y] why\n"),
    ],
)
def test_comments_of_templates(line: str, expected: str):
    text = f"{line}\n"
    column = line.index("{{" if "{{" in line else "#") + 1
    finding = Finding(
        Location("a.yaml", 1, column),
        "suppression-unused",
        Severity.WARNING,
        "volume-unused finds nothing here to suppress",
    )
    edit = FIXES["suppression-unused"](finding, {"a.yaml": text})
    assert edit is not None
    assert apply({"a.yaml": text}, [edit]) == {"a.yaml": expected}


def test_an_annotation_is_left_to_a_person():
    texts = {"a.yaml": "    chartgen/ignore-volume-unused: why\n"}
    assert edited("suppression-unused", Location("a.yaml", 1, 5), texts) is None
    assert edited("suppression-unused", Location("a.yaml", 9, 5), texts) is None
