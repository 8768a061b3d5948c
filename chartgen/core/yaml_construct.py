"""What a tree of YAML nodes means to Helm: plain Python values, merge keys, duplicate keys."""

import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, cast

from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.core.yaml_nodes import (
    MAX_DEPTH,
    MAX_NODES,
    Alias,
    Collection,
    Mapping,
    Node,
    Scalar,
    Sequence,
    too_deep,
    too_large,
)
from chartgen.core.yaml_scalars import MERGE_TAG, ScalarError, key_text, resolve

# Helm's integers end as 64-bit floats, which are exact up to here.
_EXACT: Final = 2**53


class _Refused(NamedTuple):
    """Something that JSON cannot say: an error, unless a later duplicate key replaces it."""

    problem: str
    place: Location


class Constructor:
    """Gives the value of one document."""

    def __init__(self, root: Node, file: str) -> None:
        """Take the root node; nothing is read yet."""
        self._root, self._file = root, file
        self._guarded = False
        self._refused = False
        self.may_have_duplicates = False

    def construct(self) -> Any:
        """Give plain dict, list, str, int, float, bool and None; nothing in it is shared.

        Raises:
            InputError: a tag, key or number that Helm refuses, or aliases that multiply beyond measure.
        """
        value = self._value(self._root)
        if self._refused:
            for refused in _find_refused(value):
                raise InputError(refused.problem, where=refused.place)
        return value

    def _value(self, node: Node) -> Any:
        if isinstance(node, Scalar):
            return node.text if node.tag is None and not node.plain else self._scalar(node)
        if isinstance(node, Mapping):
            return self._mapping(node)
        if isinstance(node, Sequence):
            return [self._value(item) for item in node.items]
        if not self._guarded:
            _AliasGuard(self._file).check(self._root)
            self._guarded = True
        return self._value(resolved(node))

    def _scalar(self, node: Scalar) -> Any:
        try:
            value = resolve(node.text, node.tag, plain=node.plain)
        except ScalarError as error:
            raise InputError(str(error), where=place_of(node, self._file)) from error
        if type(value) is float and not math.isfinite(value):
            return self._refuse(f"`{node.text}` has no place in JSON", node)
        if type(value) is int and abs(value) > _EXACT:
            return int(float(value))
        return value

    def _mapping(self, node: Mapping) -> Any:
        out: dict[str, Any] = {}
        items = iter(node.items)
        for key, value in zip(items, items, strict=True):
            if is_merge(key):
                self.may_have_duplicates = True
                for merged in merged_mappings(value, self._file):
                    part = self._value(merged)
                    if isinstance(part, _Refused):
                        return part
                    out.update(part)
                continue
            try:
                name = key_of(key, self._file)
            except ScalarError as error:
                return self._refuse(str(error), key)
            out[name] = self._value(value)
        if len(out) * 2 < len(node.items):
            self.may_have_duplicates = True
        return out

    def _refuse(self, problem: str, node: Node) -> _Refused:
        self._refused = True
        return _Refused(problem, place_of(node, self._file))


def _find_refused(value: Any) -> Iterator[_Refused]:
    if isinstance(value, _Refused):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _find_refused(item)


def place_of(node: Node, file: str) -> Location:
    """Give where a node starts."""
    return Location(file, node.line, node.column)


def resolved(node: Node) -> Node:
    """Follow an alias; anchors stand on real nodes, so one step is enough."""
    return node.target if isinstance(node, Alias) else node


def is_merge(key: Node) -> bool:
    """Tell the key `<<` from a text that says so."""
    return (
        isinstance(key, Scalar) and key.text == "<<" and (key.tag == MERGE_TAG or (key.plain and not key.tag))
    )


def merged_mappings(value: Node, file: str) -> list[Node]:
    """Give what `<<` merges, in the order in which later ones win.

    Raises:
        InputError: neither a mapping nor a list of mappings.
    """
    candidates = value.items[::-1] if isinstance(value, Sequence) else [value]
    for candidate in candidates:
        if not isinstance(resolved(candidate), Mapping):
            hint = "put an alias of a mapping behind it, or quote the key"
            raise InputError(
                "<< takes a mapping or a list of mappings", where=place_of(candidate, file), hint=hint
            )
    return candidates


def key_of(node: Node, file: str) -> str:
    """Give a key as JSON has it.

    Raises:
        InputError: the key is a collection, or its tag contradicts it.
        ScalarError: the key is nothing that JSON can say.
    """
    target = resolved(node)
    if not isinstance(target, Scalar):
        hint = "quote a text that starts with { or [; templates ({{ … }}) are not evaluated here"
        raise InputError("a list or mapping cannot be a key", where=place_of(node, file), hint=hint)
    if target.tag is None and not target.plain:
        return target.text
    try:
        value = resolve(target.text, target.tag, plain=target.plain)
    except ScalarError as error:
        raise InputError(str(error), where=place_of(node, file)) from error
    return key_text(value)


