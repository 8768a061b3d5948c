"""Texts in the templates of a chart."""

from chartgen.chart.reference import chart_of
from chartgen.render.sourcemap.insertion import text_of, with_insertions
from tests.render.conftest import CHART_YAML

FILES = {"Chart.yaml": CHART_YAML.encode(), "templates/a": b"ab\xff\n", "templates/b": b"x"}


def test_texts_stand_where_and_in_the_order_in_which_they_are_given():
    chart = chart_of("c", FILES)
    changed = with_insertions(
        chart,
        [("templates/a", 3, "3"), ("templates/a", 1, "1"), ("templates/a", 1, "2"), ("templates/a", 4, "4")],
    )
    assert changed.files["templates/a"] == b"a12b\xff3\n4"
    assert changed.files["templates/b"] == b"x"
    assert chart.files["templates/a"] == b"ab\xff\n"


def test_nothing_is_changed_by_nothing():
    chart = chart_of("c", FILES)
    assert with_insertions(chart, []).files == chart.files


def test_bytes_that_are_no_text_are_kept():
    assert text_of(b"\xff") == "\udcff"
