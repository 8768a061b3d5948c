"""The one value that a rendered line shows, by real renders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chartgen.core.yaml import format_path
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.sourcemap.value_lines import ValueLines
from chartgen.render.sourcemap.values import ValueTokens
from tests.render.conftest import WriteChart, request_of

TEMPLATE = "c/templates/a.yaml"


class Shown:
    """Asks for the values of the lines of templates/a.yaml."""

    def __init__(self, embedded: EmbeddedEngine, write_chart: WriteChart) -> None:
        self._embedded, self._write_chart = embedded, write_chart
        self.renders = 0

    def __call__(self, template: str, **values: Any) -> dict[str, str]:
        """Give the path for each line of the output; `-` for none."""
        request = request_of(self._write_chart({"templates/a.yaml": template}), {"values": values})

        def render(changed: Mapping[str, Any]) -> dict[str, str]:
            self.renders += 1
            return self._embedded.render_texts(replace(request, values=changed))

        plain = self._embedded.render_texts(request)
        found = ValueLines(values, render, plain, ValueTokens())
        return {
            line.strip(): format_path(found.leaf(TEMPLATE, number) or ("-",))
            for number, line in enumerate(plain[TEMPLATE].split("\n"), 1)
            if line.strip()
        }


@pytest.fixture
def shown(embedded: EmbeddedEngine, write_chart: WriteChart) -> Shown:
    return Shown(embedded, write_chart)


def test_a_line_of_texts_and_numbers_takes_one_render(shown: Shown):
    template = "a: {{ .Values.a }}\nb: 1\nc: {{ .Values.x.c | quote }}\nport: {{ .Values.port }}"
    assert shown(template, a="one", x={"c": "two"}, port=8080) == {
        "a: one": "a",
        "b: 1": "-",
        'c: "two"': "x.c",
        "port: 8080": "port",
    }
    # None for `b: 1`, which no value is in.
    assert shown.renders == 3


def test_a_line_that_shows_several_belongs_to_none(shown: Shown):
    assert shown("image: {{ .Values.r }}:{{ .Values.t }}", r="repo", t="v1") == {"image: repo:v1": "-"}


def test_what_is_printed_whole_belongs_to_its_leaves(shown: Shown):
    values = {"x": {"cpu": "100m", "list": ["one", {"key": "two"}], "on": True, "none": {}}}
    assert shown("x:\n  {{- toYaml .Values.x | nindent 2 }}\n", **values) == {
        "x:": "-",
        "cpu: 100m": "x.cpu",
        "list:": "-",
        "- one": "x.list[0]",
        "- key: two": "x.list[1].key",
        '"on": true': "x.on",
        "none: {}": "x.none",
    }


@pytest.mark.parametrize("value", [True, False, 0.5, 0, 1000000, "true", "12", "1e3", ""])
def test_values_that_no_token_fits_are_changed_alone(shown: Shown, value):
    found = shown("a: {{ .Values.a | toJson }}\nb: {{ .Values.b | toJson }}\n", a=value, b="other")
    assert list(found.values()) == ["a", "b"]


def test_a_text_that_feeds_logic_still_shows(shown: Shown):
    template = '{{ if eq .Values.mode "l2" }}mode: {{ .Values.mode }}{{ end }}\na: {{ .Values.a }}\nb: {{ .Values.b }}'
    found = shown(template, mode="l2", a="x", b="z")
    assert found == {"mode: l2": "mode", "a: x": "a", "b: z": "b"}


def test_many_lines_take_no_more_renders_than_a_few(shown: Shown):
    values = {f"v{number}": f"text {number};" for number in range(64)}
    lines = "\n".join(f"{key}: {{{{ .Values.{key} }}}}" for key in values)
    assert shown(lines, **values) == {f"{key}: {text}": key for key, text in values.items()}
    assert shown.renders == 33


def test_a_hash_of_values_belongs_to_none(shown: Shown):
    found = shown("sum: {{ toJson .Values | sha256sum }}\na: {{ .Values.a }}", a="x", b="y")
    assert list(found.values()) == ["-", "a"]


def test_a_text_that_is_cut_is_left_out(shown: Shown):
    assert shown("a: {{ .Values.a | trunc 3 }}\nb: {{ .Values.b }}", a="text", b="y") == {
        "a: tex": "-",
        "b: y": "b",
    }


def test_a_line_that_differs_in_each_render_shows_nothing(shown: Shown):
    found = shown("a: {{ randAlpha 12 }}\nb: {{ .Values.b }}", b="z")
    assert list(found.values()) == ["-", "b"]


def test_a_mark_stands_nowhere_else(shown: Shown):
    assert shown("a: {{ .Values.a }} 1009 zq0z", a="zqq1z", b=7, c="1009") == {
        "a: zqq1z 1009 zq0z": "a",
    }
