"""A server whose answers a test writes."""

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple


class Asked(NamedTuple):
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Answer:
    """`length` lies about the body; `then` writes on after it, with the connection."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    length: int | None = None
    then: Callable[[Any], None] | None = None


Answers = Callable[[Asked], Answer]


@dataclass
class Served:
    """What is served where; `asked` has all that came, over so many connections."""

    scheme: str
    host: str
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}"

    @property
    def paths(self) -> list[str]:
        return [f"{each.method} {each.path}" for each in self.asked]


@contextlib.contextmanager
def serving(
    answers: Answers, *, certificate: Path | None = None, key: Path | None = None
) -> Iterator[Served]:
    """Serve on a free port of the loopback until the context is left."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            served.connections += 1
            super().setup()

        def handle_one_request(self) -> None:
            # What a client breaks off is part of the tests.
            with contextlib.suppress(OSError):
                super().handle_one_request()

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, body)
            served.asked.append(asked)
            answer = answers(asked)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if "Transfer-Encoding" not in answer.headers and answer.length != -1:
                length = len(answer.body) if answer.length is None else answer.length
                self.send_header("Content-Length", str(length))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            self.close_connection = answer.then is not None or answer.length is not None
            if answer.then is not None:
                answer.then(self.wfile)

        do_GET = do_HEAD = do_POST = do_PUT = do_CONNECT = answer  # noqa: N815 -- the names of http.server

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        # Hands are shaken by the thread of the connection: one that fails must not end the server.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
    served = Served("http" if certificate is None else "https", f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        # Not close(): it would wait for threads that still drip.
        server.socket.close()
        thread.join()


def always(answer: Answer) -> Answers:
    """Answer everything alike."""
    return lambda _: answer


def by_path(answers: Mapping[str, Answer | list[Answer]]) -> Answers:
    """Answer by `METHOD path` or path without a query; of a list one after the other, the last for ever."""
    left = {path: [*each] if isinstance(each, list) else [each] for path, each in answers.items()}

    def answer(asked: Asked) -> Answer:
        path = asked.path.partition("?")[0]
        for key in (f"{asked.method} {path}", path):
            if key in left:
                return left[key].pop(0) if len(left[key]) > 1 else left[key][0]
        return Answer(404, body=b'{"errors": [{"code": "NOT_SCRIPTED", "message": "not in the script"}]}')

    return answer
