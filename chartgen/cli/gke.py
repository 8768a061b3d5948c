"""`chartgen gke`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Final

import click

from chartgen.cli import options
from chartgen.cli.scenarios import read_values
from chartgen.core.errors import ChartgenError, InputError, UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.networks.gke import Problem, Settings, problems, script
from chartgen.networks.gke_values import Given, settings_of

_CHOICE: Final = "GKE's choice"


def _settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command an option for each setting.

    click knows no defaults of them: what is not given may come from values.
    """
    for setting in reversed(fields(Settings)):
        several, number = isinstance(setting.default, tuple), isinstance(setting.default, int)
        default = f"default: {setting.default[0] if several else setting.default or _CHOICE}"
        note = "required" if setting.default is MISSING else default
        command = click.option(
            _option(setting.name),
            setting.name,
            multiple=several,
            type=int if number else str,
            metavar="NUMBER" if number else "TEXT",
            help=f"{setting.metadata['doc']}  [{note}]",
        )(command)
    return command


def _option(setting: str) -> str:
    return "--" + setting.replace("_", "-").removesuffix("s")


@click.command(short_help="Print the script that prepares GKE for the chart.")
@options.values
@_settings
@click.pass_context
def command(ctx: click.Context, /, files: tuple[str, ...], **given: Any) -> int:
    """Print a bash script with what the chart needs on GKE: a VPC and a subnet for the extra network
    interface, a cluster with multi-networking, a node pool that has the interface.

    Network, interface, range and namespaces may come from values of the chart. The script creates only
    what is not there and can be run again; read it, then try it with --dry-run. It also prints the
    matching values and the commands that check the result.
    """  # noqa: D205 -- the first sentence is one of the help
    by_option = {
        each.name: given[each.name] for each in fields(Settings) if given[each.name] not in (None, ())
    }
    by_values = settings_of(read_values(ctx, files, given), given["network"])
    missing = {each.name: "" for each in fields(Settings) if each.default is MISSING}
    settings = Settings(**missing | {name: each.value for name, each in by_values.items()} | by_option)
    if found := [*_contradictions(by_option, by_values), *problems(settings)]:
        raise _error(found, {name: each for name, each in by_values.items() if name not in by_option})
    click.echo(script(settings), nl=False)
    return ExitCode.CLEAN


def _contradictions(by_option: Mapping[str, Any], by_values: Mapping[str, Given]) -> Iterator[Problem]:
    for name, (value, place) in by_values.items():
        if by_option.get(name, value) != value:
            there = ", ".join(value) if isinstance(value, tuple) else value
            message = f"contradicts {place}, where {place.values_path} is {there}"
            yield Problem(name, message, "give it in one of the two")
    if "network" in by_values and not {"secondary_range"} & {*by_option, *by_values}:
        place = by_values["network"].place
        message = f"missing: {place.values_path} says no range, {place}"
        yield Problem("secondary_range", message, "give it here or there")


def _error(found: Sequence[Problem], by_values: Mapping[str, Given]) -> ChartgenError:
    """Make one error of all problems, each with the option or the place in a values file that it is about."""
    kind = InputError if all(problem.setting in by_values for problem in found) else UsageError
    lines = []
    for name, message, hint in found:
        place = by_values[name].place if name in by_values else None
        text = f"{place.values_path}: {message}" if place else message
        if len(found) == 1:
            return kind(text, where=place or _option(name), hint=hint)
        lines.append(f"  {place or _option(name)}: {text} ({hint})")
    return kind("\n".join((f"{len(found)} settings are wrong:", *lines)))
