"""Reading `changelog.d/`."""

import pytest

from chartgen.core.errors import InputError
from chartgen.model.definition import Change
from chartgen.model.notes import read_notes

LIST = "- {kind: fixed, description: One}\n- {kind: added, description: Two}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "changelog.d").mkdir()
    return tmp_path / "changelog.d"


def test_there_may_be_none(tmp_path):
    notes = read_notes(tmp_path)
    assert (notes.released, notes.fragments) == ({}, {})


def test_versions_are_in_their_order_and_the_rest_are_fragments(folder):
    for name in ("0.9.0", "0.10.0", "0.10.0-rc.1", "0.10", "ranges"):
        (folder / f"{name}.yaml").write_text(LIST)
    (folder / "README.md").write_text("not read")
    (folder / "one.yaml").write_text("kind: security\ndescription: Only one\n")
    notes = read_notes(folder.parent)
    assert list(notes.released) == ["0.10.0", "0.10.0-rc.1", "0.9.0"]
    assert notes.released["0.9.0"] == (Change("fixed", "One"), Change("added", "Two"))
    assert [path.name for path in notes.fragments] == ["0.10.yaml", "one.yaml", "ranges.yaml"]
    assert notes.fragments[folder / "one.yaml"] == (Change("security", "Only one"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {kind: new, description: x}\n", "bad.yaml:1:10: [0].kind: "),
        ("kind: new\ndescription: x\n", "bad.yaml:1:7: kind: "),
        ("kind: fixed\n", "bad.yaml:1:1: "),
        ("- {kind: fixed, description: x, more: y}\n", "bad.yaml:1:33: [0].more: "),
        ("kind: fixed\ndescription: |\n  a\n  b\n", "description: must be one line of text"),
        ("[]\n", "a fragment: "),
        ("text\n", "a fragment: must be of type array"),
        ("", "a fragment: must be of type array"),
        ("{", "bad.yaml:2:1: "),
        ("kind: fixed\nkind: added\ndescription: x\n", "bad.yaml:2:1: the key kind stands twice"),
    ],
)
def test_what_is_no_entry_is_refused_with_its_place(folder, text, said):
    (folder / "bad.yaml").write_text(text)
    with pytest.raises(InputError) as caught:
        read_notes(folder.parent)
    assert said in str(caught.value)


def test_a_fragment_that_would_be_passed_over_is_an_error(tmp_path):
    folder = tmp_path / "changelog.d"
    folder.mkdir()
    (folder / "README.md").write_text("Fragments.")
    assert read_notes(tmp_path).fragments == {}
    (folder / "a.yml").write_text("kind: fixed\ndescription: x\n")
    with pytest.raises(InputError, match=r"must end in \.yaml"):
        read_notes(tmp_path)
