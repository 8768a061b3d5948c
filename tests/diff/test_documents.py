import pytest

from chartgen.core.errors import InputError
from chartgen.diff.documents import Reader, Text
from chartgen.diff.noise import Noise
from tests.diff.objects import versions

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\n  labels:\n    helm.sh/chart: shop-%s\n"


@pytest.fixture
def reader():
    return Reader(Noise(*versions()))


def config(name, version):
    return CONFIG % (name, version)


def test_what_both_charts_write_goes(reader):
    old = {
        "templates/a.yaml": f"{config('a', '1.2.3')}---\n{config('b', '1.2.3')}",
        "templates/NOTES.txt": "x",
        "templates/_h.tpl": "y",
    }
    new = {
        "templates/moved.yaml": config("b", "1.3.0"),
        "templates/NOTES.txt": "z",
        "templates/c.yaml": config("c", "1.3.0"),
    }
    assert reader.apart(old, new) == (
        [Text("templates/a.yaml", config("a", "1.2.3"))],
        [Text("templates/c.yaml", config("c", "1.3.0"))],
    )
    assert reader.apart(old, {"templates/a.yaml": old["templates/a.yaml"].replace("1.2.3", "1.3.0")}) == (
        [],
        [],
    )


def test_one_that_stands_twice_is_one_object(reader):
    one = config("a", "x")
    assert reader.apart({"a.yaml": one}, {"a.yaml": f"{one}---\n{one}"}) == ([], [])
    assert reader.apart({"a.yaml": f"{one}---\n{one}"}, {"a.yaml": one}) == ([], [])


def test_objects_of_lists_are_objects(reader):
    text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}}\n- {apiVersion: v1, kind: Secret, metadata: {name: b}}\n"
    found = reader.objects([Text("a.yaml", text), Text("b.yaml", "# nothing\n")], "space")
    assert [*found] == [("", "Secret", "space", "a"), ("", "Secret", "space", "b")]
    again = reader.objects([Text("a.yaml", text)], "space")
    assert all(again[key] is found[key] for key in again)
    assert next(iter(reader.objects([Text("a.yaml", text)], "other")))[2] == "other"


@pytest.mark.parametrize("text", ["- a\n", "a: [\n", "a: b: c\n"])
def test_what_is_no_object(reader, text):
    with pytest.raises(InputError):
        reader.objects([Text("a.yaml", text)], "space")


def test_fields_that_are_others_in_each_render(reader):
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: %s}\ndata: {a: %s, b: x}\n"
    one = {"a.yaml": text % ("a", "one"), "b.yaml": text % ("b", "x")}
    other = {"a.yaml": text % ("a", "two"), "b.yaml": text % ("b", "x")}
    assert reader.unsteady(one, other, "space") == {("", "Secret", "space", "a"): {("data", "a")}}
    assert reader.unsteady(one, one, "space") == {}
