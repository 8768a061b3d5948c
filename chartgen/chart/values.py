"""The user's values: files and options merged as Helm merges them, and where each came from."""

import copy
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from chartgen.chart import set_options
from chartgen.chart.set_options import Assignment, Integer, SetError
from chartgen.core import yaml
from chartgen.core.errors import InputError, UsageError
from chartgen.core.location import Location
from chartgen.core.yaml_nodes import MAX_DEPTH

STDIN = "-"
Steps = tuple[str | int, ...]


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
        for depth in range(len(steps), 0, -1):
            for flag in reversed(self.flags):
                if any(known[:depth] == steps[:depth] for known in flag.paths):
                    return Location(flag.text, values_path=yaml.format_path(steps))
            for document in reversed(self.documents):
                if _contains(document.value, steps[:depth]):
                    return document.locate(steps, key=key)
        first = self.documents[0].file if self.documents else "values"
        return Location(first, values_path=yaml.format_path(steps))


def collect(options: Options, *, stdin: Callable[[], bytes] | None = None) -> Values:
    """Read and merge everything in Helm's order.

    That is: files, then --set-json, --set, --set-string, --set-file, --set-literal.

    Raises:
        InputError: a file cannot be read, is no YAML, or is no map.
        UsageError: an option that Helm refuses.
    """
    documents = tuple(_document(file, stdin) for file in options.files)
    tree: dict[str, Any] = {}
    for document in documents:
        tree = merge(tree, document.value or {})
    if not any((options.set, options.set_string, options.set_json, options.set_file, options.set_literal)):
        return Values(tree, documents=documents)
    tree = copy.deepcopy(tree)
    flags: list[_Flag] = []
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
            tree = _apply(tree, name, text, parse, flags)
    integers: set[Steps] = set()
    plain: dict[str, Any] = _plain(tree, (), integers)
    return Values(plain, frozenset(integers), documents, tuple(flags))


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


def _document(file: str, stdin: Callable[[], bytes] | None) -> yaml.Document:
    if file == STDIN:
        document = yaml.load(stdin() if stdin else b"", file="<stdin>")
    else:
        document = yaml.read(Path(file))
    if document.value is not None and not isinstance(document.value, dict):
        kind = "a list" if isinstance(document.value, list) else "a single value"
        raise InputError(
            f"holds {kind}, but values are a map",
            where=document.locate(()),
            hint="start with the name of a value, such as `networks:`",
        )
    return document


def _file_text(path: str, *, stdin: Callable[[], bytes] | None) -> str:
    data = (stdin() if stdin else b"") if path.strip() == STDIN else yaml.read_bytes(Path(path))
    return data.decode(errors="replace")


def _apply(
    tree: dict[str, Any],
    name: str,
    text: str,
    parse: Callable[[str], Iterable[Assignment]],
    flags: list[_Flag],
) -> dict[str, Any]:
    label = f"{name} {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"
    try:
        if name == "--set-json" and text.strip().startswith("{"):
            whole = json.loads(text)
            flags.append(_Flag(label, tuple(_paths(whole, ()))))
            return merge(tree, whole)
        assignments = []
        for assignment in parse(text):
            set_options.put(tree, assignment)
            assignments.append(assignment.path)
    except (SetError, ValueError, RecursionError) as error:
        raise UsageError(
            str(error), where=label, hint="the form is key=value, such as networks.data.master=eth1"
        ) from error
    flags.append(_Flag(label, tuple(assignments)))
    return tree


_SHOWN = 80


def _paths(node: Any, path: Steps) -> Iterable[Steps]:
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _paths(value, (*path, key))
    else:
        yield path


def _plain(node: Any, path: Steps, integers: set[Steps]) -> Any:
    """Replace the marked integers by plain ones and note their paths."""
    if len(path) > MAX_DEPTH:
        problem = f"nested deeper than {MAX_DEPTH} levels"
        raise UsageError(problem, where=f"--set… {yaml.format_path(path)[:_SHOWN]}…")
    if isinstance(node, dict):
        return {key: _plain(value, (*path, key), integers) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value, (*path, index), integers) for index, value in enumerate(node)]
    if isinstance(node, Integer):
        integers.add(path)
        return int(node)
    return node


def _contains(node: Any, path: Steps) -> bool:
    for step in path:
        is_there = (
            step in node
            if isinstance(node, dict)
            else isinstance(node, list) and isinstance(step, int) and step < len(node)
        )
        if not is_there:
            return False
        node = node[step]
    return True
