"""What is wrong in an object, in the same words whichever schema engine found it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Steps = tuple[str | int, ...]
Report = tuple[Steps, str, Any, Any]
"""Where, which keyword, what it asks for, and the value that breaks it.

For `additionalProperties` what it asks for is the list of the keys that it refuses, for `required` the name
of one missing key.
"""

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_TYPES = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"))
_LONGEST = 200


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem; `path` is like `spec.containers[0].image`, or empty for the whole object."""

    path: str
    message: str


def path_text(steps: Iterable[str | int]) -> str:
    """Write a path; a key that is no plain word stands in brackets and quotes: `labels["a/b"]`."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _BARE.fullmatch(step):
            text += f".{step}"
        else:
            text += f'["{step}"]'
    return text.removeprefix(".")


def worded(reports: Iterable[Report]) -> list[Problem]:
    """Turn the reports of an engine into problems, ordered by path and each said once."""
    return sorted({problem for report in reports for problem in _problems(*report)})


def unsupported(value: Any, steps: Steps = ()) -> Iterator[Problem]:
    """Find what JSON cannot carry: keys that are no strings, values such as dates or sets.

    Raises:
        RecursionError: the value is nested deeper than Python's stack.
    """
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(key, str):
                yield from unsupported(part, (*steps, key))
            else:
                yield Problem(path_text(steps), f"key {key!r} is no string")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from unsupported(part, (*steps, index))
    elif not isinstance(value, str | int | float | None):
        yield Problem(path_text(steps), f"a value of type {type(value).__name__} does not exist in JSON")


def _problems(steps: Steps, keyword: str, wanted: Any, value: Any) -> Iterator[Problem]:
    if keyword == "additionalProperties":
        for key in wanted:
            yield Problem(path_text((*steps, key)), "unknown field")
    elif keyword == "required":
        yield Problem(path_text((*steps, wanted)), "required field is missing")
    else:
        yield Problem(path_text(steps), _message(keyword, wanted, value))


def _message(keyword: str, wanted: Any, value: Any) -> str:
    if keyword == "type":
        words = [wanted] if isinstance(wanted, str) else wanted
        allowed = sorted(word for word in words if word != "null") or ["null"]
        return f"must be {' or '.join(allowed)}, is {_type_name(value)}"
    if keyword == "enum":
        return _short(f"must be one of {', '.join(sorted(repr(one) for one in wanted))}, is {value!r}")
    if keyword in {"oneOf", "anyOf", "allOf", "not", "falseSchema", "uniqueItems"}:
        return f"breaks the schema's rule {keyword}"
    return _short(f"breaks the schema's rule {keyword}: {wanted}")


def _type_name(value: Any) -> str:
    if value is None:
        return "null"
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "object")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
