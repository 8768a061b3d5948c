"""Two charts compared as a whole, in all their scenarios."""

import contextlib
import subprocess
from pathlib import Path

import pytest

from chartgen.chart.reference import load
from chartgen.core.errors import InputError
from chartgen.diff.change import Part
from chartgen.diff.compare import compare
from chartgen.render.engine import Release
from chartgen.render.scenario import Target
from chartgen.render.select import select
from tests.diff.charts import Charts, added, chart, edited, kinds, removed, replaced, shop, told

EVERYTHING = [
    replaced("values.yaml", "1.4.2", "1.5.0"),
    replaced("templates/service.yaml", "name: http", "name: web"),
    replaced("templates/roles.yaml", "[get, list]", "[get, list, watch]"),
    added("templates/more.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n"),
]
RANDOM = 'apiVersion: v1\nkind: Secret\nmetadata: {name: random}\ndata: {password: "{{ randAlphaNum 20 | b64enc }}", user: YQ==}\n'


def test_a_change_of_many_scenarios_is_told_once(charts: Charts):
    more = [added(f"ci/{number}-values.yaml", f"replicas: {number}\n") for number in range(3, 9)]
    old = edited(shop(), *more)
    compared = charts.compared(
        old, edited(old, replaced("templates/service.yaml", "targetPort: http", "targetPort: web"))
    )
    (change,) = (each for each in compared.changes if each.kind == "field-changed")
    assert change.message == 'spec.ports[http].targetPort: "http" → "web"'
    assert change.scenarios == ("defaults", *(f"{number}" for number in range(3, 9)), "safe")
    assert compared.scenarios == [*change.scenarios]


def test_a_change_of_one_scenario_names_it(charts: Charts):
    edit = replaced(
        "templates/service.yaml",
        "  type:",
        '  {{- if eq .Values.mode "safe" }}\n  externalName: a\n  {{- end }}\n  type:',
    )
    (change,) = (each for each in charts.changes(shop(), edit) if each.area == "objects")
    assert (change.message, change.scenarios) == ('spec.externalName: unset → "a"', ("safe",))


def test_a_values_file_of_a_user_is_one_of_the_old_chart(charts: Charts):
    edit = added(
        "templates/service.yaml", '{{ if gt (int .Values.replicas) 5 }}{{ fail "too many" }}{{ end }}'
    )
    assert "scenario-refused" not in kinds(charts.changes(shop(), edit))
    found = charts.changes(shop(), edit, given={"mine": "replicas: 6\n"})
    (change,) = (each for each in found if each.kind == "scenario-refused")
    assert (change.message, change.scenarios, change.part) == ("too many", ("mine",), Part.MAJOR)


def test_what_fails_with_both_is_no_change(charts: Charts):
    old = edited(
        shop(), added("templates/service.yaml", '{{ if eq .Values.mode "safe" }}{{ fail "no" }}{{ end }}')
    )
    compared = charts.compared(old, edited(old, added("README.md", "a")))
    assert kinds(compared.changes, but=()) == ["file-changed"]
    assert (len(compared.scenarios), compared.rendered) == (2, 1)


def test_values_that_only_the_new_chart_takes_are_a_feature(charts: Charts):
    old = edited(
        shop(),
        added("templates/service.yaml", '{{ if eq .Values.mode "safe" }}{{ fail "mode: no" }}{{ end }}'),
    )
    found = charts.compared(old, shop())
    assert "minor scenario-accepted values files: taken now; the old chart says: mode: no" in told(
        found.changes
    )
    assert found.verdict.part == Part.MINOR


def test_templates_that_write_no_manifest(charts: Charts):
    broken = added("templates/service.yaml", '{{ if eq .Values.mode "safe" }}: [{{ end }}\n')
    found = charts.compared(shop(), edited(shop(), broken))
    assert "scenario-failed" in kinds(found.changes)
    assert found.verdict.part == Part.MAJOR
    assert "scenario-failed" not in kinds(charts.compared(edited(shop(), broken), shop()).changes)


def test_what_is_another_in_each_render_is_no_change(charts: Charts):
    old = edited(shop(), added("templates/random.yaml", RANDOM))
    assert charts.compared(old, old).changes == []
    found = charts.changes(old, replaced("templates/random.yaml", "YQ==", "Yg=="))
    assert told(found) == ["minor field-changed Secret default/random: data.user: changes"]


