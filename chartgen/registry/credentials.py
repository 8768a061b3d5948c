"""Credentials from Docker's configuration: its own entries, and programs `docker-credential-…`."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chartgen.core import process
from chartgen.core.errors import InputError, ToolError
from chartgen.core.location import Location
from chartgen.core.visible import visible
from chartgen.core.yaml import decode, read_bytes

_LIMIT: Final = 4 * 1024 * 1024
_TIMEOUT: Final = 60.0
_DOCKER_HUB: Final = "https://index.docker.io/v1/"
_DOCKER_HOSTS: Final = ("docker.io", "index.docker.io", "registry-1.docker.io")
_PROGRAM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOT_FOUND: Final = "credentials not found"
_TOKEN_USER: Final = "<token>"  # noqa: S105 -- what stands for a user whose secret is a token
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Credentials:
    """As whom to ask: a user with a password, or a token of one of two kinds; `source` is for messages."""

    source: str = ""
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    identity_token: str = field(default="", repr=False)
    registry_token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Say whether there is anything: none is anonymous."""
        return bool(self.username or self.password or self.identity_token or self.registry_token)

    @property
    def basic(self) -> str:
        """User and password as HTTP wants them; nothing without them."""
        if not self.username and not self.password:
            return ""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


def find(path: Path | None, host: str, repository: str = "") -> Credentials:
    """Give the credentials for a host, or for a path on it if there are any of its own; none is no error.

    Raises:
        InputError: the configuration cannot be read, or something in it is wrong.
        ToolError: a program that keeps credentials fails.
    """
    if path is None:
        return Credentials()
    return _Configuration(path).find(host, repository)


class _Configuration:
    def __init__(self, path: Path) -> None:
        self._path = path
        text = decode(read_bytes(path, limit=_LIMIT), file=str(path))
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            place = Location(str(path), error.lineno, error.colno)
            raise InputError(f"is no JSON: {error.msg}", where=place, hint="write it anew") from error
        except (RecursionError, ValueError) as error:
            raise InputError("is no JSON that can be read", where=str(path), hint="write it anew") from error
        self._content = self._mapping(value, "it")

    def find(self, host: str, repository: str) -> Credentials:
        names = _names(host, repository)
        helpers = self._mapping(self._content.get("credHelpers"), "credHelpers")
        own = [helpers[name] for name in names if name in helpers]
        if own and own[0]:
            return self._kept(own[0], host)
        # An empty name of its own keeps a host out of the store.
        store = None if own else self._content.get("credsStore")
        kept = self._kept(store, host) if store else Credentials()
        return kept or self._entry(names)

    def _entry(self, names: list[str]) -> Credentials:
        """Give what stands in the file, under the first of these names."""
        entries = self._mapping(self._content.get("auths"), "auths")
        # Docker once wrote URLs and versions of its API, which mean the whole host.
        by_name = {_whole_host(key): key for key in entries}
        keys = (name if name in entries else by_name.get(name) for name in names)
        for key in filter(None, keys):
            found = self._read(key, self._mapping(entries[key], f"auths.{key}"))
            if found:
                return found
        return Credentials()

    def _read(self, key: str, entry: Mapping[str, Any]) -> Credentials:
        for name in ("auth", "username", "password", "identitytoken", "registrytoken"):
            if not isinstance(entry.get(name, ""), str | None):
                raise self._wrong(f"auths.{key}.{name} is no text")
        username, password = entry.get("username") or "", entry.get("password") or ""
        if entry.get("auth"):
            try:
                text = base64.b64decode(entry["auth"], validate=True).decode()
            except ValueError as error:
                raise self._wrong(f"auths.{key}.auth is no user:password in base64") from error
            username, colon, password = text.rstrip("\0").partition(":")
            if not colon:
                raise self._wrong(f"auths.{key}.auth is no user:password in base64")
        return Credentials(
            f"{self._path}: auths.{key}",
            username,
            password,
            entry.get("identitytoken") or "",
            entry.get("registrytoken") or "",
        )

    def _kept(self, name: Any, host: str) -> Credentials:
        """Ask the program that keeps credentials."""
        if not isinstance(name, str) or not _PROGRAM.fullmatch(name):
            raise self._wrong(f"{name!r} names no program docker-credential-…")
        program = f"docker-credential-{name}"
        server = _DOCKER_HUB if host in _DOCKER_HOSTS else host
        hint = f"it is named by {self._path}; try it by hand: echo {server} | {program} get"
        done = process.run([program, "get"], timeout=_TIMEOUT, input=server.encode())
        text = done.out.decode("utf-8", "replace")
        if done.code:
            said = text.strip() or done.err.strip()
            if _NOT_FOUND in said:
                return Credentials()
            problem = f"{program} failed: {visible(said)[:_SHOWN] or f'it ended with {done.code}'}"
            raise ToolError(problem, where=host, hint=hint)
        try:
            answer = json.loads(text)
            username, secret = answer["Username"], answer["Secret"]
        except (ValueError, RecursionError, LookupError, TypeError) as error:
            raise ToolError(f"{program} answers with no credentials", where=host, hint=hint) from error
        if not isinstance(username, str) or not isinstance(secret, str):
            raise ToolError(f"{program} answers with no credentials", where=host, hint=hint)
        if username == _TOKEN_USER:
            return Credentials(program, identity_token=secret)
        return Credentials(program, username, secret)

    def _mapping(self, value: Any, name: str) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(f"{name} is no JSON object")
        return value

    def _wrong(self, problem: str) -> InputError:
        hint = "write it anew with `docker login` or `helm registry login`"
        return InputError(problem, where=str(self._path), hint=hint)


def _names(host: str, repository: str) -> list[str]:
    """Give the keys that mean a repository, the closest first."""
    hub = (_DOCKER_HUB, *_DOCKER_HOSTS) if host in _DOCKER_HOSTS else ()
    return [*_paths(host, repository), host, *hub]


def _whole_host(key: str) -> str:
    _, mark, rest = key.rpartition("://")
    host, _, path = rest.partition("/")
    return host if mark or path.rstrip("/") in ("v1", "v2") else ""


def _paths(host: str, repository: str) -> Iterator[str]:
    while repository:
        yield f"{host}/{repository}"
        repository = repository.rpartition("/")[0]
