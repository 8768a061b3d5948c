"""A chart as one archive, whose bytes follow from the chart's files and one time, whoever packs it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from chartgen.chart import archive, metadata, values_file
from chartgen.chart.git import commit_time
from chartgen.chart.reference import SCHEMA_FILE, VALUES_FILE, Chart, chart_of, load
from chartgen.core import yaml
from chartgen.core.ahead import ahead
from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.scheme import is_remote

EARLIEST: Final = 315_532_800
"""The time of files whose own is not known: the start of 1980, before which not all archives can say one."""

_LOCK: Final = "Chart.lock"
_REQUIREMENTS: Final = "requirements.yaml"
_FIRST: Final = (metadata.FILE_NAME, _LOCK, VALUES_FILE, SCHEMA_FILE)
_MAX_FILE_NAME: Final = 255
# What a subchart counts for at least, in bytes.
_LEAST: Final = 64 * 1024
_CUT_OFF: Final = "the history of this clone ends before the chart's last change; see `git fetch --unshallow`"


def rfc3339(seconds: int) -> str:
    """Give a time, in seconds since 1970, as RFC 3339 writes it, in UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Package(NamedTuple):
    """An archive of a chart: its bytes, the chart in them, and the time of its files (seconds since 1970)."""

    chart: Chart
    content: bytes
    time: int

    @property
    def file_name(self) -> str:
        """Give `<name>-<version>.tgz`."""
        return f"{self.chart.name}-{self.chart.version}.tgz"

    @property
    def digest(self) -> str:
        """Give `sha256:` and the sum of the archive."""
        return digest_of(self.content)

    @property
    def written_time(self) -> str:
        """Give the time as `rfc3339` does."""
        return rfc3339(self.time)


class Source(NamedTuple):
    """A chart, the time of its files (seconds since 1970), where that is from, and why it may be another."""

    chart: Chart
    time: int
    origin: str
    doubt: str = ""


def read_source(reference: str, access: Access) -> Source:
    """Read a chart that can be packed, and its time: an archive's own, its last commit's, else `EARLIEST`.

    Raises:
        InputError: as `reference.load` and `check`.
        ToolError: as `reference.load`.
    """
    found = read_package(reference, access) if is_package(reference) else None
    if found is not None:
        check(found.chart)
        return Source(found.chart, found.time, "the archive's own")
    # git takes about as long as reading the chart does.
    with ahead(partial(commit_time, reference)) as answer:
        chart = load(reference, access)
        check(chart)
        try:
            changed = answer()
        except (InputError, ToolError) as error:
            return Source(chart, EARLIEST, "git does not say when the chart changed", error.problem)
    if changed is None:
        return Source(chart, EARLIEST, "the chart was never committed")
    return Source(
        chart,
        min(changed.seconds, archive.LATEST),
        "the last commit that changed the chart",
        "" if changed.is_certain else _CUT_OFF,
    )


def package(chart: Chart, *, time: int) -> Package:
    """Pack a chart that `check` takes; `time` is that of all its files, in seconds since 1970."""
    first = [path for path in _FIRST if path in chart.files]
    order = first + sorted(chart.files.keys() - first)
    files = {path: chart.files[path] for path in order}
    return Package(chart, archive.pack(files, folder=chart.name, time=time), time)


def is_package(reference: str) -> bool:
    """Say whether a reference names an archive: a file, or one in a registry or repository."""
    return Path(reference).is_file() or (is_remote(reference) and not reference.startswith("git:"))


def read_package(reference: str, access: Access) -> Package:
    """Read an archive.

    Raises:
        InputError: it cannot be read, or is no chart's.
        ToolError: a registry or repository fails.
    """
    place = Path(reference)
    if is_remote(reference) and not place.exists():
        # By name: what it takes to speak to a host would slow down each run that needs none.
        pulled = import_module("chartgen.chart.remote").pull(reference, access)
        return package_of(str(pulled.reference), pulled.content)
    return package_of(reference, yaml.read_bytes(place, limit=archive.MAX_CHART_BYTES))


