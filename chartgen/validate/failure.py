"""An error of one input as a finding, so that reports for machines tell of it and the others go on."""

from chartgen.core.errors import ChartgenError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location

UNREADABLE = "unreadable"


def failure(rule: str, error: ChartgenError) -> Finding:
    """Give an error as a finding at its place."""
    where = error.where if isinstance(error.where, Location) else Location(str(error.where or ""))
    return Finding(where, rule, Severity.ERROR, error.problem, error.hint)
