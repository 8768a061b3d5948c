"""The ConfigMaps and Secrets that pods read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.core.values_path import Steps
from chartgen.lint.groups import is_foreign
from chartgen.lint.objects import Container, Object, Pod, mapping_at, mappings_at

_ENV: Final = (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret"))
_ENV_FROM: Final = (("configMapRef", "ConfigMap"), ("secretRef", "Secret"))
_SOURCES: Final = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "name"))
_VOLUMES: Final = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName"))
_FILLED_BY_CONTROLLER: Final = "kubernetes.io/service-account-token"


@dataclass(frozen=True, slots=True)
class Reference:
    """A ConfigMap or Secret that a pod reads.

    `path` is that of its name in the object, `keys` are those that it must have, each with its path. A
    reference is live when containers see a change of it while they run.
    """

    kind: str
    name: str
    path: Steps
    keys: tuple[tuple[str, Steps], ...] = ()
    is_optional: bool = False
    is_live: bool = False

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"{self.kind} {self.name}"


def references(pod: Pod) -> Iterator[Reference]:
    """Yield what a pod reads, by volumes and by its environment."""
    for path, volume in pod.volumes:
        is_live = _is_live(pod, volume.get("name"))
        for field, kind, name in _VOLUMES:
            yield from _reference(kind, mapping_at(volume, (field,)), (*path, field), name, is_live=is_live)
        for inner, source in mappings_at(volume, ("projected", "sources")):
            for field, kind, name in _SOURCES:
                where = (*path, *inner, field)
                yield from _reference(kind, mapping_at(source, (field,)), where, name, is_live=is_live)
    for container in pod.containers:
        yield from _environment(container)


def keys_of(each: Object) -> frozenset[str]:
    """Give the keys of a ConfigMap or Secret; none where others fill it."""
    if each.value.get("type") == _FILLED_BY_CONTROLLER:
        return frozenset()
    return frozenset(
        str(key) for field in ("data", "binaryData", "stringData") for key in mapping_at(each.value, (field,))
    )


def is_told(objects: Iterable[Object], name: str) -> bool:
    """Whether a container or an operator is told a name, and may thus make an object that is called so."""
    for each in objects:
        if is_foreign(each.group) and any(name in text for text in _texts(each.value)):
            return True
        for container in each.pod.containers if each.pod else ():
            told = (container.value.get(field) for field in ("command", "args", "env"))
            values = (text for part in told for text in _told(part))
            if any(name in text for text in values):
                return True
    return False


def _environment(container: Container) -> Iterator[Reference]:
    for inner, variable in mappings_at(container.value, ("env",)):
        for field, kind in _ENV:
            source = mapping_at(variable, ("valueFrom", field))
            path = (*container.path, *inner, "valueFrom", field)
            yield from _reference(kind, source, path, "name")
    for inner, variables in mappings_at(container.value, ("envFrom",)):
        for field, kind in _ENV_FROM:
            yield from _reference(
                kind, mapping_at(variables, (field,)), (*container.path, *inner, field), "name"
            )


def _reference(
    kind: str, source: Mapping[str, Any], path: Steps, field: str, *, is_live: bool = False
) -> Iterator[Reference]:
    name = source.get(field)
    if not isinstance(name, str) or not name:
        return
    keys = [(source.get("key"), (*path, "key"))]
    keys += [(item.get("key"), (*path, *inner, "key")) for inner, item in mappings_at(source, ("items",))]
    given = tuple((key, where) for key, where in keys if isinstance(key, str) and key)
    yield Reference(kind, name, (*path, field), given, source.get("optional") is True, is_live)


def _is_live(pod: Pod, volume: Any) -> bool:
    """Whether those who mount a volume see its changes: no init container, and no file by `subPath`."""
    mounts = [
        (container, mount)
        for container in pod.containers
        for _, mount in mappings_at(container.value, ("volumeMounts",))
        if mount.get("name") == volume
    ]
    return not any(
        container.is_init or mount.get("subPath") or mount.get("subPathExpr") for container, mount in mounts
    )


def _told(part: Any) -> Iterator[str]:
    """Yield the words of a command, and the values of variables, but no references."""
    for item in part if isinstance(part, list) else ():
        text = item.get("value") if isinstance(item, dict) else item
        if isinstance(text, str):
            yield text


def _texts(value: Any) -> Iterator[str]:
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            rest += part.values()
        elif isinstance(part, list):
            rest += part
        elif isinstance(part, str):
            yield part
