"""What a bump gives as data, against its schema."""

import json

from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema
from chartgen.diff.change import change, verdict
from chartgen.model.definition import Image
from chartgen.release.bump import plan
from chartgen.release.bump_json import items_result, result
from chartgen.release.items import Item
from chartgen.release.proposal import Wanted, propose
from chartgen.report.json import envelope
from tests.release.projects import chart_as_it_is, make_project, project

SCHEMA = Schema(json.loads((data_root() / "bump.schema.json").read_text("utf-8")), file="bump.schema.json")


def problems(found, **summary):
    return SCHEMA.problems(json.loads(envelope("bump", summary, result=found)))


def test_a_plan(tmp_path):
    here = project(make_project(tmp_path))
    images = {("gke", "multus"): Image("gcr.io/gke-release/multus-cni", "v4.2.1-gke.7")}
    proposal = propose(here, Wanted(images))
    found = verdict([change("field-changed", "Service s", "a")])
    made = plan(here, proposal, chart_as_it_is(tmp_path), lambda _old, _new: found, wanted=None)
    data = result(made, proposal.steps, "v1", written=True)
    assert problems(data, items=0, part=data["part"]) == []
    assert (data["previous"], data["version"], data["reasons"]) == ("0.1.0", "0.2.0", ["Service s: a"])
    assert data["images"][0]["new"] == "gcr.io/gke-release/multus-cni:v4.2.1-gke.7"
    assert problems({**data, "version": 1}, items=0)


def test_items():
    data = items_result([Item("a", "multus", "b")])
    assert problems(data, items=1) == []
    assert problems({**data, "written": True}, items=1)
