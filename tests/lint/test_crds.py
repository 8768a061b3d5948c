import pytest

from chartgen.core.errors import InputError
from chartgen.lint.crds import of_folder
from tests.diff.charts import added, chart, edited, shop


def found(*edits):
    return [(each.template, each.kind, each.name) for each in of_folder(chart("a", edited(shop(), *edits)))]


def test_what_helm_installs_as_it_is():
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"
    edits = [
        added("crds/a.yaml", text % "a" + "---\n" + text % "b"),
        added("crds/more/c.yml", text % "c"),
        added("crds/README.md", "x"),
    ]
    assert found(*edits) == [
        ("crds/a.yaml", "ConfigMap", "a"),
        ("crds/a.yaml", "ConfigMap", "b"),
        ("crds/more/c.yml", "ConfigMap", "c"),
    ]
    assert found() == []


def test_what_is_no_yaml():
    with pytest.raises(InputError, match=r"crds/a\.yaml"):
        found(added("crds/a.yaml", "a: ["))
