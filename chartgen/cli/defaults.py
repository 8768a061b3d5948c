"""Defaults of a definition that only the chart's own templates can refuse."""

import contextlib

import click

from chartgen.chart.reference import Chart
from chartgen.chart.values import Values
from chartgen.core.errors import InputError, ToolError
from chartgen.core.values_path import path_at_start
from chartgen.kubernetes import store
from chartgen.model.definition import Definition
from chartgen.render.engine import Release
from chartgen.render.scenario import Scenarios, Target
from chartgen.render.select import select


def check_defaults(ctx: click.Context, definition: Definition, chart: Chart) -> None:
    """Render a chart with nothing but its defaults, where an engine is there to do it.

    Raises:
        InputError: it refuses them, so every release that keeps them would fail.
        ToolError: an engine is asked for and missing, or it fails.
    """
    chosen, helm = ctx.obj["engine"], ctx.obj["helm"]
    try:
        engine = select(chosen, helm=helm)
    except ToolError:
        if chosen != "auto" or helm:
            raise
        return
    target = Target(Release("release-name", "default"), store.newest())
    with contextlib.closing(engine):
        try:
            Scenarios(engine, chart, target).render(Values())
        except InputError as error:
            named = path_at_start(error.problem, definition.defaults)
            if named is None:
                raise
            where = definition.locate(("defaults", *named.path), key=named.is_nested)
            raise InputError(f"defaults.{error.problem}", where=where, hint=error.hint) from error
