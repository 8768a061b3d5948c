"""What suppresses what; what is wrong with suppressions is in the cases of their rules."""

from dataclasses import replace

import pytest

from chartgen.chart.reference import chart_of
from chartgen.chart.scenarios import scenarios
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint.engine import lint_chart, lint_manifests
from chartgen.lint.settings import PathRules, Settings
from chartgen.lint.suppressions import apply, comments
from chartgen.render.engine import Engine
from chartgen.validate.manifest_file import read_manifests
from tests.lint.cases import CHART_YAML

POD = """apiVersion: v1
kind: Pod
metadata:
  name: main
  annotations: {}
spec:
  containers:
    - {name: main, image: example.com/main:v1.0.0}
  volumes:
    - name: data
      emptyDir: {}
"""
IGNORE = "# chartgen: ignore[volume-unused]"


def told(text: str, settings: Settings | None = None) -> list[tuple[str, int]]:
    found = lint_manifests(read_manifests(text, file="pod.yaml"), settings or Settings())
    rules = ("volume-unused", "suppression-reason", "suppression-unknown", "suppression-unused")
    return [(each.rule, each.location.line) for each in found if each.rule in rules]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a: b # chartgen: ignore[x] why", [(("x",), "why", 1, 6, 31, False, 1)]),
        ("  #chartgen:ignore[x,y ] it's a: b/* */  ", [(("x", "y"), "it's a: b/* */", 1, 3, 40, True, 1)]),
        ("a\n# chartgen: ignore[x] why\n\n", [(("x",), "why", 2, 1, 26, True, 3)]),
        ("# chartgen: ignore[x] 1\n# chartgen: ignore[y] 2\na", [(("x",), "1", 1, 1, 24, True, 3), (("y",), "2", 2, 1, 24, True, 3)]),
        ("{{- /* chartgen: ignore[x] why */ -}}", [(("x",), "why", 1, 1, 38, True, 1)]),
        ("a: b {{/* chartgen: ignore[x] why */}}", [(("x",), "why", 1, 6, 39, False, 1)]),
        ("{{/* chartgen: ignore[x] why */}} b", [(("x",), "why", 1, 1, 34, False, 1)]),
        ("{{ $a := 1 /* chartgen: ignore[x] why */ }}", [(("x",), "why", 1, 12, 44, False, 1)]),
        ("a: b ## chartgen: ignore[x] why", [(("x",), "why", 1, 6, 32, False, 1)]),
        ("{{- /* chartgen: ignore[x]\n  why\n  not */}}\na", [(("x",), "why not", 1, 1, 27, True, 4)]),
        ("{{- /*\n  chartgen: ignore[x] why\n*/ -}}\n# chartgen: ignore[y] 2\na", [(("x",), "why", 1, 1, 7, True, 5), (("y",), "2", 4, 1, 24, True, 5)]),
        ("a: b {{/* chartgen: ignore[x]\nwhy */}}\nc", [(("x",), "why", 1, 6, 30, False, 1)]),
        ("a\n{{/* chartgen: ignore[x]\nwhy */}} b\nc", [(("x",), "why", 2, 1, 25, False, 3)]),
        ("{{- /* chartgen: ignore[x]", []),
        ("{{- /* words */}}\nchartgen: ignore[x]", []),
        ("# chartgen: ignore why", [((), "why", 1, 1, 23, True, 1)]),
        ("# chartgen: ignore[]", [((), "", 1, 1, 21, True, 1)]),
        ("a: b# chartgen: ignore[x] why", []),
        ("# see chartgen: ignore[x] why", []),
        ("# chartgen: ignored[x] why", []),
        ("# chartgen: render", []),
    ],
)  # fmt: skip
def test_comments(line: str, expected: list[tuple]):
    assert [tuple(each) for each in comments(line)] == expected


def test_nothing_suppressed():
    assert told(POD) == [("volume-unused", 10)]


@pytest.mark.parametrize(
    "text",
    [
        POD.replace("- name: data", f"- name: data {IGNORE} why"),
        POD.replace("    - name: data", f"    {IGNORE} why\n    - name: data"),
        POD.replace("    - name: data", f"    {IGNORE} why\n# chartgen: ignore[unknown-field,x]\n    - name: data"),
        POD.replace("annotations: {}", "annotations: {chartgen/ignore-volume-unused: why}"),
    ],
)  # fmt: skip
def test_suppressed(text: str):
    assert "volume-unused" not in dict(told(text))


