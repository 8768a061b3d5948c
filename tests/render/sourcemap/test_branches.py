from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgen.chart.reference import Chart, chart_of
from chartgen.core.errors import InputError
from chartgen.render.engine import Engine
from chartgen.render.sourcemap.branches import branches, find_probes, with_probes
from tests.render.conftest import CHART_YAML, request_of

SMALL = """{{- define "c.name" -}}
{{ .Values.name }}
{{- end }}
{{ if .Values.a }}x{{ else if .Values.b }}y{{ end }}
{{- with .Values.c }}
c: {{ . }}
{{- else with .Values.d }}
d: {{ . }}
{{- else }}
none: {{ block "c.none" $ }}1{{ end }}
{{- end }}
{{ range .Values.e -}}
  {{ if eq . "x" }}{{ continue }}{{ else }}{{ break }}{{ end }}
{{ else -}}
  {{ range $k, $v := .Values.f }}{{ $v }}{{ end }}
{{ end -}}
"""


def chart(*texts: str | bytes, **files: str) -> Chart:
    """Give a chart with templates that are called a, b and so on."""
    contents = {"Chart.yaml": CHART_YAML.encode()}
    for name, text in zip("abc", texts, strict=False):
        contents[f"templates/{name}"] = text if isinstance(text, bytes) else text.encode()
    return chart_of("dir", contents | {path: text.encode() for path, text in files.items()})


def listed(*texts: str | bytes) -> list[str]:
    return [str(branch).removeprefix("templates/") for branch in branches(chart(*texts))]


@pytest.mark.parametrize(
    ("comment", "is_left_out"),
    [
        ("{{/* never empty: it has two items */}}", True),
        ("{{- /* never false: see above */ -}}", True),
        ("{{/* never empty */}}", False),
        ("{{/* it is never empty: really */}}", False),
        ("{{/* never empty: it has two */}}{{ .x }}", False),
        ("{{/* never empty: it has two */}} text", False),
    ],
)
def test_an_arm_that_a_comment_with_a_reason_rules_out(comment: str, is_left_out: bool):
    texts = [f"{{{{ range .a }}}}x{comment}{{{{ end }}}}", f"{{{{ if .a }}}}x{comment}{{{{ end }}}}"]
    for text in texts:
        assert (len(listed(text)) == 1) == is_left_out, text
    assert len(listed(f"{texts[0]}{{{{ if .b }}}}y{{{{ end }}}}")) == (3 if is_left_out else 4)


def test_the_branches_of_a_template():
    assert listed(SMALL) == [
        'a:1 define {{- define "c.name" -}}',
        "a:4 if {{ if .Values.a }}",
        "a:4 not taken {{ if .Values.a }}",
        "a:4 else if {{ else if .Values.b }}",
        "a:5 with {{- with .Values.c }}",
        "a:7 else with {{- else with .Values.d }}",
        "a:9 else {{- with .Values.c }}",
        'a:10 block {{ block "c.none" $ }}',
        "a:12 range {{ range .Values.e -}}",
        'a:13 if {{ if eq . "x" }}',
        'a:13 else {{ if eq . "x" }}',
        "a:14 no items {{ range .Values.e -}}",
        "a:15 no items {{ range $k, $v := .Values.f }}",
        "a:15 range {{ range $k, $v := .Values.f }}",
    ]


def test_a_branch_on_a_line_with_others_has_its_column():
    found = branches(chart("{{ if a }}x{{ else }}y{{ end }}"))
    assert [(each.line, each.column, each.kind) for each in found] == [(1, 1, "if"), (1, 12, "else")]


def test_files_that_helm_takes_for_templates():
    files = {"templates/_x.tpl": "", "templates/sub/NOTES.txt": "", "templates/tests/a.yaml": "", "templatesx/a": "", "crds/a.yaml": "", "charts/s/templates/a.yaml": "", "README.md": ""}  # fmt: skip
    sub = {"charts/s/Chart.yaml": CHART_YAML}
    given = chart(**{path: text or "{{ if .x }}{{ end }}" for path, text in files.items()}, **sub)
    assert [each.file for each in branches(given)[::2]] == [
        "templates/_x.tpl",
        "templates/sub/NOTES.txt",
        "templates/tests/a.yaml",
    ]


