import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import click
import pytest

from chartgen import __version__, cli
from tests.cli.conftest import ROOT, Run


def test_version_and_help(run: Run):
    assert run("--version").out == f"chartgen {__version__}\n"
    for flag in ("-h", "--help"):
        result = run(flag)
        assert result.code == 0
        assert all(verb in result.out for verb in cli.VERBS if verb not in cli.HIDDEN)
        assert "docs" not in result.out


def test_nothing_to_do_is_answered_with_the_help(run: Run):
    for argv in ([], ["-q"]):
        result = run(*argv)
        assert (result.code, result.out) == (2, "")
        assert result.err == run("--help").out


@pytest.mark.parametrize("verb", cli.VERBS)
def test_each_verb_says_what_the_table_says(run: Run, verb: str):
    command = import_module(f"chartgen.cli.{verb}").command
    assert isinstance(command, click.Command)
    assert command.short_help == cli.VERBS[verb]
    assert run(verb, "--help").code == 0


def test_help_loads_nothing_that_a_verb_needs():
    code = "import sys, chartgen.cli; chartgen.cli.run(['--help']); print([m for m in ('yaml', 'jinja2', 'jsonschema') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


def test_more_and_less_at_once(run: Run):
    result = run("-v", "-q", "render")
    assert (result.code, "contradict" in result.err) == (2, True)


def test_an_engine_that_uses_no_program_takes_none(run: Run):
    result = run("--engine", "embedded", "--helm", "helm", "render")
    assert result.code == 2
    assert "--helm: names a program, and --engine embedded runs none" in result.err


def test_a_bug_says_so_and_leaves_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of cheese")

    monkeypatch.setattr(cli.group, "main", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert cli.run(["render"]) == 70
    err = capsys.readouterr().err
    assert "something went wrong inside chartgen: out of cheese" in err
    log = err.rsplit(" ", 1)[-1].strip()
    assert "RuntimeError" in Path(log).read_text("utf-8")


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.group, "main", stop)
    assert cli.run([]) == 130


@pytest.mark.parametrize(
    "argv",
    [
        ["init", "x" * 300],
        ["render", "charts/multus-ipvlan", "--output-dir", "x" * 300],
        ["generate", "--output", "x" * 300],
        ["generate", "--check", "--output", "x" * 300],
    ],
)
def test_a_name_that_the_system_refuses_is_no_bug(run: Run, argv: list[str]):
    result = run(*argv, cwd=ROOT)
    assert result.code == 3, result
    assert "File name too long" in result.err
    assert "hint: " in result.err


def test_closed_standard_streams():
    for redirect, code, text in (
        ("<&-", 0, ""),
        (">&-", 3, "error: standard output: is closed\n"),
        ("-f - <&-", 3, "error: <stdin>: is closed\n"),
    ):
        shell = f"{sys.executable} -m chartgen render charts/multus-ipvlan {redirect}"
        done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False, cwd=ROOT)
        assert (done.returncode, done.stderr.startswith(text)) == (code, True), done


def test_endless_standard_input_is_refused():
    shell = f"{sys.executable} -m chartgen render charts/multus-ipvlan -f - < /dev/zero"
    done = subprocess.run(
        ["sh", "-c", shell], capture_output=True, text=True, check=False, cwd=ROOT, timeout=60
    )
    assert (done.returncode, done.stderr.splitlines()[0]) == (3, "error: <stdin>: larger than 33554432 bytes")


def test_colour_is_what_was_asked_for(run: Run):
    assert "\x1b[" in run("--color", "always", "render", "nowhere").err
    for choice in (["--color=never"], []):
        assert "\x1b[" not in run(*choice, "render", "nowhere").err


@pytest.mark.parametrize(
    ("argv", "environment", "coloured"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"TERM": "dumb"}, False),
        (["--color=always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_errors_on_a_terminal_have_colours_unless_the_environment_forbids(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    environment: dict[str, str],
    coloured: bool,
):
    for name, value in ({"NO_COLOR": "", "TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert cli.run([*argv, "rules", "nowhere"]) == 2
    assert ("\x1b[" in capsys.readouterr().err) is coloured


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (["lint", "-q", "x"], "-q stands before the verb: `chartgen -q lint`"),
        (["lint", "--config", "x"], "--config stands before the verb: `chartgen --config FILE lint`"),
        (["render", "--debug"], "--debug stands before the verb: `chartgen --debug render`"),
        (["lint", "--no-such"], "see `chartgen lint --help`"),
    ],
)
def test_options_of_the_program_behind_the_verb(run: Run, argv: list[str], hint: str):
    result = run(*argv)
    assert (result.code, result.err.splitlines()[1]) == (2, f"  hint: {hint}")


def test_a_full_disk_behind_standard_output_is_no_bug():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "chartgen", "render", "charts/multus-ipvlan"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
        )
    assert (done.returncode, done.stderr.decode()) == (
        3,
        "error: standard output: cannot be written: No space left on device\n",
    )


@pytest.mark.parametrize("argv", [["render", "charts/multus-ipvlan"], ["--help"], ["--version"]])
def test_a_reader_that_is_gone_is_no_error(argv: list[str]):
    """Not even when it is gone before the first line."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "chartgen", *argv]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_colour_in_one_word_and_for_what_goes_well(run: Run):
    assert "\x1b[" in run("--color=always", "render", "nowhere").err
    context = cli.group.make_context("chartgen", ["--color", "never", "generate"])
    context.invoked_subcommand = "generate"
    with context:
        context.invoke(cli.group.callback, **context.params)  # type: ignore[arg-type]
    assert context.color is False


def test_an_abort_ends_with_130(monkeypatch: pytest.MonkeyPatch):
    def stop(*_: object, **__: object) -> None:
        raise click.Abort

    monkeypatch.setattr(cli.group, "main", stop)
    assert cli.run([]) == 130


def test_debug_shows_where_an_error_came_from(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    assert cli.run(["--debug", "render", "nowhere"]) == 3
    assert "Traceback" in capsys.readouterr().err

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("x")

    monkeypatch.setattr(cli.group, "main", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert cli.run(["--debug"]) == 70
    assert "Traceback" in capsys.readouterr().err
