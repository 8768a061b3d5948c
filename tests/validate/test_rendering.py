"""Where only Helm can tell, it is asked, and its words become findings."""

import pytest

from chartgen.chart.values import Options, collect
from chartgen.kubernetes import store
from chartgen.render.engine import Release, RenderLimitError
from chartgen.render.scenario import Target
from chartgen.validate.rendering import render_findings


def render(sdk, chart, tmp_path, text):
    (tmp_path / "v.yaml").write_text(text)
    values = collect(Options([str(tmp_path / "v.yaml")]))
    return render_findings(sdk, chart, Target(Release(), store.newest()), values)


def test_a_template_of_the_user_that_fails(sdk, chart, tmp_path):
    [found] = render(sdk, chart, tmp_path, 'extraObjects: ["{{ fail \\"no\\" }}"]\n')
    assert (found.rule, str(found.severity)) == ("render-failed", "error")
    assert "no" in found.message


@pytest.mark.parametrize(
    "wrong",
    ['"{{ .Values.none.such }}"', '"a: ["', '{kind: A, metadata: {name: "{{ fail `no` }}"}}', '"{{ nope }}"'],
)
def test_the_object_of_the_user_that_fails_is_the_place(sdk, chart, tmp_path, wrong):
    text = f"extraObjects:\n  - {{kind: A}}\n  - {wrong}\n  - {{kind: B}}\n"
    [found] = render(sdk, chart, tmp_path, text)
    assert str(found.location).endswith("v.yaml:3:5")
    assert found.location.values_path == "extraObjects[1]"


def test_one_that_works(sdk, chart, tmp_path):
    assert render(sdk, chart, tmp_path, "extraObjects: [{kind: A}]\n") == []


def test_a_limit_is_a_finding_too(chart, tmp_path):
    class Endless:
        def render(self, _request):
            raise RenderLimitError("rendering did not end", where="c", hint="look for a loop")

    [found] = render(Endless(), chart, tmp_path, "{}\n")
    assert (found.rule, found.location.file) == ("render-limit", "c")
    assert found.hint.startswith("look for a loop; rendered with")
