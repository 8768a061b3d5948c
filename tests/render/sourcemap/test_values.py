"""What renders with tokens show of values."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import RenderLimitError
from chartgen.render.sourcemap.leaves import leaves
from chartgen.render.sourcemap.values import ValueTokens
from tests.render.conftest import WriteChart, request_of


def test_what_is_left_out_once_stays_left_out(embedded: EmbeddedEngine, write_chart: WriteChart):
    chart = write_chart({"templates/a.yaml": 'a: {{ eq .Values.a "x" }}\nb: {{ .Values.b }}'})
    tokens = ValueTokens()
    for count in (5, 1):
        before = tokens.renders
        values = {"a": "x", "b": "z"}
        render = lambda changed: embedded.render_texts(request_of(chart, {"values": changed}))  # noqa: E731
        trace = tokens.trace(values, render, render(values))
        assert trace.shown == {("b",)}
        assert trace.open == (("a",),)
        assert tokens.renders - before <= count


@pytest.mark.parametrize("says", ['printf "no %s" .Values.x.mode', '"x.mode: l2 or l3"'])
def test_what_a_refusal_quotes_or_names_is_left_out_at_once(
    embedded: EmbeddedEngine, write_chart: WriteChart, says: str
):
    values = {"x": {"mode": "l2"}, **{f"v{number}": f"text {number}" for number in range(64)}}
    check = f'{{{{ if ne .Values.x.mode "l2" }}}}{{{{ fail ({says}) }}}}{{{{ end }}}}'
    chart = write_chart({"templates/a.yaml": f'{check}a: {{{{ omit .Values "x" | toJson }}}}'})
    render = lambda changed: embedded.render_texts(request_of(chart, {"values": changed}))  # noqa: E731
    tokens = ValueTokens()
    assert len(tokens.trace(values, render, render(values)).shown) == 64
    # With all tokens, without any, and without the one.
    assert tokens.renders == 3


def test_some_leaves_alone(embedded: EmbeddedEngine, write_chart: WriteChart):
    chart = write_chart({"templates/a.yaml": "a: {{ .Values.a }}{{ .Values.b }}"})
    render = lambda changed: embedded.render_texts(request_of(chart, {"values": changed}))  # noqa: E731
    values = {"a": "x", "b": True, "c": "z"}
    plain = render(values)
    assert ValueTokens().trace(values, render, plain, only=[("a",)]).shown == {("a",)}
    assert ValueTokens(wanted=lambda path: path == ("c",)).trace(values, render, plain).shown == set()
    assert ValueTokens(is_printed=True).trace(values, render, plain).shown == {("a",), ("b",)}


def test_what_can_be_traced_along(embedded: EmbeddedEngine, write_chart: WriteChart):
    chart = write_chart({"templates/a.yaml": 'a: {{ eq .Values.a "x" }}{{ .Values.b }}\nc: {{ .Values.c }}'})
    render = lambda changed: embedded.render_texts(request_of(chart, {"values": changed}))  # noqa: E731
    values = {"a": "x", "b": "text", "c": "other"}
    plain = render(values)
    trace = ValueTokens().trace(values, render, plain, only=[("b",)], besides=[("c",)])
    assert trace.shown == {("b",), ("c",)}
    assert trace.in_line("c/templates/a.yaml", 2) == {("c",)}
    assert trace.in_line("c/templates/a.yaml", 3) == set()
    tokens = ValueTokens()
    assert tokens.trace(values, render, plain, only=[("b",)], besides=[("a",)]).shown == {("b",)}
    assert tokens.renders == 2


def test_a_count_of_things_to_do_stays_small(embedded: EmbeddedEngine, write_chart: WriteChart):
    template = "a: {{ range until (int .Values.n) }}{{ . }},{{ end }}\nb: {{ .Values.b }}\nc: {{ .Values.c }}"
    chart = write_chart({"templates/a.yaml": template})
    longest = 0

    def render(values: Mapping[str, Any]) -> dict[str, str]:
        nonlocal longest
        texts = embedded.render_texts(request_of(chart, {"values": values}))
        longest = max(longest, *map(len, texts.values()))
        return texts

    values = {"n": 3, "b": "text", "c": 8080}
    trace = ValueTokens().trace(values, render, render(values))
    assert trace.in_line("c/templates/a.yaml", 3) == {("c",)}
    assert longest < 10_000


def test_a_number_may_be_too_much(embedded: EmbeddedEngine, write_chart: WriteChart):
    chart = write_chart({"templates/a.yaml": "a: {{ .Values.a }}\nb: {{ .Values.b }}\nc: {{ .Values.c }}"})
    values = {"a": 1, "b": 2, "c": "text"}

    def render(changed: Mapping[str, Any], most: tuple[str, ...] = ("a",)) -> dict[str, str]:
        if any(changed[key] != values[key] for key in most):
            raise RenderLimitError("rendering c did not end within 5 s")
        return embedded.render_texts(request_of(chart, {"values": changed}))

    tokens = ValueTokens()
    assert tokens.trace(values, render, render(values)).shown == {("c",)}
    assert tokens.renders == 3
    tokens = ValueTokens()
    trace = tokens.trace(values, partial(render, most=("a", "c")), render(values))
    assert (trace.shown, tokens.renders) == (set(), 4)


def test_a_number_in_a_hash_is_none(embedded: EmbeddedEngine, write_chart: WriteChart):
    chart = write_chart({"templates/a.yaml": "a: {{ .Values.a }}\nhash: {{ .Values.h }}"})

    def render(values: Mapping[str, Any]) -> dict[str, str]:
        given = {**values, "h": f"a1009{'f' * 35}" if values["a"] == 1009 else "e" * 40}
        return embedded.render_texts(request_of(chart, {"values": given}))

    values = {"a": 8080}
    assert ValueTokens().trace(values, render, render(values)).shown == {("a",)}


def test_what_one_render_traces(embedded: EmbeddedEngine, write_chart: WriteChart):
    chart = write_chart({"templates/a.yaml": 'a: {{ eq .Values.a "x" }}{{ .Values.b }}\nc: {{ .Values.c }}'})
    render = lambda changed: embedded.render_texts(request_of(chart, {"values": changed}))  # noqa: E731
    values = {"a": "x", "b": "text", "c": "other"}
    plain = render(values)
    tokens = ValueTokens()
    trace = tokens.trace_once(values, render, plain, {("b",), ("c",)}, known=leaves(values))
    assert trace is not None
    assert (trace.shown, trace.open) == ({("b",), ("c",)}, (("a",),))
    assert trace.without_tokens(render(values)["c/templates/a.yaml"]) == plain["c/templates/a.yaml"]
    assert tokens.trace_once(values, render, plain, {("a",), ("b",)}, known=leaves(values)) is None
    assert tokens.trace_once(values, render, plain, (), known=leaves(values)) is None
    assert tokens.renders == 2


def test_slow_renders_are_tried_for_a_time(
    embedded: EmbeddedEngine, write_chart: WriteChart, monkeypatch: pytest.MonkeyPatch
):
    chart = write_chart({"templates/a.yaml": "a: {{ .Values.a }}"})
    render = lambda changed: embedded.render_texts(request_of(chart, {"values": changed}))  # noqa: E731
    values = {"a": "x"}
    tokens = ValueTokens()
    assert tokens.trace(values, render, render(values)).shown == {("a",)}
    monkeypatch.setattr("chartgen.render.sourcemap.values._MOST_SECONDS", 0.0)
    assert tokens.is_spent
    assert tokens.trace(values, render, render(values)).shown == set()
    assert tokens.renders == 1
