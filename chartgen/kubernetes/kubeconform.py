"""The checks of `validator` by another program, kubeconform: a second opinion from the same schemas.

It gets a folder with the schemas of the kinds that occur and a file for each object, and fetches nothing. The
classes of objects on which the two disagree are in `tests/kubernetes/test_kubeconform_differences.py`.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from chartgen.core.errors import ToolError
from chartgen.core.json_schema import UNKNOWN_KEY, Problem
from chartgen.core.process import run
from chartgen.core.values_path import Steps
from chartgen.kubernetes import crd, store
from chartgen.kubernetes.validator import TOO_DEEP, names_of, parts, unknown_kind

OLDEST: Final = (0, 7)
"""The first version whose reports say where in an object something is wrong."""
SECONDS: Final = 60.0
"""How long a batch may take."""
BATCH: Final = 5000
"""Most objects that one run of the program gets."""
_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_HINT: Final = "go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0, or use --validator embedded"
_LOCATION: Final = "{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json"
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,98}[A-Za-z0-9])?", re.ASCII)
_VERSION: Final = re.compile(r"v?([0-9]+)\.([0-9]+)")
_BY_HAND: Final = "development"
"""The version of a kubeconform that was built without one, as `go install` does."""


class _Question(NamedTuple):
    """An object that the program is asked about, with its number among all and as a text."""

    number: int
    value: Any
    text: str


class Kubeconform:
    """Checks objects as `Validator` does, many at once; most of the time is spent on starting the program."""

    def __init__(
        self, kube_version: str, crds: Iterable[Mapping[str, Any]] = (), *, program: str = "kubeconform"
    ) -> None:
        """Take a Kubernetes version (`1.30`, `v1.30.4-gke.1`) and CRD objects.

        Raises:
            UsageError: there are no schemas for the version.
            ToolError: the program is missing or too old, or the extra `kubernetes` is not installed.
            InputError: a CRD is malformed.
        """
        self._program, self._minor = program, store.minor_of(kube_version)
        _check_version(program)
        object_meta = store.object_meta(self._minor)
        self._crds: dict[tuple[str, str], store.Schema] = {}
        for definition in crds:
            self._crds |= crd.schemas(definition, object_meta)

    def check_all(self, objects: Sequence[Any]) -> list[list[Problem]]:
        """Give all problems of each object, ordered by path; an empty list says that it is valid.

        Raises:
            ToolError: the program fails or is out of time.
        """
        places = [(index, path, part) for index, obj in enumerate(objects) for path, part in parts(obj)]
        answers = [self._before(part) for _, _, part in places]
        asked = []
        for number, (_, _, part) in enumerate(places):
            if not answers[number]:
                try:
                    asked.append(_Question(number, part, _text(part)))
                except RecursionError:
                    answers[number] = [TOO_DEEP]
        for start in range(0, len(asked), BATCH):
            batch = asked[start : start + BATCH]
            for question, answer in zip(batch, self._run(batch), strict=True):
                answers[question.number] = answer
        found: list[list[Problem]] = [[] for _ in objects]
        for (index, path, _), problems in zip(places, answers, strict=True):
            found[index] += [replace(each, path=(*path, *each.path)) for each in problems]
        return found

    def knows(self, api_version: str, kind: str) -> bool:
        """Say whether there is such a kind in Kubernetes or in the CRDs."""
        key = api_version, kind
        return key in self._crds or store.schema_for(self._minor, api_version, kind) is not None

    def _before(self, obj: Any) -> list[Problem]:
        """Give what is known to be wrong before the program is asked: it has no schema for the kind."""
        names = names_of(obj)
        if isinstance(names, list):
            return names
        return [] if self._schema(*names) else [unknown_kind(self._minor, *names)]

    def _schema(self, api_version: str, kind: str) -> store.Schema | None:
        # They become names of files: an odd one must not lead out of the folder, or be too long.
        if not all(_NAME.fullmatch(name) for name in (*api_version.split("/", 1), kind)):
            return None
        return self._crds.get((api_version, kind)) or store.schema_for(self._minor, api_version, kind)

    def _run(self, batch: Sequence[_Question]) -> list[list[Problem]]:
        with TemporaryDirectory(prefix="chartgen-") as name:
            schemas, objects = Path(name, "schemas"), Path(name, "objects")
            objects.mkdir()
            for api_version, kind in sorted(
                {(each.value["apiVersion"], each.value["kind"]) for each in batch}
            ):
                self._write_schema(schemas, api_version, kind)
            files = [objects / f"{number}.json" for number in range(len(batch))]
            for file, each in zip(files, batch, strict=True):
                file.write_text(each.text, "utf-8")
            reports = self._reports(["-schema-location", f"{schemas}/{_LOCATION}", str(objects)])
        by_file: dict[str, list[Mapping[str, Any]]] = {}
        for report in reports:
            by_file.setdefault(report["filename"], []).append(report)
        if by_file.keys() != {str(file) for file in files}:
            raise ToolError(f"{self._program} has checked {len(by_file)} of {len(files)} objects", hint=_HINT)
        return [
            [problem for report in by_file[str(file)] for problem in _problems(report, each.value)]
            for file, each in zip(files, batch, strict=True)
        ]

    def _write_schema(self, folder: Path, api_version: str, kind: str) -> None:
        group, _, version = api_version.rpartition("/")
        file = folder / (group or version) / f"{kind.lower()}_{version}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        # By default it takes draft 4; a later one than this costs it 20 ms a schema.
        schema = {"$schema": _DRAFT, **(self._schema(api_version, kind) or {})}
        file.write_text(json.dumps(schema), "ascii")

    def _reports(self, arguments: Sequence[str]) -> list[Mapping[str, Any]]:
        options = ["-strict", "-verbose", "-output", "json", "-n", str(os.cpu_count() or 1)]
        done = run([self._program, *options, *arguments], timeout=SECONDS)
        try:
            reports: list[Mapping[str, Any]] = json.loads(done.out)["resources"]
        except (ValueError, LookupError, TypeError):
            said = done.err.strip() or f"it ended with {done.code}"
            raise ToolError(f"{self._program} gives no report: {said}", hint=_HINT) from None
        return reports


@lru_cache(maxsize=8)
def _check_version(program: str) -> None:
    try:
        shown = run([program, "-v"], timeout=SECONDS).out.decode("utf-8", "replace").strip()
    except ToolError as error:
        raise ToolError(error.problem, hint=_HINT) from error
    match = _VERSION.match(shown)
    if shown != _BY_HAND and not (match and (int(match[1]), int(match[2])) >= OLDEST):
        oldest = ".".join(map(str, OLDEST))
        raise ToolError(
            f"{program} is of version {shown!r}, and {oldest} is the oldest that can be used", hint=_HINT
        )


def _text(obj: Any) -> str:
    """Write an object as JSON that is YAML too, as which the program reads it."""
    return _ODD.sub(_escaped, json.dumps(obj, ensure_ascii=False))


# What YAML takes for the end of a line, or not at all, though JSON does.
_ODD: Final = re.compile("[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _escaped(match: re.Match[str]) -> str:
    # Half of a character is none: the API server reads it as this one.
    code = 0xFFFD if "\ud800" <= match[0] <= "\udfff" else ord(match[0])
    return f"\\u{code:04x}"


def _problems(report: Mapping[str, Any], obj: Any) -> list[Problem]:
    """Turn a report about an object into problems, ordered by path."""
    if report["status"] in {"statusValid", ""}:
        return []
    message = str(report["msg"])
    if report["status"] == "statusInvalid":
        problems = set(_refused(message, obj))
    else:
        problems = {_of_metadata(match) for match in [_METADATA.search(message)] if match}
    if not problems:
        return [Problem((), f"kubeconform: {message}")]
    return sorted(problems, key=lambda each: ([str(step) for step in each.path], each.message))


# It reads the names of an object apart, before its schema is looked at.
_METADATA: Final = re.compile(r"cannot unmarshal (\w+) into Go struct field \.([A-Za-z.]+) of type (\w+)")


def _of_metadata(match: re.Match[str]) -> Problem:
    path = tuple(word[0].lower() + word[1:] for word in match[2].split("."))
    wanted = "object" if match[3] == "struct" else match[3]
    return Problem(path, f"got {match[1]}, want {wanted}")


# Its list of errors has only those of the first level, so they are read from its text: a tree, in which a
# quotation mark in what is quoted has a backslash.
_ERROR: Final = re.compile(r" ((?: {2})*)- at '((?:[^'\\]|\\.)*)': ")
_QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")
# Since 0.8 in quotation marks.
_GROUP: Final = re.compile(r"validation failed|'?allOf'? failed")
_CHOICE: Final = re.compile(r"'?(?:anyOf|oneOf)'? failed")


def _refused(text: str, obj: Any) -> Iterator[Problem]:
    errors = list(_ERROR.finditer(text))
    ends = [*(match.start() for match in errors), len(text)][1:]
    choice = len(text)
    for match, end in zip(errors, ends, strict=True):
        depth, message = len(match[1]), text[match.end() : end].strip()
        if depth > choice:
            # What each of the alternatives says is no help: one of them would have done.
            continue
        choice = depth if _CHOICE.match(message) else len(text)
        if not _GROUP.fullmatch(message):
            yield from _of_error(message, _path(match[2], obj))


def _of_error(message: str, path: Steps) -> Iterator[Problem]:
    names = [_unquoted(name) for name in _QUOTED.findall(message)]
    if message.startswith("additional properties "):
        yield from (Problem((*path, name), UNKNOWN_KEY) for name in names)
    elif message.startswith(("missing property ", "missing properties ")):
        yield from (Problem(path, f"{name} is missing") for name in names)
    else:
        yield Problem(path, message)


def _path(pointer: str, obj: Any) -> Steps:
    """Read a JSON pointer; only the object tells an index from a key."""
    steps: list[str | int] = []
    for word in _unquoted(pointer).split("/")[1:]:
        step: str | int = int(word) if isinstance(obj, list) else word.replace("~1", "/").replace("~0", "~")
        # A key with half a character is not there any more.
        obj = obj[step] if isinstance(step, int) else (obj or {}).get(step)
        steps.append(step)
    return tuple(steps)


_ESCAPE: Final = re.compile(r"\\(?:x(..)|u(.{4})|U(.{8})|(.))")
_LETTERS: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unquoted(text: str) -> str:
    """Undo how Go quotes a text."""
    return _ESCAPE.sub(
        lambda match: (
            _LETTERS.get(match[4], match[4]) if match[4] else chr(int(match[1] or match[2] or match[3], 16))
        ),
        text,
    )