@pytest.mark.parametrize(
    "text",
    [
        POD.replace("    - name: data", f"    {IGNORE} why\n\n    - name: data"),
        POD.replace("- name: data", f"- name: data {IGNORE}"),
        POD.replace("      emptyDir", f"      {IGNORE} why\n      emptyDir"),
        POD.replace("annotations: {}", "annotations: {chartgen/ignore-volume-unused: }"),
        POD.replace("annotations: {}", "annotations: {chartgen/ignore-volume-unused: [1]}"),
        POD.replace("annotations: {}", "annotations: {chartgen/ignore-unknown-field: why}"),
    ],
)  # fmt: skip
def test_not_suppressed(text: str):
    found = told(text)
    assert "volume-unused" in dict(found)
    assert any(rule.startswith("suppression-") for rule, _ in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: '\n  # chartgen: ignore[x] why\n\n  '", []),
        ('a: "b # chartgen: ignore[x] why"', []),
        ("a: |\n  # chartgen: ignore[x] why\n", []),
        ("a:\n  - >-\n    b # chartgen: ignore[x] why\n    c", []),
        ("a: '# chartgen: ignore[x] why' # chartgen: ignore[y] it's", [(("y",), "it's", 1, 32, 58, False, 1)]),
        ("a: | # chartgen: ignore[x] why\n  b", [(("x",), "why", 1, 6, 31, False, 1)]),
        ("a: |\n  b\n# chartgen: ignore[x] why\nc: 1", [(("x",), "why", 3, 1, 26, True, 4)]),
        ("a: 'b\n # chartgen: ignore[x] why", [(("x",), "why", 2, 2, 27, True, 2)]),
    ],
)  # fmt: skip
def test_comments_of_yaml(text: str, expected: list[tuple]):
    assert [tuple(each) for each in comments(text, is_yaml=True)] == expected


def test_what_stands_in_a_text_of_a_manifest_is_no_comment():
    quoted = POD.replace("name: data", f"name: data\n      x: '{IGNORE} why'")
    assert told(quoted) == [("volume-unused", 10)]
    quoted = POD.replace("    - name: data", f"    - x: |\n        {IGNORE} why\n      name: data")
    assert told(quoted) == [("volume-unused", 12)]


def test_templates_are_no_yaml_and_their_values_are(engine: Engine):
    pod = POD.replace("main\n", "main-{{ .Values.x }}\n", 1)
    shown = pod.replace(
        "- name: data", "- x: |\n        # chartgen: ignore[volume-unused] why\n      name: data"
    )
    files = {
        "Chart.yaml": CHART_YAML,
        "templates/pod.yaml": shown.replace("      name: data", "        words\n      name: data").encode(),
        "values.yaml": b"x: |\n  # chartgen: ignore[x] why\n",
    }
    chart = chart_of(".", files)
    found = lint_chart(chart, scenarios(chart), [engine], Settings()).findings
    assert [each.location.file for each in found if each.rule.startswith("suppression-")] == [
        "templates/pod.yaml"
    ]


def test_an_annotation_is_about_its_object_alone():
    other = POD.replace(
        "name: main\n  annotations: {}",
        "name: other\n  annotations: {chartgen/ignore-volume-unused: why}",
    )
    assert other != POD
    assert told(f"{other}---\n{POD}") == [("volume-unused", 22)]


def test_a_rule_that_does_not_run_leaves_its_suppressions_alone():
    text = POD.replace("- name: data", f"- name: data {IGNORE} why")
    mounted = text.replace("v1.0.0}", "v1.0.0, volumeMounts: [{name: data, mountPath: /data}]}")
    assert told(mounted) == [("suppression-unused", 10)]
    without = Settings(rules=Settings().rules - {"volume-unused"})
    assert told(mounted, without) == []
    elsewhere = Settings(paths=(PathRules("*.yaml", frozenset({"volume-unused"})),))
    assert told(mounted, elsewhere) == []


def test_a_finding_without_a_line():
    finding = Finding(Location("values.yaml"), "volume-unused", Severity.ERROR, "x")
    later = replace(finding, location=Location("values.yaml", 3))
    text = f"{IGNORE} why\n# words\na: 1\n"
    assert apply([finding, later], Settings(), texts={"values.yaml": text}, objects=[]) == [later]


