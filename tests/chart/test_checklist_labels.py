"""Labels, selectors and names of every object, and what `helm lint --strict` says about each scenario."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chartgen.chart.reference import Chart, load
from chartgen.chart.values import Options, collect
from chartgen.kubernetes import store
from chartgen.render.engine import Engine, Release
from chartgen.render.scenario import Scenarios, Target
from tests.chart.conftest import CHART, SCENARIOS, namespace_of, objects_of

Render = Callable[..., list[dict[str, Any]]]

META = load(str(CHART)).metadata
LONGEST_RELEASE = "r23456789-r23456789-r23456789-r23456789-r23456789-r23"
WANTED = {
    "app.kubernetes.io/component",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/managed-by",
    "app.kubernetes.io/name",
    "app.kubernetes.io/part-of",
    "app.kubernetes.io/version",
    "helm.sh/chart",
}
SELECTING = {f"app.kubernetes.io/{key}" for key in ("name", "instance", "component")}
CLUSTER_SCOPED = {"ClusterRole", "ClusterRoleBinding", "PriorityClass"}
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)


@pytest.fixture(scope="session")
def render(sdk: Engine) -> Render:
    """Give the chart's own objects of a release: without CRDs and without what the user adds."""
    chart = load(str(CHART))

    def rendered(release: Release, *files: Path, set_json: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        options = Options([str(file) for file in files], set_json=list(set_json))
        found = Scenarios(sdk, chart, Target(release, store.newest())).render(collect(options))
        own = [
            manifest
            for manifest in (*found.manifests, *found.hooks)
            if "/templates/extras/" not in manifest.path
        ]
        return [obj for manifest in own for obj in objects_of(manifest.content)]

    return rendered


def pod_templates(objects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for obj in objects:
        if "template" in obj.get("spec", {}):
            yield obj["spec"]["template"]


@every_scenario
def test_every_object_and_pod_has_all_labels(scenario: Path, render: Render) -> None:
    objects = render(Release("demo", namespace_of(scenario)), scenario)
    assert objects
    for obj in (*objects, *pod_templates(objects)):
        labels = obj["metadata"]["labels"]
        assert set(labels) >= WANTED, obj["metadata"]
        assert labels["app.kubernetes.io/instance"] == "demo"
        assert labels["app.kubernetes.io/managed-by"] == "Helm"
        assert labels["app.kubernetes.io/part-of"] == META["name"]
        assert labels["app.kubernetes.io/version"] == META["appVersion"]
        assert labels["helm.sh/chart"] == f"{META['name']}-{META['version']}"


@every_scenario
def test_selectors_are_small_and_match_only_their_own_pods(scenario: Path, render: Render) -> None:
    workloads = [
        obj for obj in render(Release("demo"), scenario) if obj["kind"] in ("DaemonSet", "Deployment")
    ]
    selectors = [workload["spec"]["selector"]["matchLabels"] for workload in workloads]
    assert all(set(selector) == SELECTING for selector in selectors)
    assert len({tuple(sorted(selector.items())) for selector in selectors}) == len(selectors)
    for workload, selector in zip(workloads, selectors, strict=True):
        assert selector.items() <= workload["spec"]["template"]["metadata"]["labels"].items()


def test_a_selector_never_changes(render: Render) -> None:
    """Kubernetes refuses another selector, so an upgrade to another one fails."""
    [node] = [obj for obj in render(Release("demo")) if obj["kind"] == "DaemonSet"]
    assert node["spec"]["selector"]["matchLabels"] == {
        "app.kubernetes.io/component": "node",
        "app.kubernetes.io/instance": "demo",
        "app.kubernetes.io/name": "multus-ipvlan",
    }


def test_a_user_cannot_break_labels_that_select(render: Render) -> None:
    hostile = '{"app.kubernetes.io/name": "other", "app.kubernetes.io/instance": "other"}'
    objects = render(Release("demo"), set_json=(f"commonLabels={hostile}", f"daemonset.podLabels={hostile}"))
    for obj in (*objects, *pod_templates(objects)):
        assert obj["metadata"]["labels"]["app.kubernetes.io/instance"] == "demo"
        assert obj["metadata"]["labels"]["app.kubernetes.io/name"] == "multus-ipvlan"


LONG_NAMES = {
    "release": (),
    "fullnameOverride": (f'fullnameOverride="{"f" * 63}"',),
    "nameOverride": (f'nameOverride="{"n" * 63}"',),
    "ending in a dash": (f'fullnameOverride="{"f" * 53}-{"g" * 9}"',),
}


@pytest.mark.parametrize("case", LONG_NAMES)
def test_long_names_fit_and_stay_apart(case: str, render: Render) -> None:
    release = Release(LONGEST_RELEASE, "n" * 63)
    [scenario] = [file for file in SCENARIOS if "everything" in file.name]
    objects = render(release, scenario, set_json=LONG_NAMES[case])
    names = [(obj["kind"], obj["metadata"].get("namespace"), obj["metadata"]["name"]) for obj in objects]
    assert len(set(names)) == len(names)
    for _, _, name in names:
        assert len(name) <= 63
        assert not name.endswith(("-", "."))
    for obj in (*objects, *pod_templates(objects)):
        assert all(len(text) <= 63 for text in obj["metadata"]["labels"].values())


def cluster_scoped(objects: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(obj["kind"], obj["metadata"]["name"]) for obj in objects if obj["kind"] in CLUSTER_SCOPED}


@pytest.mark.parametrize(
    ("one", "two", "values"),
    [
        (Release("demo", "a"), Release("demo", "b"), ()),
        (Release("demo", "a"), Release("demo", "b"), ('fullnameOverride="same"',)),
        (Release(LONGEST_RELEASE, "n" * 63), Release(LONGEST_RELEASE, "n" * 62), ()),
        (Release("b-c", "a"), Release("c", "a-b"), ()),
        (Release("b.c", "a"), Release("c", "a-b"), ()),
        (Release("one", "a"), Release("two", "a"), ()),
    ],
)
def test_two_releases_share_only_the_owner_of_the_nodes(one, two, values, render: Render) -> None:
    first = cluster_scoped(render(one, set_json=values))
    second = cluster_scoped(render(two, set_json=values))
    assert first & second == {("ClusterRole", "multus-ipvlan-node-owner")}
    groups = [
        cluster_scoped(render(one, set_json=(*values, f'daemonset.nodeGroup="{name}"'))) for name in "ab"
    ]
    assert ("ClusterRole", "multus-ipvlan-node-owner-a") in groups[0]
    networks_only = ('platform="openshift"', 'networks={"a": {"master": "e", "range": "10.0.0.0/24"}}')
    assert cluster_scoped(render(one, set_json=(*values, *networks_only))) == set()


def test_no_object_of_fixed_scope_names_another_namespace(render: Render) -> None:
    """Everything but networks goes where the release goes, the subjects of bindings too."""
    objects = render(Release("demo", "somewhere"))
    spaces = {obj["metadata"]["namespace"] for obj in objects if "namespace" in obj["metadata"]}
    subjects = [subject for obj in objects for subject in obj.get("subjects", ())]
    assert spaces == {"somewhere"}
    assert {subject["namespace"] for subject in subjects if subject["kind"] == "ServiceAccount"} == spaces


@every_scenario
def test_lint_is_clean(scenario: Path, helm_program: Path) -> None:
    done = subprocess.run(
        [helm_program, "lint", "--strict", CHART, "-f", scenario, "-n", namespace_of(scenario)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[WARNING]" not in done.stdout
    assert "[INFO]" not in done.stdout


@pytest.mark.parametrize("length", range(1, 64, 7))
@pytest.mark.parametrize("separator", ["-", ".", "+"])
def test_what_is_cut_off_a_version_leaves_a_label(sdk: Engine, separator: str, length: int) -> None:
    chart = load(str(CHART))
    version = (
        "1.0.0-"
        + "a" * length
        + (separator + "b" + ("-b" * 29 if separator == "+" else "")) * (1 if separator == "+" else 30)
    )
    files = dict(chart.files)
    described = files["Chart.yaml"].decode()
    for key in ("version", "appVersion"):
        described = re.sub(rf"(?m)^{key}: .*$", f'{key}: "{version}"', described)
    files["Chart.yaml"] = described.encode()
    changed = Chart(chart.reference, {**chart.metadata, "version": version}, files)
    stream = Scenarios(sdk, changed, Target(Release(), store.newest())).render(collect(Options())).stream
    for obj in objects_of(stream):
        for key in ("helm.sh/chart", "app.kubernetes.io/version"):
            value = obj["metadata"]["labels"][key]
            assert re.fullmatch("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?", value), value
