"""`values.schema.json` as Helm reads it: JSON, a draft that it knows, patterns of Go."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from chartgen.core.errors import InputError
from chartgen.core.json_schema import Schema
from chartgen.core.location import Location

# Not compiled here: most runs never use them, and all would pay for it.
_DRAFTS: Final = (
    r"(?a)https?://json-schema\.org/(draft-0[467]/schema|draft/(2019-09|2020-12)/schema|schema)#?"
)
_COMMON_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
# What Go's RE2 has not: look-around, atomic groups, back references.
_PERL: Final = r"\\[1-9]|\(\?(?:[=!>]|<[=!])"
_PERL_IN_JSON: Final = re.compile(rb"\\\\[1-9]|\(\?(?:[=!>]|<[=!])|\\u00")
_ESCAPED: Final = r"\\[^1-9]"
_DATA: Final = frozenset({"enum", "const", "default", "examples"})


def read_schema(content: bytes, *, file: str) -> Schema | None:
    """Compile a chart's schema; None for one that allows everything.

    Raises:
        InputError: not JSON, no JSON Schema, or one that Helm's current versions refuse.
    """
    try:
        schema = json.loads(content, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = Location(file, error.lineno, error.colno)
        raise InputError(f"not JSON: {error.msg}", where=where) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", where=file) from error
    if schema is True:
        return None
    if schema is False:
        raise InputError("the schema allows no values", where=file)
    if not isinstance(schema, dict):
        raise InputError("not a JSON Schema: a map is expected", where=file)
    draft = schema.get("$schema")
    if isinstance(draft, str) and draft != _COMMON_DRAFT and not re.fullmatch(_DRAFTS, draft):
        hint = f"use {_COMMON_DRAFT}"
        raise InputError(f"$schema: {draft!r} is no draft that Helm knows", where=file, hint=hint)
    # Few schemas have anything like it, and looking at each pattern takes time.
    for pattern in _patterns(schema) if _PERL_IN_JSON.search(content) else ():
        if found := re.search(_PERL, re.sub(_ESCAPED, "", pattern)):
            problem = f"the pattern {pattern!r} has {found[0]!r}, which Helm's regular expressions lack"
            raise InputError(problem, where=file, hint="say it without looking around or back")
    return Schema(schema, file=file)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _patterns(node: Any) -> Iterator[str]:
    """Yield the regular expressions of a schema; values that it only mentions are no schemas."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            pattern, keys = node.get("pattern"), node.get("patternProperties")
            yield from [pattern] if isinstance(pattern, str) else []
            yield from keys if isinstance(keys, dict) else []
            pending += [value for key, value in node.items() if key not in _DATA]
        elif isinstance(node, list):
            pending += node
