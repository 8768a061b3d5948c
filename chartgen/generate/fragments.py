"""Jinja filters that turn the model's containers and platforms into text of Helm's template language."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from chartgen.generate.quoting import quoted
from chartgen.model.container import Argument, Container, Mount
from chartgen.model.platform import Platform


def argument(item: str | Argument) -> str:
    """Give a container's argument as a quoted YAML scalar."""
    if isinstance(item, str):
        return quoted(item)
    return f"{{{{ printf {quoted(item.format)} {item.expression} | quote }}}}"


def mount_path(mount: Mount) -> str:
    """Give the path at which a volume is mounted as a quoted YAML scalar."""
    return f"{{{{ {mount.path} | quote }}}}" if mount.expression else quoted(mount.path)


def condition(container: Container) -> str:
    """Give the condition under which a container is there, over a variable a component."""
    if container.stands_in_for:
        return f"(and ${container.component} (not ${container.stands_in_for}))"
    return f"${container.component}"


def uses_platform(container: Container) -> bool:
    """Tell whether the container's template needs the variable `$platform`."""
    expressions = [item.expression for item in container.args if isinstance(item, Argument)]
    expressions += [mount.path for mount in container.mounts if mount.expression]
    return any("$platform" in expression for expression in expressions)


def nested(defaults: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group `section.key` paths by section, in the order of names."""
    split = sorted((*path.split(".", 1), default) for path, default in defaults.items())
    return [
        (section, [(key, default) for _, key, default in keys])
        for section, keys in groupby(split, key=lambda item: item[0])
    ]


def users(platform: Platform, volume: str) -> list[str]:
    """Give the components whose containers mount a volume, sorted."""
    containers: Iterable[Container] = (*platform.init_containers, *platform.containers)
    return sorted(
        {
            container.component
            for container in containers
            if any(mount.volume == volume for mount in container.mounts)
        }
    )


FILTERS: Mapping[str, Callable[..., Any]] = {
    "argument": argument,
    "condition": condition,
    "mount_path": mount_path,
    "nested": nested,
    "quoted": quoted,
    "users": users,
    "uses_platform": uses_platform,
}
