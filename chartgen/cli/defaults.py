"""Defaults of a definition that only the chart's own templates can refuse."""

import contextlib

import click

from chartgen.chart.reference import Chart
from chartgen.chart.values import Values
from chartgen.core.errors import InputError, ToolError
from chartgen.core.values_path import path_at_start
from chartgen.kubernetes import kubeversion, store
from chartgen.model.definition import Definition
from chartgen.render.engine import Release
from chartgen.render.scenario import Scenarios, Target
from chartgen.render.select import select


def check_defaults(ctx: click.Context, definition: Definition, chart: Chart) -> None:
    """Render a chart with nothing but its defaults, where an engine is there to do it.

    What is missing may come from each release: only a value that is there can be wrong.

    Raises:
        InputError: it refuses one of them, so every release that keeps it would fail.
        ToolError: an engine is asked for and missing, or it fails.
    """
    chosen, helm = ctx.obj["engine"], ctx.obj["helm"]
    try:
        engine = select(chosen, helm=helm)
    except ToolError:
        if chosen != "auto" or helm:
            raise
        return
    kube_version = _newest_allowed(definition.kube_version)
    target = Target(Release("release-name", "default"), kube_version)
    with contextlib.closing(engine):
        try:
            Scenarios(engine, chart, target).render(Values())
        except InputError as error:
            named = path_at_start(error.problem, definition.defaults)
            if named is None:
                where = definition.locate(("defaults",), key=True)
                problem = f"a chart with these defaults fails: {error.problem}"
                raise InputError(problem, where=where, hint=error.hint) from error
            if named.value is None:
                return
            where = definition.locate(("defaults", *named.path), key=named.is_nested)
            raise InputError(f"defaults.{error.problem}", where=where, hint=error.hint) from error


def _newest_allowed(constraint: str) -> str:
    """Give the newest known Kubernetes version that a constraint allows, or the newest of all."""
    known = [f"{minor}.0" for minor in store.versions()]
    return next((each for each in reversed(known) if kubeversion.allows(constraint, each)), store.newest())
