"""What Helm's own library and we make of a text, for tests that compare the two."""

from typing import Any

import helm_python

from chartgen.core import yaml
from chartgen.core.errors import InputError

REFUSED = "refused"


def theirs(text: str, read: Any = helm_python.values_from_yaml) -> Any:
    """Give what a function of the SDK reads, or REFUSED."""
    try:
        return floats(read(text))
    except helm_python.HelmError:
        return REFUSED


def ours(text: str | bytes) -> Any:
    """Give what we read, or REFUSED."""
    try:
        return floats(yaml.load(text, file="x").value)
    except InputError:
        return REFUSED


def floats(value: Any) -> Any:
    """All numbers are floats to Helm; a boolean is none."""
    if isinstance(value, dict):
        return {key: floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [floats(item) for item in value]
    return ("number", float(value)) if type(value) in (int, float) else value
