"""What a scenario renders to becomes objects that know the line of the template that wrote each part."""

import pytest

from chartgen.chart.reference import Chart, chart_of
from chartgen.chart.scenarios import scenarios
from chartgen.core.errors import InputError
from chartgen.lint.rendering import Documents, Rendering, reads_capabilities, split
from chartgen.lint.templates import Templates
from chartgen.render.engine import Engine, Release, Request
from chartgen.render.sourcemap.lines import Origin
from tests.lint.cases import CHART_YAML

LIST = """\
{{- /* two in one */}}
apiVersion: v1
kind: List
items:
  {{- range list "a" "b" }}
  - apiVersion: v1
    kind: ConfigMap
    metadata:
      name: {{ . }}
      name: {{ . }}-{{ $.Release.Name }}
  {{- end }}
"""


def chart(**files: str) -> Chart:
    """Give a chart; in the names of its files `__` is a slash."""
    named = {
        f"{name.replace('__', '/')}.{'txt' if 'NOTES' in name else 'yaml'}": text.encode()
        for name, text in files.items()
    }
    return chart_of("demo", {"Chart.yaml": CHART_YAML, **named})


def rendering(engine: Engine, of: Chart, documents: Documents | None = None) -> Rendering:
    request = Request(of, {}, "1.37.0", Release("one", "net"))
    return Rendering(request, engine.render_texts(request), engine, Templates(of), documents or Documents())


def test_objects_have_template_and_namespace(engine):
    found = rendering(
        engine, chart(templates__a="kind: A\nmetadata: {name: a}\n---\n# nothing\n---\nkind: B\n")
    )
    assert [(each.kind, each.name, each.namespace) for each in found.objects] == [
        ("A", "a", "net"),
        ("B", "", "net"),
    ]
    assert {each.template for each in found.objects} == {"templates/a.yaml"}
    assert found.objects[0].text == "kind: A\nmetadata: {name: a}\n"


def test_a_place_is_a_line_of_the_template(engine):
    text = "{{- if true }}\nkind: A\n{{- end }}\n---\n{{ print }}\nkind: B\nmetadata:\n  name: b\n"
    second = rendering(engine, chart(templates__a=text)).objects[1]
    place = second.locate(("metadata", "name"))
    assert (place.file, place.line, place.object) == ("demo/templates/a.yaml", 8, "B/net/b")


def test_the_items_of_a_list_are_objects_with_their_own_places(engine):
    found = rendering(engine, chart(templates__a=LIST)).objects
    assert [(each.kind, each.name) for each in found] == [("ConfigMap", "a-one"), ("ConfigMap", "b-one")]
    assert len({each.text for each in found}) == 2
    assert [each.locate(("kind",)).line for each in found] == [7, 7]
    assert [[duplicate.path for duplicate in each.manifest.duplicates] for each in found] == [
        [("metadata", "name")]
    ] * 2


def test_what_is_no_object_is_kept_with_its_line(engine):
    found = rendering(engine, chart(templates__a="kind: A\n---\n\njust text\n---\na: b: c\n"))
    assert [each.kind for each in found.objects] == ["A"]
    assert [(each.template, each.line) for each in found.unread] == [
        ("templates/a.yaml", 4),
        ("templates/a.yaml", 6),
    ]


def test_an_object_knows_whether_its_version_is_asked_for(engine):
    text = """{{- $old := .Capabilities.APIVersions.Has "policy/v1beta1" }}
{{- $new := .Capabilities.APIVersions.Has "apps/v2/Deployment" }}
kind: A
apiVersion: %s
"""
    kinds = ("policy/v1beta1", "policy/v1", "apps/v2", "apps/v2\nkind: Deployment")
    found = [rendering(engine, chart(templates__a=text % each)).objects[0].is_asked_for for each in kinds]
    assert found == [True, False, False, True]


def test_notes_are_no_objects(engine):
    found = rendering(engine, chart(templates__NOTES="a: b: c of {{ .Release.Name }}"))
    assert (found.notes, found.objects, found.unread) == ("a: b: c of one", [], [])


def test_a_line_that_is_not_there_has_the_place_of_its_template(engine):
    place = rendering(engine, chart(templates__a="kind: A\n")).origin("templates/a.yaml", 99)
    assert (place.file, place.line) == ("demo/templates/a.yaml", 0)


def test_equal_documents_are_read_once(engine):
    documents, of = Documents(), chart(templates__a="kind: A\n")
    first, second = (rendering(engine, of, documents).objects[0] for _ in range(2))
    assert first.value is second.value


def test_a_document_is_refused_each_time():
    documents = Documents()
    for _ in range(2):
        with pytest.raises(InputError):
            documents.read("a: b: c")


def test_a_region_is_what_stands_between_the_blanks():
    of = chart(templates__a="kind: A\n  name: b  \n")
    place = Templates(of).region(Origin("templates/a.yaml", 2))
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 3, 2, 10)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a", [(1, "a")]),
        ("\n\na\n---\nb\n", [(3, "a\n"), (5, "b\n")]),
        ("---\n---\na", [(3, "a")]),
        ("a: ---\nb", [(1, "a: ---\nb")]),
        ("\n---\n", []),
    ],
)
def test_documents_are_split_as_helm_does(text, found):
    assert list(split(text)) == found


def test_versions_matter_where_something_reads_capabilities():
    plain = chart(templates__a="kind: A\n", ci__a="# nothing\n")
    values = chart(templates__a="{{ tpl .Values.t . }}", **{"ci__x-values": "t: '{{ .Capabilities }}'\n"})
    template = chart(templates__a="{{ .Capabilities.KubeVersion }}")
    assert [reads_capabilities(each, scenarios(each)) for each in (plain, values, template)] == [
        False,
        True,
        True,
    ]
