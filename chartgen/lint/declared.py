"""Whether a chart says of a value that it exists: in its defaults, in comments beside them, in its schema."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from chartgen.chart.reference import VALUES_FILE, Chart
from chartgen.core.values_path import Steps, contains
from chartgen.lint.objects import at
from chartgen.render.sourcemap.insertion import text_of

_PARTS: Final = ("allOf", "anyOf", "oneOf")
_COMMENTED_KEY: Final = re.compile(r"^\s*#+\s*(?:- )?[\"']?([\w.-]+)[\"']?:", re.MULTILINE)
_DEEPEST: Final = 64


class Declared:
    """What one chart declares."""

    def __init__(self, chart: Chart) -> None:
        """Take the chart."""
        self._chart = chart

    def __contains__(self, path: Steps) -> bool:
        """Say whether a value is declared, or stands where a map or null leaves open what may be there."""
        defaults = self._chart.default_values
        if contains(defaults, path) or str(path[-1]) in self._commented:
            return True
        for end in range(1, len(path)):
            if contains(defaults, path[:end]) and not (
                isinstance(at(defaults, path[:end]), Mapping) and at(defaults, path[:end])
            ):
                return True
        return self.in_schema(path)

    def in_schema(self, path: Steps) -> bool:
        """Say whether the schema has a property at a path."""
        found = [self._schema]
        for step in path:
            found = [inner for each in found for inner in self._inside(each, step, 0)]
        return bool(found)

    @cached_property
    def _commented(self) -> frozenset[str]:
        return frozenset(_COMMENTED_KEY.findall(text_of(self._chart.files.get(VALUES_FILE, b""))))

    @cached_property
    def _schema(self) -> Any:
        try:
            return json.loads(self._chart.schema or b"{}")
        except (ValueError, RecursionError):
            return {}

    def _inside(self, schema: Any, step: str | int, depth: int) -> Iterator[Any]:
        """Yield the schemas of what stands at a key or index."""
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return
        properties = schema.get("properties")
        if isinstance(properties, Mapping) and step in properties:
            yield properties[step]
        others = schema.get("patternProperties")
        yield from others.values() if isinstance(others, Mapping) else ()
        if isinstance(schema.get("additionalProperties"), Mapping):
            yield schema["additionalProperties"]
        if isinstance(step, int):
            yield schema.get("items")
        for part in (name for name in _PARTS if isinstance(schema.get(name), list)):
            for each in schema[part]:
                yield from self._inside(each, step, depth + 1)
        target = schema.get("$ref")
        if isinstance(target, str) and target.startswith("#"):
            yield from self._inside(at(self._schema, target.split("/")[1:]), step, depth + 1)
