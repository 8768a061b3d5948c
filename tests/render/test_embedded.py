import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError, ToolError
from chartgen.render import embedded as module
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.engine import Engine, RenderLimitError, Request
from chartgen.render.select import embedded_library
from chartgen.render.worker import Worker
from tests.render.conftest import WriteChart, request_of

GOOD = "kind: A\nmetadata:\n  name: {{ .Release.Name }}\n"
ENDLESS = "{{ range until 1000000 }}{{ range until 1000000 }}{{ end }}{{ end }}"


def engine_with(seconds: float, memory: int) -> EmbeddedEngine:
    library = embedded_library()
    assert library
    return EmbeddedEngine(Worker(library, memory=memory), seconds=seconds)


@pytest.fixture
def small() -> Iterator[EmbeddedEngine]:
    """Give an engine with little memory."""
    with contextlib.closing(engine_with(60, 400 * 1024 * 1024)) as engine:
        yield engine


@pytest.fixture
def impatient() -> Iterator[EmbeddedEngine]:
    """Give an engine with little time."""
    with contextlib.closing(engine_with(2, 1024**3)) as engine:
        yield engine


def request(chart: Chart, **values: object) -> Request:
    return Request(chart, values, "1.37.0")


@pytest.mark.parametrize(
    "template",
    [
        "{{ range until 200000000 }}a{{ end }}",
        '{{ $x := repeat 1000000000 "x" }}',
        '{{ $x := "xxxxxxxxxx" }}{{ range until 40 }}{{ $x = printf "%s%s" $x $x }}{{ end }}',
    ],
)
def test_a_template_that_takes_too_much_memory_is_named(
    small: EmbeddedEngine, write_chart: Callable[..., Chart], template: str
):
    check_limit(small, write_chart, template, "needs more than 400 MiB")


def test_a_template_that_takes_too_much_time_is_named(
    impatient: EmbeddedEngine, write_chart: Callable[..., Chart]
):
    check_limit(impatient, write_chart, ENDLESS, "did not end within 2 s")


def check_limit(
    engine: EmbeddedEngine, write_chart: Callable[..., Chart], template: str, problem: str
) -> None:
    good = write_chart({"templates/a.yaml": GOOD}, "good")
    before = engine.render(request(good)).stream
    bad = write_chart(
        {"templates/a.yaml": GOOD, "templates/bad.yaml": template, "templates/z.yaml": GOOD}, "bad"
    )
    with pytest.raises(RenderLimitError, match=f"rendering c {problem}") as caught:
        engine.render(request(bad))
    assert str(caught.value.where) == f"{bad.reference}/templates/bad.yaml"
    assert engine.render(request(good)).stream == before


def test_deep_recursion_is_an_error_of_the_template(small: EmbeddedEngine, write_chart: Callable[..., Chart]):
    chart = write_chart(
        {"templates/a.yaml": '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}'}
    )
    with pytest.raises(InputError, match="exceeded maximum template depth"):
        small.render(request(chart))


def test_a_helper_past_a_limit_is_found_through_its_template(
    impatient: EmbeddedEngine, write_chart: Callable[..., Chart]
):
    chart = write_chart(
        {
            "templates/_h.tpl": '{{ define "h" }}' + ENDLESS + "{{ end }}",
            "templates/b.yaml": '{{ include "h" . }}',
        }
    )
    with pytest.raises(RenderLimitError) as caught:
        impatient.render(request(chart))
    assert str(caught.value.where) == f"{chart.reference}/templates/b.yaml"


def test_when_no_template_alone_breaks_the_limit_the_chart_is_named(
    small: EmbeddedEngine, write_chart: Callable[..., Chart]
):
    grow = '{{ $_ := set .Values (toString (len .Values)) (repeat 60000000 "x") }}'
    chart = write_chart({f"templates/{number}.yaml": grow for number in range(12)})
    with pytest.raises(RenderLimitError, match="needs more than") as caught:
        small.render(request(chart))
    assert caught.value.where == chart.reference


def test_a_worker_that_dies_between_renders_is_replaced(
    small: EmbeddedEngine, write_chart: Callable[..., Chart]
):
    chart = write_chart({"templates/a.yaml": GOOD})
    small.render(request(chart))
    process = small._worker._child._process  # type: ignore[union-attr]
    os.kill(process.pid, signal.SIGKILL)
    time.sleep(0.2)
    with pytest.raises(RenderLimitError, match="ended the engine's process"):
        small.render(request(chart))
    assert small.render(request(chart)).manifests


def test_a_reused_chart_renders_the_same_again(embedded: EmbeddedEngine, write_chart: Callable[..., Chart]):
    template = '{{ $_ := set .Values "a" "changed" }}{{ $_ := set .Values.m "b" 1 }}{{ $_ := set .Chart "Name" "x" }}'
    shown = "v: {{ .Values | toJson }}\nn: {{ .Chart.Name }}\n"
    chart = write_chart({"values.yaml": "m: {x: {y: 1}}\n", "templates/a.yaml": shown + template})
    streams = {embedded.render(request(chart)).stream for _ in range(3)}
    assert len(streams) == 1


