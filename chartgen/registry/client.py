"""Requests with redirects and repetitions, as ADR 9 decides them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit

from chartgen.core.errors import InputError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.exchange import LostError, Request, Response
from chartgen.registry.reference import shown

if TYPE_CHECKING:
    from chartgen.registry.http import Transport

_MOST_REDIRECTS: Final = 5
_MOST_REPETITIONS: Final = 3
_LONGEST_PAUSE: Final = 60.0
_BUSY: Final = (429, 502, 503, 504)
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_SAME_METHOD: Final = (307, 308)
_PORTS: Final = {"http": 80, "https": 443}
# What a URL may have as it is; `%` may be there already.
_LITERAL: Final = "%/:=&?~#+!$,;'@()*[]"


class Origin(NamedTuple):
    """Whom a URL leads to: credentials for one origin are for no other."""

    scheme: str
    host: str
    port: int


class Client:
    """Makes requests, one after the other."""

    def __init__(self, access: Access) -> None:
        """Connect to nothing yet."""
        self._access = access

    def request(self, request: Request, *, authorization: str = "") -> Response:
        """Give the answer, which may be an error of the host.

        Redirects are followed, by what reads also to other hosts; `authorization` goes to the host of the
        URL alone. A host that is busy, and a connection that breaks, are tried again.

        Raises:
            ToolError: no answer, one that is too slow or too large, or a redirect that is not followed.
            InputError: without TLS, which was not asked for; a file or proxy of the access is none.
        """
        deadline = time.monotonic() + self._access.time_limit
        first = origin(request.url)
        for _ in range(_MOST_REDIRECTS + 1):
            self._check_scheme(request.url)
            headers = dict(request.headers)
            if authorization and origin(request.url) == first:
                headers["Authorization"] = authorization
            response = self._tried(replace(request, headers=headers), deadline)
            if response.status not in _REDIRECTS:
                return response
            request = replace(request, url=_redirected(request.method, response, first))
        problem, hint = f"leads on more than {_MOST_REDIRECTS} times", "is this the right place?"
        raise ToolError(problem, where=shown(request.url), hint=hint)

    def _check_scheme(self, url: str) -> None:
        if origin(url).scheme == "http" and not self._access.plain_http:
            problem = "is reached without TLS, so that anybody can read and change it"
            raise InputError(problem, where=shown(url), hint="use https://, or allow it with --plain-http")

    def _tried(self, request: Request, deadline: float) -> Response:
        pause = self._access.pause
        for _ in range(_MOST_REPETITIONS):
            try:
                response = self._transport.send(request, deadline)
            except LostError:
                wait = pause
                if time.monotonic() + wait > deadline:
                    raise
            else:
                wait = _retry_after(response, pause)
                if not _is_busy(response, request.method) or time.monotonic() + wait > deadline:
                    return response
            time.sleep(wait)
            pause *= 2
        return self._transport.send(request, deadline)

    @cached_property
    def _transport(self) -> "Transport":
        # Only now: without urllib3, which it needs, all else works.
        transport: Transport = import_module("chartgen.registry.http").Transport(self._access)
        return transport


def _is_busy(response: Response, method: str) -> bool:
    """Say whether to try again; after an error of the host, only what can be done twice."""
    failed = response.status == HTTPStatus.INTERNAL_SERVER_ERROR and method != "POST"
    return failed or response.status in _BUSY


def _redirected(method: str, response: Response, first: Origin) -> str:
    target = joined(response, response.headers.get("location", ""))
    there = origin(target)
    if origin(response.url).scheme == "https" and there.scheme == "http":
        raise response.wrong(f"leads on to {shown(target)}, without TLS")
    reads = method in ("GET", "HEAD")
    if not reads and (there != first or response.status not in _SAME_METHOD):
        raise response.wrong(f"leads a {method} on to {shown(target)}")
    return target


def origin(url: str) -> Origin:
    """Give whom a URL leads to.

    Raises:
        ToolError: it is no URL of HTTP, or has a user or password in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        # A part of a name that is empty or too long has no such form.
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, KeyError) as error:
        raise ToolError("is no URL that can be read", where=shown(url)) from error
    # Two readers of such a URL could see two hosts in it.
    if not host or "@" in parts.netloc or set(url) & {"\\", " "} or not (url.isascii() and url.isprintable()):
        raise ToolError("is no URL that can be read", where=shown(url))
    return Origin(parts.scheme, host, port)


def joined(response: Response, target: str) -> str:
    """Give a URL that a header of an answer says, which may be relative to where it came from.

    Raises:
        ToolError: it is empty, or none that can be read.
    """
    if not target:
        raise response.wrong("does not say where to go on")
    try:
        url = urljoin(response.url, quote(target.encode("latin-1"), safe=_LITERAL))
    except ValueError as error:
        raise response.wrong("leads on to what is no URL") from error
    origin(url)
    return url


def with_query(url: str, query: Mapping[str, str | Sequence[str]]) -> str:
    """Give a URL with more in its query, in which a name may have several values; without a fragment."""
    parts = urlsplit(url)
    whole = f"{parts.query}&{urlencode(query, doseq=True)}".strip("&")
    return urlunsplit(parts._replace(query=whole, fragment=""))


def _retry_after(response: Response, pause: float) -> float:
    """Give how long to wait, in seconds: what the host asks for within reason, else `pause`."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(min(int(text[:9]), _LONGEST_PAUSE))
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return pause
    date = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
    return min(max((date - datetime.now(timezone.utc)).total_seconds(), 0.0), _LONGEST_PAUSE)
