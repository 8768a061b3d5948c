"""Indexes as anybody may have written them."""

from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core.errors import InputError
from chartgen.release.publish import ExistsError
from tests.release.indexes import added, packed, value_of


@pytest.mark.parametrize(
    ("index", "problem"),
    [
        ("- 1\n", "no map of lists"),
        ("entries: 1\n", "no map of lists"),
        ("entries:\n  c: 1\n", "no map of lists"),
        ("entries: {c: {}}\n", "no map of lists"),
        ('{"entries": []}', "no map of lists"),
        ('{"entries": ', "is no index"),
        ('{"entries": {"c": [{}]}, "entries": {}}', "a key stands twice"),
        ('{"entries": {"c": [{"x": 1, "x": 2}]}}', "a key stands twice"),
        ("{" * 100_000, "is no index"),
        ('{"entries": ' + "[" * 100_000, "is no index"),
        ("entries: {}\nentries: {}\n", "entries stands twice"),
        ("entries:\n  c:\n  - version: 1.0.0\n  c: []\n", "c stands twice"),
        ("a: [\n", "flow"),
        ("\0", "binary"),
    ],
)
def test_what_is_no_index(index: str, problem: str):
    with pytest.raises(InputError, match=problem):
        added(index, packed())


@pytest.mark.parametrize(
    "index",
    [
        "entries: {}\n",
        "entries:\n",
        "entries: null\n",
        "# comment\nentries:\n  # none\n  c: []\n",
        "--- # a document\nentries:\n  c:\n  - {version: 3.0.0}\n",
        "entries:\r\n  c:\r\n  - version: 3.0.0\r\n",
        "entries:\n    c:\n        - version: 3.0.0\n          name: c\n",
        "entries:\n  c:\n    - version: 3.0.0\n      name: c\n",
        "entries:\n  c:\n  -   version: 3.0.0\n      name: c\n",
        'entries:\n  c:\n  - name: "x\n  b:\n  - y"\n    version: 3.0.0\n',
        "entries:\n  c:\n  - &a\n    version: 3.0.0\n  d:\n  - *a\n",
        "entries:\n  c:\n  - name: x\n    version: 3.0.0",
        "entries:\n  'c':\n  - name: x\n    version: '3.0.0'\n",
        "entries:\n  c:\n  - x: |2\n        a\n       version: 1.0.0\n    version: 3.0.0\n",
        "entries:\n  c:\n  - x: >-\n\n      version: 1.0.0\n\n    version: 3.0.0\n",
        "entries:\n  z:\n  - version: 1.0.0\n  c:\n  - version: 3.0.0\n",
        "publicKeys:\n- entries\nannotations:\n  c: d\nentries:\n  c:\n  - version: 3.0.0\n",
        "entries:\n  c:\n  - version: 3.0.0\n\n\n# end\n",
        "entries:\n  c:\n  - dependencies:\n    - version: 1.0.0\n      name: x\n    version: 3.0.0\n",
    ],
)
@pytest.mark.parametrize("version", ["", "apiVersion: v1\n"])
def test_indexes_that_are_laid_out_in_other_ways(index: str, version: str):
    index = index.replace("entries:", f"{version}entries:", 1)
    before, after = value_of(index.replace("\r", "")), value_of(added(index, packed()))
    # Without it Helm would not take the index.
    assert after["apiVersion"] == "v1"
    assert version or after["generated"] == "2023-11-14T22:13:20Z"
    new = after["entries"]["c"].pop()
    assert new["urls"] == ["c-1.0.0.tgz"]
    was = before["entries"] if isinstance(before["entries"], dict) else {}
    assert {name: entries for name, entries in after["entries"].items() if entries} == {
        n: e for n, e in was.items() if e
    }
    assert (
        value_of(added(added(index, packed()), packed("d", "9.0.0")))["entries"]["d"][0]["version"] == "9.0.0"
    )


FIELDS = st.dictionaries(
    st.sampled_from(["description", "home", "icon", "x y", "version ", "a:b"]),
    st.text("ab:\"'\n |>-#{}[]&*!0.", max_size=90) | st.lists(st.text("ab :-\n", max_size=5), max_size=2),
    max_size=3,
)
ENTRIES = st.dictionaries(
    st.sampled_from(["a", "b", "c", "entries", "no"]),
    st.lists(FIELDS, min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@settings(max_examples=500, deadline=None)
@given(ENTRIES, st.sampled_from([60, 1000]), st.booleans())
def test_whatever_stands_in_an_index_is_kept(entries: dict[str, Any], width: int, sort: bool):
    """PyYAML breaks and quotes texts as Helm's library does: both come from libyaml."""
    whole = {
        name: [{**fields, "version": f"{9 - number}.0.0"} for number, fields in enumerate(found)]
        for name, found in entries.items()
    }
    index = pyyaml.safe_dump({"apiVersion": "v1", "entries": whole}, width=width, sort_keys=sort)
    text = added(index, packed(version="0.5.0"))
    after = value_of(text)
    assert after["entries"]["c"].pop()["version"] == "0.5.0"
    after["entries"] = {name: found for name, found in after["entries"].items() if found}
    after.pop("generated", None)
    assert after == value_of(index)


@settings(max_examples=200, deadline=None)
@given(st.text("ac :-\n\"'|#\tversion10.", max_size=60))
def test_no_text_breaks_it(text: str):
    index = f"apiVersion: v1\nentries:\n  c:\n  - {text}"
    try:
        before = value_of(index)
    except pyyaml.YAMLError:
        return
    try:
        found = added(index, packed())
    except (InputError, ExistsError):
        return
    there = value_of(found)["entries"]["c"]
    had = before["entries"]["c"]
    assert not [each for each in had if isinstance(each, dict) and each.get("version") == "1.0.0"]
    assert "1.0.0" in [each.get("version") for each in there if isinstance(each, dict)]
    assert len(value_of(found)["entries"]["c"]) == len(before["entries"]["c"]) + 1
