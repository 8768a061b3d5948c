"""The plan as data, against its schema."""

import json
from pathlib import Path

from hypothesis import given, settings

from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema
from chartgen.networks import plan_json
from chartgen.report.json import dump, envelope
from tests.networks.plans import DEMAND, NETWORKS, plan_of

SNAPSHOTS = Path(__file__).parent / "snapshots"
SCHEMA = Schema(
    json.loads((data_root() / "networks.schema.json").read_text("utf-8")), file="networks.schema.json"
)


def text(planned):
    summary = {**plan_json.summary(planned), "inputs": []}
    return envelope("networks", summary, result=plan_json.result(planned))


def test_the_example(example, snapshot):
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(dump(plan_json.result(example)), "example.json")


@settings(max_examples=60, deadline=None)
@given(NETWORKS, DEMAND)
def test_every_plan_follows_the_schema(networks, demand):
    planned = plan_of(networks, demand)
    assert SCHEMA.problems(json.loads(text(planned))) == []
    assert text(planned) == text(planned)


def test_wrong_plans_do_not_follow_it(example):
    tree = json.loads(text(example))
    tree["result"]["networks"][0]["ranges"][0]["usable"] = -1
    assert SCHEMA.problems(tree)