def test_heads_belong_to_their_own_render(embedded: EmbeddedEngine, write_chart: Callable[..., Chart]):
    # A block text makes Helm itself read the head.
    template = "kind: {{ .Values.kind }}\nmetadata: {name: n}\ntext: |\n  a\n---\nkind: Z\ntext: |\n  b\n"
    chart = write_chart({"templates/a.yaml": template})
    kinds = [
        [each.kind for each in embedded.render(request(chart, kind=kind)).manifests]
        for kind in ("A", "B", "A", "Z")
    ]
    assert kinds == [["A", "Z"], ["B", "Z"], ["A", "Z"], ["Z", "Z"]]


def test_subcharts_switched_off_come_back(embedded: EmbeddedEngine, write_chart: Callable[..., Chart]):
    chart = write_chart(
        {
            "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\ndependencies:\n"
            "- {name: one, version: '*', condition: one.on, import-values: [x]}\n",
            "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
            "charts/one/values.yaml": "exports: {x: {imported: 1}}\n",
            "charts/one/templates/a.yaml": GOOD,
            "templates/a.yaml": "v: {{ .Values.imported }}\n",
        }
    )
    on, off = request(chart, one={"on": True}), request(chart, one={"on": False})
    first, without, again = (embedded.render(each).stream for each in (on, off, on))
    assert first == again
    assert "imported" not in without
    assert "kind: A" not in without


def test_two_charts_by_turns(embedded: EmbeddedEngine, write_chart: Callable[..., Chart]):
    one = write_chart({"templates/a.yaml": "kind: One\n"}, "one")
    two = write_chart({"templates/a.yaml": "kind: Two\n"}, "two")
    kinds = [embedded.render(request(chart)).manifests[0].kind for chart in (one, two, one, two)]
    assert kinds == ["One", "Two", "One", "Two"]


def test_notes_are_those_of_the_chart_itself(embedded: EmbeddedEngine, write_chart: Callable[..., Chart]):
    chart = write_chart({"templates/NOTES.txt": "{{ .Release.Name }}!", "templates/sub/NOTES.txt": "no"})
    assert embedded.render(request(chart)).notes == "release-name!"


@pytest.mark.parametrize("values", [{"a": float("nan")}, {"a": float("inf")}, {"a": object()}, {"a": {1, 2}}])
def test_values_that_json_cannot_say(
    embedded: EmbeddedEngine, write_chart: Callable[..., Chart], values: dict[str, object]
):
    with pytest.raises(InputError, match="the values cannot be given to Helm"):
        embedded.render(request(write_chart({}), **values))


def test_an_sdk_that_ignores_the_options_is_refused(
    monkeypatch: pytest.MonkeyPatch, small: EmbeddedEngine, write_chart: Callable[..., Chart]
):
    asked = small._worker.ask

    def ignore_options(*parts: bytes, seconds: float) -> list[bytes]:
        options = {key: value for key, value in json.loads(parts[-1]).items() if key != "kube_version"}
        return asked(*parts[:-1], json.dumps(options).encode(), seconds=seconds)

    monkeypatch.setattr(small._worker, "ask", ignore_options)
    with pytest.raises(ToolError, match=r"embedded engine 4\.2\.3 does not honour"):
        small.render(request(write_chart({"templates/a.yaml": GOOD})))


def test_an_sdk_that_refuses_the_options_is_refused(
    monkeypatch: pytest.MonkeyPatch, small: EmbeddedEngine, write_chart: Callable[..., Chart]
):
    asked = small._worker.ask

    def unknown_option(*parts: bytes, seconds: float) -> list[bytes]:
        return asked(*parts[:-1], b'{"unknown": 1}', seconds=seconds)

    monkeypatch.setattr(small._worker, "ask", unknown_option)
    with pytest.raises(ToolError, match="does not honour"):
        small.render(request(write_chart({"templates/a.yaml": GOOD})))


def test_the_wheel_itself_is_never_imported():
    assert not hasattr(module, "helm_python")
    assert Path(module.__file__).name == "embedded.py"


def test_texts_are_what_templates_put_out_whatever_it_is(
    impatient: EmbeddedEngine, write_chart: Callable[..., Chart]
):
    files = {
        "templates/a.yaml": "a: [\n",
        "templates/_h.tpl": "x",
        "templates/NOTES.txt": "{{ .Release.Name }}",
    }
    chart = write_chart(files)
    texts = impatient.render_texts(Request(chart, {}, "1.37.0"))
    assert {path: texts[f"c/{path}"] for path in files if "_h" not in path} == {
        "templates/a.yaml": "a: [\n",
        "templates/NOTES.txt": "release-name",
    }
    with pytest.raises(InputError):
        impatient.render(Request(chart, {}, "1.37.0"))
    with pytest.raises(RenderLimitError):
        impatient.render_texts(Request(write_chart({"templates/a.yaml": ENDLESS}, "d"), {}, "1.37.0"))


def test_an_attempt_ends_early_and_names_no_template(engine: Engine, write_chart: WriteChart):
    endless = "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}"
    chart = write_chart({"templates/a.yaml": endless, "templates/b.yaml": "b: 1"})
    start = time.monotonic()
    with pytest.raises(RenderLimitError, match="within 0.5 s") as caught:
        engine.render_texts(replace(request_of(chart, {}), seconds=0.5))
    assert time.monotonic() - start < 10
    assert "templates/a.yaml" not in str(caught.value.where)
