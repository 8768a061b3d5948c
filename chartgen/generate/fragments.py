"""Jinja filters that turn the model's containers into text of Helm's template language."""

from collections.abc import Callable, Mapping
from typing import Any

from chartgen.generate.quoting import quoted
from chartgen.model.container import ACCESS_PATH, Argument, Container, Deployment, Mount, PodField


def argument(item: str | Argument) -> str:
    """Give a text or a value in a text as a quoted YAML scalar."""
    if isinstance(item, str):
        return quoted(item)
    if item.format == "%v":
        return f"{{{{ {item.expression} | quote }}}}"
    return f"{{{{ printf {quoted(item.format)} {item.expression} | quote }}}}"


def all_mounts(container: Container) -> tuple[Mount, ...]:
    """Give the mounts of a container, that of the token with them."""
    access = (Mount("access", ACCESS_PATH, read_only=True),) if container.access else ()
    return (*container.mounts, *access)


def volumes(deployment: Deployment) -> list[str]:
    """Give the names of the volumes that a Deployment's containers mount, sorted."""
    return sorted({mount.volume for item in deployment.containers for mount in all_mounts(item)})


def is_pod_field(value: object) -> bool:
    """Tell whether a variable's value is a field of the pod."""
    return isinstance(value, PodField)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "all_mounts": all_mounts,
    "argument": argument,
    "quoted": quoted,
    "volumes": volumes,
}
TESTS: Mapping[str, Callable[..., bool]] = {"pod_field": is_pod_field}
