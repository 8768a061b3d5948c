import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError, ToolError
from chartgen.render import helm_cli
from chartgen.render.engine import RenderLimitError, Request
from chartgen.render.helm_cli import HelmEngine

VERSION = '#!/bin/sh\nif [ "$1" = version ]; then echo v3.18.0; exit; fi\n'


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], str]:
    def write(script: str) -> str:
        file = tmp_path / "helm"
        file.write_text(script)
        file.chmod(0o755)
        return str(file)

    return write


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("echo v3.16.4", "is Helm 3.16.4, which is too old"),
        ("echo v2.17.0", "is Helm 2.17.0, which is too old"),
        ("echo '<no value>'", "is no Helm that we know: asked for its version it says '<no value>'"),
        ("echo hello; exit 1", "says 'hello'"),
        ("echo v3.18.0; exit 1", "is no Helm that we know"),
        ("echo oops >&2; exit 3", "says 'oops'"),
        ("", "says ''"),
        ("printf '\\377\\376'", "is no Helm that we know"),
        ("echo v3.18.0-rc.1", None),
        ("echo v4.0.0+unreleased", None),
    ],
)
def test_only_helm_is_taken(program: Callable[[str], str], script: str, problem: str | None):
    name = program(f"#!/bin/sh\n{script}\n")
    if problem is None:
        assert HelmEngine(name).version
        return
    with pytest.raises(ToolError) as caught:
        HelmEngine(name)
    assert problem in caught.value.problem
    assert caught.value.hint


def test_a_program_that_hangs(program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(helm_cli, "_VERSION_TIME", 0.5)
    with pytest.raises(ToolError, match="did not end within 0.5 s"):
        HelmEngine(program("#!/bin/sh\nsleep 60\n"))


def test_a_program_that_hangs_later(program: Callable[[str], str], write_chart: Callable[..., Chart]):
    engine = HelmEngine(program(f"{VERSION}sleep 60\n"), seconds=0.5)
    with pytest.raises(RenderLimitError, match="rendering c did not end within 0.5 s"):
        engine.render(Request(write_chart({}), {}, "1.37.0"))


@pytest.mark.parametrize(
    ("script", "hint"),
    [
        ("echo 'panic: oh' >&2; exit 2", "panic: oh"),
        ("echo noise >&2; echo 'fatal error: x' >&2; exit 2", "fatal error: x"),
        ("kill -SEGV $$", "ended with -11"),
        ("exit 1", "ended with 1"),
    ],
)
def test_a_program_that_crashes(
    program: Callable[[str], str], write_chart: Callable[..., Chart], script: str, hint: str
):
    engine = HelmEngine(program(VERSION + script))
    with pytest.raises(RenderLimitError, match="rendering c ended the engine's process") as caught:
        engine.render(Request(write_chart({}), {}, "1.37.0"))
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("echo hello", "something that is no stream of manifests"),
        ("exit 0", "nothing"),
        (
            r"printf -- '---\n# Source: c/templates/x.yaml\ngarb: [ age\n'",
            "what Helm would not: c/templates/x.yaml:",
        ),
    ],
)
def test_garbage_is_no_document(
    program: Callable[[str], str], write_chart: Callable[..., Chart], script: str, what: str
):
    engine = HelmEngine(program(VERSION + script))
    with pytest.raises(ToolError, match=f"printed {what}"):
        engine.render(Request(write_chart({}), {}, "1.37.0"))


def test_warnings_before_an_error_are_not_taken_for_it(
    program: Callable[[str], str], write_chart: Callable[..., Chart]
):
    script = 'echo "level=WARN msg=x" >&2; echo "Error: execution error at (c/templates/a.yaml:1:2): a" >&2; echo "Error: b" >&2; exit 1'
    with pytest.raises(InputError) as caught:
        HelmEngine(program(f"{VERSION}{script}")).render(Request(write_chart({}), {}, "1.37.0"))
    assert caught.value.problem == "a\nError: b"


def test_a_users_settings_do_not_get_into_the_stream(
    helm_program: Path, write_chart: Callable[..., Chart], monkeypatch: pytest.MonkeyPatch
):
    chart = write_chart({"templates/a.yaml": "n: {{ .Release.Namespace }}\n"})
    engine = HelmEngine(str(helm_program))
    plain = engine.render(Request(chart, {}, "1.37.0"))
    monkeypatch.setenv("HELM_DEBUG", "true")
    monkeypatch.setenv("HELM_NAMESPACE", "other")
    assert engine.render(Request(chart, {}, "1.37.0")) == plain
    bad = write_chart({"templates/a.yaml": '{{ fail "no" }}'}, "bad")
    with pytest.raises(InputError) as caught:
        engine.render(Request(bad, {}, "1.37.0"))
    assert caught.value.problem == "no"


@pytest.mark.parametrize(
    "template", ["{{ range until 200000000 }}a{{ end }}", '{{ $x := repeat 2000000000 "x" }}']
)
def test_memory_is_limited(helm4: Path, write_chart: Callable[..., Chart], template: str):
    chart = write_chart({"templates/a.yaml": template})
    with pytest.raises(RenderLimitError, match="rendering c needs more than 500 MiB"):
        HelmEngine(str(helm4), memory=500 * 1024 * 1024).render(Request(chart, {}, "1.37.0"))


def test_nothing_is_left_behind(
    helm4: Path, write_chart: Callable[..., Chart], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    HelmEngine(str(helm4)).render(Request(write_chart({}), {"a": 1}, "1.37.0"))
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["🚀", "\\ud83d\\ude80", "\\\\🚀", "\x7f\x80\x85\u2028\ufeff", '"\n\t\0', "\\u007f"]
)
def test_json_that_yaml_reads_alike(text: str):
    written = helm_cli._json_as_yaml(json.dumps({text: [text, 1.5, None, True]}).encode())
    assert yaml.safe_load(written) == {text: [text, 1.5, None, True]}
    assert json.loads(written) == {text: [text, 1.5, None, True]}
