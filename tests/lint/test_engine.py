"""What is linted of a chart and of manifests, and how what scenarios have in common becomes one finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pytest

from chartgen.chart.reference import chart_of
from chartgen.chart.scenarios import scenarios
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint import catalogue
from chartgen.lint.engine import lint_chart, lint_manifests
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine, Release
from chartgen.validate.manifest_file import read_manifests
from tests.lint.cases import CHART_YAML

PART = CHART_YAML.replace(b"demo", b"part")
UNUSED = """apiVersion: v1
kind: Pod
metadata:
  name: pod
spec:
  volumes:
  - name: idle
    emptyDir: {}
  containers:
  - name: program
    image: registry.example.com/program:1.0
"""
UNUSED_RULE = Settings(rules=frozenset({"volume-unused"}))


@pytest.fixture
def lint(engine: Engine):
    def lint_files(files: Mapping[str, str | bytes], settings: Settings = UNUSED_RULE) -> list[Finding]:
        texts = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        chart = chart_of("demo", {"Chart.yaml": CHART_YAML, **texts})
        return lint_chart(chart, scenarios(chart), [engine], settings).findings

    return lint_files


def a_rule(monkeypatch: pytest.MonkeyPatch, sees: str, check, options=None) -> Settings:
    """Make a rule the only one there is."""
    entry = catalogue.Entry(
        Rule("sample", Severity.WARNING, since="0.2.0", sees=sees), "manifest", "A title.", "", options, check
    )
    monkeypatch.setattr("chartgen.lint.settings.entries", lambda: {"sample": entry})
    return Settings(rules=frozenset({"sample"}))


def test_what_scenarios_have_in_common_is_one_finding(lint):
    template = UNUSED.replace("  - name: idle", "  # {{ .Values.x }}\n  - name: idle")
    found = lint({"templates/pod.yaml": template, "ci/x-values.yaml": "x: 1\n"})
    assert [(str(each.location), each.scenarios) for each in found] == [
        ("demo/templates/pod.yaml:8:5", ("defaults", "x"))
    ]


def test_a_version_is_named_where_another_is_clean(lint):
    condition = '(semverCompare ">=1.33-0" .Capabilities.KubeVersion.Version)'
    start, end = UNUSED.index("  volumes:"), UNUSED.index("  containers:")
    body = f"{UNUSED[:start]}{{{{- if {condition} }}}}\n{UNUSED[start:end]}{{{{- end }}}}\n{UNUSED[end:]}"
    settings = Settings(rules=UNUSED_RULE.rules, kube_versions=("1.32.0", "1.37.0"))
    (found,) = lint({"templates/pod.yaml": body}, settings)
    assert found.scenarios == ("defaults (Kubernetes 1.37.0)",)


def test_rules_that_are_not_chosen_find_nothing(lint):
    assert lint({"templates/pod.yaml": UNUSED}, Settings(rules=frozenset())) == []


def test_a_severity_of_the_settings_counts(lint):
    settings = Settings(rules=UNUSED_RULE.rules, severities={"volume-unused": Severity.ERROR})
    (found,) = lint({"templates/pod.yaml": UNUSED}, settings)
    assert found.severity is Severity.ERROR


def test_objects_of_subcharts_are_left_out_unless_asked_for(lint):
    files = {"charts/part/Chart.yaml": PART, "charts/part/templates/pod.yaml": UNUSED}
    assert lint(files) == []
    (found,) = lint(files, Settings(rules=UNUSED_RULE.rules, subcharts=True))
    assert found.location.file == "demo/charts/part/templates/pod.yaml"


def test_an_object_of_the_chart_is_seen_though_a_subchart_has_the_helper(lint):
    helper = '{{ define "part.pod" }}\n' + UNUSED + "{{ end }}\n"
    files = {
        "charts/part/Chart.yaml": PART + b"type: library\n",
        "charts/part/templates/_pod.tpl": helper,
        "templates/pod.yaml": '{{ include "part.pod" . }}\n',
    }
    assert [each.rule for each in lint(files)] == ["volume-unused"]


@pytest.mark.parametrize("subcharts", [False, True])
def test_rules_about_releases_tell_of_subcharts_when_asked(monkeypatch, lint, subcharts):
    def check(release):
        return (each.hit(each.name) for each in release.objects)

    settings = a_rule(monkeypatch, "release", check)
    settings = Settings(rules=settings.rules, subcharts=subcharts)
    files = {
        "charts/part/Chart.yaml": PART,
        "charts/part/templates/pod.yaml": UNUSED,
        "templates/pod.yaml": UNUSED.replace("name: pod", "name: own"),
    }
    assert [each.message for each in lint(files, settings)] == (["pod", "own"] if subcharts else ["own"])


def test_a_network_of_a_subchart_is_left_out_unless_asked_for(monkeypatch, lint):
    network = "apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: a}\nspec: {config: '{'}\n"
    files = {"charts/part/Chart.yaml": PART, "charts/part/templates/network.yaml": network}
    refused = "net-attach-def"
    settings = partial(Settings, rules=frozenset({refused}))
    found = Finding(Location("demo/charts/part/templates/network.yaml"), refused, Severity.ERROR, "no JSON")
    monkeypatch.setattr("chartgen.lint.networks.findings", lambda *_: iter([found]))
    assert lint(files, settings()) == []
    assert [each.rule for each in lint(files, settings(subcharts=True))] == [refused]


def test_a_rule_sees_equal_documents_once(monkeypatch, lint):
    seen = []

    def check(each):
        seen.append(each.name)
        return iter(())

    settings = a_rule(monkeypatch, "object", check)
    lint({"templates/pod.yaml": UNUSED, "ci/x-values.yaml": "x: 1\n"}, settings)
    assert seen == ["pod"]


def test_a_rule_gets_its_options(monkeypatch, lint):
    @dataclass(frozen=True)
    class Options:
        word: str = "default"

    def check(facts, options):
        yield Hit(options.word, location=facts.place("Chart.yaml", 1))

    settings = a_rule(monkeypatch, "chart", check, Options)
    assert [each.message for each in lint({}, settings)] == ["default"]
    settings = Settings(rules=settings.rules, options={"sample": Options("mine")})
    assert [each.message for each in lint({}, settings)] == ["mine"]


def test_of_a_library_the_files_are_looked_at(monkeypatch, lint):
    def check(facts):
        yield Hit(f"{len(facts.runs)} runs of {', '.join(facts.templates)}", location=facts.place(""))

    settings = a_rule(monkeypatch, "chart", check)
    files = {"Chart.yaml": CHART_YAML + b"type: library\n", "templates/_a.tpl": '{{ fail "no" }}'}
    assert [each.message for each in lint(files, settings)] == ["0 runs of templates/_a.tpl"]


def test_dependencies_that_are_missing_are_no_finding(lint):
    dependent = CHART_YAML + b"dependencies: [{name: part, version: 1.0.0, repository: 'https://e.com'}]\n"
    with pytest.raises(InputError, match="missing in charts/: part"):
        lint({"Chart.yaml": dependent})


def test_manifests_are_one_release(monkeypatch):
    seen = []

    def check(release):
        seen.append((release.name, [each.name for each in release.objects]))
        return iter(())

    settings = a_rule(monkeypatch, "release", check)
    settings = Settings(rules=settings.rules, kube_versions=("1.30.0", "1.37.0"))
    lint_manifests(read_manifests(UNUSED.encode(), file="pod.yaml"), settings)
    assert seen == [("", ["pod"])]


def test_manifests_are_linted_for_each_version(monkeypatch):
    def check(each, kubernetes):
        yield each.hit(kubernetes.version)

    settings = a_rule(monkeypatch, "version", check)
    settings = Settings(rules=settings.rules, kube_versions=("1.30.0", "1.37.0"))
    found = lint_manifests(read_manifests(UNUSED.encode(), file="pod.yaml"), settings)
    assert [each.message for each in found] == ["1.30.0", "1.37.0"]


def test_a_finding_of_manifests_has_no_scenario():
    (found,) = lint_manifests(read_manifests(UNUSED.encode(), file="pod.yaml"), UNUSED_RULE)
    assert (str(found.location), found.scenarios) == ("pod.yaml:7:11", ())


def test_the_release_of_the_settings_is_rendered(monkeypatch, lint):
    def check(release):
        yield release.objects[0].hit(f"{release.namespace}/{release.objects[0].name}")

    settings = a_rule(monkeypatch, "release", check)
    settings = Settings(rules=settings.rules, release=Release("mine", "space"))
    files = {"templates/pod.yaml": UNUSED.replace("name: pod", "name: {{ .Release.Name }}")}
    assert [each.message for each in lint(files, settings)] == ["space/mine"]


def test_output_that_is_no_manifest_is_a_finding(lint):
    files = {"templates/a.yaml": "apiVersion: v1\nkind: X\na: [\n"}
    (found,) = lint(files, Settings(rules=frozenset({"manifest-yaml"})))
    assert (found.rule, found.location.file) == ("manifest-yaml", "demo/templates/a.yaml")
    assert found.message.startswith("the output is no manifest: ")


def test_of_a_library_helm_lint_says_nothing(lint):
    files = {"Chart.yaml": CHART_YAML + b"type: library\n", "templates/_a.tpl": "{{ if .Values.a }}{{ end }}"}
    assert lint(files, Settings(rules=frozenset({"helm-lint", "branch-uncovered"}))) == []
