"""From what a user writes as CHART to a chart in memory."""

import re
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from chartgen.chart import archive, metadata, values_file
from chartgen.chart.directory import read_directory
from chartgen.chart.git import read_commit
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.registry.access import Access
from chartgen.registry.scheme import is_remote

VALUES_FILE: Final = "values.yaml"
SCHEMA_FILE: Final = "values.schema.json"
_REQUIREMENTS: Final = "requirements.yaml"
_GIT: Final = "git:"
# By name: who only moves a chart reads no values, and they take time to import.
_VALUES: Final = "chartgen.chart.values"
_MAX_ARCHIVE_BYTES: Final = archive.MAX_CHART_BYTES
# The chart's own Chart.yaml, and those of the subcharts that Helm does not pass over.
_DESCRIBES: Final = re.compile(r"(?:charts/[^/._][^/]*/)*Chart\.yaml")


class Chart:
    """A chart as Helm loads it, which nobody changes; two are equal only when they are the same object.

    `files` has the paths inside the chart (POSIX) in the order in which Helm reads them, subcharts as files
    among them. `metadata` is what `Chart.yaml` says.
    """

    def __init__(self, reference: str, metadata: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
        """Take what has been read."""
        self.reference: Final = reference
        self.metadata: Final = MappingProxyType(dict(metadata))
        self.files: Final = MappingProxyType(dict(files))

    def with_files(self, files: Mapping[str, bytes]) -> "Chart":
        """Give a chart of the same description with other files."""
        return Chart(self.reference, self.metadata, files)

    @property
    def name(self) -> str:
        """The chart's name."""
        return str(self.metadata["name"])

    @property
    def version(self) -> str:
        """The chart's version."""
        return str(self.metadata["version"])

    @property
    def is_library(self) -> bool:
        """Whether it only has helpers for other charts; Helm renders none."""
        return self.metadata.get("type") == "library"

    @property
    def schema(self) -> bytes | None:
        """The text of `values.schema.json`."""
        return self.files.get(SCHEMA_FILE)

    @cached_property
    def default_values(self) -> Mapping[str, Any]:
        """What `values.yaml` says; nobody may change it.

        Raises:
            InputError: not YAML, or a document that is no map.
        """
        merged: dict[str, Any] = {}
        for document in self._default_documents:
            merged = import_module(_VALUES).merge(merged, document.value or {})
        return MappingProxyType(merged)

    @property
    def has_split_values(self) -> bool:
        """Whether `values.yaml` has more documents than one, which only Helm 4.3 and newer read."""
        return b"\n---" in self.files.get(VALUES_FILE, b"") and len(self._default_documents) > 1

    def locate_default(self, path: Steps, *, key: bool = False) -> Location:
        """Give the place in `values.yaml` of a default value, or of the nearest above it."""
        place: Location = (
            import_module(_VALUES).Values(documents=self._default_documents).locate(path, key=key)
        )
        return place

    @cached_property
    def _default_documents(self) -> tuple[yaml.Document, ...]:
        content = self.files.get(VALUES_FILE, b"")
        return values_file.documents(content, file=self.path_of(VALUES_FILE))

    @cached_property
    def has_dependencies(self) -> bool:
        """Whether subcharts may take part: some are there, or are asked for."""
        return bool(self.metadata.get("dependencies")) or any(
            path.startswith("charts/") or path == _REQUIREMENTS for path in self.files
        )

    def path_of(self, path: str) -> str:
        """Give the path of a file of the chart as users see it."""
        return _path_of(self.reference, path)

    def locate_metadata(self, key: str) -> Location:
        """Give the place of a field of `Chart.yaml`; dependencies may stand in `requirements.yaml`."""
        name = metadata.FILE_NAME
        if key == "dependencies" and key not in self.metadata and _REQUIREMENTS in self.files:
            name = _REQUIREMENTS
        return yaml.load(self.files[name], file=self.path_of(name)).locate([key])


def load(reference: str, access: Access | None = None) -> Chart:
    """Read the chart that `reference` names: a directory, a `.tgz`, or one of git, a registry or repository.

    `git:REF[:path]` reads a commit of the repository around the working directory; the path starts at its
    top. `oci://…` and `URL#name[:version]` are fetched into memory as `access` says; where they name no
    version, the chart's reference is that of the newest.

    Raises:
        InputError: there is no chart, or one that Helm refuses, or that is too large.
        ToolError: git is needed and missing, or a registry or repository fails.
    """
    if is_remote(reference) and not reference.startswith(_GIT):
        # Only now: what it takes to speak to a host would slow down each run that needs none.
        reference, files = import_module("chartgen.chart.remote").fetch(reference, access or Access())
        return chart_of(reference, files)
    return chart_of(reference, _files(reference))


def chart_of(reference: str, files: Mapping[str, bytes]) -> Chart:
    """Give the chart that consists of these files, by their paths in it.

    Raises:
        InputError: there is no `Chart.yaml` among them, or one that Helm refuses.
    """
    if metadata.FILE_NAME not in files:
        raise _no_chart(reference)
    described = {
        path: metadata.read_metadata(
            content, file=_path_of(reference, path), is_subchart=path != metadata.FILE_NAME
        )
        for path, content in files.items()
        if _DESCRIBES.fullmatch(path)
    }
    return Chart(reference, described[metadata.FILE_NAME], files)


def _path_of(reference: str, path: str) -> str:
    return path if reference.rstrip("/") == "." else f"{reference.rstrip('/')}/{path}"


def _files(reference: str) -> dict[str, bytes]:
    if reference.startswith(_GIT):
        ref, _, path = reference.removeprefix(_GIT).partition(":")
        return read_commit(ref, path, name=reference)
    place = Path(reference)
    try:
        if place.is_dir():
            if not (place / metadata.FILE_NAME).is_file():
                raise _no_chart(reference)
            return read_directory(place)
        return archive.unpack(_archive(place), name=reference)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        hint = "give a chart directory, a .tgz, oci://…, URL#name:version or git:REF:path"
        raise InputError(f"cannot be read: {reason}", where=reference, hint=hint) from error


def _archive(path: Path) -> bytes:
    # A pipe or device would make us wait, or never end.
    if path.exists() and not path.is_file():
        raise InputError("neither a directory nor a file", where=str(path))
    with path.open("rb") as stream:
        content = stream.read(_MAX_ARCHIVE_BYTES + 1)
    if len(content) > _MAX_ARCHIVE_BYTES:
        raise InputError(f"larger than {_MAX_ARCHIVE_BYTES} bytes", where=str(path))
    return content


def _no_chart(reference: str) -> InputError:
    hint = "give the directory that holds Chart.yaml"
    return InputError(f"not a chart: there is no {metadata.FILE_NAME} in it", where=reference, hint=hint)
