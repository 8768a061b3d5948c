"""Every object of every scenario is valid, strictly, in the oldest and the newest supported Kubernetes."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from chartgen.chart.reference import load
from chartgen.chart.values import Options, collect
from chartgen.kubernetes import store
from chartgen.kubernetes.validator import Validator
from chartgen.model import catalogue
from chartgen.render.engine import Engine, Release
from chartgen.render.scenario import Scenarios, Target
from tests.chart.conftest import CHART, SCENARIOS, RenderScenario, objects_of
from tests.chart.parity_compare import identity

PLATFORMS = [platform.name for platform in catalogue.load().platforms]
SUPPORTED = [f"{minor}.0" for minor in store.versions() if int(minor.split(".")[1]) >= 28]


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


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name.removesuffix("-values.yaml"))
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_scenario_is_valid_on_every_platform_and_version(
    scenario: Path, platform: str, sdk: Engine, validator_for
):
    """With the check off, so that scenarios made for one platform can be taken to another."""
    options = Options([str(scenario)], set_json=[f'platform="{platform}"', "platformCheck=false"])
    streams = [
        Scenarios(sdk, load(str(CHART)), Target(Release(), version)).render(collect(options)).stream
        for version in ("1.28.0", store.newest())
    ]
    assert streams[0] == streams[1]
    objects = objects_of(streams[0])
    for version in SUPPORTED:
        check = validator_for(version).check
        assert not {identity(obj): found for obj in objects if (found := check(obj))}, version
