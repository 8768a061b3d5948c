"""The values that a chart gives to its subcharts, and what those know of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from chartgen.chart.reference import VALUES_FILE, Chart
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.values_path import Steps
from chartgen.render.sourcemap.insertion import text_of

_FOLDER: Final = re.compile(r"charts/([^/._][^/]*)/")
_TEXTS: Final = re.compile(r"(?:.*/)?(?:Chart\.yaml|values\.yaml|values\.schema\.json|templates/.*)")
_WORD: Final = re.compile(r"\w+")
_GLOBAL: Final = "global"


@dataclass(frozen=True)
class Subchart:
    """A subchart that is there as a folder: its files, by their paths in it."""

    files: Mapping[str, bytes]

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """Its own defaults; none where they cannot be read, which the render says."""
        try:
            found = yaml.load(self.files.get(VALUES_FILE, b""), file=VALUES_FILE).value
        except InputError:
            return {}
        return found if isinstance(found, dict) else {}

    def names(self, path: Steps) -> bool:
        """Say whether the last key of a path is a word of its templates, values or dependencies.

        It is meant to be more than it reads: a name in a comment is one that it knows.
        """
        return path[0] == _GLOBAL or {*_WORD.findall(str(path[-1]))} <= self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        texts = (text_of(content) for path, content in self.files.items() if _TEXTS.fullmatch(path))
        return frozenset(word for text in texts for word in _WORD.findall(text))


def subcharts(chart: Chart) -> dict[str, Subchart]:
    """Give the subcharts that are folders, by the key that their values have in the chart around them."""
    files: dict[str, dict[str, bytes]] = {}
    for path, content in chart.files.items():
        if folder := _FOLDER.match(path):
            files.setdefault(folder[1], {})[path[folder.end() :]] = content
    found = {name: Subchart(inside) for name, inside in files.items()}
    aliases = list(_aliases(chart))
    renamed = {alias: found[name] for name, alias in aliases if name in found}
    kept = {name: each for name, each in found.items() if name not in {name for name, _ in aliases}}
    return {**kept, **renamed}


def _aliases(chart: Chart) -> Iterator[tuple[str, str]]:
    dependencies = chart.metadata.get("dependencies")
    for each in dependencies if isinstance(dependencies, list) else ():
        if isinstance(each, Mapping) and each.get("alias"):
            yield str(each.get("name")), str(each["alias"])
