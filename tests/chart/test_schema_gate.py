"""Every object of every scenario is valid, strictly, in the oldest and the newest supported Kubernetes."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from chartgen.kubernetes import store
from chartgen.kubernetes.validator import Validator
from tests.chart.conftest import SCENARIOS, RenderScenario, objects_of
from tests.chart.parity_compare import identity


@pytest.fixture(scope="module")
def validator_for(render_scenario: RenderScenario) -> Callable[[str], Validator]:
    """Give the validator for a Kubernetes version that knows the chart's own CRDs."""

    @cache
    def validator(kube_version: str) -> Validator:
        objects = objects_of(render_scenario(SCENARIOS[0], kube_version))
        crds = [obj for obj in objects if obj["kind"] == "CustomResourceDefinition"]
        assert crds
        return Validator(kube_version, crds)

    return validator


@pytest.mark.parametrize("kube_version", ["1.28.0", store.newest()])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name.removesuffix("-values.yaml"))
def test_every_rendered_object_is_valid(scenario: Path, kube_version, validator_for, render_scenario):
    objects = objects_of(render_scenario(scenario, kube_version))
    assert objects
    check = validator_for(kube_version).check
    problems = {identity(obj): found for obj in objects if (found := check(obj))}
    assert not problems


@pytest.mark.parametrize("kube_version", ["1.28.0", store.newest()])
def test_the_gate_is_no_open_door(kube_version, validator_for, render_scenario):
    [scenario] = [file for file in SCENARIOS if "gke-reference" in file.name]
    objects = {obj["kind"]: obj for obj in objects_of(render_scenario(scenario, kube_version))}
    check = validator_for(kube_version).check
    for obj in objects.values():
        assert [problem.path for problem in check({**obj, "surprise": 1})] == [("surprise",)]
    containers = objects["DaemonSet"]["spec"]["template"]["spec"]["containers"]
    containers[0]["surprise"] = 1
    assert check(objects["DaemonSet"])
    assert check({**objects["NetworkAttachmentDefinition"], "spec": {"config": {}}})
