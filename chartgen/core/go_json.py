"""JSON as Go's encoding/json reads it into untyped values, for the texts that Helm takes as JSON."""

import json
import math
import re
from typing import Any, Final, NoReturn

MAX_DEPTH: Final = 100
"""Deepest nesting that is read; Go stops at 10,000."""

_HALF_CHARACTERS: Final = re.compile("[\ud800-\udfff]")
# Python stops before such a tail and would go on behind it; Go refuses it.
_UNFINISHED: Final = re.compile(r"-?[0-9]+(?:\.|(?:\.[0-9]+)?[eE])")
# Go has but 64-bit floats, which are exact for integers up to here.
_EXACT: Final = 2**53
_SHOWN: Final = 40


class JsonError(ValueError):
    """The text is no JSON to Go; the message says why."""


def decode(text: str, at: int = 0) -> tuple[Any, int]:
    """Read the value that starts at `text[at]`; gives it and the index behind it. What follows is not read.

    Integers come as int, rounded to a 64-bit float beyond 2**53; other numbers as float.

    Raises:
        JsonError: no JSON, a number too large, or nested too deep.
    """
    try:
        value, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise JsonError(str(error)) from error
    except RecursionError as error:
        raise _too_deep() from error
    if _UNFINISHED.fullmatch(text, at, end + 1):
        raise JsonError("a number without digits after its point or exponent")
    return _checked(value, 0), end


def whole_characters(text: str) -> str:
    """Put U+FFFD in place of each half of a character, as Go does."""
    return _HALF_CHARACTERS.sub("\ufffd", text)


def _integer(text: str) -> int | float:
    if text == "-0":
        return -0.0
    value = _float(text)
    return int(text) if abs(value) < _EXACT else int(value)


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise JsonError(f"{text[:_SHOWN]} is too large")
    return value


def _constant(text: str) -> NoReturn:
    raise JsonError(f"{text} is no JSON")


_DECODER: Final = json.JSONDecoder(parse_int=_integer, parse_float=_float, parse_constant=_constant)


def _checked(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, list):
        return [_checked(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {whole_characters(key): _checked(item, depth + 1) for key, item in value.items()}
    return value


def _too_deep() -> JsonError:
    return JsonError(f"nested deeper than {MAX_DEPTH} levels")
