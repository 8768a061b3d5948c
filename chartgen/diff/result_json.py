"""A comparison as plain data, as `schemas/diff.schema.json` describes it."""

from typing import Any

from chartgen.chart.reference import Chart
from chartgen.diff import result_words as words
from chartgen.diff.change import Change
from chartgen.diff.compare import Compared


def summary(compared: Compared) -> dict[str, Any]:
    """Give the verdict, and how many changes require which part."""
    part, _ = compared.verdict
    return {
        "verdict": str(part) if part else None,
        **words.counts(compared.changes),
        "scenarios": len(compared.scenarios),
        "rendered": compared.rendered,
    }


def result(compared: Compared) -> dict[str, Any]:
    """Give both charts and all changes, in the order in which they are told."""
    part, _ = compared.verdict
    return {
        "old": _chart(compared.old),
        "new": _chart(compared.new),
        "verdict": str(part) if part else None,
        "changes": [_change(each) for each in compared.changes],
        "scenarios": compared.scenarios,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {"reference": chart.reference, "name": chart.name, "version": chart.version}


def _change(each: Change) -> dict[str, Any]:
    found: dict[str, Any] = {
        "part": str(each.part),
        "kind": each.kind,
        "area": each.area,
        "where": each.where,
        "path": each.path,
        "message": each.message,
        "old": each.old,
        "new": each.new,
        "scenarios": list(each.scenarios),
        "others": list(each.others),
    }
    wanted = ("part", "kind", "area", "where", "message")
    return {key: value for key, value in found.items() if value or key in wanted}