def test_line_ends_of_windows_and_bytes_that_are_no_text():
    assert listed(b"\xff\r\n{{ if .a -}}\r\n\xfe{{ .b\r\n}}{{ end }}") == [
        "a:2 if {{ if .a -}}",
        "a:2 not taken {{ if .a -}}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{{ range list "a" .b }}{{ end }}',
        '{{ range $k, $v := dict "a" 1 }}{{ end }}',
        '{{ range splitList "." .a -}}{{ end }}',
        "{{ with .a }}{{ range . }}{{ end }}{{ else }}{{ end }}",
        "{{ with .a }}{{ if .b }}{{ range $i, $x := . }}{{ end }}{{ end }}{{ else }}{{ end }}",
        "{{ if .a }}{{ range .a }}{{ end }}{{ end }}",
        "{{ if .b }}{{ else if $.a }}{{ range $.a }}{{ end }}{{ end }}",
        "{{ if .a }}{{ if .b }}{{ else }}{{ range .a }}{{ end }}{{ end }}{{ end }}",
    ],
)
def test_a_range_that_cannot_be_without_items(text):
    assert not any(" no items " in each for each in listed(text))


@pytest.mark.parametrize(
    "text",
    [
        "{{ range list }}{{ end }}",
        '{{ range list "a" | without "a" }}{{ end }}',
        '{{ range splitList "" .a }}{{ end }}',
        "{{ range . }}{{ end }}",
        "{{ if .a }}{{ range . }}{{ end }}{{ end }}",
        "{{ if .a }}{{ else }}{{ range .a }}{{ end }}{{ end }}",
        "{{ if .a }}{{ with .b }}{{ range .a }}{{ end }}{{ end }}{{ end }}",
        "{{ with .a }}{{ range .a }}{{ end }}{{ end }}",
        "{{ with .a }}{{ else }}{{ range . }}{{ end }}{{ end }}",
        '{{ range list "a" }}{{ range . }}{{ end }}{{ end }}',
        '{{ if .a }}{{ block "x" .b }}{{ range .a }}{{ end }}{{ end }}{{ end }}',
        '{{ range list "a" }}{{ else }}{{ end }}',
    ],
)
def test_a_range_that_may_be_without_items(text):
    assert sum(" no items " in each for each in listed(text)) == 1


@pytest.mark.parametrize("empty", ["", " \n", "{{/* nothing */}}\n"])
def test_an_empty_define_counts_where_it_is_the_only_one(empty):
    nothing, something = (f'{{{{ define "x" }}}}{body}{{{{ end }}}}' for body in (empty, "y"))
    assert listed(nothing) == ['a:1 define {{ define "x" }}']
    assert listed(nothing, something) == ['b:1 define {{ define "x" }}']
    assert len(listed(something, something)) == 2


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("\n{{ if .a }}", "2:1", "the if that starts here has no end"),
        ("{{ if .a }}{{ range .b }}{{ end }}", "1:1", "the if that starts here has no end"),
        ('{{ define "a" }}', "1:1", "the define that starts here has no end"),
        ("a {{ end }}", "1:3", "this end belongs to nothing"),
        ("{{ else }}", "1:1", "this else belongs to nothing"),
        ('{{ define "a" }}{{ else if .b }}{{ end }}', "1:17", "this else if belongs to nothing"),
        ("{{ if .a }}{{ else }}{{ else }}{{ end }}", "1:22", "this else stands behind an else"),
        ("{{ if .a }}{{ else }}{{ else if .b }}{{ end }}", "1:22", "this else if stands behind an else"),
        (
            "{{ with .a }}\n{{ else if .b }}{{ end }}",
            "2:1",
            "an else if cannot belong to the with of line 1",
        ),
        (
            "{{ range .a }}{{ else with .b }}{{ end }}",
            "1:15",
            "an else with cannot belong to the range of line 1",
        ),
        ("{{ if .a }}{{ .b", "1:12", "the action that starts here has no end"),
    ],
)
def test_actions_that_do_not_fit_together_are_refused(text, place, problem):
    with pytest.raises(InputError) as caught:
        branches(chart(text))
    assert (str(caught.value.where), caught.value.problem) == (f"dir/templates/a:{place}", problem)
    assert caught.value.hint


