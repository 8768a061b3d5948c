"""Charts in chart repositories: an `index.yaml` and archives, over HTTP."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from chartgen.core import yaml
from chartgen.core.digest import digest_of
from chartgen.core.errors import InputError, ToolError
from chartgen.core.go_json import JsonError
from chartgen.core.go_json import decode as decode_json
from chartgen.core.location import Location
from chartgen.core.suggest import did_you_mean
from chartgen.core.visible import visible
from chartgen.registry import credentials
from chartgen.registry.access import Access
from chartgen.registry.auth import Session
from chartgen.registry.client import Client, Origin, origin
from chartgen.registry.exchange import Request, Response
from chartgen.registry.pulled import PulledChart, newest
from chartgen.registry.reference import RepositoryReference, shown

INDEX: Final = "index.yaml"
INDEX_LIMIT: Final = 50 * 1024 * 1024
"""Largest index that is read, in bytes."""
# Small values take a hundred times their text; for YAML our reader has a limit.
_JSON_LIMIT: Final = 8 * 1024 * 1024
_PROVENANCE_LIMIT: Final = 5 * 1024 * 1024
_ENTRIES: Final = re.compile(r"^entries:[ ]*\r?\n(?P<indent> +)(?=[\w\"'])", re.MULTILINE)
_LONGEST_URL: Final = 4096
_FIRST: Final = 5
_SHOWN: Final = 100


class _Entry(NamedTuple):
    """One version of a chart in an index, and where it stands."""

    content: Mapping[str, Any]
    place: Location


def pull(
    reference: RepositoryReference, access: Access, *, limit: int, with_provenance: bool = False
) -> PulledChart:
    """Fetch a chart of at most `limit` bytes; without a version, the newest that is stable.

    Raises:
        InputError: there is no such chart, or the index is none.
        ToolError: the repository fails, or what comes is not what its index says.
    """
    repository = _Repository(access)
    index = _with_path(reference.url, f"{urlsplit(reference.url).path.rstrip('/')}/{INDEX}")
    response = repository.get(index, INDEX_LIMIT).expect(
        HTTPStatus.OK, missing="there is no index of a chart repository"
    )
    entry = _chosen(list(_entries(response, reference.name)), reference)
    url = _archive(entry, reference)
    missing = "there is no such chart, though the index has it"
    content = repository.get(url, limit).expect(HTTPStatus.OK, missing=missing).body
    said = str(entry.content.get("digest") or "").removeprefix("sha256:")
    digest = digest_of(content).removeprefix("sha256:")
    if said and said.lower() != digest:
        problem = (
            f"is another chart than the index says: its SHA-256 is {digest}, not {visible(said)[:_SHOWN]}"
        )
        raise ToolError(problem, where=shown(url), hint="tell whoever keeps the repository")
    found = RepositoryReference(reference.url, reference.name, str(entry.content["version"]))
    return PulledChart(found, content, _provenance(repository, url) if with_provenance else None)


def _provenance(repository: "_Repository", url: str) -> bytes | None:
    response = repository.get(_with_path(url, f"{urlsplit(url).path}.prov"), _PROVENANCE_LIMIT)
    return None if response.status == HTTPStatus.NOT_FOUND else response.expect(HTTPStatus.OK).body


class _Repository:
    """The hosts of a repository: its archives may be on another one than its index."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._client = Client(access)
        self._sessions: dict[Origin, Session] = {}

    def get(self, url: str, limit: int) -> Response:
        """Ask a host, with credentials for it alone."""
        there = origin(url)
        if there not in self._sessions:
            host = urlsplit(url).netloc
            self._sessions[there] = Session(
                self._client, url, lambda: credentials.find(self._access.docker_config, host)
            )
        return self._sessions[there].request(Request("GET", url, limit))


