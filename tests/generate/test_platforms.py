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
from chartgen.model.container import Argument, Container, Deployment, Mount
from chartgen.model.definition import Image
from chartgen.model.definition_file import read_definition
from chartgen.model.platform import SERVICE_ACCOUNT, HostPath, Platform, Role, Rule
from chartgen.render.engine import Engine, Release
from chartgen.render.scenario import Scenarios, Target
from chartgen.render.select import select

ROOT = Path(__file__).resolve().parent.parent.parent

MULTUS = Container(
    name="multus",
    component="multus",
    resources="multus.installConfig.resources",
    command=("/thin_entrypoint",),
    args=("--multus-conf-file=auto", Argument("--multus-log-level=%v", ".Values.multus.logLevel")),
    mounts=(
        Mount("cni", "/host/etc/cni/net.d"),
        Mount("run", '(printf "%s/run" $platform.daemonset.cniConfDir)', expression=True),
    ),
)
RECONCILER = Container(
    name="ip-reconciler",
    component="whereabouts",
    resources="whereabouts.gc.resources",
    command=("/ip-reconciler",),
)
OTHER = Platform(
    name="other",
    title="Another platform",
    profile="upstream",
    components=("multus", "whereabouts"),
    defaults={
        "daemonset.cniBinDir": "/opt/cni/bin",
        "daemonset.cniConfDir": "/etc/cni/net.d",
        "multus.kubeconfig": "/etc/other/multus.kubeconfig",
        "multus.clusterNetwork": "other-network",
    },
    volumes={"cni": HostPath("daemonset.cniConfDir"), "run": HostPath("daemonset.cniBinDir", "Directory")},
    roles={
        "multus": Role(
            SERVICE_ACCOUNT, (Rule("", ("pods",), ("get",)), Rule("", ("pods/status",), ("update",)))
        ),
        "whereabouts": Role(SERVICE_ACCOUNT, (Rule("", ("nodes",), ("get",)),)),
    },
    init_containers=(),
    containers=(MULTUS,),
    deployments=(Deployment("ip-reconciler", "whereabouts", (RECONCILER,)),),
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
    images = {"upstream": {name: Image(f"example.com/{name}", "v1") for name in ("multus", "whereabouts")}}
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
    assert "initContainers" not in pod
    (container,) = pod["containers"]
    assert container["image"] == "example.com/multus:v1"
    assert container["args"] == ["--multus-conf-file=auto", "--multus-log-level=verbose"]
    assert container["volumeMounts"][1] == {"name": "run", "mountPath": "/etc/cni/net.d/run"}
    assert {"name": "run", "hostPath": {"path": "/opt/cni/bin", "type": "Directory"}} in pod["volumes"]
    role = objects["ClusterRole/ns.r-multus-ipvlan-multus"]
    assert [rule["resources"] for rule in role["rules"]] == [["pods"], ["pods/status"]]
    (subject,) = objects["ClusterRoleBinding/ns.r-multus-ipvlan-multus"]["subjects"]
    assert subject == {"kind": "ServiceAccount", "name": "r-multus-ipvlan", "namespace": "ns"}
    deployment = objects["Deployment/r-multus-ipvlan-ip-reconciler"]
    assert deployment["spec"]["template"]["spec"]["containers"][0]["command"] == ["/ip-reconciler"]


def test_every_pod_has_the_pull_secrets(engine: Engine, chart: Path):
    objects = _render(engine, chart, "platform=other", "global.imagePullSecrets={s}")
    for name in ("DaemonSet/r-multus-ipvlan", "Deployment/r-multus-ipvlan-ip-reconciler"):
        assert objects[name]["spec"]["template"]["spec"]["imagePullSecrets"] == [{"name": "s"}]


def test_the_deployment_goes_with_its_component_and_platform(engine: Engine, chart: Path):
    assert not [name for name in _render(engine, chart) if name.startswith("Deployment/")]
    off = _render(engine, chart, "platform=other", "whereabouts.enabled=false")
    assert not [name for name in off if name.startswith("Deployment/")]


def test_both_platforms_are_named_where_users_look(chart: Path):
    (names,) = re.findall(r"One of: ([^.]*)\.", (chart / "values.yaml").read_text())
    assert "other" in re.split(r",[\s#]+", names)
    assert "`other` (Another platform)" in (chart / "README.md").read_text()


def test_two_different_containers_of_one_name_are_a_mistake():
    known = catalogue.load()
    clash = replace(OTHER, containers=(replace(MULTUS, name="whereabouts-gc"),))
    with pytest.raises(ValueError, match="whereabouts-gc"):
        _ = replace(known, platforms=(*known.platforms, clash)).containers
