"""The defects of the reference that the chart still has are known, and are still there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chartgen.core import yaml
from chartgen.kubernetes import store
from tests.chart import parity_compare as parity
from tests.chart.conftest import CHART, RenderScenario, objects_of

PARITY = Path(__file__).parent / "parity"
OPEN = yaml.load((PARITY / "open.yaml").read_text(), file="").value["open"]
TABLE = yaml.load((PARITY / "deviations.yaml").read_text(), file="").value
PLACES = [entry for entry in OPEN if "path" in entry]

# S23 is about the text around the manifest.
DEFECTS = {f"S{number}" for number in range(1, 23)}
_STEP = re.compile(r'\["([^"]+)"\]|\[([^\]]+)\]|\.?([A-Za-z_][A-Za-z0-9_]*)')


def value_at(obj: Any, path: str) -> Any:
    """Follow a path as `parity_compare` writes it; `(absent)` where it ends in nothing."""
    field = ""
    for quoted, item, word in _STEP.findall(path):
        obj = json.loads(obj) if isinstance(obj, str) else obj
        if isinstance(obj, list):
            keyed = {parity._item_key(field, part): part for part in obj}
            obj = list(keyed) if word == "order" else keyed.get(item, parity.ABSENT)
        else:
            obj = obj.get(quoted or word, parity.ABSENT)
        field = quoted or word or field
    return obj


@pytest.fixture(scope="module")
def sides(render_scenario: RenderScenario) -> dict[str, tuple[Any, Any]]:
    """Give both objects by the reference's name of them."""
    [scenario] = (CHART / "ci").glob("*-gke-reference-values.yaml")
    rendered = {parity.identity(obj): obj for obj in objects_of(render_scenario(scenario, store.newest()))}
    reference = objects_of((PARITY / "reference/gke-multus.yaml").read_text("utf-8"))
    partners = {pair["reference"]: pair["rendered"] for pair in TABLE["objects"]}
    return {parity.identity(obj): (obj, rendered[partners[parity.identity(obj)]]) for obj in reference}


@pytest.mark.parametrize("entry", PLACES, ids=lambda entry: f"{entry['defect']}-{entry['path']}")
def test_an_open_defect_is_as_in_the_reference(entry: dict[str, Any], sides: dict[str, tuple[Any, Any]]):
    wanted = entry.get("value", parity.ABSENT)
    assert [value_at(side, entry["path"]) for side in sides[entry["object"]]] == [wanted, wanted]


def test_an_entry_says_what_and_why():
    for entry in OPEN:
        assert {"defect", "note"} <= set(entry) <= {"defect", "object", "path", "value", "note"}
        assert ("path" in entry) == ("object" in entry)
        assert len(entry["note"]) > 5
        assert "path" in entry or entry["defect"] == "S16"


def test_every_defect_is_either_fixed_or_open():
    fixed = {entry["class"] for entry in TABLE["deviations"]} & DEFECTS | set(TABLE["elsewhere"])
    still_open = {entry["defect"] for entry in OPEN}
    assert fixed | still_open == DEFECTS
    assert not fixed & still_open


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a.b", 1),
        ("a.c", parity.ABSENT),
        ("list[x].v", 1),
        ("list[y].v", 2),
        ("list[z]", parity.ABSENT),
        ("list.order", ["x", "y"]),
        ("args[--level]", "--level=debug"),
        ('data["conf.json"].deep.key', "value"),
    ],
)
def test_a_path_leads_to_its_value(path: str, value: Any):
    obj = {
        "a": {"b": 1},
        "list": [{"name": "x", "v": 1}, {"name": "y", "v": 2}],
        "args": ["--level=debug"],
        "data": {"conf.json": '{"deep": {"key": "value"}}'},
    }
    assert value_at(obj, path) == value
