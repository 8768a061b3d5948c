"""How charts of registries and repositories are named.

`oci://host[:port]/path[:tag][@sha256:…]`, and `URL#name[:version]` for a repository.
"""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from chartgen.core.errors import InputError
from chartgen.registry.scheme import OCI, SCHEME

DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
"""The digests that we compute; others are not taken."""
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-fA-F:.]+\])(?::(?P<port>[0-9]{{1,5}}))?")
_PART: Final = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_PATH: Final = re.compile(rf"{_PART}(?:/{_PART})*")
_TAG: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_DIGEST_END: Final = re.compile(r"@sha256:[0-9a-f]*\Z")
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]*")
_MOST_PORT: Final = 65535
_MOST_PATH: Final = 255
_DOCKER: Final = ("docker.io", "index.docker.io", "registry-1.docker.io")
_OCI_HINT: Final = "write oci://HOST[:PORT]/PATH[:VERSION][@sha256:DIGEST]"
_REPOSITORY_HINT: Final = "write URL#NAME or URL#NAME:VERSION, where URL/index.yaml is the repository's index"


@dataclass(frozen=True, slots=True)
class OciReference:
    """A chart or image in a registry; `tag` and `digest` may be empty. As text it is what users write."""

    host: str
    path: str
    tag: str = ""
    digest: str = ""

    def __str__(self) -> str:
        """Give it with its scheme."""
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{OCI}{self.host}/{self.path}{tag}{digest}"

    @property
    def is_docker_hub(self) -> bool:
        """Whether the host is one of the names of Docker Hub."""
        return self.host in _DOCKER

    def with_tag(self, version: str) -> "OciReference":
        """Give the reference of another version, which has `_` for the `+` that no tag may have."""
        return replace(self, tag=tag_of(version), digest="")


@dataclass(frozen=True, slots=True)
class RepositoryReference:
    """A chart in the repository at `url`; an empty `version` is the newest."""

    url: str
    name: str
    version: str = ""

    def __str__(self) -> str:
        """Give it without the query of the URL, which may be a key."""
        return f"{shown(self.url)}#{self.name}{f':{self.version}' if self.version else ''}"


def tag_of(version: str) -> str:
    """Give the tag of a version: `_` for `+`."""
    return version.replace("+", "_")


def version_of(tag: str) -> str:
    """Give the version that a tag means: `+` for `_`."""
    return tag.replace("_", "+")


def shown(url: str) -> str:
    """Give a URL without what may be secret in it: the user and password, the query, the fragment."""
    found = SCHEME.match(url)
    start = found.end() if found else 0
    rest = url[start + _secret(url) :]
    return f"{url[:start]}{re.split('[?#]', rest, maxsplit=1)[0]}"


def _secret(url: str) -> int:
    """Give how much of a URL behind its scheme may be a user and a password: nothing if a host stands there.

    A password that is not encoded may have any of the characters at which a URL is divided.
    """
    rest = SCHEME.sub("", url, count=1)
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    named = _DIGEST_END.sub("", rest)
    return 0 if _HOST.fullmatch(host) else named.rfind("@") + 1


def parse(text: str) -> OciReference | RepositoryReference:
    """Read a chart's reference, which `is_remote`.

    Raises:
        InputError: it is none, or has a user or a password in it.
    """
    if text.lower().startswith(OCI):
        return parse_oci(text)
    if text.lower().startswith(("https://", "http://")):
        return _repository(text)
    scheme = text.partition("://")[0]
    raise InputError(f"charts are not read by {scheme}://", where=shown(text), hint=_OCI_HINT)


def parse_oci(text: str) -> OciReference:
    """Read `oci://host[:port]/path[:tag][@sha256:…]`; a `+` in the tag becomes `_`.

    Raises:
        InputError: something else.
    """
    if not text.lower().startswith(OCI):
        raise InputError("is no reference to a registry", where=shown(text), hint=_OCI_HINT)
    _refuse_secrets(text)
    host, _, rest = text[len(OCI) :].partition("/")
    return _oci(host, rest, text)


def parse_image(text: str) -> OciReference:
    """Read an image as Kubernetes does: without a host it is Docker Hub's, without a tag `latest`.

    Raises:
        InputError: something else.
    """
    first, slash, rest = text.partition("/")
    if not slash or not (set(first) & {".", ":", "["} or first == "localhost"):
        first, rest = "docker.io", text
    _refuse_secrets(text)
    found = _oci(first, rest, text)
    return found if found.tag or found.digest else replace(found, tag="latest")


def _oci(host: str, rest: str, text: str) -> OciReference:
    _check_host(host, text, _OCI_HINT)
    named, at, digest = rest.partition("@")
    folder, slash, last = named.rpartition("/")
    last, colon, tag = last.partition(":")
    path, tag = f"{folder}{slash}{last}", tag_of(tag)
    problem, hint = "", _OCI_HINT
    if not path:
        problem = "names a host and no chart"
    elif not _PATH.fullmatch(path) or len(path) > _MOST_PATH:
        problem = f"{path!r} is no path in a registry"
        hint = "write it in lower case" if _PATH.fullmatch(path.lower()) else _OCI_HINT
    elif colon and not _TAG.fullmatch(tag):
        problem, hint = f"{tag!r} is no tag", "a tag has letters, digits, and . _ - behind the first"
    elif at and not DIGEST.fullmatch(digest):
        problem, hint = f"{digest!r} is no digest", "write sha256: and 64 hexadecimal digits"
    if problem:
        raise InputError(problem, where=shown(text), hint=hint)
    found = OciReference(host.lower(), path, tag, digest)
    if found.is_docker_hub and "/" not in path:
        return replace(found, path=f"library/{path}")
    return found


def _repository(text: str) -> RepositoryReference:
    _refuse_secrets(text)
    url, mark, chart = text.partition("#")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise InputError("is no URL", where=shown(text), hint=_REPOSITORY_HINT) from error
    _check_host(parts.netloc, text, _REPOSITORY_HINT)
    if not url.isascii() or not url.isprintable() or set(url) & {" ", "\\"}:
        problem = "the URL has characters in it that a URL writes as %XX"
        raise InputError(problem, where=shown(text), hint="encode them")
    name, colon, version = chart.partition(":")
    problem = ""
    if not mark or not name:
        problem = "does not say which chart of the repository"
    elif not _NAME.fullmatch(name):
        problem = f"{name!r} is no name of a chart"
    elif colon and not _VERSION.fullmatch(version):
        problem = f"{version!r} is no version"
    if problem:
        raise InputError(problem, where=shown(text), hint=_REPOSITORY_HINT)
    return RepositoryReference(url, name, version)


def _refuse_secrets(text: str) -> None:
    if _secret(text):
        hint = "leave them out: credentials come from Docker's configuration, see --registry-config"
        raise InputError("a user or password stands in the reference", where=shown(text), hint=hint)


def _check_host(host: str, text: str, hint: str) -> None:
    found = _HOST.fullmatch(host)
    if found is None or not 0 < int(found["port"] or 1) <= _MOST_PORT:
        raise InputError(f"{host!r} is no host", where=shown(text), hint=hint)
