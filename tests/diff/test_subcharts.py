"""What users may set in subcharts, and the CRDs of those."""

import json

import pytest

from chartgen.chart.archive import pack
from chartgen.diff import subcharts
from tests.diff.charts import SHELVES, Charts, added, chart, edited, removed, replaced, shop, told

TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: sub}\ndata: {size: '{{ .Values.size }}', level: '{{ .Values.log.level }}'}\n"
SUB = {
    "Chart.yaml": b"apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    "values.yaml": b"size: 1\nlog: {level: info}\nglobal: {a: 1}\n",
    "values.schema.json": json.dumps({"properties": {"size": {"type": "integer", "maximum": 9}}}).encode(),
    "templates/a.yaml": TEMPLATE.encode(),
    "crds/shelves.yaml": SHELVES.encode(),
}
VALUES = "charts/sub/values.yaml"


def around(sub=None, *, alias=""):
    """Give a chart with a subchart as a folder."""
    named = f"{{name: sub, version: 1.0.0, alias: {alias}}}" if alias else "{name: sub, version: 1.0.0}"
    files = edited(shop(), added("Chart.yaml", f"dependencies: [{named}]\n"))
    return files | {f"charts/sub/{path}": content for path, content in (sub or SUB).items()}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([replaced(VALUES, "size: 1", "size: 2")], ["minor default-changed charts/sub/values.yaml: sub.size: 1 → 2"]),
        ([replaced("charts/sub/values.schema.json", "9", "5")], ["major schema-narrowed charts/sub/values.schema.json: sub.size: maximum 9 → 5"]),
        ([replaced("charts/sub/values.schema.json", '{"type": "integer", "maximum": 9}', "{}")], ["minor schema-widened charts/sub/values.schema.json: sub.size: integer → any value"]),
        ([removed("charts/sub/values.schema.json")], ["minor schema-removed charts/sub/values.schema.json: values are no longer checked"]),
        ([replaced(VALUES, "level: info", "depth: info"), replaced("charts/sub/templates/a.yaml", "log.level", "log.depth")], ["major value-renamed charts/sub/values.schema.json: sub.log.level: is called log.depth now"]),
        ([replaced(VALUES, "a: 1", "a: 2")], []),
        # What the chart gives itself is its own default.
        ([added("values.yaml", "sub: {size: 5}\n"), replaced(VALUES, "size: 1", "size: 2")], ["minor default-changed charts/sub/values.yaml: sub.size: 1 → 2"]),
    ],
)  # fmt: skip
def test_values(edits, expected):
    old = around()
    found = subcharts.changes(chart("old", old), chart("new", edited(old, *edits)))
    assert told([*found]) == expected


def test_a_default_that_the_chart_replaces_is_none():
    old = edited(around(), added("values.yaml", "sub: {size: 5}\n"))
    new = edited(old, replaced(VALUES, "size: 1", "size: 2"))
    assert [*subcharts.changes(chart("old", old), chart("new", new))] == []


def test_subcharts_are_known_by_the_name_of_their_values():
    old = around(alias="cache")
    pair = chart("old", old), chart("new", edited(old, replaced(VALUES, "size: 1", "size: 2")))
    assert told([*subcharts.changes(*pair)]) == [
        "minor default-changed charts/cache/values.yaml: cache.size: 1 → 2"
    ]


def test_archives_and_subcharts_of_subcharts():
    deep = SUB | {f"charts/deep/{path}": content for path, content in SUB.items()}
    deep["charts/deep/Chart.yaml"] = deep["Chart.yaml"].replace(b"sub", b"deep")
    del deep["charts/deep/crds/shelves.yaml"]

    def packed(files):
        return {**edited(shop()), "charts/sub-1.0.0.tgz": pack(files, folder="sub")}

    less = {**deep, "charts/deep/values.schema.json": SUB["values.schema.json"].replace(b"9", b"5")}
    pair = chart("old", packed(deep)), chart("new", packed(less))
    assert told([*subcharts.changes(*pair)]) == [
        "major schema-narrowed charts/sub/charts/deep/values.schema.json: sub.deep.size: maximum 9 → 5"
    ]
    assert [each.name for each in subcharts.crds(pair[0])] == ["shelves.example.com"]


@pytest.mark.parametrize(
    "content", [b"no archive", pack({"a": b"b"}), pack({"Chart.yaml": b"[", "values.yaml": b"a: 1"})]
)
def test_what_cannot_be_read_is_left_to_the_render(content):
    broken = chart("old", {**shop(), "charts/sub.tgz": content})
    assert subcharts.inside(broken) == {}


def test_a_whole_comparison_tells_of_values_and_crds_of_subcharts(charts: Charts):
    old = around()
    served = replaced(
        "charts/sub/crds/shelves.yaml", "name: v1beta1, served: true", "name: v1beta1, served: false"
    )
    lines = told(charts.changes(old, served, replaced("charts/sub/values.schema.json", "9", "5")))
    assert "major crd-version-removed shelves.example.com: v1beta1: is no longer served" in lines
    assert "major schema-narrowed charts/sub/values.schema.json: sub.size: maximum 9 → 5" in lines
    # What is told by its meaning is not told as a file.
    assert not any("values.schema.json changes" in line for line in lines)
    assert charts.changes(old) == []


def test_a_value_that_the_subchart_no_longer_reads_has_no_effect(charts: Charts):
    old = edited(around(), added("values.yaml", "sub: {log: {level: debug}}\n"))
    edits = [
        replaced("values.yaml", "sub: {log: {level: debug}}", "sub: {}"),
        replaced(VALUES, "log: {level: info}", ""),
        replaced("charts/sub/templates/a.yaml", ", level: '{{ .Values.log.level }}'", ""),
    ]
    lines = told(charts.changes(old, *edits))
    assert "major value-removed values.yaml: sub.log: has no effect any more" in lines
    assert "major value-removed charts/sub/values.yaml: sub.log: has no effect any more" in lines


def test_a_scenario_for_what_only_the_new_subchart_knows_tells_nothing_of_old_ones(charts: Charts):
    old = around()
    more = replaced("charts/sub/templates/a.yaml", "size: '", "depth: '{{ .Values.depth }}', size: '")
    scenario = added("ci/deep-values.yaml", "sub: {depth: 5}\n")
    (change,) = (each for each in charts.changes(old, more, scenario) if each.area == "objects")
    assert change.scenarios == ("defaults", "safe")
