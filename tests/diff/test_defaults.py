import pytest

from chartgen.chart.archive import pack
from chartgen.diff.defaults import Knows, changed, differences
from tests.diff.charts import added, chart, edited, replaced, shop


def found(old, new):
    return [(each.effect, each.path, each.old, each.new) for each in differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("changed", ("a",), 1, 2)]),
        ({"a": True}, {"a": 1}, [("changed", ("a",), True, 1)]),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "d": 2}}, [("removed", ("a", "c"), 2, None), ("added", ("a", "d"), None, 2)]),
        ({}, {"a": {"b": {"c": 1}}}, [("added", ("a",), None, {"b": {"c": 1}})]),
        ({"a": [1]}, {"a": [1, 2]}, [("changed", ("a",), [1], [1, 2])]),
        ({"a": {}}, {"a": {"b": 1}}, [("changed", ("a",), {}, {"b": 1})]),
        ({"a": None}, {"a": {"b": 1}}, [("changed", ("a",), None, {"b": 1})]),
        ({"a": None}, {}, [("removed", ("a",), None, None)]),
        ({"a": {"b": 1}}, {"a": {}}, [("removed", ("a", "b"), 1, None)]),
    ],
)  # fmt: skip
def test_defaults_that_differ(old, new, expected):
    assert found(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (1, 2, "minor default-changed a: 1 → 2"), (1, "1", 'minor default-changed a: 1 → "1"'),
        (None, 2, "minor default-changed a: unset → 2"), ("", {"b": 1}, 'minor default-changed a: "" → {"b": 1}'),
        ({}, [], "minor default-changed a: {} → []"), ({"b": 1}, [1], 'major default-type-changed a: {"b": 1} → [1], which is of another type'),
        ([1], 1, "major default-type-changed a: [1] → 1, which is of another type"),
    ],
)  # fmt: skip
def test_another_default(old, new, expected):
    (difference,) = differences({"a": old}, {"a": new})
    each = changed(difference, is_allowed=lambda _: False, defaults={"a": new})
    assert f"{each.part} {each.kind} {each.message}" == expected
    assert changed(difference, is_allowed=lambda _: True, defaults={}).kind == "default-changed"


def test_the_version_of_an_image_says_what_it_requires():
    for old, new, part in (
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "2.0.0", "major"),
    ):
        values = [{"image": {"repository": "a", "tag": tag}} for tag in (old, new)]
        (difference,) = differences(*values)
        assert (
            str(changed(difference, is_allowed=lambda _: True, defaults=values[1], app="1.2.3").part) == part
        )


def test_what_a_chart_knows():
    knows = Knows(chart("a", shop(schema=True)))
    assert knows.declares(("image", "tag"))
    assert knows.declares(("global",))
    assert not knows.declares(("image", "digest"))
    assert knows.names(("logLevel",))
    assert not knows.names(("verbosity",))
    assert knows.takes_above(("resources", "limits"))
    assert not knows.takes_above(("verbosity",))


def test_which_values_mean_something_to_a_chart():
    files = edited(shop(), added("values.yaml", "# tls:\n#   type: none\nnothing:\n"))
    knows = Knows(chart("a", files))
    for path in (("mode",), ("image", "tag"), ("resources", "limits", "cpu"), ("nothing", "at", "all")):
        assert knows.knows(path)
    # A comment is no use; the template has one of a value without default.
    assert not knows.knows(("tls", "type"))
    assert not knows.knows(("image", "pullPolicy"))
    named = edited(files, added("templates/service.yaml", "# {{ .Values.tls.type }}"))
    assert Knows(chart("a", named)).knows(("tls", "type"))


def test_subcharts_read_their_values():
    files = edited(
        shop(),
        added("charts/redis/Chart.yaml", "apiVersion: v2\nname: redis\nversion: 1.0.0\n"),
        replaced("values.yaml", "mode", "other"),
    )
    more = files | {"charts/redis/templates/a.yaml": b"{{ .Values.size }}"}
    packed = {path: content for path, content in more.items() if not path.startswith("charts/")}
    packed["charts/redis.tgz"] = pack(
        {
            path.removeprefix("charts/redis/"): content
            for path, content in more.items()
            if path.startswith("charts/")
        }
    )
    for each in (more, packed):
        knows = Knows(chart("a", each))
        assert knows.names(("redis",))
        assert knows.names(("redis", "size"))
        assert knows.names(("redis", "global", "anything"))
        assert not knows.names(("redis", "length"))
    assert Knows(chart("a", files)).names(("global", "anything"))
