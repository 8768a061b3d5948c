"""The files that `chartgen lint` is to write, looked at before any work: none may take something with it."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chartgen.cli.lint_inputs import Input
from chartgen.core.errors import UsageError
from chartgen.core.files import check_writable

_WRITTEN_BASELINE: Final = "--write-baseline"
# A key of each.
_BASELINE: Final = b'"schemaVersion"'


def check(source: Input, given: Mapping[str, Any], baseline: Path | None) -> None:
    """Refuse outputs that would overwrite an input or each other, and edits of what is no file.

    `baseline` is the one that is read.

    Raises:
        UsageError: there is one.
        InputError: a file could not be written.
    """
    if given["fix"]:
        _check_edits(source)
    outputs = list(_outputs(given))
    if not outputs:
        return
    read = {os.path.realpath(file): "what is linted" for file in (*source.files, *given["files"])}
    known = {os.path.realpath(baseline): "the baseline"} if baseline else {}
    taken: dict[str, str] = {}
    for option, path in outputs:
        if str(path) == "-":
            raise UsageError("- is no file", where=option, hint="name a file, or /dev/stdout")
        if path.exists() and not path.is_file() and not path.is_dir():
            # A pipe or device keeps nothing that could be lost.
            continue
        place = os.path.realpath(path)
        kept = read if option == _WRITTEN_BASELINE else {**known, **read}
        if place in kept:
            raise UsageError(f"{path} is {kept[place]}", where=option, hint="name another file")
        if option == _WRITTEN_BASELINE and _is_something_else(path):
            raise UsageError(f"{path} is no baseline", where=option, hint="name another file, or delete it")
        if place in taken:
            problem = f"{path} is what {taken[place]} writes"
            raise UsageError(problem, where=option, hint="name a file of its own")
        taken[place] = option
        check_writable(path)


def _is_something_else(path: Path) -> bool:
    """Say whether a file is no baseline, not even one with the marks of a merge in it."""
    content = path.read_bytes() if path.is_file() else b""
    return bool(content.strip()) and _BASELINE not in content


def _outputs(given: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Yield each option that names a file to write, with the file."""
    if given["write_baseline"]:
        yield _WRITTEN_BASELINE, Path(given["write_baseline"])
    for output in given["outputs"]:
        if output.file:
            yield f"--format {output.name}", output.file
    if given["coverage"]:
        yield "--coverage", Path(given["coverage"])


def _check_edits(source: Input) -> None:
    if source.read_only:
        problem = f"{', '.join(source.read_only)}: there is no file to write edits to"
        raise UsageError(problem, where="--fix", hint="give the chart's folder, or files")
