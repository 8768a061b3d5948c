"""Helm's own linter in the embedded engine and in Helm programs."""

import contextlib
from pathlib import Path

import pytest

from chartgen.core.errors import ToolError
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import Engine, LintMessage, Release
from chartgen.render.select import select
from tests.render.conftest import WriteChart, request_of

DEPLOYMENT = "apiVersion: v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {}}\n"


def test_messages_of_each_engine(engine: Engine, write_chart: WriteChart):
    chart = write_chart(
        {
            "templates/a.yaml": "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\nspec: {selector: {matchLabels: {a: b}}}\n",
            "values.yaml": "a: 1\n",
        }
    )
    found = engine.lint(request_of(chart, {})).messages
    assert LintMessage("info", "Chart.yaml", "icon is recommended") in found
    assert [
        each.severity for each in found if "extensions/v1beta1 Deployment is deprecated" in each.text
    ] == ["warning"]
    assert all(each.path.split("/")[0] in {"Chart.yaml", "templates"} for each in found)


def test_values_and_version_reach_the_linter(engine: Engine, write_chart: WriteChart):
    template = (
        '{{ if and .Values.bad (eq .Capabilities.KubeVersion.Version "v1.31.0") (eq .Release.Namespace "net") }}'
        + DEPLOYMENT
        + "{{ end }}"
    )
    chart = write_chart({"templates/a.yaml": template, "values.yaml": "bad: false\n"})
    changes = {"values": {"bad": True}, "kube_version": "1.31.0", "release": Release("r", "net")}
    for count, without in (
        (1, {}),
        (0, {"values": {}}),
        (0, {"kube_version": "1.30.0"}),
        (0, {"release": Release()}),
    ):
        found = engine.lint(request_of(chart, {**changes, **without})).messages
        assert len([each for each in found if "matchLabels" in each.text]) == count


def test_fail_does_not_end_the_linter(engine: Engine, write_chart: WriteChart):
    template = '{{ define "x" }}{{ fail "in a \\"helper\\" ü" }}{{ end }}{{ if eq (include "x" .) "" }}{{ fail "two" }}{{ end }}{{ fail "" }}'
    failures = engine.lint(request_of(write_chart({"templates/a.yaml": template}), {})).failures
    assert failures == ('in a "helper" ü', "two", "")


def test_one_chart_after_the_other(embedded: EmbeddedEngine, write_chart: WriteChart):
    first = write_chart({"templates/a.yaml": '{{ fail "a" }}', "templates/b.yaml": '{{ fail "b" }}'})
    second = write_chart({"templates/a.yaml": '{{ fail "c" }}'}, "d")
    for chart, wanted in ((first, ("b", "a")), (second, ("c",)), (first, ("b", "a"))):
        assert sorted(embedded.lint(request_of(chart, {})).failures or ()) == sorted(wanted)


def test_a_chart_after_one_of_another_name_or_with_subcharts(
    embedded: EmbeddedEngine, write_chart: WriteChart
):
    part = {"charts/part/Chart.yaml": "apiVersion: v2\nname: part\nversion: 1.0.0\n"}
    plain = write_chart({"templates/a.yaml": "a: 1\n"}, "plain")
    whole = write_chart({"templates/a.yaml": "a: 1\n", **part}, "whole")
    other = write_chart({"Chart.yaml": "apiVersion: v2\nname: other\nversion: 1.0.0\n"}, "other")
    alone = embedded.lint(request_of(plain, {})).messages
    embedded.lint(request_of(whole, {}))
    assert embedded.lint(request_of(plain, {})).messages == alone
    embedded.lint(request_of(other, {}))
    assert embedded.lint(request_of(plain, {})).messages == alone


def test_the_linter_leaves_nothing_behind(
    write_chart: WriteChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    chart = write_chart({"templates/a.yaml": "a: 1"})
    with contextlib.closing(select("embedded")) as engine:
        engine.lint(request_of(chart, {}))
        assert list(tmp_path.glob("chartgen-*"))
    assert list(tmp_path.glob("chartgen-*")) == []


def test_a_chart_without_end(write_chart: WriteChart):
    chart = write_chart({"templates/a.yaml": "{{ range until 2000000000 }}x{{ end }}"})
    with contextlib.closing(select("embedded", seconds=1)) as engine, pytest.raises(ToolError):
        engine.lint(request_of(chart, {}))


def test_a_closed_linter_writes_nothing(write_chart: WriteChart, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    chart = write_chart({"templates/a.yaml": "a: 1\n"})
    engine = select("embedded")
    engine.lint(request_of(chart, {}))
    engine.close()
    with pytest.raises(ToolError, match="has been closed"):
        engine.lint(request_of(chart, {}))
    assert list((tmp_path / "tmp").iterdir()) == []
