"""Reads what the verbs about packages give as JSON, and holds it against its schema."""

import json
from typing import Any

from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema

NAME = "packages.schema.json"


def read(text: str) -> dict[str, Any]:
    schema = Schema(json.loads((data_root() / NAME).read_text("utf-8")), file=NAME)
    found: dict[str, Any] = json.loads(text)
    assert [str(problem) for problem in schema.problems(found)] == []
    return found
