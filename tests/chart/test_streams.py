"""The embedded engine prints what `helm template` prints for every scenario."""

import subprocess
from pathlib import Path

import pytest

from chartgen.kubernetes import store
from tests.chart.conftest import CHART, SCENARIOS, RenderScenario, namespace_of
from tests.conftest import find_tool

KUBE_VERSIONS = ("1.28.0", store.newest())


def template(program: Path, scenario: Path, kube_version: str) -> str:
    argv = [program, "template", "release-name", CHART, "-f", scenario, "-n", namespace_of(scenario)]
    argv += ["--include-crds", "--kube-version", kube_version]
    done = subprocess.run(argv, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("kube_version", KUBE_VERSIONS)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda file: file.stem)
def test_the_stream_is_that_of_helm_4(
    scenario: Path, kube_version: str, helm4: Path, render_scenario: RenderScenario
):
    assert render_scenario(scenario, kube_version) == template(helm4, scenario, kube_version)


@pytest.mark.parametrize("name", ["helm-3.17", "helm-3"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda file: file.stem)
def test_the_stream_is_that_of_helm_3_but_for_blank_lines(
    scenario: Path, name: str, render_scenario: RenderScenario
):
    program = find_tool(name)
    if program is None:
        pytest.skip(f"{name} is absent: run `make tools`")
    ours = render_scenario(scenario, store.newest())
    theirs = template(program, scenario, store.newest())
    assert without_blank_lines(ours) == without_blank_lines(theirs)


def without_blank_lines(stream: str) -> list[str]:
    return [line for line in stream.splitlines() if line.strip()]
