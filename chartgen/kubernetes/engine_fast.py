"""Schema checks with `jsonschema-rs` (extra `fast`). Only the factory in `validator` imports this module."""

from typing import Any

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from chartgen.kubernetes.problem import Problem, Report, unsupported, worded


class FastChecker:
    """A compiled schema of draft 2020-12; formats are not looked at."""

    def __init__(self, validator: Draft202012Validator) -> None:
        """Keep what `compile_schema` made."""
        self._validator = validator

    def problems(self, value: Any) -> list[Problem]:
        """Give all problems of a value, ordered; an empty list says that it fits.

        Raises:
            RecursionError: the value is nested too deeply.
        """
        try:
            if self._validator.is_valid(value):
                return []
            return worded(map(_report, self._validator.iter_errors(value)))
        except ValueError as error:
            found = sorted(unsupported(value))
            if not found:
                raise RecursionError(str(error)) from error
            return found


def compile_schema(schema: dict[str, Any]) -> FastChecker:
    """Prepare a schema.

    Raises:
        ValueError: it is no valid JSON Schema.
    """
    # A regular expression engine without look-around, as Kubernetes' own: no pattern can take for ever.
    return FastChecker(Draft202012Validator(schema, validate_formats=False, pattern_options=RegexOptions()))


def _report(error: ValidationError) -> Report:
    return tuple(error.instance_path), error.kind.name, error.kind.value, error.instance
