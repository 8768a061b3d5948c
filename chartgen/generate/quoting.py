"""Quoting that YAML, JSON and Go templates read alike."""

import json
from typing import Any


def quoted(value: Any) -> str:
    """Give a value as JSON: a double-quoted scalar for YAML and a string literal for a Go template.

    Jinja's own `tojson` escapes &, < and > for HTML, which nobody could read here.
    """
    return json.dumps(value, ensure_ascii=False)
