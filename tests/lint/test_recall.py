"""The linter finds what is known to be wrong in charts and manifests of this kind, at the line."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine
from tests.lint.cases import Case

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = yaml.safe_load((HERE / "recall.yaml").read_text("utf-8"))
ITEMS = [*(f"P{number}" for number in range(1, 13)), *(f"S{number}" for number in range(1, 24))]


def entries() -> list[Any]:
    """Give the entries that a rule can see; those of rules to come must fail until they are there."""
    return [
        pytest.param(
            entry,
            id=entry["case"].removesuffix("/manifest.yaml"),
            marks=[pytest.mark.xfail(strict=True, reason="the rule is to come")]
            if "pending" in entry
            else [],
        )
        for entry in TABLE
        if entry.get("visible", True)
    ]


@pytest.mark.parametrize("entry", entries())
def test_found(entry: dict[str, Any], engine: Engine):
    case = Case(entry["rule"], HERE / "recall" / entry["case"])
    assert case.places(case.findings(engine, Settings())) == sorted(entry["at"])


def test_every_item_is_there_in_order():
    seen = list(dict.fromkeys(entry["item"] for entry in TABLE))
    assert seen == ITEMS


def test_what_cannot_be_seen_has_a_reason():
    assert all(entry["reason"].endswith(".") for entry in TABLE if not entry.get("visible", True))


def test_every_reproduction_is_in_the_table():
    folders = {path.name for path in (HERE / "recall").iterdir()}
    assert folders == {entry["case"].partition("/")[0] for entry in TABLE if "case" in entry}