def _with_path(url: str, path: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def _archive(entry: _Entry, reference: RepositoryReference) -> str:
    """Give the URL of a version's archive, which may be relative to the repository's."""
    urls = entry.content.get("urls")
    first = urls[0] if isinstance(urls, list) and urls else None
    if not isinstance(first, str) or not 0 < len(first) <= _LONGEST_URL:
        hint = "tell whoever keeps the repository"
        raise InputError("the index has no URL for this version", where=entry.place, hint=hint)
    if first.startswith("oci://"):
        hint = f"name it there: {visible(first)}"
        raise InputError("the index says that this version is in a registry", where=entry.place, hint=hint)
    base = _with_path(reference.url, f"{urlsplit(reference.url).path.rstrip('/')}/")
    try:
        found = urlsplit(urljoin(base, first))
        url = urlunsplit(found)
        if not found.query and origin(url) == origin(base):
            url = urlunsplit(found._replace(query=urlsplit(base).query))
    except (ValueError, ToolError) as error:
        problem = f"the index has no URL that can be read for this version: {visible(shown(first))}"
        raise InputError(problem, where=entry.place) from error
    return url


def _chosen(entries: list[_Entry], reference: RepositoryReference) -> _Entry:
    by_version: dict[str, _Entry] = {}
    for entry in entries:
        by_version.setdefault(str(entry.content.get("version")), entry)
    wanted = reference.version or newest(by_version)
    if wanted in by_version:
        return by_version[wanted]
    some = ", ".join(version[:_SHOWN] for version in list(by_version)[:_FIRST])
    hint = did_you_mean(reference.version, by_version) or f"the first in the index are {some}"
    problem = f"has no version {reference.version}" if reference.version else "has no stable version"
    raise InputError(problem, where=str(reference), hint=visible(hint))


def _entries(response: Response, name: str) -> Iterator[_Entry]:
    """Yield the versions of a chart; of an index that Helm wrote, no more than these is read."""
    file = response.place
    text = yaml.decode(response.body, file=file)
    if text.lstrip().startswith("{"):
        index, document = _json(text, file), None
    else:
        document = _cut(text, name, file) or yaml.load(text, file=file)
        index = document.value
    names = index.get("entries") if isinstance(index, dict) else None
    if not isinstance(names, dict):
        hint = "a repository's index.yaml has a map of its charts there"
        raise InputError("is no index of charts: it has no entries", where=file, hint=hint)
    versions = names.get(name)
    if not isinstance(versions, list):
        hint = did_you_mean(name, names) or "check the name"
        raise InputError(f"the repository has no chart {name}", where=file, hint=visible(hint))
    for at, content in enumerate(versions):
        if isinstance(content, dict):
            place = document.locate(["entries", name, at]) if document else Location(file)
            yield _Entry(content, place)


def _json(text: str, file: str) -> Any:
    if len(text) > _JSON_LIMIT:
        hint = "let `helm repo index` write it, as YAML"
        raise InputError(f"holds more than {_JSON_LIMIT} bytes of JSON", where=file, hint=hint)
    try:
        return decode_json(text, len(text) - len(text.lstrip()))[0]
    except JsonError as error:
        raise InputError(f"is no index: {visible(str(error))}", where=file) from error


def _cut(text: str, name: str, file: str) -> yaml.Document | None:
    """Read of a large index the lines of one chart alone, if it is laid out as Helm does.

    To read all of it would take a second for each 4 MB.
    """
    header = _ENTRIES.search(text)
    if header is None:
        return None
    indent = header["indent"]
    key = re.compile(rf"^{indent}(?:{re.escape(name)}|\"{re.escape(name)}\"):[ ]*\r?$", re.MULTILINE)
    start = key.search(text, header.start("indent"))
    if start is None:
        return None
    # It ends at the next line that is indented no more and is no item of its list.
    end = re.compile(rf"^ {{0,{len(indent)}}}[^ \r\n#-]", re.MULTILINE).search(text, start.end())
    lines = text[start.start() : end.start() if end else len(text)]
    try:
        return yaml.load(f"entries:\n{lines}", file=file, first_line=text.count("\n", 0, start.start()))
    except InputError:
        # It may use what stands elsewhere, as an anchor: all of it tells.
        return None
