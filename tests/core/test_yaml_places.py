"""Where the values of a document stand."""

import pytest

from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location

PLACES = """\
# comment
networks:
  data:
    ranges:
      - range: 10.0.0.0/24
        exclude: [10.0.0.1, 10.0.0.2]
      - range: 10.1.0.0/24
  "a.b": &anchor
    x: 1
  copy: *anchor
  merged:
    <<: *anchor
    z: 2
"""


@pytest.mark.parametrize(
    ("path", "value", "key", "text"),
    [
        ((), (2, 1), (2, 1), ""),
        (("networks",), (3, 3), (2, 1), "networks"),
        (("networks", "data", "ranges"), (5, 7), (4, 5), "networks.data.ranges"),
        (("networks", "data", "ranges", 0), (5, 9), (5, 9), "networks.data.ranges[0]"),
        (("networks", "data", "ranges", 0, "range"), (5, 16), (5, 9), "networks.data.ranges[0].range"),
        (
            ("networks", "data", "ranges", 0, "exclude", 1),
            (6, 29),
            (6, 29),
            "networks.data.ranges[0].exclude[1]",
        ),
        (("networks", "data", "ranges", 1, "range"), (7, 16), (7, 9), "networks.data.ranges[1].range"),
        (("networks", "a.b", "x"), (9, 8), (9, 5), r"networks.a\.b.x"),
        (("networks", "copy"), (10, 9), (10, 3), "networks.copy"),
        (("networks", "copy", "x"), (9, 8), (9, 5), "networks.copy.x"),
        (("networks", "merged", "x"), (9, 8), (9, 5), "networks.merged.x"),
        (("networks", "merged", "z"), (13, 8), (13, 5), "networks.merged.z"),
        # What is missing stands at the key of the nearest that is there.
        (("networks", "data", "master"), (3, 3), (3, 3), "networks.data.master"),
        (("networks", "data", "ranges", 2, "range"), (4, 5), (4, 5), "networks.data.ranges[2].range"),
        (("networks", "data", "ranges", -1), (4, 5), (4, 5), "networks.data.ranges[-1]"),
        (("other", "x"), (2, 1), (2, 1), "other.x"),
    ],
)
def test_places(path, value, key, text):
    document = yaml.load(PLACES, file="v.yaml")
    assert document.locate(path) == Location("v.yaml", *value, values_path=text)
    assert document.locate(path, key=True) == Location("v.yaml", *key, values_path=text)


def test_places_in_an_empty_document_and_in_a_part_of_a_file():
    assert yaml.load("", file="v.yaml").locate(("a",)) == Location("v.yaml", values_path="a")
    assert str(yaml.load("a: 1\n", file="v.yaml", first_line=10).locate(("a",))) == "v.yaml:10:4"
    with pytest.raises(InputError, match=r"^v.yaml:11:1: "):
        yaml.load("a: 1\n}\n", file="v.yaml", first_line=10)


def test_duplicates_give_both_places():
    document = yaml.load(
        "a:\n  b: 1\n  c: 2\n  b: 3\nl:\n- x: 1\n  'x': 2\n1: x\n'1': y\nm: {<<: {z: 1}, z: 2}\n",
        file="v.yaml",
    )
    found = [(d.path, d.key, str(d.first), str(d.second)) for d in document.duplicates]
    assert found == [
        (("a", "b"), "b", "v.yaml:2:3", "v.yaml:4:3"),
        (("l", 0, "x"), "x", "v.yaml:6:3", "v.yaml:7:3"),
        (("1",), "1", "v.yaml:8:1", "v.yaml:9:1"),
    ]
    assert document.value["a"] == {"b": 3, "c": 2}
    assert document.locate(("a", "b")).line == 4
    assert yaml.load("a: 1\n", file="v.yaml").duplicates == ()


def test_all_documents_of_a_stream():
    documents = yaml.load_all("a: 1\n---\n---\n- b\n...\n---\nc\n", file="m.yaml")
    assert [document.value for document in documents] == [{"a": 1}, None, ["b"], "c"]
    assert str(documents[2].locate((0,))) == "m.yaml:4:3"
    assert yaml.load_all("", file="m.yaml") == []


def test_nothing_is_shared():
    value = yaml.load("a: &x {z: [1]}\nb: *x\nc: {<<: *x}\n", file="x").value
    value["a"]["z"].append(2)
    assert value["b"] == value["c"] == {"z": [1]}


def test_a_path_is_written_as_set_takes_it():
    assert yaml.format_path(("a", 0, "b.c", "d,e=[f]")) == r"a[0].b\.c.d\,e\=\[f\]"
    assert yaml.format_path((0, "a")) == "[0].a"