def package_of(name: str, content: bytes) -> Package:
    """Give the package that bytes are; `name` is for messages.

    Raises:
        InputError: they are no archive of a chart.
    """
    chart = chart_of(name, archive.unpack(content, name=name))
    times = (each.time for each in archive.members(content, name=name) if each.path == metadata.FILE_NAME)
    return Package(chart, content, next(times))


def check(chart: Chart) -> None:
    """Refuse a chart that `helm package` refuses.

    Raises:
        InputError: something in it is wrong.
    """
    where = chart.path_of(metadata.FILE_NAME)
    archive.check_name(chart.name, where)
    if len(f"{chart.name}-{chart.version}.tgz.prov".encode()) > _MAX_FILE_NAME:
        raise InputError("name and version are too long for the name of a file", where=where)
    for path in chart.files:
        # Nobody could load what leads out of the folder, or looks so, as `..a` does to Helm.
        archive.path_inside(f"{chart.name}/{path}", chart.reference)
    left, waiting, there = archive.MAX_CHART_BYTES, [chart], set()
    while waiting:
        each = waiting.pop()
        _check_content(each)
        for subchart in _subcharts(each):
            # Archives may unpack to much, or to themselves.
            left -= sum(map(len, subchart.files.values())) + _LEAST
            if left < 0:
                raise InputError("its subcharts unpack to too much", where=chart.reference)
            waiting.append(subchart)
            if each is chart:
                there.add(subchart.name)
    missing = [name for name in _wanted(chart) if name not in there]
    if missing:
        hint = "run `helm dependency build`"
        problem = f"subcharts are declared and not in charts/: {', '.join(missing)}"
        raise InputError(problem, where=chart.locate_metadata("dependencies"), hint=hint)


def _check_content(chart: Chart) -> None:
    """Refuse files of a chart, or of a subchart, that Helm does not load."""
    # Read for what it refuses.
    values_file.documents(chart.files.get(VALUES_FILE, b""), file=chart.path_of(VALUES_FILE))
    if chart.schema is not None:
        _check_json(chart.schema, chart.path_of(SCHEMA_FILE))
    for name in (_LOCK, _REQUIREMENTS, "requirements.lock"):
        described = yaml.load(chart.files.get(name, b""), file=chart.path_of(name))
        if described.value is not None:
            metadata.check_fields(described, hint="run `helm dependency update`")


def _check_json(content: bytes, where: str) -> None:
    try:
        # Of bytes Python would take other encodings, too.
        json.loads(content.decode("utf-8", "replace"), parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", where=where) from error


def _no_json(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _wanted(chart: Chart) -> Iterator[str]:
    """Give the names of the subcharts that a chart declares."""
    declared: Iterable[Mapping[str, Any]] = chart.metadata.get("dependencies") or ()
    if _REQUIREMENTS in chart.files:
        value = yaml.load(chart.files[_REQUIREMENTS], file=chart.path_of(_REQUIREMENTS)).value
        # Helm reads it on top of Chart.yaml.
        declared = (value or {}).get("dependencies") or declared
    return (metadata.scalar_text(each.get("name")) for each in declared)


def _subcharts(chart: Chart) -> Iterator[Chart]:
    """Give what stands in charts/, in which Helm takes nothing but charts."""
    found: dict[str, dict[str, bytes]] = {}
    for path, content in chart.files.items():
        if path.startswith("charts/"):
            _, name, *rest = path.split("/", 2)
            found.setdefault(name, {})["".join(rest)] = content
    for name, files in found.items():
        # A file itself has no name below its own.
        if name.startswith(("_", ".")) or all((file or name).endswith(".prov") for file in files):
            continue
        where = chart.path_of(f"charts/{name}")
        if name.endswith(".tgz"):
            if "" not in files:
                raise InputError("is a folder that is called like an archive", where=where, hint="rename it")
            files = archive.unpack(files[""], name=where)  # noqa: PLW2901 -- what is in them
        if metadata.FILE_NAME not in files:
            hint = "leave it out with a rule in .helmignore, or begin its name with _"
            raise InputError("not a chart, and charts/ holds nothing else", where=where, hint=hint)
        file = f"{where}/{metadata.FILE_NAME}"
        described = metadata.read_metadata(files[metadata.FILE_NAME], file=file, is_subchart=True)
        yield Chart(where, described, files)
