"""What holds for every container and Deployment that a platform runs."""

import re

import pytest

from chartgen.model.catalogue import load
from chartgen.model.container import Argument, Container, Mount

CATALOGUE = load()
PATHS = {value.path for value in CATALOGUE.values}
COMPONENTS = {component.name for component in CATALOGUE.components}
CONTAINERS = [
    pytest.param(platform, container, id=f"{platform.name}-{container.name}")
    for platform in CATALOGUE.platforms
    for container in (
        *platform.init_containers,
        *platform.containers,
        *(inner for deployment in platform.deployments for inner in deployment.containers),
    )
]


def test_a_container_needs_little() -> None:
    assert Container("a", "multus", "multus.resources") == Container(
        name="a", component="multus", resources="multus.resources", env={}, mounts=(), args=()
    )
    assert Mount("v", "/a").expression is False


@pytest.mark.parametrize(("platform", "container"), CONTAINERS)
def test_what_a_container_names_exists(platform, container) -> None:
    assert container.component in COMPONENTS
    assert {container.image or container.component} <= COMPONENTS
    assert container.resources in PATHS
    assert container.stands_in_for in {"", *COMPONENTS}
    assert re.fullmatch("[a-z][a-z0-9-]{0,62}", container.name)


@pytest.mark.parametrize(("platform", "container"), CONTAINERS)
def test_expressions_refer_to_values_of_the_chart(platform, container) -> None:
    expressions = [item.expression for item in container.args if isinstance(item, Argument)]
    expressions += [mount.path for mount in container.mounts if mount.expression]
    for expression in expressions:
        for kind, path in re.findall(r"(\$platform|\.Values)\.([A-Za-z.]+)", expression):
            assert path in PATHS, expression
            assert kind == ".Values" or path in platform.defaults, expression


@pytest.mark.parametrize(("platform", "container"), CONTAINERS)
def test_a_format_takes_exactly_one_value(platform, container) -> None:
    for item in container.args:
        if isinstance(item, Argument):
            assert re.findall("%.", item.format) == ["%v"]
        else:
            assert "{{" not in item


@pytest.mark.parametrize(("platform", "container"), CONTAINERS)
def test_nothing_is_mounted_twice_or_relative(platform, container) -> None:
    paths = [mount.path for mount in container.mounts]
    assert len(set(paths)) == len(paths)
    assert all(mount.expression or mount.path.startswith("/") for mount in container.mounts)
