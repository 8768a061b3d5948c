"""One values file as Helm 4 reads it: YAML documents between lines of three dashes, each of them a map."""

import re
from collections.abc import Iterator
from typing import Final

from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location

_SEPARATOR: Final = re.compile(r"^---([^\n]*)\n?", re.MULTILINE)


def documents(data: bytes | str, *, file: str) -> tuple[yaml.Document, ...]:
    """Read every document; later ones are merged over earlier ones, as later files are.

    Helm 3, and Helm 4 before 4.3, take the first and drop the others.

    Raises:
        InputError: not YAML, a document that is no map, or text behind three dashes.
    """
    text = yaml.decode(data, file=file)
    return tuple(_document(part, file, line) for line, part in _parts(text, file))


def _parts(text: str, file: str) -> Iterator[tuple[int, str]]:
    """Yield each document with its first line; a separator with nothing before it belongs to what follows."""
    start, line = 0, 1
    for separator in _SEPARATOR.finditer(text):
        here = line + text.count("\n", start, separator.start())
        rest = separator[1].strip()
        if rest and not rest.startswith("#"):
            raise InputError(
                f"{rest!r} stands behind the separator ---, which Helm 4 refuses",
                where=Location(file, here, 1),
                hint="put it on a line of its own",
            )
        if separator.start() > start:
            yield line, text[start : separator.start()]
            start, line = separator.end(), here + 1
    if start < len(text):
        yield line, text[start:]


def _document(text: str, file: str, line: int) -> yaml.Document:
    document = yaml.load(text, file=file, first_line=line)
    if document.value is not None and not isinstance(document.value, dict):
        kind = "a list" if isinstance(document.value, list) else "a single value"
        raise InputError(
            f"holds {kind}, but values are a map",
            where=document.locate(()),
            hint="start with the name of a value, such as `networks:`",
        )
    return document
