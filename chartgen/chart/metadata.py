"""What `Chart.yaml` must say for Helm 3 and 4 to take a directory as a chart."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.values_path import Steps

FILE_NAME: Final = "Chart.yaml"
_KNOWN_FORMATS: Final = ("", "v1", "v2")
_LARGEST: Final = 2**64 - 1
_TYPES: Final = ("", "application", "library")
_VERSION: Final = re.compile(
    r"v?(?P<numbers>\d{1,40}(\.\d{1,40}){0,2})(-(?P<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)

_TEXT, _FLAG, _LIST, _MAPPING = "a text", "true or false", "a list", "a mapping"
# What Helm reads of Chart.yaml and what it must be; `*` is any key. Numbers serve as texts.
_FIELDS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("apiVersion", "name", "version", "type", "kubeVersion", "appVersion"), _TEXT),
    **dict.fromkeys(("description", "home", "icon", "condition", "tags"), _TEXT),
    "keywords": [_TEXT],
    "sources": [_TEXT],
    "annotations": {"*": _TEXT},
    "deprecated": _FLAG,
    "maintainers": [dict.fromkeys(("name", "email", "url"), _TEXT)],
    "dependencies": [
        {
            **dict.fromkeys(("name", "version", "repository", "condition", "alias"), _TEXT),
            "tags": [_TEXT],
            "enabled": _FLAG,
            "import-values": [None],
        }
    ],
}


def read_metadata(content: bytes, *, file: str, is_subchart: bool = False) -> Mapping[str, Any]:
    """Give what `Chart.yaml` says, with `name`, `version`, `apiVersion` and `type` as the text Helm sees.

    Of a subchart Helm takes any `apiVersion`.

    Raises:
        InputError: not YAML, or something that Helm refuses.
    """
    document = yaml.load(content, file=file)
    check_fields(document, hint="it needs at least apiVersion, name and version")
    metadata = dict(document.value)
    for key in ("apiVersion", "name", "version", "type"):
        metadata[key] = scalar_text(metadata.get(key))
    for key, problem, hint in _problems(metadata):
        if is_subchart and key == "apiVersion":
            continue
        raise InputError(problem, where=document.locate([key]), hint=hint)
    return metadata


def check_fields(document: yaml.Document, *, hint: str) -> None:
    """Refuse what has another shape than in `Chart.yaml`, or what stands beside it with some of its fields.

    Raises:
        InputError: no mapping, with the hint, or a field that Helm refuses.
    """
    if not isinstance(document.value, dict):
        raise InputError("does not hold a mapping", where=document.file, hint=hint)
    for path, wanted in _misfits(document.value, _FIELDS, ()):
        raise InputError(f"{yaml.format_path(path)} must be {wanted}", where=document.locate(path))


def known_fields(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields that Helm knows and that say something: what it writes into indexes and registries."""
    kept: dict[str, Any] = _known(metadata, _FIELDS)
    return kept


def _known(value: Any, shape: Any) -> Any:
    if isinstance(shape, list):
        return [_known(item, shape[0]) for item in value]
    if isinstance(shape, dict) and "*" in shape:
        return {key: _known(item, shape["*"]) for key, item in value.items()}
    if isinstance(shape, dict):
        fields = {
            key: _known(item, shape[key])
            for key, item in (value or {}).items()
            if item is not None and key in shape
        }
        return {key: item for key, item in fields.items() if item}
    return scalar_text(value) if shape == _TEXT else value


def _misfits(value: Any, shape: Any, path: Steps) -> Iterator[tuple[Steps, str]]:
    """Give the place of each value that has another shape than Helm's, and what it should be."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            yield path, _LIST
            return
        for number, item in enumerate(value):
            if item is not None or isinstance(shape[0], dict):
                yield from _misfits(item, shape[0], (*path, number))
    elif isinstance(shape, dict):
        if not isinstance(value, dict):
            yield path, _MAPPING
            return
        for key, item in value.items():
            if item is not None:
                yield from _misfits(item, shape.get(key, shape.get("*")), (*path, key))
    elif (shape == _TEXT and isinstance(value, (dict, list))) or (
        shape == _FLAG and not isinstance(value, bool)
    ):
        yield path, shape


def scalar_text(value: Any) -> str:
    """Give a scalar as the text that Helm's library makes of it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


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
    if found is None or any(int(number) > _LARGEST for number in found["numbers"].split(".")):
        return False
    parts = (found["pre"] or "").split(".")
    return not any(re.fullmatch(r"0\d+", part, re.ASCII) for part in parts)
