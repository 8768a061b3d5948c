"""Comparisons that nothing was rendered for, to be written in all formats."""

from dataclasses import replace

from chartgen.diff.change import Change, Part, change, in_order
from chartgen.diff.compare import Compared
from tests.diff.charts import chart, edited, replaced, shop

SCENARIOS = [f"scenario-{number}" for number in range(6)]
CHANGES = [
    change("value-removed", "values.schema.json", "is no longer known", path="a.b"),
    change("default-changed", "values.yaml", path="level", old='"a|b"', new='"<c>"'),
    replace(change("field-changed", "Service default/a", path="spec.type", old="1", new="2"), scenarios=(*SCENARIOS[:5],), others=("Service default/b",)),
    replace(change("pods-restart", "DaemonSet default/a", "pods restart: \x1b[31m"), scenarios=(*SCENARIOS,)),
    change("file-changed", "README.md", "changes"),
]  # fmt: skip


def compared(changes: list[Change] | None = None) -> Compared:
    new = edited(shop(), replaced("Chart.yaml", "1.2.3", "1.3.0"))
    found = in_order(CHANGES if changes is None else changes)
    return Compared(chart("old", shop()), chart("new", new), found, SCENARIOS, len(SCENARIOS))


def many(number: int) -> Compared:
    """Give a comparison with many changes of one part."""
    return compared(
        [change("object-added", f"ConfigMap a{at}", "is new", part=Part.MINOR) for at in range(number)]
    )
