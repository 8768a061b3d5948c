from collections.abc import Callable

from chartgen.chart.reference import Chart
from chartgen.core.location import Location
from chartgen.render.engine import RenderLimitError, Request, chart_place, default_api_versions


def test_the_api_versions_are_those_of_the_newest_helm(
    helm_template: Callable[..., str], write_chart: Callable[..., Chart]
):
    chart = write_chart({"templates/a.yaml": "v: {{ .Capabilities.APIVersions | toJson }}\n"})
    printed = helm_template(Request(chart, {}, "1.37.0"))
    assert printed == f"---\n# Source: c/templates/a.yaml\nv: {_json(default_api_versions())}\n"


def _json(versions: tuple[str, ...]) -> str:
    return "[" + ",".join(f'"{version}"' for version in versions) + "]"


def test_a_template_is_placed_inside_the_chart(write_chart: Callable[..., Chart]):
    chart = write_chart({})
    assert chart_place(chart, "c/templates/a.yaml", 2, 3) == Location(
        f"{chart.reference}/templates/a.yaml", 2, 3
    )
    inner = chart_place(chart, "c/charts/c/templates/a.yaml")
    assert inner == Location(f"{chart.reference}/charts/c/templates/a.yaml")


def test_a_limit_is_the_tools_failure():
    assert RenderLimitError("x").exit_code == 4
