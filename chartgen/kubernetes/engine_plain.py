"""Schema checks with the pure Python package `jsonschema`: always there, slow."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from chartgen.kubernetes.problem import Problem, Report, unsupported, worded


class PlainChecker:
    """A compiled schema of draft 2020-12; formats are not looked at."""

    def __init__(self, schema: dict[str, Any]) -> None:
        """Keep the schema; nothing is checked before the first object."""
        self._validator = Draft202012Validator(schema)

    def problems(self, value: Any) -> list[Problem]:
        """Give all problems of a value, ordered; an empty list says that it fits.

        Raises:
            RecursionError: the value is nested too deeply.
        """
        return sorted(unsupported(value)) or worded(map(_report, self._errors(value)))

    def _errors(self, value: Any) -> Iterator[ValidationError]:
        return self._validator.iter_errors(value)


def compile_schema(schema: dict[str, Any]) -> PlainChecker:
    """Prepare a schema.

    Raises:
        ValueError: it is no valid JSON Schema.
    """
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise ValueError(error.message) from error
    return PlainChecker(schema)


def _report(error: ValidationError) -> Report:
    steps = tuple(error.absolute_path)
    keyword, wanted = str(error.validator), error.validator_value
    if keyword == "additionalProperties":
        wanted = sorted(set(error.instance) - set(error.schema.get("properties", ())))
    elif keyword == "required":
        wanted = _missing(error)
    return steps, keyword, wanted, error.instance


def _missing(error: ValidationError) -> str:
    """Find the key of this one error: the package makes one error per missing key and names it only in text."""
    wanted: list[str] = error.validator_value
    return next(key for key in wanted if key not in error.instance and error.message.startswith(repr(key)))
