"""The command line: the table of verbs and the one place that turns errors into text and exit codes.

A verb is imported only when it is called: `--version` and `--help` cost little more than click itself.
"""

import atexit
import contextlib
import errno
import itertools
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from chartgen import __version__
from chartgen.cli.options import PLACE
from chartgen.core.errors import ChartgenError, InputError, UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.suggest import did_you_mean

VERBS = {
    "generate": "Write the chart from its definition, or check that it is up to date.",
    "init": "Write a commented definition for a chart of your own.",
    "render": "Render the chart with Helm's templates, for one or many values files.",
    "validate": "Check values or manifests against what Multus and Whereabouts make of them.",
    "lint": "Lint a chart in all its scenarios, or manifests.",
    "rules": "List the rules of the linter, or explain one.",
    "gke": "Print the script that prepares GKE for the chart.",
    "networks": "Show the address plan of the networks: sizes, overlaps, pods that they carry.",
    "audit": "Find leaked and doubled addresses, and pods without their network, in a cluster's dump.",
    "diff": "Say what differs between two charts, and which part of the version must rise.",
    "bump": "Take newer images or a newer manifest, and raise the version as it must.",
    "package": "Pack a chart into the same bytes everywhere.",
    "publish": "Put packages into a registry or a chart repository, and overwrite nothing.",
    "verify": "Check who signed a package, and that it is what its source packs to.",
    "completion": "Print the script that completes commands in your shell.",
    "docs": "Write the reference pages.",
}
"""Each verb with its short help, in the order of `--help`; its module has the same name."""

HIDDEN = ("docs",)
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _is_coloured(choice: str) -> bool | None:
    """Say whether there are colours; None leaves it to what each stream is. See https://no-color.org."""
    if choice in ("always", "never"):
        return choice == "always"
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


class LazyGroup(click.Group):
    """Imports the module of a verb when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- the signature is click's
        """Give the verbs that `--help` shows."""
        return [verb for verb in VERBS if verb not in HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Give the command of a verb, or nothing."""
        if cmd_name not in VERBS:
            return None
        command = import_module(f"chartgen.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the first argument.

        Raises:
            UsageError: there is none.
        """
        if args and args[0] not in VERBS and not args[0].startswith("-") and not ctx.resilient_parsing:
            verbs = self.list_commands(ctx)
            hint = did_you_mean(args[0], verbs) or f"use one of: {', '.join(verbs)}"
            raise UsageError(f"{args[0]!r} is no command of chartgen", hint=hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, VERBS[verb]) for verb in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings=_SETTINGS, invoke_without_command=True)
@click.version_option(__version__, prog_name="chartgen", message="%(prog)s %(version)s")
@click.option("-v", "--verbose", count=True, help="Say more on standard error.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on standard error.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour what a terminal shows; auto heeds NO_COLOR and TERM=dumb.",
)
@click.option(
    "--config",
    metavar="FILE",
    type=PLACE,
    help="The definition and configuration.  [default: chartgen.yaml here or in a folder above]",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "embedded", "helm"]),
    default="auto",
    show_default=True,
    help="What renders templates: Helm's own code in a wheel, or a helm program.",
)
@click.option("--helm", type=PLACE, metavar="PATH", help="The helm program.  [default: helm on PATH]")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.pass_context
def group(ctx: click.Context, /, **settings: Any) -> None:
    """Generate, render and check the Helm chart multus-ipvlan and its variants."""
    if settings["engine"] == "embedded" and settings["helm"]:
        problem = "names a program, and --engine embedded runs none"
        raise UsageError(problem, where="--helm", hint="give one of the two")
    if settings["verbose"] and settings["quiet"]:
        raise UsageError("--verbose and --quiet contradict each other", hint="give one of them")
    ctx.obj = settings
    ctx.color = _is_coloured(settings["color"])
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(ExitCode.USAGE)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the program and leave it with an exit code of `ExitCode`."""
    _leave(run(list(sys.argv[1:] if argv is None else argv)))


def _leave(code: int) -> NoReturn:
    """End the process at once: to free each object of a large run takes a tenth of it."""
    atexit._run_exitfuncs()  # noqa: SLF001 -- what a shutdown of the interpreter does first
    for stream in (sys.stdout, sys.stderr):
        # What can be told of output that is lost has been told.
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    os._exit(code)


def run(argv: list[str]) -> int:
    """Run one command line; give its exit code."""
    if sys.stdout is None:
        click.echo("error: standard output: is closed", err=True)
        return ExitCode.INPUT
    try:
        result = group.main(argv, prog_name="chartgen", standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 -- the boundary: what nobody below expected ends here too
        return _report(error, argv)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except SystemExit:
        # Nothing but click ends so: it has found that nobody reads standard output any more.
        return _output_lost(BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)))
    return result if isinstance(result, int) else ExitCode.CLEAN


