"""Writes YAML in blocks, as Helm writes it: keys sorted, items of a list below their key, texts unbroken."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chartgen.core.yaml_scalars import resolve_plain

# Of plain texts only those that no reader takes for something else.
_PLAIN: Final = re.compile(
    r"[A-Za-z](?:[A-Za-z0-9_./+@(),;-]| (?=[A-Za-z0-9])|:(?=[A-Za-z0-9/]))*|\d+(?:\.\d+){2}[A-Za-z0-9.+-]*",
    re.ASCII,
)
_ODD: Final = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def lines(value: Any, indent: str = "") -> Iterator[str]:
    """Give the lines of a value of maps, lists and scalars, each with `indent` before it."""
    if isinstance(value, Mapping) and value:
        for key in sorted(value):
            yield from _entry(f"{indent}{scalar(key)}:", value[key], indent)
    elif isinstance(value, list) and value:
        for item in value:
            first, *rest = lines(item, f"{indent}  ")
            yield f"{indent}- {first[len(indent) + 2 :]}"
            yield from rest
    else:
        yield indent + scalar(value)


def text(value: Any) -> str:
    """Give a value as a document."""
    return "\n".join([*lines(value), ""])


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield key
        yield from lines(value, f"{indent}  ")
    elif isinstance(value, list) and value:
        yield key
        yield from lines(value, indent)
    elif isinstance(value, str) and _is_block(rows := value.removesuffix("\n").split("\n")):
        yield f"{key} |" if value.endswith("\n") else f"{key} |-"
        yield from (f"{indent}  {row}" if row else "" for row in rows)
    else:
        yield f"{key} {scalar(value)}"


def _is_block(rows: Sequence[str]) -> bool:
    """Say whether a text of several lines can stand as it is: nobody sees, or signs, spaces at their ends."""
    return (
        len(rows) > 1
        and bool(rows[0] and rows[-1])
        and not rows[0].startswith(" ")
        and not any(_ODD.search(row) or row.endswith(" ") for row in rows)
    )


def scalar(value: Any) -> str:
    """Give a scalar, as a value or as a key."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and resolve_plain(value) == value:
        return value
    # What no terminal shows is escaped; JSON would write what is beyond 16 bits as two, which is no YAML.
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