@pytest.mark.parametrize("reference", ["demo", "."])
def test_a_chart(engine: Engine, reference: str):
    template = POD.replace(
        "    - name: data", "    {{- range .Values.volumes }}\n    - name: {{ . }}\n    {{- end }}"
    )
    template = template.replace("      emptyDir: {}\n", "")

    def linted(text: str, settings: Settings | None = None) -> list[tuple[str, str, int]]:
        files = {
            "Chart.yaml": CHART_YAML,
            "templates/pod.yaml": text.encode(),
            "values.yaml": b"volumes: [a, b]\n",
            "logo.yaml": b"\xff# chartgen: ignore[x]",
            "README.md": f"{IGNORE}\n".encode(),
            "charts/sub/Chart.yaml": CHART_YAML.replace(b"demo", b"sub"),
            "charts/sub/values.yaml": IGNORE.encode(),
        }
        chart = chart_of(reference, files)
        wanted = settings or Settings()
        wanted = replace(
            wanted, rules=wanted.rules & {"volume-unused", "suppression-reason", "suppression-unused"}
        )
        found = lint_chart(chart, scenarios(chart), [engine], wanted).findings
        return [(each.rule, each.location.file.removeprefix("demo/"), each.location.line) for each in found]

    at = [("volume-unused", "templates/pod.yaml", 11)]
    assert linted(template) == [*at, *at]
    assert linted(template.replace("- name: {{ . }}", f"- name: {{{{ . }}}} {IGNORE} why")) == []
    assert linted(
        template.replace("{{- range", "{{- /* chartgen: ignore[volume-unused] why */}}\n    {{- range")
    ) == [
        ("suppression-unused", "templates/pod.yaml", 10),
        ("volume-unused", "templates/pod.yaml", 12),
        ("volume-unused", "templates/pod.yaml", 12),
    ]
    annotated = template.replace("annotations: {}", "annotations:\n    chartgen/ignore-volume-unused: why")
    assert linted(annotated) == []
    assert linted(annotated.replace("[a, b]", "[]").replace(" range .Values.volumes", " range list")) == [
        ("suppression-unused", "templates/pod.yaml", 6)
    ]
    elsewhere = Settings(paths=(PathRules("templates/*.yaml", frozenset({"volume-unused"})),))
    assert linted(template, elsewhere) == []


def test_one_line_annotates_the_objects_of_all_scenarios(engine: Engine):
    template = POD.replace(
        "annotations: {}", "annotations:\n    chartgen/ignore-volume-unused: {{ .Values.why }}"
    )
    template = template.replace("name: main\n", "name: {{ .Values.name }}\n", 1)
    template = template.replace(
        "  volumes:\n    - name: data\n      emptyDir: {}\n", "  volumes: {{ toJson .Values.volumes }}\n"
    )
    volumes = "volumes: [{name: data, emptyDir: {}}]\n"

    def linted(more: dict[str, str]) -> list[tuple[str, int, str]]:
        files = {
            "Chart.yaml": CHART_YAML,
            "values.yaml": b"{why: because, name: main, volumes: []}\n",
            "templates/pod.yaml": template.encode(),
            **{f"ci/{name}-values.yaml": text.encode() for name, text in more.items()},
        }
        chart = chart_of("demo", files)
        wanted = Settings(rules=frozenset({"volume-unused", "suppression-unused", "suppression-reason"}))
        found = lint_chart(chart, scenarios(chart), [engine], wanted).findings
        return [(each.rule, each.location.line, each.location.object) for each in found]

    unused = [("suppression-unused", 6, "")]
    assert linted({}) == unused
    assert linted({"other": "name: other\n"}) == unused
    assert linted({"other": f"name: other\n{volumes}"}) == []
    assert linted({"other": f"# Namespace: prod\n{volumes}"}) == []
    assert linted({"other": "name: other\nwhy: ''"}) == [("suppression-reason", 6, "")]


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({}, False),
        ({"ci/b-values.yaml": b"volume: rest\n"}, True),
        ({"ci/b-values.yaml": b"volume: data\n"}, False),
    ],
)
def test_the_line_of_a_value(engine: Engine, others: dict[str, bytes], told: bool):
    """A comment at a value accepts what that value makes, unless another scenario has it too."""
    template = POD.replace("annotations: {}", "labels: {a: b}").replace(
        "name: data", "name: {{ .Values.volume }}"
    )
    template = template.replace("v1.0.0}", "v1.0.0, volumeMounts: [{name: data, mountPath: /data}]}")
    chart = chart_of(
        "demo",
        {
            "Chart.yaml": CHART_YAML,
            "templates/pod.yaml": template.encode(),
            "values.yaml": b"volume: data\n",
            "ci/a-values.yaml": f"volume: rest {IGNORE} it is for others\n".encode(),
            **others,
        },
    )
    settings = Settings(rules=frozenset({"volume-unused", "suppression-unused"}))
    found = lint_chart(chart, scenarios(chart), [engine], settings).findings
    assert ("volume-unused" in {each.rule for each in found}) is told
    assert ("suppression-unused" in {each.rule for each in found}) is told
