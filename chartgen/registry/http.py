"""One request and its answer, over urllib3, which nothing else imports.

Redirects, repetitions and credentials are the client's: what is sent here goes to the host that the URL
names, once.
"""

import io
import ssl
import time
from functools import cached_property, partial
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote, urlsplit

from chartgen import __version__
from chartgen.core.ahead import begun
from chartgen.core.errors import InputError, ToolError
from chartgen.core.visible import visible
from chartgen.core.yaml import read_bytes
from chartgen.registry.access import Access
from chartgen.registry.client import origin
from chartgen.registry.credentials import Credentials
from chartgen.registry.exchange import ANSWER_LIMIT, LostError, Request, Response
from chartgen.registry.proxy import proxy_for
from chartgen.registry.reference import shown

try:
    import urllib3
    from urllib3 import exceptions
except ModuleNotFoundError as error:
    raise ToolError(
        "registries and repositories need the package urllib3", hint="pip install 'chartgen[oci]'"
    ) from error

_CONNECT: Final = 10.0
_READ: Final = 30.0
_CHUNK: Final = 64 * 1024
_SHOWN: Final = 200
_AGENT: Final = f"chartgen/{__version__}"
_LATER: Final = "try it again later"
# How TLS that ends too early is called depends on what had been read by then.
_CUT_OFF: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError)


class Transport:
    """Sends requests; connections stay open for the next one to the same host."""

    def __init__(self, access: Access) -> None:
        """Connect to nothing yet."""
        self._access = access
        self._managers: dict[tuple[str, str], urllib3.PoolManager] = {}

    def send(self, request: Request, deadline: float) -> Response:
        """Send a request and read its answer, until the time `deadline`.

        Raises:
            LostError: the connection broke.
            ToolError: it could not be made, something is too slow or too large.
            InputError: the file of certificates is none, or the proxy.
        """
        try:
            # Looking up a name, and what drips, have no limit of their own in the libraries below, and a wait
            # of ours can be interrupted.
            return begun(partial(self._exchange, request))(max(0.0, deadline - time.monotonic()))
        except exceptions.HTTPError as error:
            raise _told(error, request.url) from error
        except TimeoutError as error:
            problem = f"no whole answer within {self._access.time_limit:g} s"
            raise ToolError(problem, where=shown(request.url), hint=_LATER) from error

    def _exchange(self, request: Request) -> Response:
        headers, body = {"User-Agent": _AGENT, **request.headers}, None
        if request.body is not None:
            # A stream is sent in pieces, each within the limit: all at once may take longer than that.
            headers["Content-Length"], body = str(len(request.body)), io.BytesIO(request.body)
        answer = self._manager(request.url).request(
            request.method,
            request.url,
            body=body,
            headers=headers,
            timeout=urllib3.Timeout(connect=_CONNECT, read=_READ),
            retries=False,
            redirect=False,
            preload_content=False,
            # What is compressed on the way could unpack to anything; nobody is asked to do that.
            decode_content=False,
        )
        try:
            content = _content(answer, request)
            answer.release_conn()
        finally:
            answer.close()
        found = {name.lower(): answer.headers[name] for name in answer.headers}
        return Response(request.url, answer.status, found, content)

    def _manager(self, url: str) -> "urllib3.PoolManager":
        there = origin(url)
        key = there.scheme, proxy_for(*there, self._access)
        if key not in self._managers:
            self._managers[key] = self._new_manager(*key)
        return self._managers[key]

    def _new_manager(self, scheme: str, proxy: str) -> "urllib3.PoolManager":
        parts = urlsplit(proxy)
        # To read the certificates of the system takes longer than a request.
        tls = self._tls if "https" in (scheme, parts.scheme) else None
        if not proxy:
            return urllib3.PoolManager(ssl_context=tls)
        me = Credentials("", unquote(parts.username or ""), unquote(parts.password or ""))
        return urllib3.ProxyManager(
            proxy,
            proxy_headers={"Proxy-Authorization": me.basic} if me else None,
            ssl_context=tls,
            proxy_ssl_context=tls,
        )

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        path = self._access.ca_file
        if path is not None:
            # Comments between certificates may have any letters.
            text = read_bytes(path).decode("ascii", "ignore")
            try:
                context.load_verify_locations(cadata=text)
            except (ssl.SSLError, ValueError) as error:
                hint = "name a file of certificates in PEM"
                raise InputError("holds no certificates", where=str(path), hint=hint) from error
        return context


def _content(answer: "urllib3.BaseHTTPResponse", request: Request) -> bytes:
    """Read an answer; urllib3 compares what comes with its length."""
    # Errors and redirects come with pages of their own, whatever the size of the content.
    limit = request.limit if answer.status == HTTPStatus.OK else ANSWER_LIMIT
    problem = f"answers with more than {limit} bytes"
    too_large = ToolError(problem, where=shown(request.url), hint="is this the right place?")
    if (answer.length_remaining or 0) > limit:
        raise too_large
    content = bytearray()
    while chunk := answer.read1(_CHUNK):
        content += chunk
        if len(content) > limit:
            raise too_large
    return bytes(content)


def _told(error: "exceptions.HTTPError", url: str) -> ToolError:
    """Give our own error for one of urllib3."""
    reason = _innermost(error)
    said = getattr(reason, "strerror", None) or str(reason)
    host, text = urlsplit(url).netloc, visible(said)[:_SHOWN]
    kind, problem, hint = ToolError, f"the connection to {host} broke: {text}", _LATER
    if isinstance(error, exceptions.ProtocolError) or isinstance(reason, _CUT_OFF):
        kind = LostError
    elif isinstance(error, exceptions.ProxyError):
        problem = f"the proxy does not connect to {host}: {text}"
        hint = "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
    elif isinstance(error, exceptions.SSLError):
        problem = f"TLS with {host} failed: {text}"
        hint = "give the certificate of the authority that it trusts with --ca-file"
        if "WRONG_VERSION" in text:
            hint = "the host seems to speak without TLS, which --plain-http allows"
    elif isinstance(error, exceptions.NewConnectionError | exceptions.ConnectTimeoutError):
        problem, hint = f"no connection to {host}: {text}", "check the name, the port and the network"
    elif isinstance(error, exceptions.ReadTimeoutError):
        problem = f"{host} says nothing any more"
    return kind(problem, where=shown(url), hint=hint)


def _innermost(error: BaseException) -> BaseException:
    """Give the innermost reason, which says it without the objects around it."""
    while inner := error.__cause__ or next(
        (each for each in error.args if isinstance(each, BaseException)), None
    ):
        error = inner
    return error
