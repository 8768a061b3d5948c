"""Whose networks a pod may use: what the manifests tell of Multus' namespaceIsolation.

Source: multus-cni 4.2.1 to 4.3.0 pkg/k8sclient/k8sclient.go isValidNamespaceReference, pkg/types/conf.go
GetMultusNetConf, cmd/thin_entrypoint (the flags).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.cni.json_text import JsonTextError, plain, read

_DEFAULT: Final = frozenset({"default"})
_KEY: Final = "namespaceIsolation"
_FLAG: Final = re.compile(r"--?namespace-isolation(?:=(true|false))?")
_SHARED_FLAG: Final = re.compile(r"--?global-namespaces=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Isolation:
    """Whether Multus isolates namespaces, None where nobody says, and whose networks all pods may use."""

    isolates: bool | None = None
    shared: frozenset[str] = _DEFAULT

    def hinders(self, pod: str, network: str) -> bool:
        """Say whether a pod of one namespace may be refused a network of another."""
        return self.isolates is not False and network not in (pod, *self.shared)


def find(values: Iterable[Mapping[str, Any]]) -> Isolation:
    """Give what the objects say; of Multus twice, with other settings, nobody knows which one counts."""
    found = {each for value in values for each in _settings(value)}
    return found.pop() if len(found) == 1 else Isolation()


def _settings(value: Mapping[str, Any]) -> Iterator[Isolation]:
    if value.get("kind") == "ConfigMap":
        data = value.get("data")
        for text in data.values() if isinstance(data, Mapping) else ():
            if isinstance(text, str) and _KEY in text:
                yield from _of_config(text)
    elif value.get("kind") == "DaemonSet":
        pod: Any = value
        for step in ("spec", "template", "spec"):
            pod = pod.get(step) if isinstance(pod, Mapping) else None
        for key in ("initContainers", "containers") if isinstance(pod, Mapping) else ():
            containers = pod.get(key)
            for container in containers if isinstance(containers, list) else ():
                yield from _of_container(container)


def _of_config(text: str) -> Iterator[Isolation]:
    try:
        config = plain(read(text))
    except JsonTextError:
        return
    if isinstance(config, dict) and isinstance(config.get(_KEY), bool):
        yield Isolation(config[_KEY], _shared(config.get("globalNamespaces")))


def _of_container(container: Any) -> Iterator[Isolation]:
    given = container.get("args") if isinstance(container, Mapping) else None
    args = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    flags = [found[1] for each in args if (found := _FLAG.fullmatch(each))]
    if flags:
        shared = [found[1] for each in args if (found := _SHARED_FLAG.fullmatch(each))]
        yield Isolation(flags[-1] != "false", _shared(shared[-1] if shared else ""))


def _shared(text: Any) -> frozenset[str]:
    """Read globalNamespaces: a list with commas, which takes the place of `default`."""
    if not isinstance(text, str) or not text:
        return _DEFAULT
    return frozenset(each.strip() for each in text.split(","))
