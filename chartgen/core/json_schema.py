"""JSON Schemas, compiled once: a quick yes or no, and messages that people understand.

The yes or no comes from jsonschema-rs where the extra `fast` is installed; the messages always come from
jsonschema, which is only loaded where something is refused or the extra is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Protocol

from chartgen.core.errors import InputError
from chartgen.core.suggest import did_you_mean
from chartgen.core.values_path import Steps

UNKNOWN_KEY: Final = "not a known key"
"""The message of a key that a schema does not allow."""
QUOTE: Final = "put it in quotes"
UNQUOTE: Final = "write it without quotes"
"""Hints for a text that YAML took for something else, and the reverse."""
_LISTED: Final = 10


class Compiled(Protocol):
    """A compiled schema that can say yes or no."""

    def is_valid(self, instance: Any) -> bool:
        """Tell whether the schema accepts a value."""

    def problems(self, value: Any) -> "list[Problem]":
        """Give what the schema refuses, in the package's own words."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a schema refuses: where in the value, what, and what to try.

    `known` are the keys that the schema has beside an unknown one.
    """

    path: Steps
    message: str
    fix: str = ""
    known: tuple[str, ...] = field(default=(), compare=False)

    @property
    def hint(self) -> str:
        """What to try. For a key it is found only now: one file can have many that nobody asks about."""
        if not self.known:
            return self.fix
        return did_you_mean(str(self.path[-1]), self.known) or _listed(self.known)

    @property
    def is_about_key(self) -> bool:
        """Whether the key at `path` is wrong, not its value."""
        return self.message == UNKNOWN_KEY


def _listed(names: Sequence[str]) -> str:
    more = ", ..." if len(names) > _LISTED else ""
    return f"known here: {', '.join(names[:_LISTED])}{more}" if names else ""


class Schema:
    """A compiled schema; draft 2020-12 unless it names another, as in Helm since 3.18."""

    def __init__(self, schema: Mapping[str, Any], *, file: str) -> None:
        """Compile; `file` names the schema in errors.

        Raises:
            InputError: it is not a valid schema.
        """
        self._schema, self._file = schema, file
        if not isinstance(schema.get("$schema", ""), str):
            raise InputError("$schema must be the name of a draft, a text", where=file)
        fast = find_spec("jsonschema_rs") is not None and import_module(f"{__name__}_fast").compile_schema(
            schema
        )
        self._quick: Compiled | None = fast or None
        if self._quick is None:
            # Compiled now: whoever gets the object knows that the schema is one.
            self._thorough  # noqa: B018 -- read for what it raises

    @cached_property
    def _thorough(self) -> Any:
        return import_module(f"{__name__}_plain").PlainSchema(self._schema, file=self._file)

    def problems(self, value: Any) -> list[Problem]:
        """Give what the schema refuses in `value`, sorted by place; empty when it accepts.

        Raises:
            InputError: the schema refers to something that it does not contain.
        """
        if self._quick is not None and self._quick.is_valid(value):
            return []
        found: list[Problem] = self._thorough.problems(value)
        # Where only the quick one refuses (a format, say), Helm does too: its words then have to do.
        return found or (self._quick.problems(value) if self._quick is not None else [])
