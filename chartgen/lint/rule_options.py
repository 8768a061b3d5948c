"""Options of rules, from what a configuration says to the object that the rule's `check` gets."""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from chartgen.core.suggest import did_you_mean

Refuse = Callable[[str, str, str], Exception]
"""Makes an error of the name of an option, a problem and a hint; the name is that of the file."""

_SCALARS: Final[Mapping[Any, tuple[tuple[type, ...], str]]] = {
    bool: ((bool,), "true or false"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    str: ((str,), "a text"),
}


class MisfitError(Exception):
    """A value is not what an option takes; the text says what that is."""


def names(options: type[Any]) -> dict[str, str]:
    """Give the names of a rule's options as they stand in a file, each with that of its field."""
    return {_written(each.name): each.name for each in fields(options)}


def build(options: type[Any], given: Mapping[str, Any], refuse: Refuse) -> Any:
    """Make the object of a rule's options; what is not given has its default.

    Raises:
        Exception: what `refuse` makes of an unknown name or a value of another type.
    """
    known, hints = names(options), get_type_hints(options)
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            hint = did_you_mean(name, known) or f"it has: {', '.join(known)}"
            raise refuse(name, "not an option of this rule", hint)
        try:
            found[known[name]] = converted(value, hints[known[name]])
        except MisfitError as error:
            raise refuse(name, f"must be {error}, not {value!r}", "") from None
    return options(**found)


def converted(value: Any, wanted: Any) -> Any:
    """Give a value of a file as the type that a field has.

    Raises:
        MisfitError: it is none of it.
        TypeError: no file can hold a value of this type, a mistake of ours.
    """
    if wanted in _SCALARS:
        kinds, words = _SCALARS[wanted]
        if not isinstance(value, kinds) or (isinstance(value, bool) and wanted is not bool):
            raise MisfitError(words)
        return wanted(value)
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is Literal:
        if value not in arguments:
            raise MisfitError(f"one of {', '.join(map(str, arguments))}")
        return value
    if origin in (Union, types.UnionType):
        return None if value is None else converted(value, next(a for a in arguments if a is not type(None)))
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise MisfitError("a list")
        return origin(_inside(item, arguments[0], "a list in which each is") for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise MisfitError("a map")
        return {key: _inside(item, arguments[1], "a map in which each is") for key, item in value.items()}
    raise TypeError(f"no option can be of the type {wanted}")


def _inside(value: Any, wanted: Any, words: str) -> Any:
    try:
        return converted(value, wanted)
    except MisfitError as error:
        raise MisfitError(f"{words} {error}") from None


def _written(field: str) -> str:
    return re.sub(r"_(\w)", lambda letter: letter[1].upper(), field)
