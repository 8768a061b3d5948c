"""Files of two charts that differ and whose meaning nothing else tells: texts, scripts, templates."""

from collections.abc import Container, Iterable, Iterator
from typing import Final

from chartgen.chart.metadata import FILE_NAME
from chartgen.chart.reference import SCHEMA_FILE, VALUES_FILE, Chart
from chartgen.diff.change import Change, change
from chartgen.diff.noise import Noise

_MOST: Final = 3
_TEMPLATES: Final = "templates/"
_CRDS: Final = "crds/"
_FILES: Final = "files/"
# What is compared by what it means, with the areas that tell of it.
_TOLD: Final = {
    VALUES_FILE: frozenset({"values"}),
    SCHEMA_FILE: frozenset({"values"}),
    FILE_NAME: frozenset({"chart"}),
}
_OF_OBJECTS: Final = frozenset({"objects", "rights", "images", "pods", "crds"})


def changes(
    old: Chart, new: Chart, noise: Noise, told: Iterable[Change], templates: Container[str]
) -> Iterator[Change]:
    """Yield the files that differ beyond versions, unless what they mean is told; by folder.

    `told` are all other changes, `templates` the templates that wrote what changes.
    """
    found = list(told)
    areas = {each.area for each in found}
    wheres = {each.where for each in found}
    by_folder: dict[str, list[str]] = {}
    for path in sorted({*old.files, *new.files}):
        before, after = old.files.get(path), new.files.get(path)
        if before is not None and after is not None and noise.is_same(before, after):
            continue
        # What a release writes into it is no change.
        is_released = path == FILE_NAME and old.version != new.version
        is_told = path in templates or path in wheres or _is_told(path, areas)
        if not is_released and not is_told:
            by_folder.setdefault(_folder(path), []).append(path)
    for folder, paths in by_folder.items():
        kind = "template-changed" if folder == _TEMPLATES else "file-changed"
        yield change(kind, folder or paths[0], _text(folder, paths, old, new))


def _folder(path: str) -> str:
    folder, slash, _ = path.partition("/")
    return f"{folder}{slash}" if slash else path


def _is_told(path: str, areas: set[str]) -> bool:
    if path in _TOLD:
        return bool(areas & _TOLD[path])
    if path.startswith(_TEMPLATES):
        # What helpers do is seen in other templates.
        return path.rpartition("/")[2].startswith("_") and bool(areas & (_OF_OBJECTS | {"scenarios"}))
    if path.startswith(_FILES):
        return bool(areas & _OF_OBJECTS)
    return path.startswith(_CRDS) and "crds" in areas


def _text(folder: str, paths: list[str], old: Chart, new: Chart) -> str:
    if not folder.endswith("/"):
        return _word(paths[0], old, new)
    names = [f"{path.removeprefix(folder)} {_word(path, old, new)}" for path in paths[:_MOST]]
    rest = len(paths) - _MOST
    text = ", ".join(names) + (f" and {rest} more" if rest > 0 else "")
    return f"{text}; no scenario shows it" if folder == _TEMPLATES else text


def _word(path: str, old: Chart, new: Chart) -> str:
    if path not in old.files:
        return "is new"
    return "changes" if path in new.files else "is gone"
