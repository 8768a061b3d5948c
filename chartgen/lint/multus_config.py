"""Configurations of Multus in ConfigMaps."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.core.values_path import Steps
from chartgen.lint.objects import Object, mapping_at, mappings_at
from chartgen.lint.rule import Hit

_MULTUS: Final = re.compile(r'"type"\s*:\s*"multus"')
_PLACEHOLDER: Final = re.compile(r"__\w+__|@\w+@|\$\{|\{\{")
"""What a script on the node replaces: such a text need not be JSON before that."""

_DAEMON: Final = frozenset({"chrootDir", "cniConfigDir", "multusConfigFile", "multusMasterCNI", "socketDir"})
"""What only the daemon of thick Multus reads, which finds the cluster's network itself."""


@dataclass(frozen=True, eq=False)
class MultusConfig:
    """One configuration: the value at `inside` of the text at `path`.

    `problem` says why the text is no JSON, `position` at which line and column of it.
    """

    object: Object
    path: Steps
    text: str
    value: Mapping[str, Any]
    inside: Steps = ()
    problem: str = ""
    position: tuple[int, int] = (1, 1)

    def hit(self, message: str, *inside: str, hint: str = "", **more: Any) -> Hit:
        """Say that something is wrong at a part of it."""
        manifest = self.object.manifest
        if self.problem:
            place = manifest.locate_position(self.path, self.position)
        else:
            place = manifest.locate_inside(self.path, self.text, (*self.inside, *inside) if inside else ())
        return Hit(message, location=place, hint=hint, **more)

    def text_of(self, field: str) -> str:
        """Give a field that is a text; empty for any other."""
        value = self.value.get(field)
        return value if isinstance(value, str) else ""


def configs(each: Object) -> Iterator[MultusConfig]:
    """Yield the configurations of Multus in an object: those that are JSON, and those that should be."""
    data = mapping_at(each.value, ("data",)) if each.kind == "ConfigMap" else {}
    for key, text in data.items():
        if not isinstance(text, str) or not _MULTUS.search(text):
            continue
        path = ("data", key)
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            if text.lstrip().startswith("{") and not _PLACEHOLDER.search(text):
                position = (error.lineno, error.colno)
                yield MultusConfig(each, path, text, {}, problem=error.msg, position=position)
        except RecursionError:
            continue
        else:
            yield from _configs_in(each, path, text, value)


def _configs_in(each: Object, path: Steps, text: str, value: Any) -> Iterator[MultusConfig]:
    if isinstance(value, dict) and value.get("type") == "multus" and _DAEMON.isdisjoint(value):
        yield MultusConfig(each, path, text, value)
        return
    for inside, plugin in mappings_at(value, ("plugins",)):
        if plugin.get("type") == "multus":
            yield MultusConfig(each, path, text, plugin, inside)
