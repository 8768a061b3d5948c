"""Authentication as a host asks for it: by a token, by user and password, or not at all."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit

from chartgen.core.errors import ToolError
from chartgen.registry.client import Client, origin, with_query
from chartgen.registry.credentials import Credentials
from chartgen.registry.exchange import Request, Response

_CLIENT: Final = "chartgen"
_SHOWN: Final = 100
_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
# One piece of the header: a scheme, or a parameter, whose value may be in quotes.
_PIECE: Final = re.compile(
    rf'\s*(?:,\s*)*(?P<name>{_WORD})(?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]+))|(?P<end>\s|,|$))'
)


def challenges(header: str) -> dict[str, dict[str, str]]:
    """Read `WWW-Authenticate`: the parameters of each scheme, all names in lower case.

    Of several challenges of a scheme the first counts; from what cannot be read on, nothing.
    """
    found: dict[str, dict[str, str]] = {}
    # What stands before the first scheme is of none.
    parameters: dict[str, str] = {}
    position = 0
    while piece := _PIECE.match(header, position):
        position = piece.end()
        name, quoted = piece["name"].lower(), piece["quoted"]
        if piece["end"] is not None:
            parameters = {}
            found.setdefault(name, parameters)
        else:
            value = piece["plain"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            parameters.setdefault(name, value)
    return found


class Session:
    """Requests to one host; credentials go nowhere else, and are asked for only when the host wants some."""

    def __init__(
        self, client: Client, url: str, credentials: Callable[[], Credentials], *, scope: str = ""
    ) -> None:
        """Take any URL of the host; tokens are for a `scope`, besides what the host says."""
        self._client = client
        self._origin = origin(url)
        self._host = urlsplit(url).netloc
        self._find = credentials
        self._scope = scope
        self._authorization = ""

    @cached_property
    def _credentials(self) -> Credentials:
        return self._find()

    def request(self, request: Request) -> Response:
        """Give the answer, as `Client.request`, once the host knows who asks.

        Raises:
            ToolError: as there; the host refuses the credentials, or asks for some in a way that we cannot.
            InputError: as there; Docker's configuration cannot be read.
        """
        if origin(request.url) != self._origin:
            return self._client.request(request)
        response = self._client.request(request, authorization=self._authorization)
        if not self._is_challenge(response):
            return response
        self._authorization = self._answer(response)
        response = self._client.request(request, authorization=self._authorization)
        if self._is_challenge(response):
            raise self._refused(response)
        return response

    def _is_challenge(self, response: Response) -> bool:
        return response.status == HTTPStatus.UNAUTHORIZED and origin(response.url) == self._origin

    def _answer(self, response: Response) -> str:
        """Give the authorization that a host asks for."""
        asked = challenges(response.headers.get("www-authenticate", ""))
        found = self._credentials
        if "bearer" in asked:
            token = found.registry_token or self._token(asked["bearer"], response)
            if not _is_token(token):
                hint = "log in again, or name others with --registry-config"
                raise ToolError(f"{found.source} holds no token", where=response.place, hint=hint)
            return f"Bearer {token}"
        if "basic" not in asked:
            schemes = ", ".join(asked)[:_SHOWN] or "none"
            raise response.wrong(f"asks for authentication in no way that we know: {schemes}")
        return found.basic

    def _token(self, parameters: Mapping[str, str], response: Response) -> str:
        realm = parameters.get("realm", "")
        try:
            origin(realm)
        except ToolError as error:
            raise response.wrong("names no URL where to get a token") from error
        answer = self._ask(realm, parameters)
        if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST):
            raise self._refused(answer)
        content = answer.expect(HTTPStatus.OK).json()
        token = content.get("token") or content.get("access_token")
        if not isinstance(token, str) or not _is_token(token):
            raise answer.wrong("answers with no token")
        return token

    def _ask(self, realm: str, parameters: Mapping[str, str]) -> Response:
        found = self._credentials
        query = {"service": parameters["service"]} if "service" in parameters else {}
        # Some hosts ask for the right to pull alone, whatever is to be done.
        scopes = [*dict.fromkeys([*parameters.get("scope", "").split(), *self._scope.split()])]
        if not found.identity_token:
            url = with_query(realm, {**query, "scope": scopes})
            return self._client.request(Request("GET", url), authorization=found.basic)
        form = {
            **query,
            "scope": " ".join(scopes),
            "grant_type": "refresh_token",
            "refresh_token": found.identity_token,
            "client_id": _CLIENT,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._client.request(Request("POST", realm, headers=headers, body=urlencode(form).encode()))

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
