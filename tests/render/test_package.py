from collections.abc import Callable

from chartgen.chart.archive import unpack
from chartgen.chart.reference import Chart
from chartgen.render.engine import Request
from chartgen.render.package import chart_archive, templates, with_one_template

FILES = {
    "values.schema.json": "{}",
    "templates/a.yaml": "",
    "templates/_h.tpl": "",
    "templates/sub/b.yaml": "",
    "charts/one/Chart.yaml": "name: one\nversion: 1.0.0\n",
    "charts/one/values.schema.json": "{}",
    "charts/one/templates/c.yaml": "",
    "files/templates.txt": "",
}


def request(write_chart: Callable[..., Chart], **changes: object) -> Request:
    return Request(write_chart(FILES), {"a": 1}, "1.37.0", **changes)  # type: ignore[arg-type]


def test_the_schema_stays_out_unless_subcharts_take_part(write_chart: Callable[..., Chart]):
    assert set(unpack(chart_archive(request(write_chart)), name="")) == {"Chart.yaml", *FILES}
    alone = {path: content for path, content in FILES.items() if not path.startswith("charts/")}
    packed = unpack(chart_archive(Request(write_chart(alone, "alone"), {}, "1.37.0")), name="")
    assert set(packed) == {"Chart.yaml", *alone} - {"values.schema.json"}


def test_integers_come_as_the_deepest_template(write_chart: Callable[..., Chart]):
    packed = unpack(chart_archive(request(write_chart, integers=frozenset({("a",)}))), name="")
    deepest = max(packed, key=lambda path: path.count("/"))
    assert b"int64 1" in packed[deepest]
    assert deepest.startswith("templates/")


def test_one_template_runs_and_the_others_can_be_included(write_chart: Callable[..., Chart]):
    one = request(write_chart)
    assert templates(one) == ["charts/one/templates/c.yaml", "templates/a.yaml", "templates/sub/b.yaml"]
    packed = unpack(with_one_template(one, "templates/sub/b.yaml"), name="")
    assert {path for path in packed if "templates/" in path} == {
        "templates/_a.yaml",
        "templates/_h.tpl",
        "templates/sub/b.yaml",
        "charts/one/templates/_c.yaml",
    }
