"""What `Chart.yaml` must say for Helm 3 and 4 to take a directory as a chart."""

import posixpath
import re
from collections.abc import Mapping
from typing import Any, Final

from chartgen.core import yaml
from chartgen.core.errors import InputError

FILE_NAME: Final = "Chart.yaml"
_KNOWN_FORMATS: Final = ("", "v1", "v2")
_TYPES: Final = ("", "application", "library")
_VERSION: Final = re.compile(
    r"v?\d+(\.\d+){0,2}(-(?P<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)


def read_metadata(content: bytes, *, file: str) -> Mapping[str, Any]:
    """Give what `Chart.yaml` says, with `name`, `version`, `apiVersion` and `type` as the text Helm sees.

    Raises:
        InputError: not YAML, or something that Helm refuses.
    """
    document = yaml.load(content, file=file)
    if not isinstance(document.value, dict):
        hint = "it needs at least apiVersion, name and version"
        raise InputError("does not hold a mapping", where=file, hint=hint)
    metadata = dict(document.value)
    for key in ("apiVersion", "name", "version", "type"):
        value = metadata.get(key)
        if isinstance(value, (dict, list)):
            raise InputError(f"{key} is not a text", where=document.locate([key]))
        metadata[key] = "" if value is None else str(value)
    for key, problem, hint in _problems(metadata):
        raise InputError(problem, where=document.locate([key]), hint=hint)
    return metadata


def _problems(metadata: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """List what is wrong as key, problem and hint; the order is Helm's."""
    name, version = metadata["name"], metadata["version"]
    problems = []
    if metadata["apiVersion"] not in _KNOWN_FORMATS:
        problem = f"charts of apiVersion {metadata['apiVersion']} are not supported"
        problems.append(("apiVersion", problem, "use apiVersion: v2"))
    if not name:
        problems.append(("name", "the chart has no name", "add name: and the name of the chart"))
    elif name in {".", ".."} or posixpath.basename(name) != name:
        problems.append(("name", f"{name!r} cannot be the name of a chart", "use a name without slashes"))
    if not version:
        problems.append(("version", "the chart has no version", "add version: 0.1.0"))
    elif not is_version(version):
        problems.append(("version", f"{version!r} is not a version", "use one such as 1.2.3"))
    if metadata["type"] not in _TYPES:
        problems.append(("type", f"{metadata['type']!r} is no type of chart", "use application or library"))
    return problems


def is_version(text: str) -> bool:
    """Say whether Helm takes `text` as a version: SemVer, where minor and patch may be missing."""
    found = _VERSION.fullmatch(text)
    numbers = (found["pre"] or "").split(".") if found else []
    return found is not None and not any(re.fullmatch(r"0\d+", number, re.ASCII) for number in numbers)
