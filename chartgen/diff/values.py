"""What users can set, and what they get without: the schemas and defaults of two charts."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chartgen.chart import schema_file
from chartgen.chart.reference import SCHEMA_FILE, Chart
from chartgen.core.errors import InputError
from chartgen.core.values_path import Steps, contains
from chartgen.core.yaml import format_path
from chartgen.diff import defaults, schema
from chartgen.diff.change import Change, Part, change, shown
from chartgen.diff.defaults import DefaultDifference, Knows
from chartgen.diff.noise import Noise
from chartgen.diff.renamed import Key, key, renamed
from chartgen.diff.schema_difference import UNDECLARED, Difference
from chartgen.diff.schema_node import Root, allows, samples

_KINDS: Final = {
    "removed": "value-removed",
    "added": "value-added",
    "required": "value-required",
    "narrowed": "schema-narrowed",
    "widened": "schema-widened",
    "opened": "schema-widened",
    "changed": "schema-changed",
}


class ValuesComparison:
    """The values of two charts, compared."""

    def __init__(self, old: Chart, new: Chart, noise: Noise) -> None:
        """Compare.

        Raises:
            InputError: `values.yaml` of one is no YAML, or its schema is none.
        """
        self._old, self._new, self._noise = old, new, noise
        self._schemas = read_schema(old), read_schema(new)
        self._knows = Knows(old), Knows(new)
        self._by_schema = self._compare_schemas()
        self._by_default = list(defaults.differences(old.default_values, new.default_values))
        self._renamed = self._find_renamed()

    @property
    def opened(self) -> Iterator[tuple[Steps, Any, Change]]:
        """The values of which the new schema says nothing any more, each with a value to try and its change.

        A chart that gives a value another name lets the old one through, to refuse it with a helpful text.
        """
        for each in self._by_schema:
            if each.effect == "opened" and each.steps is not None:
                yield each.steps, self._sample(each.steps), _of_schema(each)

    def names_new_value(self, text: str) -> bool:
        """Say whether a text names a value that the old chart does not have."""
        added = (each.place for each in self._by_schema if each.effect == "added" and each.steps)
        return any(re.search(rf"(?<![\w.]){re.escape(place)}(?![\w])", text) for place in added)

    def changes(self) -> Iterator[Change]:
        """Yield the changes, but for those that are `opened`."""
        if isinstance(self._schemas[0], Mapping) != isinstance(self._schemas[1], Mapping):
            is_new = isinstance(self._schemas[1], Mapping)
            text = "values are checked now" if is_new else "values are no longer checked"
            yield change("schema-added" if is_new else "schema-removed", SCHEMA_FILE, text)
        for old, new in self._renamed.items():
            names = format_path(old), format_path(new)
            text = f"is called {names[1]} now"
            yield change("value-renamed", self._where, text, path=names[0], old=names[0], new=names[1])
        for each in self._by_schema:
            is_told = each.steps in self._renamed or each.steps in self._renamed.values()
            if self._has_effect(each):
                text = "is no longer declared; templates read it all the same"
                yield change("schema-widened", SCHEMA_FILE, text, path=each.place, old=each.old)
            elif not is_told and not (each.effect == "opened" and each.steps is not None):
                yield _of_schema(each)
        yield from self._defaults()
        yield from self._unread()

    def _has_effect(self, each: Difference) -> bool:
        """Say whether a value that the schema says nothing of any more is one all the same."""
        is_free = each.effect == "removed" and each.text.startswith(UNDECLARED) and each.steps is not None
        return (
            is_free
            and contains(self._new.default_values, each.steps or ())
            and self._knows[1].names(each.steps or ())
        )

    @property
    def _where(self) -> str:
        return SCHEMA_FILE if self._has_schemas else defaults.FILE

    @property
    def _has_schemas(self) -> bool:
        return all(isinstance(each, Mapping) for each in self._schemas)

    def _compare_schemas(self) -> list[Difference]:
        if not self._has_schemas:
            return []
        return schema.differences(*self._schemas, defaults=self._new.default_values)

    def _find_renamed(self) -> dict[Steps, Steps]:
        gone: list[Key] = []
        come: list[Key] = []
        for each in self._by_schema:
            if each.steps is not None and each.effect in {"removed", "added"}:
                chart, keys = (self._old, gone) if each.effect == "removed" else (self._new, come)
                keys.append(key(each.steps, each.node, _at(chart.default_values, each.steps)))
        known = {each.path for each in (*gone, *come)}
        for found in self._by_default:
            if found.path in known or not self._is_key(found):
                continue
            if found.effect == "removed":
                gone.append(key(found.path, None, found.old))
            else:
                come.append(key(found.path, None, found.new))
        return renamed(gone, come)

    def _is_key(self, found: DefaultDifference) -> bool:
        """Say whether one chart does not have a value at all; a map that is free only has defaults."""
        if found.effect == "changed":
            return False
        has_not, has = self._knows if found.effect == "added" else self._knows[::-1]
        return not has_not.declares(found.path) and not has.is_free(found.path)

    def _defaults(self) -> Iterator[Change]:
        told = {each.steps for each in self._by_schema if each.effect in {"removed", "added", "opened"}}
        told |= {*self._renamed, *self._renamed.values()}
        for found in self._by_default:
            above = (found.path[:end] for end in range(1, len(found.path) + 1))
            if told.isdisjoint(above) and not self._noise.is_version(found.old, found.new):
                yield from self._of_default(found)

    def _unread(self) -> Iterator[Change]:
        """Yield the values that stay, and that no template reads any more."""
        knows_old, knows_new = self._knows
        told = {each.steps for each in self._by_schema if each.effect in {"removed", "opened"}}
        told |= {found.path for found in self._by_default if found.effect == "removed"} | {*self._renamed}
        for path in sorted(knows_old.read):
            above = (path[:end] for end in range(1, len(path) + 1))
            is_read = knows_new.names(path) or knows_new.takes_above(path)
            if not is_read and told.isdisjoint(above):
                text = "has no effect any more: no template reads it"
                # What nobody is told of, hardly anybody sets.
                part = None if knows_old.declares(path) else Part.MINOR
                yield change("value-removed", defaults.FILE, text, path=format_path(path), part=part)

    def _of_default(self, found: DefaultDifference) -> Iterator[Change]:
        knows_old, knows_new = self._knows
        path = format_path(found.path)
        is_read = knows_new.names(found.path) or (
            # Of a map that is taken up whole, what templates of the old chart did not name.
            knows_new.takes_above(found.path) and not knows_old.names(found.path)
        )
        if not self._is_key(found) or (found.effect == "removed" and is_read):
            yield self._changed(found)
        elif found.effect == "added":
            yield change("value-added", defaults.FILE, "is new", path=path, new=shown(found.new))
        else:
            was_read = knows_old.names(found.path) or knows_old.takes_above(found.path)
            text = "has no effect any more" if was_read else "is gone; nothing read it"
            part = None if was_read else Part.PATCH
            yield change("value-removed", defaults.FILE, text, path=path, old=shown(found.old), part=part)

    def _changed(self, found: DefaultDifference) -> Change:
        def is_allowed(value: Any) -> bool:
            whole = self._schemas[1]
            is_declared = isinstance(whole, Mapping) and self._knows[1].is_declared(found.path)
            return is_declared and allows(Root(whole), whole, _nested(found.path, value))

        return defaults.changed(
            found, is_allowed=is_allowed, defaults=self._new.default_values, app=self._noise.app
        )

    def _sample(self, path: Steps) -> Any:
        """Give a value that the old chart takes at a path, one that is not empty: helpers pass over those."""
        root = Root(self._schemas[0])
        node = root.schema
        for step in path:
            node = root.node(root.node(node)["properties"][step])
        by_type = {"string": "text", "integer": 1, "number": 1, "boolean": True, "array": ["text"]}
        known = node.get("type")
        first = known[0] if isinstance(known, list) and known else known
        candidates = (
            _at(self._old.default_values, path),
            *samples(node),
            by_type.get(str(first), {"key": "text"}),
        )
        return next(each for each in candidates if each)


def read_schema(chart: Chart) -> Any:
    """Give the schema of a chart's values as data; None where there is none.

    Raises:
        InputError: it is no schema.
    """
    if chart.schema is None:
        return None
    file = chart.path_of(SCHEMA_FILE)
    try:
        schema_file.read_schema(chart.schema, file=file)
        return json.loads(chart.schema)
    except RecursionError as error:
        raise InputError("nested too deeply", where=file, hint="is this the right file?") from error


def _of_schema(each: Difference) -> Change:
    old, new = each.old, each.new
    if each.effect in {"removed", "added"}:
        old, new = (old, "") if each.effect == "removed" else ("", new)
    return change(_KINDS[each.effect], SCHEMA_FILE, each.text, path=each.place, old=old, new=new)


def _at(tree: Mapping[str, Any], path: Sequence[str | int]) -> Any:
    if not contains(tree, tuple(path)):
        return None
    found: Any = tree
    for step in path:
        found = found[step]
    return found


def _nested(path: Steps, value: Any) -> Any:
    for step in reversed(path):
        value = {step: value}
    return value
