from chartgen.diff.change import change
from chartgen.diff.files import changes
from chartgen.diff.noise import Noise
from tests.diff.charts import added, chart, edited, removed, replaced, shop


def told(*edits, others=(), templates=()):
    pair = chart("old", shop()), chart("new", edited(shop(), *edits))
    found = changes(*pair, Noise(*pair), others, templates)
    return [f"{each.kind} {each.where}: {each.message}" for each in found]


OBJECT = change("field-changed", "Service a")


def test_files_by_folder():
    edits = [
        added("README.md", "a"),
        added("LICENSE", "a"),
        *(added(f"docs/{name}.md", "a") for name in "abcde"),
    ]
    assert told(*edits) == [
        "file-changed LICENSE: is new",
        "file-changed README.md: changes",
        "file-changed docs/: a.md is new, b.md is new, c.md is new and 2 more",
    ]
    assert told(removed("README.md")) == ["file-changed README.md: is gone"]
    assert told() == []


def test_versions_in_files_are_none():
    assert told(replaced("Chart.yaml", "1.2.3", "1.2.4")) == []
    comment = added("Chart.yaml", "# a comment\n")
    assert told(comment) == ["file-changed Chart.yaml: changes"]
    assert told(replaced("Chart.yaml", "1.2.3", "1.2.4"), comment) == []


def test_what_is_told_by_its_meaning_is_not_told_again():
    edit = replaced("values.yaml", "mode: fast", "mode: slow")
    assert told(edit) == ["file-changed values.yaml: changes"]
    assert told(edit, others=[change("default-changed", "values.yaml")]) == []
    assert told(added("files/a", "b"), others=[OBJECT]) == []
    assert told(added("crds/a", "b"), others=[change("crd-added", "a")]) == []


def test_a_template_that_no_scenario_shows():
    edit = replaced("templates/service.yaml", "spec:", "spec: # a")
    assert told(edit) == ["template-changed templates/: service.yaml changes; no scenario shows it"]
    assert told(edit, others=[OBJECT]) == told(edit)
    assert told(edit, others=[OBJECT], templates={"templates/service.yaml"}) == []
    helper = replaced("templates/_helpers.tpl", "shop", "shop ")
    assert told(helper) == ["template-changed templates/: _helpers.tpl changes; no scenario shows it"]
    assert told(helper, others=[OBJECT]) == []