def entries(node: Mapping, file: str) -> Iterator[tuple[str, Node, Node]]:
    """Yield name, key node and value node of what a mapping itself says, without what it merges."""
    items = iter(node.items)
    for key, value in zip(items, items, strict=True):
        if is_merge(key):
            continue
        try:
            name = key_of(key, file)
        except ScalarError:
            continue
        yield name, key, value


def effective_entries(node: Mapping, file: str) -> dict[str, tuple[Node, Node]]:
    """Give key node and value node of each name, of the last one where there are several, merged ones too."""
    found: dict[str, tuple[Node, Node]] = {}
    items = iter(node.items)
    for key, value in zip(items, items, strict=True):
        if is_merge(key):
            for merged in merged_mappings(value, file):
                found.update(effective_entries(cast("Mapping", resolved(merged)), file))
        else:
            found[key_of(key, file)] = key, value
    return found


def duplicates(node: Node, file: str, path: Steps = ()) -> Iterator[tuple[Steps, Node, Node]]:
    """Yield path, first key node and later key node of keys that a mapping has more than once."""
    if isinstance(node, Mapping):
        first: dict[str, Node] = {}
        for name, key, value in entries(node, file):
            if name in first:
                yield (*path, name), first[name], key
            else:
                first[name] = key
            yield from duplicates(value, file, (*path, name))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from duplicates(item, file, (*path, index))


class _AliasGuard:
    """Measures what aliases multiply before anything is built, by the rule of Helm's library and our own."""

    # Helm's library looks from so many nodes on; the share that aliases may have falls from 99 % to 10 %
    # between 400,000 and 4,000,000 nodes.
    _SMALL_ALIASED, _SMALL_TOTAL = 100, 1000
    _FREE, _STRICT = 400_000, 4_000_000
    # As much as the largest file that is read: Helm would write out each copy.
    _LONGEST = 32 * 1024 * 1024

    def __init__(self, file: str) -> None:
        self._file = file
        self._total = 1
        self._aliased = 0
        self._text = 0
        self._measured: dict[int, tuple[int, int, int]] = {}

    def check(self, node: Node, depth: int = 0) -> int:
        """Count a node and all below it, aliases expanded; gives its height."""
        if isinstance(node, Alias):
            return self._expand(node, depth)
        before, text, height = self._total, self._text, 0
        self._total += 1
        if isinstance(node, Scalar):
            self._text += len(node.text)
        if isinstance(node, Collection):
            for item in _counted(node, self._file):
                height = max(height, self.check(item, depth + 1))
            height += 1
        self._measured[id(node)] = (self._total - before, height, self._text - text)
        return height

    def _expand(self, node: Alias, depth: int) -> int:
        size, height, text = self._measured.get(id(node.target)) or self._aside(node.target, depth)
        self._total += size + 1
        self._aliased += size
        self._text += text
        place = place_of(node, self._file)
        if depth + height > MAX_DEPTH:
            raise too_deep(place)
        if self._total > MAX_NODES:
            raise too_large(place)
        looks = self._aliased > self._SMALL_ALIASED and self._total > self._SMALL_TOTAL
        too_often = looks and self._aliased > self._total * self._allowed()
        if too_often or self._text > self._LONGEST:
            raise InputError(
                "aliases repeat parts of this document too many times",
                where=place,
                hint="write out what the aliases stand for, or check where the file is from",
            )
        return height

    def _aside(self, node: Node, depth: int) -> tuple[int, int, int]:
        """Measure what was passed over so far: the key `<<`, or a list behind it, with an anchor."""
        before = self._total, self._aliased, self._text
        self.check(node, depth)
        self._total, self._aliased, self._text = before
        return self._measured[id(node)]

    def _allowed(self) -> float:
        part = (self._total - self._FREE) / (self._STRICT - self._FREE)
        return 0.99 - 0.89 * min(max(part, 0.0), 1.0)


def _counted(node: Collection, file: str) -> Iterator[Node]:
    """Yield what Helm's library counts: neither the key `<<` nor a list of mappings behind it."""
    if isinstance(node, Sequence):
        yield from node.items
        return
    items = iter(node.items)
    for key, value in zip(items, items, strict=True):
        if is_merge(key):
            yield from merged_mappings(value, file)
        else:
            yield from (key, value)
