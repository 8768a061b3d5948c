"""All components and platforms: what the chart can contain."""

import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TypeVar

from chartgen.model import platforms as platform_modules
from chartgen.model.component import Component
from chartgen.model.components import (
    chart,
    daemonset,
    extras,
    kubectl,
    multus,
    networks,
    networktest,
    whereabouts,
)
from chartgen.model.container import Container, Deployment
from chartgen.model.platform import Platform
from chartgen.model.profile import Profile, Role
from chartgen.model.value import Value, tree

_Named = TypeVar("_Named", Container, Deployment, Profile)


@dataclass(frozen=True)
class Catalogue:
    """The components in the order of `values.yaml`, and the platforms by name."""

    components: tuple[Component, ...]
    platforms: tuple[Platform, ...]

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """All values in the order of `values.yaml`."""
        return tuple(value for component in self.components for value in component.values)

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles of the platforms, each once."""
        return _unique(platform.profile for platform in self.platforms)

    @cached_property
    def containers(self) -> tuple[Container, ...]:
        """The containers of node pods and Deployments, each once.

        Raises:
            ValueError: two profiles have different containers of the same name.
        """
        return _unique(
            container
            for profile in self.profiles
            for container in (*profile.init_containers, *profile.containers, *_inside(profile.deployments))
        )

    @property
    def image_components(self) -> tuple[str, ...]:
        """The components whose image a container runs, in the order of `values.yaml`."""
        used = {container.image or container.component for container in self.containers}
        return tuple(component.name for component in self.components if component.name in used)

    @cached_property
    def deployments(self) -> tuple[Deployment, ...]:
        """The Deployments of all profiles, each once."""
        return _unique(deployment for profile in self.profiles for deployment in profile.deployments)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """One role of each name, for the objects that every profile's role of that name becomes."""
        return tuple({role.name: role for profile in self.profiles for role in profile.roles}.values())


def load() -> Catalogue:
    """Collect the components and every module of `model/platforms/`.

    Raises:
        ValueError: two values claim the same path, or two platforms the same name.
    """
    found = [
        import_module(f"{platform_modules.__name__}.{module.name}").PLATFORM
        for module in pkgutil.iter_modules(platform_modules.__path__)
    ]
    catalogue = Catalogue(
        components=tuple(
            module.COMPONENT
            for module in (chart, multus, whereabouts, daemonset, kubectl, networks, networktest, extras)
        ),
        platforms=tuple(sorted(found, key=lambda platform: platform.name)),
    )
    tree(catalogue.values)
    if len({platform.name for platform in catalogue.platforms}) < len(catalogue.platforms):
        raise ValueError("two platforms have the same name")
    return catalogue


def _inside(deployments: Iterable[Deployment]) -> Iterable[Container]:
    for deployment in deployments:
        yield from deployment.containers


def _unique(items: Iterable[_Named]) -> tuple[_Named, ...]:
    by_name: dict[str, _Named] = {}
    for item in items:
        if by_name.setdefault(item.name, item) != item:
            raise ValueError(f"two profiles have different things called {item.name}: rename one of them")
    return tuple(by_name.values())
