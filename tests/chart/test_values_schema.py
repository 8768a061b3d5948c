"""What the schema refuses is placed where it was set; texts and hints are those that users see."""

from pathlib import Path

import pytest

from chartgen.chart.reference import Chart, chart_of, load
from chartgen.chart.values import Options, collect
from chartgen.chart.values_schema import ValuesSchema, locate
from chartgen.core.errors import InputError
from tests.chart.conftest import CHART


@pytest.fixture(scope="module")
def chart() -> Chart:
    return load(str(CHART))


def refused(chart: Chart, tmp_path: Path, text: str, *options: str):
    (tmp_path / "v.yaml").write_text(text)
    values = collect(Options([str(tmp_path / "v.yaml")], set=options))
    return [
        (str(each.location).rpartition("/")[2], each.message, each.hint)
        for each in ValuesSchema(chart).refused(values)
    ]


def test_all_at_once_and_in_their_order(chart, tmp_path):
    text = "networks:\n  a:\n    master: eth1\n    mode: L2\n    range: x\nplatfrom: gke\n"
    assert refused(chart, tmp_path, text) == [
        ("v.yaml:4:11", 'networks.a.mode: must be one of "l2", "l3", "l3s", null, not "L2"', ""),
        (
            "v.yaml:5:12",
            (
                "networks.a.range: must be an IPv4 or IPv6 range such as 172.16.1.0/24 or "
                '172.16.1.10-172.16.1.99/24 with a prefix of 1 to 30 (IPv6: 126), not "x"'
            ),
            "",
        ),
        ("v.yaml:6:1", "platfrom: not a known key", "did you mean 'platform'?"),
    ]


def test_the_option_that_set_a_value_is_its_place(chart, tmp_path):
    assert refused(chart, tmp_path, "{}", "multus.logLevel=3") == [
        (
            "--set multus.logLevel=3",
            'multus.logLevel: must be one of "debug", "verbose", "error", "panic", not 3',
            "",
        )
    ]


def test_what_a_user_left_alone_is_placed_in_the_chart(chart):
    values = collect(Options())
    place = locate(values, chart, ("multus", "logLevel"))
    assert place.file == f"{CHART}/values.yaml"
    assert place.line > 1


def test_a_chart_without_schema_refuses_nothing(tmp_path):
    bare = chart_of("c", {"Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n"})
    assert refused(bare, tmp_path, "a: 1\n") == []


def test_of_a_chart_with_subcharts_only_what_is_written_counts(tmp_path):
    files = {
        "Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "charts/s/Chart.yaml": b"apiVersion: v2\nname: s\nversion: 0.1.0\n",
        "values.schema.json": b'{"required": ["s"], "properties": {"a": {"type": "string"}}}',
    }
    assert refused(chart_of("c", files), tmp_path, "b: 1\n") == []
    assert [each[1] for each in refused(chart_of("c", files), tmp_path, "a: 1\n")] == [
        "a: must be of type string, not 1"
    ]


def test_a_schema_that_is_none():
    files = {"Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n", "values.schema.json": b"{"}
    with pytest.raises(InputError, match="not JSON"):
        ValuesSchema(chart_of("c", files))
