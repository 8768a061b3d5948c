import pytest

from chartgen.core.errors import InputError
from chartgen.diff.defines import changes
from tests.diff.charts import added, chart, edited, replaced, shop, told

LIBRARY = added("Chart.yaml", "type: library\n")
DEFINES = added("templates/_a.tpl", '{{ define "a.x" }}1{{ end }}{{- block "a.y" . }}{{ end }}')


def found(*edits, old=(LIBRARY, DEFINES)):
    before = edited(shop(), *old)
    return told([*changes(chart("old", before), chart("new", edited(before, *edits)))])


def test_what_comes_and_goes():
    assert found() == []
    assert found(replaced("templates/_a.tpl", "1", "2")) == []
    assert found(replaced("templates/_a.tpl", "a.x", "a.z")) == [
        "major helper-removed templates/_a.tpl: a.x: is gone; charts that include it fail",
        "minor helper-added templates/_a.tpl: a.z: is new",
    ]
    assert found(replaced("templates/_a.tpl", "a.y", "a.z"))[0].startswith("major helper-removed")


def test_applications_keep_theirs_to_themselves():
    assert found(replaced("templates/_a.tpl", "a.x", "a.z"), old=(DEFINES,)) == []


def test_a_template_that_does_not_parse():
    with pytest.raises(InputError):
        found(added("templates/_a.tpl", "{{ define"))
