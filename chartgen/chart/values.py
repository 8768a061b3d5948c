"""The user's values: files and options merged as Helm merges them, and where each came from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from chartgen.chart import set_options, values_file
from chartgen.chart.set_options import Assignment, Integer, SetError
from chartgen.core import yaml
from chartgen.core.errors import InputError, UsageError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps, contains

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Options:
    """What a command line says of values; the texts are as in Helm's options of these names."""

    files: Sequence[str] = ()
    set: Sequence[str] = ()
    set_string: Sequence[str] = ()
    set_json: Sequence[str] = ()
    set_file: Sequence[str] = ()
    set_literal: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Flag:
    """What one option sets: the paths, and its text as the user wrote it."""

    text: str
    paths: tuple[Steps, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Merged values of a user, without the chart's defaults; null means: remove the default.

    `integers` are the paths that `--set` gave as integers; Helm holds all other numbers as floats.
    """

    tree: dict[str, Any] = field(default_factory=dict)
    integers: frozenset[Steps] = frozenset()
    documents: tuple[yaml.Document, ...] = ()
    flags: tuple[_Flag, ...] = ()

    @property
    def duplicates(self) -> list[yaml.Duplicate]:
        """The keys that stand twice in a map of a file; the last one counts."""
        return [duplicate for document in self.documents for duplicate in document.duplicates]

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Give the place that set the value at `path`, or, where nothing did, the nearest above it."""
        steps = tuple(path)
        for flag in reversed(self.flags):
            if any(steps[: len(known)] == known for known in flag.paths):
                return Location(flag.text, values_path=yaml.format_path(steps))
        for depth in range(len(steps), 0, -1):
            for document in reversed(self.documents):
                if contains(document.value, steps[:depth]):
                    return document.locate(steps, key=key)
            # What only options mention, such as a map that they made.
            for flag in reversed(self.flags):
                if any(known[:depth] == steps[:depth] for known in flag.paths):
                    return Location(flag.text, values_path=yaml.format_path(steps))
        first = self.documents[0].file if self.documents else "values"
        return Location(first, values_path=yaml.format_path(steps))


def collect(options: Options, *, stdin: Callable[[], bytes] | None = None) -> Values:
    """Read and merge everything in Helm's order.

    That is: files, then --set-json, --set, --set-string, --set-file, --set-literal.

    Raises:
        InputError: a file cannot be read, is no YAML, or is no map.
        UsageError: an option that Helm refuses.
    """
    documents = tuple(document for file in options.files for document in _documents(file, stdin))
    tree: dict[str, Any] = {}
    for document in documents:
        tree = merge(tree, document.value or {})
    if not any((options.set, options.set_string, options.set_json, options.set_file, options.set_literal)):
        return Values(tree, documents=documents)
    work = _Work(_copy(tree))
    for name, texts, parse in (
        ("--set-json", options.set_json, set_options.parse_json),
        ("--set", options.set, partial(set_options.parse, convert=set_options.typed)),
        ("--set-string", options.set_string, partial(set_options.parse, convert=str)),
        (
            "--set-file",
            options.set_file,
            partial(set_options.parse, convert=partial(_file_text, stdin=stdin)),
        ),
        ("--set-literal", options.set_literal, set_options.parse_literal),
    ):
        for text in texts:
            _apply(work, name, text, parse)
    integers: set[Steps] = set()
    for flag in work.flags:
        for path in flag.paths:
            _make_plain(work.tree, path, integers)
    return Values(work.tree, frozenset(integers), documents, tuple(work.flags))


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Give `base` with `over` on top: maps deep, everything else replaces. Neither is changed."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return merged


def coalesce(defaults: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what templates see of a chart without subcharts: the defaults with the user's values on top.

    A null of the user removes the default. Where there is no default to remove, Helm 4 keeps the null; a
    null among the defaults is as good as none. Where one side is a map and the other is not, the user's
    stays.
    """
    given = {key: value for key, value in values.items() if value is not None or key not in defaults}
    removed = values.keys() - given.keys()
    return _coalesce({key: value for key, value in defaults.items() if key not in removed}, given)


def _coalesce(defaults: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(values)
    for key, default in defaults.items():
        if default is None:
            continue
        if key not in merged:
            merged[key] = _coalesce(default, {}) if isinstance(default, dict) else default
        elif merged[key] is None:
            del merged[key]
        elif isinstance(default, dict) and isinstance(merged[key], dict):
            merged[key] = _coalesce(default, merged[key])
    return merged


def _documents(file: str, stdin: Callable[[], bytes] | None) -> tuple[yaml.Document, ...]:
    is_stdin = file.strip() == STDIN
    return values_file.documents(_content(file, stdin), file="<stdin>" if is_stdin else file)


def _content(file: str, stdin: Callable[[], bytes] | None) -> bytes:
    if file.strip() == STDIN:
        return stdin() if stdin else b""
    if "://" in file:
        raise InputError("files are not fetched", where=file, hint="download it and give its path")
    return yaml.read_bytes(Path(file))


def _file_text(path: str, *, stdin: Callable[[], bytes] | None) -> str:
    try:
        return _content(path, stdin).decode()
    except UnicodeDecodeError as error:
        # Helm would take the bytes, which a release stored as JSON then loses.
        problem = f"the byte 0x{error.object[error.start]:02x} is not UTF-8, and a value can only hold text"
        hint = "encode the file first, for example with base64, and let the template decode it"
        raise InputError(problem, where=path, hint=hint) from error


@dataclass(slots=True)
class _Work:
    """Values that options are put into, in place."""

    tree: dict[str, Any]
    flags: list[_Flag] = field(default_factory=list)
    added: int = 0

    def put(self, assignment: Assignment) -> None:
        self.added += set_options.put(self.tree, assignment)
        if self.added > _MAX_ADDED:
            raise SetError(f"indexes make lists longer by more than {_MAX_ADDED} items")


_SHOWN = 120
_MAX_ADDED = 1_000_000
"""Most items by which options may make lists longer: `a[65536]=x` alone asks for 65,537."""


def _apply(work: _Work, name: str, text: str, parse: Callable[[str], Iterable[Assignment]]) -> None:
    label = f"{name} {_short(text)}"
    paths: list[Steps] = []
    try:
        whole = set_options.parse_json_object(text) if name == "--set-json" else None
        if whole is not None:
            work.flags.append(_Flag(label, tuple(path for path in _paths(whole, ()) if path)))
            work.tree = merge(work.tree, whole)
            return
        for assignment in parse(text):
            work.put(assignment)
            paths.append(assignment.path)
    except SetError as error:
        example = '"eth1"' if name == "--set-json" else "eth1"
        raise UsageError(
            _short(str(error)),
            where=label,
            hint=f"the form is key=value, such as networks.data.master={example}",
        ) from error
    work.flags.append(_Flag(label, tuple(paths)))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _paths(node: Any, path: Steps) -> Iterable[Steps]:
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _paths(value, (*path, key))
    else:
        yield path


def _copy(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_copy(item) for item in node]
    return node


def _make_plain(tree: dict[str, Any], path: Steps, integers: set[Steps]) -> None:
    """Replace the marked integers at `path`, or in the list there, by plain ones and note their paths."""
    if not contains(tree, path):
        return
    parent: Any = tree
    for step in path[:-1]:
        parent = parent[step]
    value = parent[path[-1]]
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, Integer):
            value[index] = int(item)
            integers.add((*path, index))
    if isinstance(value, Integer):
        parent[path[-1]] = int(value)
        integers.add(path)
