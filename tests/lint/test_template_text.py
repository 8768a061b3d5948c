"""Whether a template says a text itself."""

import pytest

from chartgen.chart.reference import chart_of
from chartgen.lint.rendering import Documents, Rendering
from chartgen.lint.template_text import is_literal, template_line
from chartgen.lint.templates import Templates
from chartgen.render.engine import Request
from tests.lint.cases import CHART_YAML

NAME = ("metadata", "name")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("agent", True),
        ('"agent"', True),
        ("agent{{/* agent */}}", True),
        ("{{ .Values.name }}", False),
        ('{{ .Values.other | default "agent" }}', False),
        ("{{ .Values.first }}ent", False),
        ("4", False),
    ],
)
def test_a_text_is_literal(engine, name, expected):
    files = {
        "Chart.yaml": CHART_YAML,
        "values.yaml": b"{name: agent, first: ag, other: ''}",
        "templates/a.yaml": f"kind: A\nmetadata:\n  name: {name}\n".encode(),
    }
    chart = chart_of("demo", files)
    request = Request(chart, {}, "1.37.0")
    [each] = Rendering(request, engine.render_texts(request), engine, Templates(chart), Documents()).objects
    assert is_literal(chart, each, NAME) == expected
    assert not is_literal(chart, each, ("metadata", "namespace"))


def test_the_line_of_a_template(engine):
    files = {"Chart.yaml": CHART_YAML, "templates/a.yaml": b'kind: A\nmetadata:\n  name: {{ print "a" }}\n'}
    chart = chart_of("demo", files)
    request = Request(chart, {}, "1.37.0")
    [each] = Rendering(request, engine.render_texts(request), engine, Templates(chart), Documents()).objects
    assert template_line(chart, each, NAME) == '  name: {{ print "a" }}'
