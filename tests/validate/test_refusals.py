"""What the chart refuses is found without Helm, in Helm's words."""

import pytest

from chartgen.chart.cluster import platforms
from chartgen.chart.reference import load
from chartgen.chart.scenarios import negatives
from chartgen.chart.values import coalesce
from chartgen.kubernetes import store
from chartgen.validate.refusals import refusals
from tests.chart.conftest import CHART
from tests.chart.test_refusals import REFUSED

NEGATIVE = negatives(load(str(CHART)))
CHARTWIDE = [each for each in NEGATIVE if not each.refused.startswith("networks.")]


def messages(chart, tree, **options):
    merged = coalesce(chart.default_values, tree)
    return [each.message for each in refusals(merged, platforms(chart), **options)]


@pytest.mark.parametrize("negative", CHARTWIDE, ids=lambda each: each.name)
def test_each_is_refused_with_its_text(chart, negative):
    version = negative.kubernetes or store.newest()
    found = messages(chart, negative.values.tree, kube_version=version, api_versions=negative.apis)
    assert found == [negative.refused]


def test_there_are_enough_of_them():
    assert len(CHARTWIDE) >= 8


def test_several_at_once(chart):
    tree = {
        "platform": "openshift",
        "multus": {"enabled": True},
        "whereabouts": {"enabled": "true", "gc": {"logLevel": "debug"}},
        "daemonset": {"maxSurge": 0},
    }
    paths = [message.partition(":")[0] for message in messages(chart, tree)]
    assert paths == ["whereabouts.gc.logLevel", "multus.enabled", "whereabouts.enabled", "daemonset.maxSurge"]
    assert messages(chart, {**tree, "platformCheck": False, "whereabouts": {}})[0].startswith(
        "daemonset.maxSurge"
    )


def test_every_missing_value_is_named(chart):
    found = messages(chart, {"platform": None, "multus": {"logLevel": None}})
    assert [each.partition(":")[0] for each in found] == ["platform", "multus.logLevel"]


def test_the_defaults_are_accepted(chart):
    assert messages(chart, {}) == []
    assert "unknown platform" in REFUSED
