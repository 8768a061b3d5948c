"""The scenarios of a chart: its defaults, and the values files of its folder `ci`.

The comment lines that such a file starts with can say what it is rendered for:

    # Kubernetes: v1.31.0+k3s1
    # APIs: security.openshift.io/v1, route.openshift.io/v1
    # Release: name
    # Namespace: kube-system
    # Refused: networks.a.master: missing; …

The last is the exact text that a file of `ci/negative` must be refused with.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chartgen.chart import values_file
from chartgen.chart.reference import Chart
from chartgen.chart.values import Values, merge
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location

DEFAULTS: Final = "defaults"
"""The name of the scenario without values of its own."""

_FIELD: Final = re.compile(r"# (Refused|Kubernetes|APIs|Release|Namespace): *(.+)")
_OF_CHART: Final = re.compile(r"ci/([^/]+)-values\.yaml")
_NEGATIVE: Final = re.compile(r"ci/negative/([^/]+)\.yaml")


@dataclass(frozen=True, eq=False)
class Scenario:
    """Values, and what they are rendered for; what is empty is left to whoever renders.

    `file` is where it is written as users see it; the defaults have none.
    """

    name: str
    values: Values
    file: str = ""
    kubernetes: str = ""
    apis: tuple[str, ...] = ()
    release: str = ""
    namespace: str = ""
    refused: str = ""


def scenarios(chart: Chart) -> list[Scenario]:
    """Give those that the chart should render: the defaults, then the files of `ci` by name.

    Many charts keep `ci` out of the package, so of a directory they are read beside it.

    Raises:
        InputError: a file that is no YAML or no map, or says a thing twice in its first comments.
    """
    files = _with_folder(chart, "ci")
    found = [read(files[path], chart.path_of(path), name) for path, name in _files(files, _OF_CHART)]
    return [Scenario(DEFAULTS, Values()), *found]


def negatives(chart: Chart) -> list[Scenario]:
    """Give those that the chart should refuse: the files of `ci/negative` by name.

    They are no part of a package, so of a directory they are read beside it. One that does not say what it is
    refused with has an empty `refused`.

    Raises:
        InputError: as `scenarios`.
    """
    files = _with_folder(chart, "ci/negative")
    return [read(files[path], chart.path_of(path), name) for path, name in _files(files, _NEGATIVE)]


def read(content: bytes, file: str, name: str) -> Scenario:
    """Read a scenario of its own.

    Raises:
        InputError: as `scenarios`.
    """
    documents = values_file.documents(content, file=file)
    tree: dict[str, object] = {}
    for document in documents:
        tree = merge(tree, document.value or {})
    header = _header(yaml.decode(content, file=file), file)
    return Scenario(
        name,
        Values(tree, documents=documents),
        file,
        kubernetes=header.get("Kubernetes", ""),
        apis=tuple(api.strip() for api in header.get("APIs", "").split(",") if api.strip()),
        release=header.get("Release", ""),
        namespace=header.get("Namespace", ""),
        refused=header.get("Refused", ""),
    )


def _with_folder(chart: Chart, name: str) -> dict[str, bytes]:
    """Give the files of a chart with those that a folder of its directory has."""
    folder = Path(chart.reference, name)
    found = {f"{name}/{path.name}": yaml.read_bytes(path) for path in folder.glob("*.yaml") if path.is_file()}
    return {**found, **chart.files}


def _files(files: Mapping[str, bytes], pattern: "re.Pattern[str]") -> Iterator[tuple[str, str]]:
    for path in sorted(files):
        if found := pattern.fullmatch(path):
            yield path, found[1]


def _header(text: str, file: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        found = _FIELD.fullmatch(line.rstrip())
        if found and found[1] in fields:
            raise InputError(f"{found[1]} is said twice", where=Location(file, number, 1))
        if found:
            fields[found[1]] = found[2].rstrip()
    return fields
