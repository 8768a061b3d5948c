"""The extra `fast`: jsonschema-rs. Imported by name, only where the wheel is installed."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from chartgen.core.json_schema import Problem


class FastSchema:
    """A schema in the hands of jsonschema-rs."""

    def __init__(self, compiled: Any) -> None:
        """Keep what `compile_schema` made."""
        self._compiled = compiled

    def is_valid(self, instance: Any) -> bool:
        """Tell whether the schema accepts a value; what the package cannot hold is not accepted here."""
        try:
            return bool(self._compiled.is_valid(instance))
        except ValueError:
            # Deeper than it recurses, or a number of too many digits: the thorough check decides.
            return False

    def problems(self, value: Any) -> list[Problem]:
        """Give what the schema refuses, in the package's own words; empty for what it cannot hold."""
        try:
            return [
                Problem(tuple(error.instance_path), error.message)
                for error in self._compiled.iter_errors(value)
            ]
        except ValueError:
            return []


def compile_schema(schema: Mapping[str, Any]) -> FastSchema | None:
    """Compile; None for a schema that jsonschema-rs refuses: jsonschema says why, or can do more."""
    try:
        if "$schema" in schema:
            return FastSchema(jsonschema_rs.validator_for(dict(schema), retriever=_nothing_is_fetched))
        # Helm checks no formats where a schema names no draft.
        plain = jsonschema_rs.Draft202012Validator
        return FastSchema(plain(dict(schema), retriever=_nothing_is_fetched, validate_formats=False))
    except ValueError:
        return None


def _nothing_is_fetched(uri: str) -> Any:
    raise ValueError(f"{uri} is not in the schema")
