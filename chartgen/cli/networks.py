"""`chartgen networks`."""

from typing import Any, Final

import click

from chartgen.chart.reference import load
from chartgen.cli import options, reporting
from chartgen.cli.access import access
from chartgen.cli.project import configured_chart
from chartgen.cli.scenarios import read_values
from chartgen.core.errors import UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.networks import plan_json, plan_svg, plan_text, plan_values
from chartgen.networks.plan import Plan, plan
from chartgen.networks.plan_capacity import Demand
from chartgen.report.json import envelope

_FORMATS: Final = {
    "text": "a table for people",
    "json": "the whole plan, as schemas/networks.schema.json describes it",
    "svg": "a picture with bars to scale",
}


@click.command(short_help="Show the address plan of the networks: sizes, overlaps, pods that they carry.")
@click.argument("chart", type=options.PLACE, required=False)
@options.values
@click.option("--nodes", type=click.IntRange(min=1), metavar="N", help="Say whether so many nodes have room.")
@click.option(
    "--pods-per-node",
    type=click.IntRange(min=1),
    metavar="N",
    help="So many pods on each of them; on GKE, the node pool's max-pods-per-node.",
)
@reporting.format_option(_FORMATS)
@options.registry
@click.pass_context
def command(ctx: click.Context, /, chart: str | None, **given: Any) -> int:
    """Show what each range of the networks hands out: how many addresses, which of them never, to how many
    pods, and what it has in common with others.

    CHART is a folder, a .tgz, oci://…, REPO_URL#name:version or git:REF[:path]; without it, the chart of the
    definition. A pod takes one address of each range of its network. Networks that cannot work are listed
    with their first problem; `chartgen validate` tells all of them. What the plan says never changes the exit
    code.
    """  # noqa: D205 -- the first sentence is one of the help
    demand = _demand(given["nodes"], given["pods_per_node"])
    values = read_values(ctx, given["files"], given)
    loaded = load(chart or configured_chart(ctx), access(given))
    platform, sources = plan_values.sources(loaded, values)
    planned = plan(sources, platform.name if platform else "", demand)
    inputs = [document.file for document in values.documents] or [loaded.path_of("values.yaml")]
    reporting.write(given["outputs"], lambda output: _rendered(planned, output.name, inputs))
    return ExitCode.CLEAN


def _demand(nodes: int | None, pods_per_node: int | None) -> Demand | None:
    if nodes is None and pods_per_node is None:
        return None
    if nodes is None or pods_per_node is None:
        missing = "--nodes" if nodes is None else "--pods-per-node"
        raise UsageError("missing: nodes and pods per node belong together", where=missing, hint="give both")
    return Demand(nodes, pods_per_node)


def _rendered(planned: Plan, name: str, inputs: list[str]) -> str:
    if name == "json":
        summary = {**plan_json.summary(planned), "inputs": inputs}
        return envelope("networks", summary, result=plan_json.result(planned))
    return plan_svg.render(planned) if name == "svg" else plan_text.render(planned)
