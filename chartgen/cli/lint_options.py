"""Options of `chartgen lint`, and what they make of the configuration."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from chartgen.cli import network_options
from chartgen.cli.options import PLACE, decorate_all
from chartgen.cli.project import find_config
from chartgen.core.errors import UsageError
from chartgen.core.suggest import did_you_mean
from chartgen.kubernetes import store
from chartgen.kubernetes.kubeconform import Kubeconform
from chartgen.kubernetes.validator import Validator
from chartgen.lint import config
from chartgen.lint.catalogue import entries
from chartgen.lint.config import Config
from chartgen.lint.names import namespace_problem
from chartgen.lint.settings import MakeChecker, Settings
from chartgen.render.engine import Release

_CHECKERS: Final[dict[str, MakeChecker]] = {"embedded": Validator, "kubeconform": Kubeconform}

rules: Callable[[Any], Any] = decorate_all(
    (
        click.option(
            "--rule", "only", multiple=True, metavar="ID", help="Run this rule and no other; repeatable."
        ),
        click.option(
            "--skip-rule", "skipped", multiple=True, metavar="ID", help="Do not run this rule; repeatable."
        ),
        click.option(
            "--validator",
            type=click.Choice(list(_CHECKERS)),
            default="embedded",
            show_default=True,
            help="What compares objects with schemas: this program, or kubeconform on PATH.",
        ),
        click.option(
            "--subcharts/--no-subcharts", default=None, help="Tell findings in subcharts too.  [default: no]"
        ),
    )
)
cluster: Callable[[Any], Any] = decorate_all(
    (
        click.option(
            "--kube-version",
            "kube_versions",
            multiple=True,
            metavar="VERSION",
            help="Kubernetes version; repeatable."
            "  [default: the oldest that the chart allows, and the newest known]",
        ),
        click.option(
            "-a", "--api-versions", multiple=True, metavar="API", help="Further API versions of the cluster."
        ),
        click.option("-n", "--namespace", help="The release's namespace.  [default: default]"),
        click.option("--release-name", help="The release's name.  [default: release-name]"),
    )
)
selection: Callable[[Any], Any] = decorate_all(
    (
        click.option("--baseline", type=PLACE, metavar="FILE", help="Hide the findings that FILE knows."),
        click.option(
            "--write-baseline",
            type=PLACE,
            metavar="FILE",
            help="Write all findings to FILE, and go on as with --baseline FILE.",
        ),
        click.option(
            "--changed-since",
            metavar="REF",
            help="Tell only findings in files that changed since the git commit REF, and, where values files"
            " or helpers did, in all that is rendered with them.",
        ),
        click.option(
            "--max-findings",
            type=click.IntRange(min=0),
            metavar="N",
            help="Print only the N worst findings; the summary and the exit code are about all of them, and"
            " files and other formats have all.",
        ),
        click.option(
            "--coverage",
            type=PLACE,
            metavar="FILE",
            help="Write the templates to FILE, with marks at the branches that no scenario enters.",
        ),
        click.option(
            "--fix",
            is_flag=True,
            help="Mend in the files what has one safe repair, and tell the rest.",
        ),
    )
)


def configuration(ctx: click.Context, paths: Sequence[str], given: Mapping[str, Any]) -> Config:
    """Give what counts for a run: what the command line says, else the configuration.

    The configuration is what `--config` names, else, of a chart's folder, the nearest in it or above it; else
    the nearest in the working directory or above.

    Raises:
        InputError: it cannot be read, or something in it is wrong.
        UsageError: an option names no rule, version, namespace or network.
    """
    is_folder = len(paths) == 1 and Path(paths[0], "Chart.yaml").is_file()
    has_own = is_folder and not ctx.obj["config"]
    path = config.nearest(Path(paths[0])) if has_own else find_config(ctx)
    found = Config() if path is None else config.read(path)
    baseline = Path(given["baseline"]) if given["baseline"] else found.baseline
    return replace(found, settings=_settings(ctx, given, found.settings), baseline=baseline)


def _settings(ctx: click.Context, given: Mapping[str, Any], configured: Settings) -> Settings:
    chosen = frozenset(_known("--rule", given["only"])) or configured.rules
    for version in given["kube_versions"]:
        store.minor_of(version)
    if given["namespace"] is not None and (problem := namespace_problem(given["namespace"])):
        raise UsageError(problem, where="--namespace", hint="name one that a cluster can have, such as prod")
    if given["release_name"] == "":
        raise UsageError("is empty", where="--release-name", hint="leave it out, or name a release")
    return replace(
        configured,
        rules=chosen - frozenset(_known("--skip-rule", given["skipped"])),
        kube_versions=given["kube_versions"] or configured.kube_versions,
        api_versions=(*configured.api_versions, *given["api_versions"]),
        release=Release(
            given["release_name"] or configured.release.name,
            given["namespace"] or configured.release.namespace,
        ),
        versions=network_options.versions_given(ctx, given),
        taken=network_options.taken_networks(given),
        checker=_CHECKERS[given["validator"]],
        subcharts=configured.subcharts if given["subcharts"] is None else given["subcharts"],
    )


def _known(option: str, ids: Sequence[str]) -> Sequence[str]:
    for each in ids:
        if each not in entries():
            hint = did_you_mean(each, entries()) or "`chartgen rules` lists all"
            raise UsageError(f"{each!r} is no rule", where=option, hint=hint)
    return ids
