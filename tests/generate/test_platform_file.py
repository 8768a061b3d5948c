"""A platform that changes the structure is one module: here it is, and it renders."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from chartgen.chart.reference import load
from chartgen.chart.values import Options, collect
from chartgen.core.files import write_set
from chartgen.generate.chart import chart_files
from chartgen.model import catalogue
from chartgen.model.container import Argument, Container, Deployment, Mount, Probe
from chartgen.model.definition import Image
from chartgen.model.definition_file import read_definition
from chartgen.model.platform import Platform
from chartgen.model.profile import NODE_PODS, Profile, Role, Rule
from chartgen.render.engine import Engine, Release
from chartgen.render.scenario import Scenarios, Target
from chartgen.render.select import select

ROOT = Path(__file__).resolve().parent.parent.parent

MULTUS = Container(
    name="multus",
    component="multus",
    resources="multus.installConfig.resources",
    command=("/thin_entrypoint",),
    args=("--multus-conf-file=auto", Argument("--multus-log-level=%v", "$values.multus.logLevel")),
    mounts=(Mount("cni", "/host/etc/cni/net.d"), Mount("staging", "/run", sub_path="run", read_only=True)),
    probes={"livenessProbe": Probe(("/alive",), 10, 3)},
    writes_node=True,
)
COLLECTOR = Container(
    name="collector",
    component="whereabouts",
    resources="whereabouts.gc.resources",
    command=("/collector",),
    access=True,
)
OTHER = Platform(
    name="other",
    title="Another platform",
    profile=Profile(
        name="mine",
        init_containers=(),
        containers=(MULTUS,),
        deployments=(
            Deployment(
                "collector", "whereabouts", "central", "1.2.0", "whereabouts.reconciler", (COLLECTOR,)
            ),
        ),
        roles=(
            Role("multus", "multus", "multus", NODE_PODS, (Rule("", ("pods/status",), ("update",)),)),
            Role(
                "collector",
                "whereabouts",
                "central",
                "collector",
                (Rule("", ("nodes",), ("get",)), Rule("", ("secrets",), ("get",), ("one",), pools=True)),
            ),
        ),
        facts=("A test.",),
    ),
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/opt/cni/bin",
        "daemonset.cniConfDir": "/etc/other/cni",
        "multus.kubeconfig": "",
        "multus.clusterNetwork": "other-network",
        "multus.cniVersion": "1.0.0",
    },
    facts=("A test.",),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with contextlib.closing(select("embedded")) as chosen:
        yield chosen


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the chart of a model that has the platform beside the others."""
    known = catalogue.load()
    definition = read_definition(ROOT / "chartgen.yaml")
    images = {
        "mine": {name: Image(f"example.com/{name}", "v1.2") for name in ("multus", "whereabouts", "kubectl")}
    }
    images["mine"]["whereabouts"] = Image("example.com/whereabouts", "v1.2.3")
    files = chart_files(
        replace(definition, images={**definition.images, **images}),
        replace(known, platforms=(*known.platforms, OTHER)),
    )
    folder = tmp_path_factory.mktemp("chart")
    write_set(folder, files)
    return folder


def _render(engine: Engine, chart: Path, *settings: str) -> dict[str, Any]:
    scenarios = Scenarios(engine, load(str(chart)), Target(Release("r", "ns"), "1.37.0"))
    stream = scenarios.render(collect(Options(set=settings))).stream
    objects = [item for item in yaml.safe_load_all(stream) if item]
    return {f"{item['kind']}/{item['metadata']['name']}": item for item in objects}