@pytest.mark.parametrize("kind", ["Secret", "PersistentVolumeClaim"])
def test_names_that_are_others_in_each_render_are_no_change(charts: Charts, kind):
    template = f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: 'a-{{{{ randAlphaNum 8 | lower }}}}'}}\nspec: {{a: b}}\n"
    old = edited(shop(), added("templates/random.yaml", template))
    assert charts.compared(old, old).changes == []
    next_version = replaced("Chart.yaml", "1.2.3", "1.2.4")
    assert kinds(charts.changes(old, next_version)) == []
    for edit in (replaced("templates/random.yaml", "a: b", "a: c"), removed("templates/random.yaml")):
        assert "object-removed" in kinds(charts.changes(old, edit))


def test_notes(charts: Charts):
    assert told(charts.changes(shop(), replaced("templates/NOTES.txt", "Thank", "Thanks,"))) == [
        "patch notes-changed templates/NOTES.txt: the notes are others"
    ]
    old = edited(shop(), added("templates/NOTES.txt", "{{ .Chart.Version }}"))
    assert "notes-changed" not in kinds(charts.changes(old, replaced("Chart.yaml", "1.2.3", "1.2.4")))


def test_a_template_that_moves_is_no_change_of_objects(charts: Charts):
    def move(files):
        files["templates/svc.yaml"] = files.pop("templates/service.yaml")

    assert kinds(charts.changes(shop(), move)) == ["template-changed"]


def test_an_api_version_that_moves_to_another_group(charts: Charts):
    ingress = "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\n"
    old = edited(shop(), added("templates/ingress.yaml", ingress))
    found = charts.changes(
        old, replaced("templates/ingress.yaml", "extensions/v1beta1", "networking.k8s.io/v1")
    )
    assert (
        "minor api-version-changed Ingress default/a: apiVersion: extensions/v1beta1 → networking.k8s.io/v1"
        in told(found)
    )
    assert "object-removed" not in kinds(found)


def test_both_are_rendered_for_a_version_that_both_allow(charts: Charts):
    template = added(
        "templates/a.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: {{ .Capabilities.KubeVersion.Version | quote }}}\n",
    )
    old = edited(shop(), template, added("Chart.yaml", "kubeVersion: '<1.32'\n"))
    new = edited(shop(), template, added("Chart.yaml", "kubeVersion: '>=1.30'\n"))
    assert set(kinds(charts.compared(old, new).changes)) == {"kubernetes-narrowed", "kubernetes-widened"}
    apart = edited(new, replaced("Chart.yaml", ">=1.30", ">=1.33"))
    assert "field-changed" in kinds(charts.compared(old, apart).changes)
    assert "scenario-failed" in kinds(charts.compared(old, apart, version="1.31.0").changes)


def test_library_charts_are_compared_by_their_files(charts: Charts):
    old = edited(shop(), added("Chart.yaml", "type: library\n"))
    compared = charts.compared(old, edited(old, added("templates/_more.tpl", "a")))
    assert compared.scenarios == []
    assert kinds(compared.changes) == ["template-changed"]


def test_what_a_library_has_for_others(charts: Charts):
    old = edited(
        shop(),
        added("Chart.yaml", "type: library\n"),
        added("templates/_more.tpl", '{{ define "a" }}{{ end }}{{ define "b" }}{{ end }}'),
    )
    found = charts.compared(old, edited(old, replaced("templates/_more.tpl", '"a"', '"c"')))
    assert told(found.changes) == [
        "major helper-removed templates/_more.tpl: a: is gone; charts that include it fail",
        "minor helper-added templates/_more.tpl: c: is new",
    ]
    application = edited(old, replaced("Chart.yaml", "type: library", "type: application"))
    assert not any(
        each.kind.startswith("helper") for each in charts.changes(application, removed("templates/_more.tpl"))
    )


def test_secrets_of_values_files_are_never_told(charts: Charts):
    given = {"mine": "adminPassword: hunter2\nmode: hunter2-mode\n"}
    mode = replaced(
        "templates/deployment.yaml", "{{ .Values.mode | quote }}", "{{ .Values.adminPassword | quote }}"
    )
    failing = added(
        "templates/service.yaml",
        '{{ with .Values.adminPassword }}{{ fail (printf "%s is weak" .) }}{{ end }}',
    )
    for edit, kind in ((mode, "field-changed"), (failing, "scenario-refused")):
        found = charts.changes(shop(), edit, given=given)
        assert kind in kinds(found)
        assert "hunter2" not in " ".join(f"{each.message} {each.old} {each.new}" for each in found)


