"""What a bump does or did as data, as `schemas/bump.schema.json` describes it."""

from collections.abc import Iterable, Sequence
from typing import Any

from chartgen.release.bump import Plan
from chartgen.release.images import Step
from chartgen.release.items import Item


def result(plan: Plan, steps: Iterable[Step], baseline: str, *, written: bool) -> dict[str, Any]:
    """Give all of it; `part` is None where nothing differs."""
    return {
        "chart": plan.definition.name,
        "previous": plan.project.definition.version,
        "version": plan.definition.version,
        "part": plan.part and str(plan.part),
        "baseline": {"reference": baseline, "version": plan.baseline.version},
        "reasons": list(plan.reasons),
        "images": [
            {"name": step.name, "old": step.old.reference, "new": step.new.reference} for step in steps
        ],
        "notes": [each.entry for each in plan.definition.changes],
        "items": [],
        "written": written,
    }


def items_result(items: Sequence[Item]) -> dict[str, Any]:
    """Give what a person has to look at before anything is written."""
    return {
        "items": [{"name": each.name, "component": each.component, "text": each.text} for each in items],
        "written": False,
    }
