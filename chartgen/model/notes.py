"""What users shall read of a version: the files of `changelog.d/` beside the definition.

`<version>.yaml` is an older version; every other `*.yaml` is a fragment, one or more entries for the next
version. The entries of the definition's own version stand in it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from semver import Version

from chartgen.core import yaml
from chartgen.core.data import data_root
from chartgen.core.errors import InputError
from chartgen.core.json_schema import Schema
from chartgen.model.definition import Change, Definition

FOLDER: Final = "changelog.d"
_MAX_BYTES: Final = 1024 * 1024

Entries = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The folder as read: `released` by version, the newest first, `fragments` by path, sorted."""

    released: Mapping[str, Entries]
    fragments: Mapping[Path, Entries]


def read_notes(folder: Path) -> Notes:
    """Read `changelog.d` in the folder of a definition; it may be missing.

    Raises:
        InputError: a file in it is no list of entries, or is called `.yml`.
    """
    released: dict[Version, Entries] = {}
    fragments: dict[Path, Entries] = {}
    for path in _files(folder / FOLDER):
        entries = _entries(path)
        if Version.is_valid(path.stem):
            released[Version.parse(path.stem)] = entries
        else:
            fragments[path] = entries
    return Notes({str(version): released[version] for version in sorted(released, reverse=True)}, fragments)


def released_file(folder: Path, version: str) -> Path:
    """Give the file of an older version."""
    return folder / FOLDER / f"{version}.yaml"


def _files(folder: Path) -> Iterator[Path]:
    try:
        found = sorted(path for path in folder.glob("*.y*ml") if path.is_file())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(folder)) from error
    for path in found:
        if path.suffix == ".yml":
            hint = f"rename it: {path.stem}.yaml"
            raise InputError("its name must end in .yaml", where=str(path), hint=hint)
        if path.suffix == ".yaml":
            yield path


def _entries(path: Path) -> Entries:
    document = yaml.load(yaml.read_bytes(path, limit=_MAX_BYTES), file=str(path))
    is_one = isinstance(document.value, dict)
    value = [document.value] if is_one else document.value
    for duplicate in document.duplicates:
        raise InputError(f"the key {duplicate.key} stands twice", where=duplicate.second, hint="remove one")
    for problem in _schema().problems(value):
        place = problem.path[1:] if is_one else problem.path
        name = yaml.format_path(place) or "a fragment"
        where = document.locate(place, key=problem.is_about_key)
        raise InputError(f"{name}: {problem.message}", where=where, hint=problem.hint)
    return tuple(Change(**entry) for entry in value)


@cache
def _schema() -> Schema:
    path = data_root() / "notes.schema.json"
    return Schema(json.loads(path.read_text("utf-8")), file=path.name)


def leftovers(folder: Path, definition: Definition) -> list[Path]:
    """Give the files of `changelog.d` that a killed `bump` left: all that they say stands in the definition.

    Raises:
        InputError: a file in it is no list of entries.
    """
    notes = read_notes(folder)
    own = released_file(folder, definition.version)
    taken = [path for path, entries in notes.fragments.items() if set(entries) <= set(definition.changes)]
    return [*taken, *([own] if definition.version in notes.released else [])]