def _report(error: Exception, argv: list[str]) -> int:
    """Say on standard error what went wrong; give the exit code."""
    debug = "--debug" in argv
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, OSError) and error.errno in _OUTPUT_FAILS and error.filename is None:
        return _output_lost(error)
    if isinstance(error, OSError) and error.strerror:
        # A name that is too long, a folder that may not be searched: nothing that a program can foresee.
        hint = "check the name and who may use it"
        error = InputError(error.strerror, where=os.fsdecode(error.filename or "."), hint=hint)
    if isinstance(error, click.ClickException):
        error = _usage(error)
    if isinstance(error, ChartgenError):
        if debug:
            import_module("traceback").print_exception(error)
        click.echo(f"{click.style('error:', fg='red')} {error}", err=True, color=_color(argv))
        return error.exit_code
    if isinstance(error, click.Abort):
        return ExitCode.INTERRUPTED
    return _report_bug(error, argv, debug=debug)


def _usage(error: click.ClickException) -> UsageError:
    """Say what click refuses in the form of our own errors."""
    problem = error.format_message().rstrip(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"see `{context.command_path} --help`" if context else ""
    if isinstance(error, click.NoSuchOption) and context and context.parent:
        hint = _before_the_verb(error.option_name, context) or hint
    return UsageError(problem[:1].lower() + problem[1:], hint=hint)


def _before_the_verb(name: str, context: click.Context) -> str:
    """Say where an option stands that is one of the program, not of the verb."""
    option = next((each for each in group.params if name in each.opts), None)
    if not isinstance(option, click.Option):
        return ""
    value = "" if option.is_flag or option.count else f" {option.metavar or option.name}"
    return f"{name} stands before the verb: `chartgen {name}{value} {context.info_name}`"


def _output_lost(error: OSError) -> ExitCode:
    """Tell of standard output that takes no more; whoever closed a pipe knows it already."""
    # What is left in the buffer would fail once more when Python flushes it at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return ExitCode.CLEAN
    click.echo(f"error: standard output: cannot be written: {error.strerror}", err=True)
    return ExitCode.INPUT


_OUTPUT_FAILS = (errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EDQUOT)


def _color(argv: list[str]) -> bool | None:
    """Find `--color` in a command line that failed, whose context is gone."""
    for word, following in itertools.pairwise([*argv, ""]):
        if word.startswith("--color"):
            return _is_coloured(word.partition("=")[2] or following)
    return _is_coloured("auto")


def _report_bug(error: Exception, argv: list[str], *, debug: bool) -> ExitCode:
    # By name, and only then: what few runs need costs all of them a tenth of their start.
    trace = "".join(import_module("traceback").format_exception(error))
    text = f"chartgen {__version__}, Python {sys.version}\narguments: {argv}\n\n{trace}"
    with import_module("tempfile").NamedTemporaryFile(
        "w", prefix="chartgen-bug-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(text)
    if debug:
        click.echo(text, err=True)
    click.echo(
        f"{click.style('bug:', fg='red')} something went wrong inside chartgen: {error}\n"
        f"  hint: please report it with the log {log.name}",
        err=True,
        color=_color(argv),
    )
    return ExitCode.BUG
