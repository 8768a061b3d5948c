"""Edits keep every byte but those of the value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.core import yaml
from chartgen.core.errors import RefusedError
from chartgen.core.yaml_edit import edited

TEXT = """\
# Top.
chart:
  name: net   # who
  version: 0.1.0
  # What is new.
  changes:
    # Newest first.
    - kind: added
      description: First version   # of many
  links: []

images:  # by profile
  gke:
    multus: {repository: a/b, tag: v1}
    whereabouts:
      repository: a/c
      tag: "v2"   # quoted

lint:
  paths: []
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("chart", "version"), "0.2.0", "version: 0.1.0\n", "version: 0.2.0\n"),
        (("chart", "version"), "1", "version: 0.1.0\n", 'version: "1"\n'),
        (("chart", "version"), "1e3", "version: 0.1.0\n", 'version: "1e3"\n'),
        (("chart", "name"), "a b", "name: net   # who\n", "name: a b   # who\n"),
        (("images", "gke", "whereabouts", "tag"), "v3", 'tag: "v2"   # quoted', 'tag: "v3"   # quoted'),
        (("images", "gke", "multus", "tag"), "v3", "tag: v1}", "tag: v3}"),
        (("images", "gke", "multus", "digest"), "sha256:a", "tag: v1}", 'tag: v1, digest: "sha256:a"}'),
        (("images", "gke", "whereabouts", "digest"), "sha256:a", "# quoted\n", '# quoted\n      digest: "sha256:a"\n'),
        (("chart", "home"), "here", "  links: []\n", "  links: []\n  home: here\n"),
        (
            ("chart", "changes"),
            [{"kind": "fixed", "description": "it: works"}, {"kind": "added", "description": "more"}],
            "    - kind: added\n      description: First version   # of many\n",
            '    - kind: fixed\n      description: "it: works"\n    - kind: added\n      description: more   # of many\n',
        ),
        (("upstream",), {"gke": "a/b.json"}, "  paths: []\n", "  paths: []\nupstream:\n  gke: a/b.json\n"),
        (("lint", "x"), "a", "  paths: []\n", "  paths: []\n  x: a\n"),
        (("images", "gke", "multus"), {"a": "b"}, "multus: {repository: a/b, tag: v1}\n", "multus:\n      a: b\n"),
        (("chart", "links"), [{"name": "a"}], "links: []\n", "links:\n    - name: a\n"),
    ],
)  # fmt: skip
def test_changes_one_value_and_nothing_else(path, value, before, after):
    assert TEXT.count(before) == 1
    assert edited(TEXT, {path: value}, file="f") == TEXT.replace(before, after)


def test_changes_several():
    changes = {("chart", "version"): "0.2.0", ("images", "gke", "multus", "tag"): "v3"}
    assert edited(TEXT, changes, file="f") == TEXT.replace("0.1.0", "0.2.0").replace("tag: v1", "tag: v3")


def test_adds_to_the_last_line_without_its_end():
    assert edited("a:\n  b: c", {("a", "d"): "e"}, file="f") == "a:\n  b: c\n  d: e"


def test_keeps_line_ends_and_marks():
    text = "\ufeffa: b\r\nc: d\r\n"
    assert edited(text, {("a",): "x"}, file="f") == "\ufeffa: x\r\nc: d\r\n"
    text = TEXT.replace("\n", "\r\n")
    changes = {("chart", "changes"): [{"kind": "fixed", "description": "one"}], ("chart", "home"): "here"}
    assert edited(text, changes, file="f") == edited(TEXT, changes, file="f").replace("\n", "\r\n")
    assert edited("a: b\r\nc: d\n", {("a",): "x"}, file="f") == "a: x\r\nc: d\n"


def test_gives_a_value_to_a_key_without_one():
    assert edited("a:\nb: c\n", {("a",): "x"}, file="f") == "a: x\nb: c\n"


def test_a_key_of_its_own_stands_above_a_merged_one():
    text = "x: &x {tag: v1}\nimage:\n  <<: *x\n  other: y\n"
    assert edited(text, {("image", "tag"): "v3"}, file="f") == text + "  tag: v3\n"


@pytest.mark.parametrize(
    "text",
    [
        "x: &x {tag: v1}\nimage: *x\n",  # would change x too
        "image: text\n",
        "image: [a]\n",
        "- image\n",
        "image: {tag: v1, tag: v2}\n",
    ],
)
def test_refuses_what_it_cannot_edit(text):
    with pytest.raises(RefusedError, match="image"):
        edited(text, {("image", "tag"): "v3"}, file="f")


_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"]), max_size=8)


@given(_TEXTS, _TEXTS, st.sampled_from(["{{a: {}, b: stay}}", "a: {}\nb: stay # c\n", "b: stay\na: {} # c"]))
def test_every_text_is_read_back(old, new, form):
    text = form.format(json.dumps(old, ensure_ascii=False))
    assert yaml.load(edited(text, {("a",): new}, file="f"), file="f").value == {"a": new, "b": "stay"}


@pytest.mark.parametrize(
    ("text", "path", "result"),
    [
        # What is commented out in a section stays with it, and what follows at its margin does not belong to it.
        ("a:\n  b: c\n  # d: e\n", ("f",), "a:\n  b: c\n  # d: e\nf: x\n"),
        ("a:\n  b: c\n\n  # d: e\n\n# g\n", ("f",), "a:\n  b: c\n\n  # d: e\nf: x\n\n# g\n"),
        ("a:\n  b: c\n# g\n", ("f",), "a:\n  b: c\nf: x\n# g\n"),
        ("a:\n  b:\n    c: d\n    # e\n  # f\ng: h\n", ("a", "f"), "a:\n  b:\n    c: d\n    # e\n  f: x\n  # f\ng: h\n"),
        ("a:\n  b: c\n  # d", ("f",), "a:\n  b: c\n  # d\nf: x"),
        ("a:\n  b: |\n    c\n    # text\n  # d\n", ("f",), "a:\n  b: |\n    c\n    # text\n  # d\nf: x\n"),
    ],
)  # fmt: skip
def test_a_key_is_added_behind_the_comments_of_what_stands_above(text, path, result):
    assert edited(text, {path: "x"}, file="f") == result


@pytest.mark.parametrize("end", ["", "\n", "\n\nb: c\n", "\n# d\nb: c\n"])
@pytest.mark.parametrize("mark", ["|-", ">-", ">"])
def test_a_block_of_text_is_a_value_as_any_other(mark, end):
    text = f"a: {mark}\n  0.1.0{end}"
    assert edited(text, {("a",): "0.2.0"}, file="f") == f"a: 0.2.0{end}"


@pytest.mark.parametrize("changes", [{("a",): "x"}, {("a",): "x", ("d",): "y"}])
def test_what_would_be_no_yaml_is_to_be_done_by_hand(changes):
    with pytest.raises(RefusedError, match="cannot be edited where it stands"):
        edited("a: &b c\nd: *b\n", changes, file="f")
