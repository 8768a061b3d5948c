"""One request: what goes wrong on the way, and how long it may take."""

import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import urllib3

from chartgen import __version__
from chartgen.core.errors import ToolError
from chartgen.registry import http
from chartgen.registry.access import Access
from chartgen.registry.exchange import LostError, Request
from chartgen.registry.http import Transport
from tests.registry.answers import Answer, always, serving
from tests.registry.asking import send

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024


def test_what_is_sent_and_what_comes(monkeypatch, tmp_path):
    # A library that read these would send a password, or go astray.
    (tmp_path / ".netrc").write_text("default login user password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    headers = {"X-Two": "a", "x-two": "b", "Content-Type": "text/plain"}
    with serving(always(Answer(404, headers, b"not here"))) as served:
        found = send(f"{served.url}/x?y=1", method="POST", body=b"text")
    assert (found.status, found.body, found.url) == (404, b"not here", f"{served.url}/x?y=1")
    assert (found.headers["x-two"], found.headers["content-type"]) == ("a, b", "text/plain")
    asked = served.asked[0]
    assert (asked.method, asked.path, asked.body) == ("POST", "/x?y=1", b"text")
    assert asked.headers["user-agent"] == f"chartgen/{__version__}"
    assert asked.headers["accept-encoding"] == "identity"
    assert "authorization" not in asked.headers


def test_a_connection_serves_several_requests():
    with serving(always(Answer(body=b"x"))) as served:
        transport = Transport(Access())
        for method in ("GET", "HEAD", "GET"):
            transport.send(Request(method, served.url, 10), time.monotonic() + 10)
    assert (len(served.asked), served.connections) == (3, 1)


def test_nothing_is_unpacked_on_the_way():
    with serving(always(Answer(headers={"Content-Encoding": "gzip"}, body=b"no gzip"))) as served:
        assert send(served.url).body == b"no gzip"


def test_a_length_that_is_too_large_is_not_read():
    with (
        serving(always(Answer(body=b"x", length=10**30))) as served,
        pytest.raises(ToolError, match="more than 1000 bytes"),
    ):
        send(served.url)


@pytest.mark.parametrize(("status", "limit"), [(307, 2), (401, 2), (503, 2), (404, 0)])
def test_what_is_no_content_has_a_limit_of_its_own(status, limit):
    page = b"x" * 2000
    with serving(always(Answer(status, body=page))) as served:
        assert send(served.url, limit=limit).body == page
    with (
        serving(always(Answer(status, body=b"x" * (MEBIBYTE + 1)))) as served,
        pytest.raises(ToolError, match="more than 1048576 bytes"),
    ):
        send(served.url, limit=limit)


def test_what_a_host_says_is_cut():
    def answer(connection: socket.socket) -> None:
        with connection:
            connection.recv(10_000)
            connection.sendall(b"\x1b[31m" + b"x" * 60_000 + b"\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: answer(server.accept()[0]), daemon=True).start()
        with pytest.raises(LostError, match=r"broke: \\x1b\[31mx") as caught:
            send(f"http://127.0.0.1:{server.getsockname()[1]}")
    assert len(str(caught.value)) < 400


def test_a_redirect_is_but_an_answer():
    for target in ("//[::1", "http://\xff/", "/there"):
        with serving(always(Answer(302, {"Location": target}))) as served:
            assert send(served.url).status == 302
            assert len(served.asked) == 1


def test_the_limit_is_exact():
    with serving(always(Answer(body=b"x" * 1000, length=-1))) as served:
        assert len(send(served.url, limit=1000).body) == 1000
        with pytest.raises(ToolError, match="more than 999 bytes"):
            send(served.url, limit=999)


def endless(stream):
    with suppress(OSError):
        while True:
            stream.write(b"x" * 65536)


def endless_chunks(stream):
    with suppress(OSError):
        while True:
            stream.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(length=-1, then=endless),
        Answer(headers={"Transfer-Encoding": "chunked"}, then=endless_chunks),
    ],
)
def test_an_endless_answer(answer):
    with serving(always(answer)) as served, pytest.raises(ToolError, match="more than 1048576 bytes"):
        send(served.url, limit=MEBIBYTE)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"half", length=100),
        Answer(headers={"Transfer-Encoding": "chunked"}, body=b"5\r\nhel", then=lambda _: None),
        Answer(headers={"Transfer-Encoding": "chunked"}, body=b"zz\r\nhello", then=lambda _: None),
    ],
)
def test_a_cut_answer(answer):
    with (
        serving(always(answer)) as served,
        pytest.raises(LostError, match=f"the connection to {served.host} broke"),
    ):
        send(served.url)


def hang_up(server: socket.socket) -> None:
    connection = server.accept()[0]
    # What was not read would make the system reset the connection.
    connection.recv(10_000)
    connection.close()


def test_a_connection_that_closes_without_an_answer():
    for scheme in ("http", "https"):
        with socket.create_server(("127.0.0.1", 0)) as server:
            threading.Thread(target=hang_up, args=[server], daemon=True).start()
            with pytest.raises(LostError, match="broke"):
                send(f"{scheme}://127.0.0.1:{server.getsockname()[1]}")


@pytest.mark.parametrize(
    "inner",
    [
        ssl.SSLEOFError(8, "EOF occurred in violation of protocol"),
        # What it is called depends on what had been read when the other side went.
        ssl.SSLZeroReturnError(6, "TLS/SSL connection has been closed (EOF)"),
    ],
)
def test_tls_that_ends_too_early_is_a_lost_connection(inner):
    told = http._told(urllib3.exceptions.SSLError(inner), "https://example.com")
    assert isinstance(told, LostError)
    assert "the connection to example.com broke" in told.problem


def test_a_name_that_nobody_has():
    with pytest.raises(ToolError, match="no connection to nobody.invalid"):
        send("https://nobody.invalid/")


def test_without_urllib3_only_registries_are_lost(tmp_path):
    (tmp_path / "urllib3.py").write_text("raise ModuleNotFoundError('No module named urllib3')")
    done = subprocess.run(
        [sys.executable, "-m", "chartgen", "render", "oci://127.0.0.1:1/c:1.0.0"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        4,
        "error: registries and repositories need the package urllib3\n  hint: pip install 'chartgen[oci]'\n",
    )
