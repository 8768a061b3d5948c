"""What one YAML scalar means to Helm: the rules of the Go library under sigs.k8s.io/yaml, then of Go's JSON.

Every rule was found by asking Helm, and the tests ask it again.
"""

import base64
import math
import re
import struct
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final

Value = str | int | float | bool | None

_PREFIX: Final = "tag:yaml.org,2002:"
MERGE_TAG: Final = f"{_PREFIX}merge"

_WORDS: Final[dict[str, Value]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
# Anything that starts otherwise is text. The empty string is "in" every string and so reaches the words.
_HINTS: Final = "+-.0123456789yYnNtTfFoO~"

# Without the underscores, which Go drops anywhere in what starts like a number.
_INTEGER: Final = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))")
_BASES: Final = (16, 2, 8, 10)
_SIGN_AFTER_PREFIX: Final = re.compile(r"0b([-+][01]+)")
# What few files hold is compiled where it is first met.
_FLOAT: Final = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
# Here an underscore must stand between two digits.
_DOT_FLOAT: Final = r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?"
# 64 binary digits, their prefix and a sign; leading zeros beyond that are nobody's number.
_LONGEST_INTEGER: Final = 100

# The powers of ten that Go's %g writes without an exponent.
_PLAIN_POWERS: Final = range(-4, 6)

_BASE64: Final = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_SURROGATE: Final = "[\ud800-\udfff]"
_TIME: Final = r"(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?"
_ZONE: Final = r"(?:Z|[-+](?:[01]\d|2[0-4]):[0-5]\d)"
_TIMESTAMP: Final = rf"(\d{{4}})-(\d\d?)-(\d\d?)(?:[Tt]{_TIME}{_ZONE}| {_TIME})?"


class ScalarError(ValueError):
    """Helm refuses this scalar; the text says why."""


def resolve(text: str, tag: str | None, *, plain: bool) -> Value:
    """Give the value of a scalar; a float may be infinite or NaN, which JSON takes as a key only.

    Raises:
        ScalarError: the tag and the text contradict each other.
    """
    if tag is None:
        return resolve_plain(text) if plain and text[:1] in _HINTS else text
    # "!" alone says: text. So does every tag that the library does not know.
    reader = _TAGGED.get(tag)
    return reader(text) if reader else text


@lru_cache(maxsize=4096)
def resolve_plain(text: str) -> Value:
    """Give the value of a scalar that has neither quotes nor a tag."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] == ".":
        return _float(text.replace("_", ""), text) if re.fullmatch(_DOT_FLOAT, text) else text
    if text[0] not in "+-0123456789":
        return text
    digits = text.replace("_", "")
    integer = _integer(digits)
    return _float(digits, text) if integer is None else integer


def _integer(digits: str) -> int | None:
    """Read what fits into a signed, or without a sign into an unsigned, integer of 64 bits."""
    if len(digits) > _LONGEST_INTEGER:
        return None
    if odd := _SIGN_AFTER_PREFIX.fullmatch(digits):
        value = int(odd[1], 2)
        return value if -(2**63) <= value < 2**63 else None
    match = _INTEGER.fullmatch(digits)
    if not match:
        return None
    sign, *groups = match.groups()
    value = next(int(group, base) for group, base in zip(groups, _BASES, strict=True) if group)
    value = -value if sign == "-" else value
    return value if -(2**63) <= value < (2**63 if sign else 2**64) else None


def _float(digits: str, text: str) -> float | str:
    """Read a finite float; whatever overflows stays text."""
    value = float(digits) if re.fullmatch(_FLOAT, digits) else math.inf
    return text if math.isinf(value) else value


def _typed(*types: type) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        value = resolve_plain(text)
        if type(value) not in types:
            raise ScalarError(f"`{text}` is not a value of this tag")
        return value

    return read


def _tagged_float(text: str) -> float:
    value = resolve_plain(text)
    if type(value) is int and value < 2**63:
        return float(value)
    if type(value) is not float:
        raise ScalarError(f"`{text}` is not a number")
    return value


def _tagged_timestamp(text: str) -> str:
    match = re.fullmatch(_TIMESTAMP, text, re.ASCII)
    if not match:
        raise ScalarError(f"`{text}` is not a date or time")
    parts = [part.zfill(2) for part in match.groups() if part]
    try:
        datetime.fromisoformat("-".join(parts[:3]) + ("T" + ":".join(parts[3:]) if parts[3:] else ""))
    except ValueError as error:
        raise ScalarError(f"`{text}` is not a date or time: {error}") from None
    return text


def _tagged_binary(text: str) -> str:
    """Decode base64; each byte that is no UTF-8 becomes U+FFFD, as Go's JSON writes it."""
    stripped = text.replace("\n", "").replace("\r", "")
    if not re.fullmatch(_BASE64, stripped):
        raise ScalarError("a !!binary value must be base64")
    return re.sub(_SURROGATE, "\ufffd", base64.b64decode(stripped).decode(errors="surrogateescape"))


_TAGGED: Final[dict[str, Callable[[str], Value]]] = {
    f"{_PREFIX}bool": _typed(bool),
    f"{_PREFIX}int": _typed(int),
    f"{_PREFIX}float": _tagged_float,
    f"{_PREFIX}null": _typed(type(None)),
    f"{_PREFIX}timestamp": _tagged_timestamp,
    f"{_PREFIX}binary": _tagged_binary,
}


def key_text(value: Value) -> str:
    """Give the text that a mapping's key has in JSON.

    Raises:
        ScalarError: null, and integers beyond 63 bits, cannot be keys.
    """
    if type(value) is str:
        return value
    if value is None:
        raise ScalarError("null cannot be a key")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_key(value)
    if int(value) >= 2**63:
        raise ScalarError(f"{value} is too large for a key")
    return str(value)


def _float_key(value: float) -> str:
    """Write the shortest digits that a 32-bit float needs, with an exponent as Go's %g does."""
    single = _as_single(value)
    if math.isnan(single):
        return ".nan"
    if math.isinf(single):
        return ".inf" if single > 0 else "-.inf"
    text = next(
        text for text in (f"{single:.{places}e}" for places in range(17)) if _as_single(text) == single
    )
    mantissa, exponent = text.split("e")
    power = int(exponent)
    if power not in _PLAIN_POWERS:
        return text
    return f"{single:.{max(len(mantissa.lstrip('-').replace('.', '')) - 1 - power, 0)}f}"


def _as_single(value: float | str) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", float(value)))[0])
    except OverflowError:
        return math.copysign(math.inf, float(value))
