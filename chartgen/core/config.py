"""Reads the one configuration file, `chartgen.yaml`, and checks its shape."""

import json
from functools import cache
from pathlib import Path

from chartgen.core import yaml
from chartgen.core.data import data_root
from chartgen.core.errors import InputError
from chartgen.core.json_schema import Schema

FILE_NAME = "chartgen.yaml"


def read_config(path: Path) -> yaml.Document:
    """Read the file; its value is a map that `schemas/definition.schema.json` accepts.

    Raises:
        InputError: it cannot be read, a key stands twice, or its schema refuses it.
    """
    documents = yaml.load_all(yaml.read_bytes(path, limit=4 * 1024 * 1024), file=str(path))
    if len(documents) > 1:
        second = documents[1].locate(())
        raise InputError(
            "a second document starts here, and the file is one",
            where=second,
            hint="remove the --- above",
        )
    document = documents[0] if documents else yaml.load("", file=str(path))
    for duplicate in document.duplicates:
        raise InputError(
            f"{yaml.format_path(duplicate.path)}: the key stands twice, first in line {duplicate.first.line}",
            where=duplicate.second,
            hint="remove one of the two",
        )
    if not isinstance(document.value, dict):
        raise InputError(
            "the file is a map with sections such as chart, images and lint",
            where=str(path),
            hint="`chartgen init` writes one",
        )
    problems = _schema().problems(document.value)
    if problems:
        # A misspelt key also leaves its right name missing: the former says more.
        first = min(problems, key=lambda problem: not problem.is_about_key)
        name = yaml.format_path(first.path) or "the definition"
        raise InputError(
            f"{name}: {first.message}",
            where=document.locate(first.path, key=first.is_about_key),
            hint=first.hint,
        )
    return document


@cache
def _schema() -> Schema:
    path = data_root() / "definition.schema.json"
    return Schema(json.loads(path.read_text("utf-8")), file=path.name)
