"""The index of a chart repository, with one more package in it."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from chartgen.chart.metadata import known_fields, scalar_text
from chartgen.core import yaml, yaml_text
from chartgen.core.errors import InputError
from chartgen.core.visible import visible
from chartgen.release.index_text import layout
from chartgen.release.package import Package
from chartgen.release.publish import ExistsError

FILE_NAME: Final = "index.yaml"

_HINT: Final = "`helm repo index` writes an index anew"
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.\d+)?(?:[Zz]|([-+]\d\d:\d\d))", re.ASCII)
_VERSION: Final = re.compile(
    r"v?(\d{1,40})(?:\.(\d{1,40}))?(?:\.(\d{1,40}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII
)
_BASE: Final = re.compile(r"https?://(?:[\w.-]+|\[[\w:.]+\])(?::\d{1,5})?(?:/[^?#\\\s]*)?", re.ASCII)
_SHA256: Final = "sha256:"


class Entry(NamedTuple):
    """What an index says of a package; all of it follows from the package and the URL of the repository."""

    package: Package
    content: Mapping[str, Any]


def is_base(url: str) -> bool:
    """Say whether names of archives can follow a URL, which everybody will read: no password, no query."""
    return _BASE.fullmatch(url) is not None and url.isprintable()


def entry(package: Package, url: str) -> Entry:
    """Describe a package for an index; `url` is that of the folder, empty where paths are relative to it."""
    name = quote(package.file_name, safe="+")
    content = {
        **known_fields(package.chart.metadata),
        "created": package.written_time,
        "digest": package.digest.removeprefix(_SHA256),
        "urls": [f"{url.rstrip('/')}/{name}" if url else name],
    }
    return Entry(package, content)


def with_entry(index: bytes | None, new: Entry, *, file: str) -> bytes:
    """Give an index with one more entry, newest version first; all else in it stays as it is.

    Without an `index` a new one begins. It is given back unchanged if the same archive is in it. `file` is
    for messages.

    Raises:
        InputError: it is no index.
        ExistsError: it has another archive of this version.
    """
    text = yaml.decode(index or b"", file=file)
    if not text or text.isspace():
        text = json.dumps({"apiVersion": "v1", "entries": {}, "generated": new.package.written_time})
        return yaml_text.text(_added(json.loads(text), new, file)).encode()
    name, version = new.package.chart.name, new.package.chart.version
    found = layout(text)
    if found is None:
        is_json = text.lstrip().startswith("{")
        value = _json(text, file) if is_json else _yaml(text, file)
        added = _added(value, new, file)
        if added is None:
            return index or b""
        return (_json_text(added) if is_json else yaml_text.text(added)).encode()
    versions = found.versions(name)
    if version in versions:
        _check_equal(found.entry(name, versions.index(version)), new, file)
        return index or b""
    generated = _later(found.generated, new.package.written_time)
    return found.with_entry(name, _place(versions, version), new.content, generated).encode()


def _yaml(text: str, file: str) -> Any:
    document = yaml.load(text, file=file)
    for duplicate in document.duplicates:
        problem = f"{duplicate.key} stands twice, and one of the two would be lost"
        raise InputError(problem, where=duplicate.second, hint="remove one of them")
    return document.value


def _json(text: str, file: str) -> Any:
    def unique(fields: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(fields)
        if len(found) < len(fields):
            raise ValueError("a key stands twice in one object, and one of the two would be lost")
        return found

    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no index: {error}", where=file, hint=_HINT) from error


def _json_text(value: Mapping[str, Any]) -> str:
    """Write JSON with a line for each entry, in ASCII: halves of characters, which Go takes, are kept so."""
    charts = []
    for name, entries in value["entries"].items():
        lines = ",\n      ".join(json.dumps(each) for each in entries or ())
        charts.append(f"    {json.dumps(name)}: [\n      {lines}\n    ]")
    fields = {key: json.dumps(field) for key, field in value.items() if key != "entries"}
    fields["entries"] = "{\n" + ",\n".join(charts) + "\n  }"
    return "{\n" + ",\n".join(f"  {json.dumps(key)}: {fields[key]}" for key in value) + "\n}\n"


def _added(value: Any, new: Entry, file: str) -> dict[str, Any] | None:
    """Give an index that is read whole with the entry in it; nothing if it is there."""
    charts = value.get("entries") if isinstance(value, dict) else []
    charts = {} if charts is None else charts
    if not isinstance(charts, dict) or not all(isinstance(each, list | None) for each in charts.values()):
        raise InputError("is no index: it has no map of lists, entries", where=file, hint=_HINT)
    name, version = new.package.chart.name, new.package.chart.version
    entries = list(charts.get(name) or ())
    versions = [scalar_text(each.get("version")) if isinstance(each, dict) else "" for each in entries]
    if version in versions:
        _check_equal(entries[versions.index(version)], new, file)
        return None
    entries.insert(_place(versions, version), new.content)
    generated = _later(value.get("generated"), new.package.written_time)
    # Without a version of its format Helm takes no index.
    return {"apiVersion": "v1", **value, "entries": {**charts, name: entries}, "generated": generated}


def _check_equal(there: Mapping[str, Any], new: Entry, file: str) -> None:
    package = new.package
    digest = scalar_text(there.get("digest")).removeprefix(_SHA256).lower()
    if digest == new.content["digest"]:
        return
    held = f"{_SHA256}{visible(digest)}" if digest else "an archive without a digest"
    problem = f"has {package.chart.name} {package.chart.version} already: {held}, not {package.digest}"
    hint = "what is published stays as it is: raise the chart's version"
    raise ExistsError(problem, where=file, hint=hint)


def _place(versions: Sequence[str], version: str) -> int:
    """Give the position of a version among others, the newest of which is first."""
    order = _order(version)
    return next((at for at, other in enumerate(versions) if _order(other) <= order), len(versions))


def _order(version: str) -> tuple[Any, ...]:
    """Give what versions are ordered by, as SemVer says; what is none comes last, as with Helm."""
    found = _VERSION.fullmatch(version)
    if found is None:
        return ()
    *numbers, pre = found.groups()
    parts = (pre or "").split(".")
    # Of two numbers the longer one is greater: none of them begins with a zero.
    marks = [(0, len(part), part) if part.isdigit() else (1, 0, part) for part in parts]
    return *(int(number or 0) for number in numbers), not pre, marks


def _later(theirs: Any, ours: str) -> str:
    """Give the later of two times; one that cannot be read stays."""
    if not theirs:
        return ours
    left, right = _moment(str(theirs)), _moment(ours)
    return ours if left and right and left < right else str(theirs)


def _moment(text: str) -> datetime | None:
    found = _TIME.fullmatch(text)
    try:
        return datetime.fromisoformat(f"{found[1]}{found[2] or '+00:00'}") if found else None
    except ValueError:
        return None
