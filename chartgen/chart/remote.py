"""Charts of registries and chart repositories, fetched into memory."""

from chartgen.chart import archive
from chartgen.registry import charts, repository
from chartgen.registry.access import Access
from chartgen.registry.pulled import PulledChart
from chartgen.registry.reference import OciReference, parse


def pull(reference: str, access: Access, *, with_provenance: bool = False) -> PulledChart:
    """Fetch a chart as it is packed, and its signature on demand.

    Raises:
        InputError: the reference is none, or there is no such chart.
        ToolError: the registry or repository fails, or answers with what cannot be right.
    """
    named = parse(reference)
    limit = archive.MAX_CHART_BYTES
    if isinstance(named, OciReference):
        return charts.pull(named, access, limit=limit, with_provenance=with_provenance)
    return repository.pull(named, access, limit=limit, with_provenance=with_provenance)


def fetch(reference: str, access: Access) -> tuple[str, dict[str, bytes]]:
    """Give a chart's reference, with its version in any case, and its files.

    Raises:
        InputError: as `pull` and `archive.unpack`.
        ToolError: as `pull`.
    """
    pulled = pull(reference, access)
    name = str(pulled.reference)
    return name, archive.unpack(pulled.content, name=name)