def test_a_broken_chart_is_an_error(charts: Charts):
    with pytest.raises(InputError, match=r"service\.yaml"):
        charts.compared(shop(), edited(shop(), added("templates/service.yaml", "{{ if }}")))
    with pytest.raises(InputError, match="crds/a"):
        charts.compared(shop(), edited(shop(), added("crds/a.yaml", "a: [")))
    assert charts.compared(shop(), shop()).changes == []


def test_subcharts(charts: Charts):
    old = edited(
        shop(),
        added("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n"),
        added(
            "charts/sub/templates/a.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: sub}\ndata: {a: '1'}\n",
        ),
        replaced("Chart.yaml", "name: shop", "name: shop\ndependencies: [{name: sub, version: 1.0.0}]"),
    )
    assert charts.compared(old, old).changes == []
    found = charts.changes(old, replaced("charts/sub/templates/a.yaml", "'1'", "'2'"))
    assert 'minor field-changed ConfigMap default/sub: data.a: "1" → "2"' in told(found)


@pytest.mark.parametrize("reverse", [False, True])
def test_the_order_of_changes_is_the_same_in_each_run(charts: Charts, reverse):
    pair = [shop(), edited(shop(), *EVERYTHING)][:: -1 if reverse else 1]
    runs = [charts.compared(*pair).changes for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(runs[0]) == len({*runs[0]})


def test_a_chart_that_helm_makes_does_not_differ_from_itself(charts: Charts, helm4: Path, tmp_path: Path):
    subprocess.run([helm4, "create", tmp_path / "demo"], check=True, capture_output=True)
    demo = load(str(tmp_path / "demo"))
    assert compare(demo, demo, charts.engines, Target(Release(), "")).changes == []


def test_a_helm_program_tells_the_same(charts: Charts, helm_program: Path):
    new = edited(shop(), *EVERYTHING, removed("ci/safe-values.yaml"))
    with contextlib.ExitStack() as stack:
        engines = [
            stack.enter_context(contextlib.closing(select("helm", helm=str(helm_program)))) for _ in range(2)
        ]
        assert told(Charts(engines).compared(shop(), new).changes) == told(
            charts.compared(shop(), new).changes
        )


def test_progress_is_heard_of(charts: Charts):
    heard = []
    compare(
        chart("a", shop()),
        chart("b", shop()),
        charts.engines,
        Target(Release(), ""),
        progress=lambda done, total: heard.append((done, total)),
    )
    assert heard == [(0, 2), (1, 2)]


def test_notes_of_a_scenario_that_the_old_chart_passes_over_tell_nothing(charts: Charts):
    edits = [
        added("templates/NOTES.txt", "{{ with .Values.depth }}{{ . }} deep{{ end }}"),
        added("ci/deep-values.yaml", "depth: 5\n"),
    ]
    assert "notes-changed" not in kinds(charts.changes(shop(), *edits))


def test_the_first_failure_is_the_one_that_is_told(charts: Charts):
    failing = added("templates/service.yaml", '{{ fail (printf "mode %s" .Values.mode) }}')
    old = edited(shop(), failing)
    compared = charts.compared(old, old)
    assert (compared.failure, compared.rendered) == ("mode fast", 0)


@pytest.mark.parametrize(
    ("name", "part"),
    [("name: 'a-{{ .Release.Revision }}'", "minor"), ("generateName: a-", "minor"), ("name: a", "major")],
)
def test_jobs_that_are_new_in_each_release_may_change(charts: Charts, name, part):
    job = f"apiVersion: batch/v1\nkind: Job\nmetadata:\n  {name}\nspec: {{template: {{spec: {{containers: [{{name: a, image: 'a/b:1.0.0'}}]}}}}}}\n"
    old = edited(shop(), added("templates/job.yaml", job))
    compared = charts.compared(old, edited(old, replaced("templates/job.yaml", "1.0.0", "1.1.0")))
    assert str(compared.verdict.part) == part, told(compared.changes)
    assert ("field-immutable" in kinds(compared.changes)) == (part == "major")


def test_only_jobs_are_new_in_each_release(charts: Charts):
    named = replaced(
        "templates/deployment.yaml",
        "name: {{ .Release.Name }}-shop",
        "name: {{ .Release.Name }}-{{ .Release.Revision }}",
        count=1,
    )
    selector = replaced(
        "templates/deployment.yaml", "app.kubernetes.io/name: shop\n", "app.kubernetes.io/name: store\n"
    )
    assert "field-immutable" in kinds(charts.changes(edited(shop(), named), selector))