def probed(text: str, kind: str) -> str:
    """Give a template with the probe of its one arm of a kind."""
    given = chart(text)
    (probe,) = (each for each in find_probes(given).arms if each.branch and each.branch.kind == kind)
    return with_probes(given, [("P", probe)]).files["templates/a"].decode()


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("a {{- if .a -}}\n b {{ end }}", "if", 'a {{- if .a -}}{{ fail "P" -}}\n b {{ end }}'),
        ("{{ if .a }} b {{ end }} c", "not taken", '{{ if .a }} b {{ else }}{{ fail "P" }}{{ end }} c'),
        ("{{ if .a }} b {{- end }} c", "not taken", '{{ if .a }} b {{- else }}{{ fail "P" }}{{- end }} c'),
        ("{{ with .a }}\r\n{{-\nend -}}\r\n", "not taken", '{{ with .a }}\r\n{{- else }}{{ fail "P" }}{{-\nend -}}\r\n'),
        ("{{ range .a }}x{{ end }}", "no items", '{{ range .a }}x{{ else }}{{ fail "P" }}{{ end }}'),
        ("{{ range .a }}x{{ else -}} y{{ end }}", "no items", '{{ range .a }}x{{ else -}}{{ fail "P" -}} y{{ end }}'),
        ("{{ if .a }}x{{ else if .b }}y{{ end }}", "not taken", '{{ if .a }}x{{ else if .b }}y{{ else }}{{ fail "P" }}{{ end }}'),
        ('{{ define "a" }}{{ end }}', "define", '{{ define "a" }}{{ fail "P" }}{{ end }}'),
    ],
)  # fmt: skip
def test_a_probe_stands_at_the_start_of_its_arm(text, kind, wanted):
    assert probed(text, kind) == wanted


def test_all_probes_together():
    given = chart("{{ if .a }}{{ if .b }}{{ end }}{{ end }}")
    numbered = [(str(number), probe) for number, probe in enumerate(find_probes(given).arms)]
    assert with_probes(given, numbered).files["templates/a"].decode() == (
        '{{ if .a }}{{ fail "0" }}{{ if .b }}{{ fail "1" }}{{ else }}{{ fail "2" }}{{ end }}'
        '{{ else }}{{ fail "3" }}{{ end }}'
    )
    assert with_probes(given, []).files == given.files


def test_calls_of_fail_know_the_arm_around_them():
    text = '{{ fail "a" }}{{ if .b }} {{- "c" | fail }}{{ else }}{{ with fail "d" }}{{ .fail }}{{ end }}{{ end }}'
    given = chart(text)
    calls = find_probes(given).calls_of_fail
    assert [(text[call.offset :][:8], call.branch and call.branch.kind) for call in calls] == [
        ("{{ fail ", None),
        ('{{- "c" ', "if"),
        ("{{ with ", "else"),
    ]
    changed = with_probes(given, [("P", calls[1])]).files["templates/a"].decode()
    assert changed == text.replace("{{-", '{{ fail "P" }}{{-')


def test_bytes_that_are_no_text_stay_as_they_are():
    content = b"\xff\r\n{{ if .a }}\xfe{{ end }}\r\n"
    given = chart(content)
    changed = with_probes(given, [("P", find_probes(given).arms[0])])
    assert changed.files["templates/a"] == content.replace(b" }}\xfe", b' }}{{ fail "P" }}\xfe')
    assert list(changed.files) == list(given.files)


_OPENERS = ["if 1", "if 0", "with 1", "with 0", "range list 1 2", "range list"]
_LEAVES = st.sampled_from([" ", "\n", "\r\n  ", "a", "b\n", '{{ "}}" }}', "{{- `c` -}}", "{{/* d */}}", ""])


def _blocks(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    left, right = st.sampled_from(["{{", "{{- ", "{{-\n"]), st.sampled_from(["}}", " -}}", "\n-}}"])

    def block(parts: tuple[str, ...], opener: str, otherwise: str, has_else: bool) -> str:
        first, second, body, start, end, open_, close = parts
        other = f"{open_}else{close}{otherwise}" if has_else else ""
        return f"{first}{opener}{second}{body}{other}{start}end{end}"

    parts = st.tuples(left, right, inside, left, right, left, right)
    return st.builds(block, parts, st.sampled_from(_OPENERS), inside, st.booleans())


_BODIES = st.recursive(_LEAVES, lambda inside: st.lists(inside | _blocks(inside), max_size=3).map("".join), max_leaves=12)  # fmt: skip


def notes_of(engine: Engine, given: Chart) -> str | None:
    try:
        return engine.render(request_of(given, {})).notes
    except InputError as error:
        return error.problem


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_blocks(_BODIES), min_size=1, max_size=2).map("".join))
def test_a_probe_is_met_or_changes_nothing(embedded: Engine, text: str):
    own = chart(**{"templates/NOTES.txt": text})
    ends = {notes_of(embedded, with_probes(own, [("P", each)])) for each in find_probes(own).arms}
    assert ends <= {"P", notes_of(embedded, own)}


def test_the_projects_own_chart_is_read():
    root = Path(__file__).resolve().parents[3] / "charts/multus-ipvlan"
    paths = [file for file in root.rglob("*") if file.is_file()]
    own = chart_of(str(root), {file.relative_to(root).as_posix(): file.read_bytes() for file in paths})
    assert len(branches(own)) > 200
