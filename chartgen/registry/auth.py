"""Authentication as a host asks for it: by a token, by user and password, or not at all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from chartgen.core.errors import ToolError
from chartgen.core.visible import visible
from chartgen.registry.client import Client, origin
from chartgen.registry.credentials import Credentials
from chartgen.registry.exchange import Request, Response

_TOKEN_LIMIT: Final = 1024 * 1024
_CLIENT: Final = "chartgen"
_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
# One piece of the header: a scheme, or a parameter, whose value may be in quotes.
_PIECE: Final = re.compile(
    rf'\s*(?:,\s*)*(?P<name>{_WORD})(?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]+))|(?P<end>\s|,|$))'
)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a host asks for; names are in lower case."""

    scheme: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def challenges(header: str) -> list[Challenge]:
    """Read `WWW-Authenticate`, which may hold several challenges; from what cannot be read on, nothing."""
    found: list[tuple[str, dict[str, str]]] = []
    position = 0
    while piece := _PIECE.match(header, position):
        position = piece.end()
        if piece["end"] is not None:
            found.append((piece["name"].lower(), {}))
        elif found:
            quoted = piece["quoted"]
            value = piece["plain"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            found[-1][1].setdefault(piece["name"].lower(), value)
    return [Challenge(scheme, parameters) for scheme, parameters in found]


class Session:
    """Requests to one host; credentials go nowhere else, and are asked for only when the host wants some."""

    def __init__(self, client: Client, url: str, credentials: Callable[[], Credentials]) -> None:
        """Take any URL of the host."""
        self._client = client
        self._origin = origin(url)
        self._host = urlsplit(url).netloc
        self._find = credentials
        self._known: dict[str, str] = {}

    @cached_property
    def _credentials(self) -> Credentials:
        return self._find()

    def request(self, request: Request, *, scope: str = "") -> Response:
        """Give the answer, as `Client.request`, once the host knows who asks.

        A token is for a `scope` where the host does not say for which.

        Raises:
            ToolError: as there; the host refuses the credentials, or asks for some in a way that we cannot.
            InputError: as there; Docker's configuration cannot be read.
        """
        is_ours = origin(request.url) == self._origin
        known = self._known.get(scope, "") if is_ours else ""
        response = self._client.request(request, authorization=known)
        if response.status != HTTPStatus.UNAUTHORIZED or origin(response.url) != self._origin:
            return response
        self._known[scope] = self._answer(response, scope)
        response = self._client.request(request, authorization=self._known[scope])
        if response.status == HTTPStatus.UNAUTHORIZED and origin(response.url) == self._origin:
            raise self._refused(response)
        return response

    def _answer(self, response: Response, scope: str) -> str:
        """Give the authorization that a host asks for."""
        header = response.headers.get("www-authenticate", "")
        asked = {each.scheme: each for each in reversed(challenges(header))}
        found = self._credentials
        if "bearer" in asked:
            token = found.registry_token or self._token(asked["bearer"].parameters, response, scope)
            if not _is_token(token):
                hint = "log in again, or name others with --registry-config"
                raise ToolError(f"{found.source} holds no token", where=response.place, hint=hint)
            return f"Bearer {token}"
        if "basic" in asked and found.basic:
            return found.basic
        if "basic" in asked:
            raise self._refused(response)
        schemes = visible(", ".join(asked)) or "none"
        raise response.wrong(f"asks for authentication in no way that we know: {schemes}")

    def _token(self, parameters: Mapping[str, str], response: Response, scope: str) -> str:
        realm = parameters.get("realm", "")
        try:
            origin(realm)
        except ToolError as error:
            raise response.wrong("names no URL where to get a token") from error
        query = {
            "service": parameters.get("service", ""),
            "scope": parameters.get("scope") or scope,
        }
        query = {name: value for name, value in query.items() if value}
        answer = self._ask(realm, query)
        if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST):
            raise self._refused(answer)
        content = answer.expect(HTTPStatus.OK).json()
        token = content.get("token") or content.get("access_token")
        if not isinstance(token, str) or not _is_token(token):
            raise answer.wrong("answers with no token")
        return token

    def _ask(self, realm: str, query: Mapping[str, str]) -> Response:
        found = self._credentials
        if found.identity_token:
            form = {
                **query,
                "grant_type": "refresh_token",
                "refresh_token": found.identity_token,
                "client_id": _CLIENT,
            }
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(form).encode()
            return self._client.request(Request("POST", realm, _TOKEN_LIMIT, kind, body))
        parts = urlsplit(realm)
        whole = "&".join(filter(None, (parts.query, urlencode(query))))
        url = urlunsplit((parts.scheme, parts.netloc, parts.path, whole, ""))
        return self._client.request(Request("GET", url, _TOKEN_LIMIT), authorization=found.basic)

    def _refused(self, response: Response) -> ToolError:
        host, where = self._host, response.place
        if self._credentials:
            problem = f"{host} refuses the credentials of {self._credentials.source}"
            hint = "log in again, ask for the right to do this, or name others, see --registry-config"
            return ToolError(problem, where=where, hint=hint)
        hint = f"log in with `docker login {host}` or `helm registry login {host}`, or see --registry-config"
        return ToolError(f"{host} wants credentials, and there are none for it", where=where, hint=hint)


def _is_token(text: str) -> bool:
    """Say whether a text can be in a header."""
    return bool(text) and text.isascii() and text.isprintable()
