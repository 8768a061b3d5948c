import contextlib

import pytest

from chartgen.core.errors import InputError
from chartgen.diff.side import Failed, Side
from chartgen.render.engine import Release
from chartgen.render.scenario import Target
from chartgen.render.select import select
from chartgen.render.threads import lanes
from tests.diff.charts import added, chart, edited, replaced, scenario, shop

TARGET = Target(Release("name", "space"), "")


@pytest.fixture
def ask(charts):
    """Give what renders a scenario of a chart."""
    with contextlib.ExitStack() as stack:
        lane = stack.enter_context(lanes(charts.engines[:1]))[0]
        yield (
            lambda files, text="", target=TARGET: (
                Side(chart("a", files), lane, target, "1.34.0").ask(scenario("s", text)).result()
            )
        )


def test_texts_by_their_paths_in_the_chart(ask):
    found = ask(shop(), "mode: safe\n")
    assert 'value: "safe"' in found["templates/deployment.yaml"]
    assert "name: name-shop" in found["templates/deployment.yaml"]
    assert "namespace: space" in found["templates/roles.yaml"]


def test_a_scenario_says_what_it_is_for(ask):
    template = added(
        "templates/a.yaml",
        'a: "{{ .Capabilities.KubeVersion.Version }} {{ .Release.Name }} {{ .Release.Namespace }} {{ .Capabilities.APIVersions.Has "x/v1" }}"',
    )
    text = "# Kubernetes: v1.31.0\n# APIs: x/v1\n# Release: other\n# Namespace: elsewhere\nmode: safe\n"
    assert ask(edited(shop(), template), text)["templates/a.yaml"] == 'a: "v1.31.0 other elsewhere true"'
    assert ask(edited(shop(), template))["templates/a.yaml"] == 'a: "v1.34.0 name space false"'


def test_the_schema_refuses(ask):
    assert ask(shop(schema=True), "mode: odd\nreplicas: x\n") == Failed(
        'mode: must be one of "fast", "safe", "slow", not "odd" and 1 more', is_refused=True
    )


def test_a_helper_refuses(ask):
    files = edited(shop(), added("templates/service.yaml", '{{ fail "mode: not that" }}'))
    assert ask(files) == Failed("mode: not that", is_refused=True)


def test_what_a_helper_says_is_cut(ask):
    files = edited(shop(), added("templates/service.yaml", '{{ fail (repeat 10000 "no ") }}'))
    assert len(ask(files).problem) == 400


def test_a_template_fails(ask):
    files = edited(shop(), added("templates/service.yaml", "{{ .Values.none.what }}"))
    found = ask(files)
    assert found.problem.startswith("templates/service.yaml: nil pointer")
    assert not found.is_refused


def test_a_version_that_is_not_allowed_fails(ask):
    assert "kubeVersion" in ask(edited(shop(), added("Chart.yaml", "kubeVersion: '>=1.36'\n"))).problem


def test_a_template_without_end_is_ended(charts):
    files = edited(shop(), added("templates/a.yaml", "{{ range until 2000000000 }}x{{ end }}"))
    with contextlib.closing(select("embedded", seconds=2)) as engine, lanes([engine]) as (lane,):
        found = Side(chart("a", files), lane, TARGET, "1.34.0").ask(scenario("s", "")).result()
    assert isinstance(found, Failed)


def test_a_broken_chart_is_an_error(ask):
    with pytest.raises(InputError, match="service.yaml"):
        ask(edited(shop(), added("templates/service.yaml", "{{ if }}")))
    with pytest.raises(InputError):
        ask(edited(shop(), added("values.schema.json", "{")))


def test_a_schema_that_refers_elsewhere_is_not_fetched(ask):
    files = edited(
        shop(), added("values.schema.json", '{"properties": {"mode": {"$ref": "https://example.com/a"}}}')
    )
    assert "templates/service.yaml" in ask(files)


def test_subcharts_are_checked_by_helm(ask):
    files = edited(
        shop(),
        added("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n"),
        added("charts/sub/values.schema.json", '{"properties": {"a": {"type": "string"}}}'),
        added("charts/sub/templates/a.yaml", "a: {{ .Values.a }}"),
        replaced("Chart.yaml", "name: shop", "name: shop\ndependencies: [{name: sub, version: 1.0.0}]"),
    )
    assert ask(files, "sub: {a: x}\n")["charts/sub/templates/a.yaml"] == "a: x"
    assert isinstance(ask(files, "sub: {a: 1}\n"), Failed)
