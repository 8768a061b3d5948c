"""The options and outputs of verbs that report, through a verb that has nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import click
import pytest

import chartgen.cli
from chartgen.cli import reporting
from chartgen.core.exitcodes import ExitCode
from chartgen.core.finding import Severity
from chartgen.report import Report, collect, render
from tests.report.samples import ADVICE, CLEAN, HOSTILE, OVERLAP, SMALL


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Probe = Callable[..., Result]


@pytest.fixture
def probe(monkeypatch, capfdbinary, tmp_path) -> Probe:
    """Run a verb that reports `report`, with options of the program before it and its own behind it."""

    def call(*own: str, report: Report = SMALL, before: tuple[str, ...] = ()) -> Result:
        @click.command()
        @reporting.options
        @click.pass_context
        def command(ctx, outputs, fail_on):
            reporting.emit(ctx, report, outputs)
            return reporting.exit_code(report.findings, fail_on)

        module = ModuleType("chartgen.cli.probe")
        module.command = command
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(chartgen.cli.VERBS, "probe", "")
        code = chartgen.cli.run([*before, "probe", *own])
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    monkeypatch.chdir(tmp_path)
    return call


def test_the_default_is_text_on_standard_output(probe):
    assert probe() == Result(1, render(SMALL, "text"), "")
    assert probe(report=CLEAN) == Result(0, "1 file: no findings\n", "")


@pytest.mark.parametrize("name", ["text", "json", "sarif", "junit", "github"])
def test_each_format_to_standard_output_and_to_a_file(probe, name):
    wanted = render(SMALL, name)
    assert probe("--format", name) == Result(1, wanted, "")
    assert probe("--format", f"{name}:-") == Result(1, wanted, "")
    assert probe("--format", f"{name}:reports/a:b.txt") == Result(1, "", "")
    assert Path("reports/a:b.txt").read_text() == wanted
    assert list(Path("reports").iterdir()) == [Path("reports/a:b.txt")]


def test_several_formats_at_once(probe):
    done = probe("--format", "json:a.json", "--format", "text", "--format", "sarif:a.sarif")
    assert done == Result(1, render(SMALL, "text"), "")
    assert json.loads(Path("a.json").read_text())["verb"] == "validate"
    assert Path("a.sarif").read_text() == render(SMALL, "sarif")


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (
            ["jsn"],
            "error: --format: 'jsn' is no format\n  hint: did you mean 'json'?\n",
        ),
        (
            ["yaml:x"],
            "error: --format: 'yaml' is no format\n  hint: use one of: text, json, sarif, junit, github\n",
        ),
        (
            ["JUnit"],
            "error: --format: 'JUnit' is no format\n  hint: did you mean 'junit'?\n",
        ),
        (
            ["json:"],
            "error: --format: 'json:' names no file\n  hint: write json alone for standard output\n",
        ),
        (
            ["text", "json"],
            "error: --format: two reports would go to standard output\n  hint: name a file of its own, as in json:FILE\n",
        ),
        (
            ["json:a", "text", "sarif:./a"],
            "error: --format: two reports would go to a\n  hint: name a file of its own, as in sarif:FILE\n",
        ),
    ],
)
def test_formats_that_make_no_sense(probe, formats, message):
    assert probe(*(word for name in formats for word in ("--format", name))) == Result(2, "", message)
    assert list(Path().iterdir()) == []


def test_a_file_that_cannot_be_written(probe):
    Path("folder").mkdir()
    assert probe("--format", "json:folder", "--format", "text") == Result(
        3,
        "",
        "error: folder: cannot be written: Is a directory\n  hint: name a file that you may write\n",
    )


def test_devices_are_written_to(probe):
    assert probe("--format", "json:/dev/null") == Result(1, "", "")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("before", "terminal", "environment", "coloured"),
    [
        ((), False, {}, False),
        ((), True, {}, True),
        (("--color", "always"), False, {}, True),
        (("--color", "never"), True, {}, False),
        ((), True, {"NO_COLOR": "1"}, False),
        ((), True, {"NO_COLOR": ""}, True),
        ((), True, {"TERM": "dumb"}, False),
        (("--color", "always"), True, {"NO_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_colour_is_for_terminals_or_on_request(probe, monkeypatch, before, terminal, environment, coloured):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    for name, value in ({"NO_COLOR": "", "TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)
    done = probe("--format", "text", "--format", "text:a.txt", before=before)
    assert done.out == render(SMALL, "text", color=coloured)
    assert Path("a.txt").read_text() == render(SMALL, "text")


def test_lines_of_files_are_as_wide_as_the_terminal(demo, monkeypatch, capsys):
    monkeypatch.chdir(demo)
    Path("long.yaml").write_text(
        f"{{dat: 1, apiVersion: v1, kind: ConfigMap, metadata: {{name: {'a' * 200}}}}}\n"
    )
    argv = ["lint", "long.yaml", "--rule", "unknown-field"]
    for columns, widths in (("40", {40}), ("300", {109})):
        monkeypatch.setenv("COLUMNS", columns)
        for is_terminal, expected in ((True, widths), (False, {109})):
            monkeypatch.setattr(sys.stdout, "isatty", lambda is_terminal=is_terminal: is_terminal)
            chartgen.cli.run(argv)
            shown = [
                line for line in capsys.readouterr().out.splitlines() if " | " in line and "^" not in line
            ]
            assert {len(line) for line in shown} == expected


def test_quiet_prints_findings_only(probe):
    assert probe(before=("-q",), report=CLEAN) == Result(0, "", "")
    assert probe(before=("-q",)).out == render(SMALL, "text", quiet=True)
    assert probe("--format", "json", before=("-q",)).out == render(SMALL, "json")


def test_what_the_locale_cannot_show_is_no_bug(probe):
    report = collect("lint", [HOSTILE, replace(ADVICE, message="é漢")], [])
    for name in ("text", "json", "github"):
        assert probe("--format", name, report=report).out == render(report, name)
    code = (
        "import click\n"
        "from chartgen.cli.reporting import Output, emit\n"
        "from chartgen.report import Report\n"
        "context = click.Context(click.Command('x'), obj={'quiet': False})\n"
        "emit(context, Report('lint', (), ('\\xe9\\u6f22',)), [Output('json')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(chartgen.cli.__file__).parents[2],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert "é漢" in done.stdout.decode()


@pytest.mark.parametrize(
    ("worst", "failing"),
    [
        ([], []),
        ([ADVICE], ["info"]),
        ([ADVICE, OVERLAP], ["info", "warning"]),
        (list(SMALL.findings), ["info", "warning", "error"]),
    ],
)
def test_the_exit_code_depends_on_the_threshold(probe, worst, failing):
    for severity in Severity:
        code = ExitCode.FINDINGS if str(severity) in failing else ExitCode.CLEAN
        assert reporting.exit_code(worst, severity) is code
        report = collect("lint", worst, [])
        assert probe("--fail-on", str(severity), report=report).code == code


def test_an_unknown_threshold(probe):
    done = probe("--fail-on", "fatal")
    assert (done.code, done.out) == (2, "")
    assert "'fatal' is not one of 'error', 'warning', 'info'" in done.err


def test_help_says_what_there_is(probe):
    shown = " ".join(probe("--help").out.split())
    assert "--format F[:FILE] Report as text, json, sarif, junit, github" in shown
    assert "not with -q. [default: text]" in shown
    assert "--fail-on [error|warning|info]" in shown


def test_formats_are_completed():
    @click.command()
    @reporting.options
    def command(**_):
        pass

    option = next(param for param in command.params if param.name == "outputs")
    items = option.shell_complete(click.Context(command), "j")
    assert [(item.value, bool(item.help)) for item in items] == [("json", True), ("junit", True)]
