"""Known findings: a file of them, so that a check can begin to fail for new ones.

A finding is known by its rule, file, object, values path and message, never by its line, which changes with
each edit above it. Of equal findings as many are known as were there.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from chartgen.core import yaml
from chartgen.core.data import data_root
from chartgen.core.errors import InputError
from chartgen.core.files import write_file
from chartgen.core.finding import Finding
from chartgen.core.json_schema import Schema

_VERSION: Final = 1
_LINE: Final = re.compile(r"\b(lines?) \d+(?:(?:,| and| to) \d+)*")


class Fingerprint(NamedTuple):
    """What a finding is known by."""

    file: str
    rule: str
    object: str
    values_path: str
    message: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings that are new, and the fingerprints that nothing has any more."""

    new: list[Finding]
    gone: list[Fingerprint]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings; `path` is the file that holds them, and files in it are relative to its folder."""

    path: Path
    counts: Mapping[Fingerprint, int] = field(default_factory=dict)

    def compare(
        self, findings: Iterable[Finding], *, rules: Collection[str], inputs: Iterable[str]
    ) -> Compared:
        """Give the findings that are not known.

        What is known of other rules than those that ran, or of other inputs, is not gone.
        """
        left = Counter(self.counts)
        new = []
        for finding in findings:
            known = self._fingerprint(finding)
            if left[known] > 0:
                left[known] -= 1
            else:
                new.append(finding)
        places = [self._relative(each) for each in inputs]
        gone = [each for each, count in left.items() if count > 0 and _is_about(each, rules, places)]
        return Compared(new, sorted(gone))

    def renewed(
        self, findings: Iterable[Finding], *, rules: Collection[str], inputs: Iterable[str]
    ) -> "Baseline":
        """Give the baseline that knows these findings, and those of other rules and inputs as before."""
        places = [self._relative(each) for each in inputs]
        kept = {each: count for each, count in self.counts.items() if not _is_about(each, rules, places)}
        counts = Counter(self._fingerprint(finding) for finding in findings)
        return Baseline(self.path, {**kept, **counts})

    def write(self) -> None:
        """Write the file, whole or not at all.

        Raises:
            InputError: it cannot be written.
        """
        found = [_to_json(each, count) for each, count in sorted(self.counts.items())]
        content = json.dumps({"schemaVersion": _VERSION, "findings": found}, ensure_ascii=False, indent=2)
        write_file(self.path, f"{content}\n".encode(errors="replace"))

    def _fingerprint(self, finding: Finding) -> Fingerprint:
        place = finding.location
        message = _LINE.sub(r"\1 …", finding.message).encode(errors="replace").decode()
        return Fingerprint(self._relative(place.file), finding.rule, place.object, place.values_path, message)

    def _relative(self, file: str) -> str:
        # What is no file, such as a chart of a commit, is called the same everywhere.
        archive = next((place for place in Path(file).parents if place.is_file()), Path(file))
        if not file or not archive.exists():
            return file
        return Path(os.path.relpath(file, self.path.parent)).as_posix()


def read(path: Path) -> Baseline:
    """Read a file of known findings.

    Raises:
        InputError: it is missing, cannot be read, or is something else.
    """
    if not path.exists():
        hint = f"`chartgen lint --write-baseline {path}` writes it"
        raise InputError("no such file", where=str(path), hint=hint)
    try:
        content = json.loads(yaml.decode(yaml.read_bytes(path), file=str(path)))
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no JSON: {error}", where=str(path), hint="write it anew") from error
    for problem in _schema().problems(content):
        where = yaml.format_path(problem.path)
        message = f"{where}: {problem.message}" if where else problem.message
        raise InputError(f"is no baseline: {message}", where=str(path), hint="write it anew")
    counts: Counter[Fingerprint] = Counter()
    for each in content["findings"]:
        known = Fingerprint(
            each["file"], each["rule"], each.get("object", ""), each.get("valuesPath", ""), each["message"]
        )
        counts[known] += each.get("count", 1)
    return Baseline(path, counts)


def _is_about(known: Fingerprint, rules: Collection[str], places: Iterable[str]) -> bool:
    return known.rule in rules and any(
        place in (".", known.file) or known.file.startswith(f"{place}/") for place in places
    )


def _to_json(known: Fingerprint, count: int) -> dict[str, Any]:
    found = {
        "rule": known.rule,
        "file": known.file,
        "object": known.object,
        "valuesPath": known.values_path,
        "message": known.message,
        "count": count if count > 1 else 0,
    }
    return {key: value for key, value in found.items() if value or key == "file"}


@cache
def _schema() -> Schema:
    path = data_root() / "baseline.schema.json"
    return Schema(json.loads(path.read_text("utf-8")), file=path.name)
