"""What verbs that report findings share: the options, where reports go, and the exit code."""

import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from chartgen.core.errors import UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.files import write_file
from chartgen.core.finding import Finding, Severity
from chartgen.core.suggest import did_you_mean
from chartgen.report import FORMATS, Report, Source, render


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file that gets it; without one it goes to standard output."""

    name: str
    file: Path | None = None


def _output(text: str, formats: Mapping[str, str]) -> Output:
    name, colon, file = text.partition(":")
    if name not in formats:
        hint = did_you_mean(name, formats) or f"use one of: {', '.join(formats)}"
        raise UsageError(f"{name!r} is no format", where="--format", hint=hint)
    if colon and not file:
        hint = f"write {name} alone for standard output"
        raise UsageError(f"{text!r} names no file", where="--format", hint=hint)
    return Output(name, None if file in ("", "-") else Path(file))


def _outputs(given: tuple[str, ...], formats: Mapping[str, str]) -> tuple[Output, ...]:
    outputs = tuple(_output(text, formats) for text in given) or (Output("text"),)
    taken: set[Path | None] = set()
    for output in outputs:
        if output.file in taken:
            place = output.file or "standard output"
            hint = f"name a file of its own, as in {output.name}:FILE"
            raise UsageError(f"two reports would go to {place}", where="--format", hint=hint)
        taken.add(output.file)
    return outputs


def _severity(_ctx: click.Context, _param: click.Parameter, given: str) -> Severity:
    return Severity[given.upper()]


def format_option(formats: Mapping[str, str], note: str = "") -> Callable[[Any], Any]:
    """Give an option that becomes `outputs`, a sequence of `Output`, of formats each with what it is."""

    def complete(_ctx: click.Context, _param: click.Parameter, start: str) -> list[CompletionItem]:
        return [CompletionItem(name, help=what) for name, what in formats.items() if name.startswith(start)]

    option: Callable[[Any], Any] = click.option(
        "--format",
        "outputs",
        multiple=True,
        metavar="F[:FILE]",
        callback=lambda _ctx, _param, given: _outputs(given, formats),
        shell_complete=complete,
        help=f"Report as {', '.join(formats)}, to FILE or standard output; repeatable.{note}"
        "  [default: text]",
    )
    return option


_FORMAT = format_option(FORMATS, " Text has a summary, but not with -q.")
_FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in sorted(Severity, reverse=True)]),
    default=str(Severity.ERROR),
    show_default=True,
    callback=_severity,
    help="Exit with 1 when a finding is as bad as this, or worse.",
)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `outputs`, a sequence of `Output`, and `fail_on`, a `Severity`."""
    decorated: Callable[..., Any] = _FORMAT(_FAIL_ON(command))
    return decorated


def emit(
    ctx: click.Context,
    report: Report,
    outputs: Sequence[Output],
    *,
    told: Collection[Finding] = (),
    source: Source | None = None,
) -> None:
    """Write the reports that have files, then print the one that has none.

    Text that is printed counts the findings that are `told` on standard error, and does not repeat them. Text
    shows the lines that `source` gives.

    Raises:
        InputError: a file cannot be written.
    """

    def rendered(output: Output) -> str:
        if output.file:
            return render(report, output.name, quiet=ctx.obj["quiet"], source=source)
        is_terminal = sys.stdout.isatty()
        return render(
            report,
            output.name,
            color=is_terminal if ctx.color is None else ctx.color,
            quiet=ctx.obj["quiet"],
            hidden=told,
            source=source,
            width=shutil.get_terminal_size().columns if is_terminal else None,
        )

    write(outputs, rendered)


def write(outputs: Sequence[Output], rendered: Callable[[Output], str]) -> None:
    """Write what has a file, then print what has none.

    Raises:
        InputError: a file cannot be written.
    """
    # Whoever reads standard output may go away early, as `head` does, and that ends the program.
    for output in sorted(outputs, key=lambda output: output.file is None):
        # Bytes, because XML and JSON are UTF-8 whatever the locale says.
        data = rendered(output).encode()
        if output.file:
            write_file(output.file, data)
        else:
            click.echo(data, nl=False)


def exit_code(findings: Iterable[Finding], fail_on: Severity) -> ExitCode:
    """Say how a run ends whose findings these are."""
    return ExitCode.FINDINGS if any(finding.severity >= fail_on for finding in findings) else ExitCode.CLEAN