def test_it_has_its_own_containers_rights_and_deployment(engine: Engine, chart: Path):
    objects = _render(engine, chart, "platform=other")
    pod = objects["DaemonSet/r-multus-ipvlan"]["spec"]["template"]["spec"]
    assert not pod["initContainers"]
    (container,) = pod["containers"]
    assert container["image"] == "example.com/multus:v1.2"
    assert container["args"] == ["--multus-conf-file=auto", "--multus-log-level=error"]
    assert container["volumeMounts"][1] == {
        "name": "staging", "mountPath": "/run", "subPath": "run", "readOnly": True
    }  # fmt: skip
    assert container["livenessProbe"]["exec"] == {"command": ["/alive"]}
    role = objects["ClusterRole/ns.r-multus-ipvlan-multus"]
    assert [rule["resources"] for rule in role["rules"]] == [["pods/status"]]
    (subject,) = objects["ClusterRoleBinding/ns.r-multus-ipvlan-multus"]["subjects"]
    assert subject == {"kind": "ServiceAccount", "name": "r-multus-ipvlan", "namespace": "ns"}
    deployment = objects["Deployment/r-multus-ipvlan-collector"]["spec"]["template"]["spec"]
    assert deployment["containers"][0]["command"] == ["/collector"]
    assert [volume["name"] for volume in deployment["volumes"]] == ["access"]


def test_a_deployment_has_an_account_and_rights_of_its_own(engine: Engine, chart: Path):
    objects = _render(engine, chart, "platform=other", "whereabouts.poolNamespace=pools")
    pod = objects["Deployment/r-multus-ipvlan-collector"]["spec"]["template"]["spec"]
    assert pod["serviceAccountName"] == "r-multus-ipvlan-collector"
    assert "ServiceAccount/r-multus-ipvlan-collector" in objects
    role = objects["Role/ns.r-multus-ipvlan-collector"]
    assert role["metadata"]["namespace"] == "pools"
    assert role["rules"] == [
        {"apiGroups": [""], "resources": ["secrets"], "resourceNames": ["one"], "verbs": ["get"]}
    ]
    (subject,) = objects["RoleBinding/ns.r-multus-ipvlan-collector"]["subjects"]
    assert subject == {"kind": "ServiceAccount", "name": "r-multus-ipvlan-collector", "namespace": "ns"}


def test_networks_say_where_whereabouts_finds_its_file(engine: Engine, chart: Path):
    settings = ("platform=other", "networks.n.master=eth1", "networks.n.range=10.0.0.0/24")
    config = _render(engine, chart, *settings)["NetworkAttachmentDefinition/n"]["spec"]["config"]
    assert '"configuration_path":"/etc/other/cni/whereabouts.d/whereabouts.conf"' in config


def test_every_pod_has_the_pull_secrets(engine: Engine, chart: Path):
    objects = _render(engine, chart, "platform=other", "global.imagePullSecrets={s}")
    for name in ("DaemonSet/r-multus-ipvlan", "Deployment/r-multus-ipvlan-collector"):
        assert objects[name]["spec"]["template"]["spec"]["imagePullSecrets"] == [{"name": "s"}]


@pytest.mark.parametrize(
    ("tag", "is_there"),
    [("v1.2.0", True), ("1.10.0-rc1", True), ("v1.1.9", False), ("v0.9.4-gke.1", False), ("latest", True)],
)
def test_the_deployment_goes_with_the_version_of_its_image(
    engine: Engine, chart: Path, tag: str, is_there: bool
):
    objects = _render(engine, chart, "platform=other", f"whereabouts.image.tag={tag}")
    assert ("Deployment/r-multus-ipvlan-collector" in objects) == is_there


def test_the_deployment_goes_with_its_component_and_platform(engine: Engine, chart: Path):
    assert not [name for name in _render(engine, chart) if name.startswith("Deployment/")]
    off = _render(engine, chart, "platform=other", "whereabouts.enabled=false")
    assert not [name for name in off if name.startswith("Deployment/")]


def test_both_platforms_are_named_where_users_look(chart: Path):
    (names,) = re.findall(r"One of: ([^.]*)\.", (chart / "values.yaml").read_text())
    assert "other" in re.split(r",[\s#]+", names)
    assert "| `other` | Another platform |" in (chart / "README.md").read_text()
