"""What holds for every container and Deployment of a profile."""

import re

import pytest

from chartgen.model.catalogue import load
from chartgen.model.container import Argument, Container, Mount

CATALOGUE = load()
PATHS = {value.path for value in CATALOGUE.values}
COMPONENTS = {component.name for component in CATALOGUE.components} | {"node"}
PLATFORM = {
    "daemonset.cniConfDir", "multus.kubeconfig", "whereabouts.poolNamespace", "kubeconfigs", "enabled.kubelet"
}  # fmt: skip
"""What `_platform.tpl` makes that containers may use."""
VOLUMES = {"cni", "cnibin", "kubelet-credentials", "staging", "beat", "config", "cron", "access"}
CONTAINERS = [
    pytest.param(container, id=f"{profile.name}-{container.name}")
    for profile in CATALOGUE.profiles
    for container in (
        *profile.init_containers,
        *profile.containers,
        *(inner for deployment in profile.deployments for inner in deployment.containers),
    )
]
every_container = pytest.mark.parametrize("container", CONTAINERS)


def expressions(container: Container) -> list[str]:
    items = [*container.args, *container.env.values()]
    return [item.expression for item in items if isinstance(item, Argument)]


def test_a_container_needs_little() -> None:
    small = Container("a", "multus", "multus.resources")
    assert (small.flag, small.user, small.writes_node, small.access) == ("multus", 0, False, False)
    assert Container("a", "multus", "r", when="other").flag == "other"
    assert Mount("v", "/a") == Mount("v", "/a", sub_path="", read_only=False, when="")


@every_container
def test_what_a_container_names_exists(container) -> None:
    assert container.component in COMPONENTS
    assert (container.image or container.component) in COMPONENTS - {"node"}
    assert container.resources in PATHS
    assert container.extra_args in PATHS | {""}
    assert re.fullmatch("[a-z][a-z0-9-]{0,62}", container.name)


@every_container
def test_expressions_refer_to_values_of_the_chart_and_facts_of_the_platform(container) -> None:
    for expression in expressions(container):
        found = re.findall(r"\$(platform|values)\.([A-Za-z.]+)", expression)
        assert found, expression
        for kind, path in found:
            assert path in (PATHS if kind == "values" else PLATFORM), expression


@every_container
def test_a_format_takes_exactly_one_value(container) -> None:
    for item in (*container.args, *container.env.values()):
        if isinstance(item, Argument):
            assert re.findall("%.", item.format) == ["%v"]
        elif isinstance(item, str):
            assert "{{" not in item


@every_container
def test_nothing_is_mounted_twice_or_relative_or_from_nowhere(container) -> None:
    paths = [mount.path for mount in container.mounts]
    assert len(set(paths)) == len(paths)
    assert all(path.startswith("/") for path in paths)
    assert {mount.volume for mount in container.mounts} <= VOLUMES


@every_container
def test_only_a_container_that_writes_to_the_node_mounts_its_folders(container) -> None:
    on_node = {"cni", "cnibin"} & {mount.volume for mount in container.mounts}
    assert bool(on_node) == container.writes_node


@every_container
def test_a_container_that_installs_nothing_is_not_root(container) -> None:
    writes = {"/host/opt/cni/bin", "/host/etc/cni/net.d"} & {mount.path for mount in container.mounts}
    assert (container.user == 0) == bool(writes)
