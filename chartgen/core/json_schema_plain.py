"""Schema checks with jsonschema: all drafts, and messages in our words. Imported by name."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import jsonschema
import referencing
import referencing.exceptions
from jsonschema.validators import extend, validator_for

from chartgen.core.errors import InputError
from chartgen.core.json_schema import QUOTE, UNKNOWN_KEY, UNQUOTE, Problem
from chartgen.core.time_limit import time_limit

_FORMATS_COUNT: Final = (
    jsonschema.Draft4Validator,
    jsonschema.Draft6Validator,
    jsonschema.Draft7Validator,
)
# Helm reads a schema that names no draft by 2020-12, and the older `dependencies` in it too.
_UNMARKED: Final = extend(  # type: ignore[no-untyped-call]  # the stubs have no types for it
    jsonschema.Draft202012Validator, {"dependencies": jsonschema.Draft7Validator.VALIDATORS["dependencies"]}
)

_SECONDS: Final = 60.0


class PlainSchema:
    """A schema in jsonschema's hands."""

    def __init__(self, schema: Mapping[str, Any], *, file: str) -> None:
        """Check the schema itself.

        Raises:
            InputError: it is not a valid schema.
        """
        self._file = file
        known = validator_for(schema, default=_UNMARKED)
        # The stubs have no types for extend.
        kind = extend(known, {"pattern": _pattern})  # type: ignore[no-untyped-call]
        try:
            kind.check_schema(dict(schema))
        except jsonschema.SchemaError as error:
            raise InputError(f"not a valid JSON Schema: {error.message}", where=file) from error
        # An empty registry: a reference to another file or host is refused, never fetched.
        # Helm checks formats up to draft 7, and none in a schema that names no draft.
        checker = kind.FORMAT_CHECKER if "$schema" in schema and known in _FORMATS_COUNT else None
        self._validator = kind(schema, registry=referencing.Registry(), format_checker=checker)

    def problems(self, value: Any) -> list[Problem]:
        """Give what the schema refuses, sorted by place.

        Raises:
            InputError: the schema refers to something that it does not contain, or to itself without end, has
                a pattern that Python cannot read, or takes more than a minute.
        """
        try:
            with time_limit(_SECONDS):
                errors = self._validator.iter_errors(value)
                found = {problem for error in errors for problem in _problems(error)}
        except referencing.exceptions.Unresolvable as error:
            raise InputError(
                f"refers to {error.ref!r}, which is not in it",
                where=self._file,
                hint="put the definition into the schema: nothing is fetched",
            ) from error
        except TimeoutError as error:
            problem = f"comparing the values with it takes more than {_SECONDS:g} s"
            hint = "pip install 'chartgen[fast]', which does not mind patterns such as (a+)+$"
            raise InputError(problem, where=self._file, hint=hint) from error
        except re.error as error:
            problem = f"the pattern {error.pattern!r} cannot be read: {error.msg}"
            raise InputError(problem, where=self._file) from error
        except RecursionError as error:
            raise InputError("refers to itself without end, or nests too deep", where=self._file) from error
        return sorted(found, key=lambda problem: ([str(step) for step in problem.path], problem.message))


def _pattern(_validator: Any, pattern: str, text: Any, _schema: Any) -> Iterator[jsonschema.ValidationError]:
    if isinstance(text, str) and not _matches(pattern, text):
        yield jsonschema.ValidationError(f"{text!r} does not match {pattern!r}")


def _matches(pattern: str, text: str) -> bool:
    """Search as Go does: `$` is the end of the text; with `fast`, in linear time whatever the pattern."""
    compiled = _fast(pattern)
    if compiled is not None:
        return bool(compiled.is_valid(text))
    return re.search(_END.sub(r"\\Z", pattern), text) is not None


@lru_cache(maxsize=256)
def _fast(pattern: str) -> Any:
    if find_spec("jsonschema_rs") is None:
        return None
    return import_module("chartgen.core.json_schema_fast").compile_schema({"pattern": pattern})


_END: Final = re.compile(r"(?<!\\)\$(?=\)|\||$)")


def _problems(error: Any) -> Iterator[Problem]:
    """Turn one error of jsonschema into problems: the branch that comes nearest stands for all of them."""
    if error.validator in ("anyOf", "oneOf") and error.context:
        branches: dict[Any, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        for inner in max(branches.values(), key=_nearness):
            yield from _problems(inner)
        return
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        known = tuple(sorted(error.schema.get("properties", {})))
        for key in _extra_keys(error):
            yield Problem((*path, key), UNKNOWN_KEY, known=known)
        return
    if _is_about_a_key(error) and isinstance(error.instance, str):
        path = (*path, error.instance)
    yield Problem(path, _message(error), _hint(error))


def _nearness(errors: list[Any]) -> tuple[int, bool, int]:
    deepest = max(len(error.absolute_path) for error in errors)
    return deepest, all(error.validator != "type" for error in errors), -len(errors)


def _extra_keys(error: Any) -> Iterable[str]:
    patterns = error.schema.get("patternProperties", {})
    known = error.schema.get("properties", {})
    return [
        key
        for key in error.instance
        if key not in known and not any(re.search(pattern, key) for pattern in patterns)
    ]


def _message(error: Any) -> str:
    comment = error.schema.get("$comment", "") if isinstance(error.schema, Mapping) else ""
    shown = _shown(error.instance)
    if comment and error.validator in _COMMENTED:
        return f"{comment}, not {shown}"
    if _is_about_a_key(error):
        return f"not allowed as a key: {shown}"
    if error.validator == "enum":
        return f"must be one of {', '.join(map(_shown, error.validator_value))}, not {shown}"
    if error.validator == "type":
        wanted = error.validator_value
        words = wanted if isinstance(wanted, list) else [wanted]
        return f"must be of type {' or '.join(words)}, not {shown}"
    if error.validator == "required":
        # One error a missing key, which only its text names.
        missing = (key for key in error.validator_value if key not in error.instance)
        return f"{next(key for key in missing if error.message.startswith(repr(key)))} is missing"
    return error.message if len(error.message) < _LONG else f"refused by {error.validator}: {shown}"


_COMMENTED = frozenset(
    {
        "pattern",
        "not",
        "maxLength",
        "minLength",
        "minimum",
        "maximum",
        "minItems",
        "minProperties",
        "uniqueItems",
    }
)
"""What the `$comment` of a schema says better."""


def _hint(error: Any) -> str:
    """Say what YAML made of a value of the wrong type, where that is what went wrong."""
    if error.validator != "type":
        return ""
    wanted, found = str(error.validator_value), error.instance
    if "string" in wanted and isinstance(found, (bool, int, float)):
        return QUOTE
    is_bare = isinstance(found, str) and (found in ("true", "false") or re.fullmatch("-?[0-9]+", found))
    if is_bare and ("boolean" in wanted if found in ("true", "false") else "integer" in wanted):
        return UNQUOTE
    return ""


def _is_about_a_key(error: jsonschema.ValidationError) -> bool:
    steps = [*error.absolute_schema_path]
    below = ("properties", "patternProperties", "definitions", "$defs")
    return any(
        step == "propertyNames" and (not at or steps[at - 1] not in below) for at, step in enumerate(steps)
    )


_LONG = 200


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 60
