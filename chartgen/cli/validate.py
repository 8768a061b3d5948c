"""`chartgen validate`."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click
from click.core import ParameterSource

from chartgen.chart.reference import load
from chartgen.chart.values import collect
from chartgen.cli import network_options, options, reporting
from chartgen.cli.access import access
from chartgen.cli.project import configured_chart
from chartgen.cli.scenarios import groups, read_stdin, values_options
from chartgen.cli.target import target
from chartgen.core.errors import InputError, UsageError
from chartgen.core.finding import Finding
from chartgen.core.yaml import read_bytes
from chartgen.registry.scheme import is_remote
from chartgen.render.select import select
from chartgen.report import collect as collect_report
from chartgen.validate import manifests
from chartgen.validate.failure import UNREADABLE, failure
from chartgen.validate.manifest_file import Manifest, read_manifests
from chartgen.validate.rendering import render_findings
from chartgen.validate.values import Cluster, ValuesValidator

_SUFFIXES: Final = (".yaml", ".yml", ".json")
_STDIN: Final = "<stdin>"
_NO_VALUES: Final = "name manifests behind it, without values"
_OF_VALUES: Final = {
    **dict.fromkeys(
        ("files", "each", "set_", "set_string", "set_json", "set_file", "set_literal"), _NO_VALUES
    ),
    **dict.fromkeys(("release_name", "is_upgrade", "kube_version", "api_versions"), ""),
    **dict.fromkeys(("registry_config", "ca_file", "plain_http"), ""),
}
"""Options that say nothing about manifests, each with what to do instead."""


@click.command(short_help="Check values or manifests against what Multus and Whereabouts make of them.")
@click.argument("paths", type=options.PLACE, nargs=-1, metavar="[CHART | --manifests FILE...]")
@options.values
@click.option(
    "--each", is_flag=True, help="Check each -f as a scenario of its own; so is each .yaml file without it."
)
@click.option("--manifests", "is_manifests", is_flag=True, help="Check manifests instead: files, folders, -.")
@network_options.versions
@network_options.cluster_ranges
@options.target
@options.registry
@reporting.options
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> int:
    """Check values files against the chart's schema and against what they mean on the nodes.

    CHART is a folder, a .tgz, oci://…, REPO_URL#name:version or git:REF[:path]; without it, the chart of the
    definition. All that is wrong is told at once, each at its line. An error is what Multus, ipvlan or
    Whereabouts of the versions in use refuse, crash on, or can give no address for; a warning, what they pass
    over in silence.

    With --manifests, NetworkAttachmentDefinitions and pods that ask for networks are checked in plain YAML or
    JSON; those without a namespace belong to that of -n, and all files of one run to one cluster. Of a file
    that cannot be read the reports tell too, and the exit code is 3.
    """
    errors: list[InputError] = []
    paths = tuple(map(options.from_here, paths))
    given["files"] = tuple(map(options.from_here, given["files"]))
    if given["each"] and not given["is_manifests"]:
        # Programs such as pre-commit put the names of files at the end.
        files = tuple(path for path in paths if Path(path).suffix in _SUFFIXES and not is_remote(path))
        paths, given["files"] = tuple(path for path in paths if path not in files), (*given["files"], *files)
    if given["is_manifests"]:
        findings, inputs = _manifests(ctx, paths, given, errors)
    else:
        findings, inputs = _values(ctx, paths, given, errors)
    unreadable = [failure(UNREADABLE, error) for error in errors]
    report = collect_report("validate", [*findings, *unreadable], inputs)
    # Whoever reads text finds them on standard error, in the lines of all errors.
    reporting.emit(ctx, report, given["outputs"], told=unreadable)
    for error in errors[:-1]:
        click.echo(f"{click.style('error:', fg='red')} {error}", err=True)
    if errors:
        raise errors[-1]
    return reporting.exit_code(findings, given["fail_on"])


def _values(
    ctx: click.Context, paths: tuple[str, ...], given: dict[str, Any], errors: list[InputError]
) -> tuple[list[Finding], list[str]]:
    if len(paths) > 1:
        hint = "name values files with -f, or manifests with --manifests"
        raise UsageError(f"one chart at a time: {' '.join(paths)!r}", hint=hint)
    for option in ("multus_version", "whereabouts_version"):
        if given[option] is not None:
            problem = "the values choose the versions"
            hint = "leave it out, or set the image's tag in the values"
            raise UsageError(problem, where=f"--{option.replace('_', '-')}", hint=hint)
    chart = load(paths[0] if paths else configured_chart(ctx), access(given))
    wanted = target(given)
    wanted.check(chart)
    taken = network_options.taken_networks(given)
    validator = ValuesValidator(chart, Cluster(wanted.kube_version, wanted.api_versions, taken))
    found: list[Finding] = []
    inputs: list[str] = []
    with contextlib.ExitStack() as stack:
        engine = None
        for group in groups(given):
            try:
                values = collect(values_options(given, group), stdin=read_stdin)
            except InputError as error:
                errors.append(error)
                inputs.append(failure(UNREADABLE, error).location.file)
                continue
            inputs += [document.file for document in values.documents] or [chart.path_of("values.yaml")]
            of_values = validator.findings(values)
            if validator.needs_rendering(values, of_values):
                engine = engine or stack.enter_context(
                    contextlib.closing(select(ctx.obj["engine"], helm=ctx.obj["helm"]))
                )
                of_values += render_findings(engine, chart, wanted, values)
            found += of_values
    return found, inputs


def _manifests(
    ctx: click.Context, paths: tuple[str, ...], given: dict[str, Any], errors: list[InputError]
) -> tuple[list[Finding], list[str]]:
    for name, hint in _OF_VALUES.items():
        if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = _option(ctx, name)
            raise UsageError(f"--manifests takes no {option}", hint=hint or f"leave {option} out")
    if not paths:
        raise UsageError("--manifests needs files", hint="name them behind it, or - for standard input")
    versions = network_options.versions_given(ctx, given)
    taken = network_options.taken_networks(given)
    found: list[Manifest] = []
    inputs: list[str] = []
    for name in _files(paths):
        file = _STDIN if name == "-" else name
        inputs.append(file)
        try:
            data = read_stdin() if name == "-" else read_bytes(Path(name))
            found += read_manifests(data, file=file, namespace=given["namespace"])
        except InputError as error:
            errors.append(error)
    findings = manifests.findings(found, versions, taken)
    if not errors:
        findings += manifests.unchecked(found, [_STDIN if name == "-" else name for name in paths])
    return findings, inputs


def _option(ctx: click.Context, name: str) -> str:
    """Give an option as people write it."""
    return next(param.opts[-1] for param in ctx.command.params if param.name == name)


def _files(paths: Iterable[str]) -> Iterator[str]:
    """Yield the files; of a folder those below it whose names say that they are YAML or JSON."""
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
            continue
        for file in sorted(Path(path).rglob("*")):
            if file.suffix in _SUFFIXES and file.is_file():
                yield str(file)
