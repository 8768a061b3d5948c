"""The extra `fast`: jsonschema-rs. Imported by name, only where the wheel is installed."""

from collections.abc import Mapping
from typing import Any, Protocol

import jsonschema_rs


class _Quick(Protocol):
    def is_valid(self, instance: Any) -> bool: ...


class _Fast:
    """Asks jsonschema-rs, and the fallback where its own limits are met."""

    def __init__(self, compiled: Any, fallback: _Quick) -> None:
        self._compiled, self._fallback = compiled, fallback

    def is_valid(self, instance: Any) -> bool:
        try:
            return bool(self._compiled.is_valid(instance))
        except ValueError:
            # Deeper than it recurses, or a number that it cannot hold.
            return self._fallback.is_valid(instance)


def compile_schema(schema: Mapping[str, Any], *, fallback: _Quick) -> _Quick:
    """Compile; a schema that jsonschema-rs cannot compile is left to the fallback."""
    try:
        kind = jsonschema_rs.validator_for if "$schema" in schema else jsonschema_rs.Draft7Validator
        compiled = kind(dict(schema))
    except ValueError:
        return fallback
    return _Fast(compiled, fallback)
