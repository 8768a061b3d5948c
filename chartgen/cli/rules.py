"""`chartgen rules`."""

from collections.abc import Sequence
from typing import Final

import click

from chartgen.cli import explaining, reporting
from chartgen.core.errors import UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.suggest import did_you_mean
from chartgen.lint.catalogue import Entry, entries
from chartgen.report.json import envelope

_FORMATS: Final = {"text": "lines for people", "json": "all that is known of each rule"}


@click.command(short_help="List the rules of the linter, or explain one.")
@click.argument("rule", required=False, metavar="[ID]")
@reporting.format_option(_FORMATS)
def command(rule: str | None, outputs: Sequence[reporting.Output]) -> int:
    """List the rules of the linter, or explain the one with this ID: what it wants, why, how to mend what it
    finds, and how to suppress it where it is wrong.
    """  # noqa: D205 -- the first sentence is one of the help
    if rule is not None and rule not in entries():
        hint = did_you_mean(rule, entries()) or "`chartgen rules` lists all"
        raise UsageError(f"{rule!r} is no rule", hint=hint)
    found = list(entries().values()) if rule is None else [entries()[rule]]

    def rendered(output: reporting.Output) -> str:
        if output.name == "json":
            rules = [explaining.as_json(entry) for entry in found]
            return envelope("rules", {"rules": len(rules)}, result={"rules": rules})
        return explaining.text(found[0]) if rule else _table(found)

    reporting.write(outputs, rendered)
    return ExitCode.CLEAN


def _table(found: Sequence[Entry]) -> str:
    width = max(len(each.id) for each in found)
    return "".join(
        f"{each.id:{width}}  {each.rule.severity!s:7}  {each.family:8}  {each.title}\n" for each in found
    )
