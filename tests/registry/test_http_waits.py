"""How long a request may take, and what ends it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from chartgen.core.errors import ToolError
from chartgen.registry import http
from chartgen.registry.access import Access
from chartgen.registry.exchange import Request
from chartgen.registry.http import Transport
from tests.registry.answers import Answer, always, serving
from tests.registry.asking import send

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024


def test_an_upload_may_take_longer_than_to_connect(monkeypatch):
    monkeypatch.setattr(http, "_CONNECT", 0.3)
    body = b"x" * 8 * MEBIBYTE

    def take(connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            for line in stream:
                lines.append(line)
                if line == b"\r\n":
                    break
            for _ in range(8):
                time.sleep(0.1)
                stream.read(MEBIBYTE)
            connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")

    lines: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        # Else the system would take all of it at once.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        threading.Thread(target=lambda: take(server.accept()[0]), daemon=True).start()
        found = send(f"http://127.0.0.1:{server.getsockname()[1]}/", method="PUT", body=body)
    assert found.status == 201
    assert f"Content-Length: {len(body)}\r\n".encode() in lines


def drip(connection: socket.socket, text: bytes) -> None:
    with suppress(OSError), connection:
        connection.recv(10_000)
        connection.sendall(text)
        for _ in range(200):
            time.sleep(0.05)
            connection.sendall(b"x")


@pytest.mark.parametrize(
    ("start", "scheme"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "http"),
        (b"HTTP/1.1 200 OK\r\nX: ", "http"),
        (b"", "http"),
        (b"\x16\x03\x03\x40\x00\x02", "https"),
    ],
    ids=["body", "header", "status", "tls"],
)
def test_a_slow_drip_does_not_pass_the_limit(start, scheme):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: drip(server.accept()[0], start), daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(ToolError, match="no whole answer within 0.4 s"):
            send(f"{scheme}://127.0.0.1:{server.getsockname()[1]}/", Access(time_limit=0.4))
        assert time.monotonic() - begun < 2


def test_what_still_waits_keeps_nobody_from_ending():
    code = "import sys; from tests.registry.asking import send, Access; send(sys.argv[1], Access(time_limit=0.2))"
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", code, url], cwd=ROOT, capture_output=True, timeout=20, check=False
        )
    assert b"no whole answer within 0.2 s" in done.stderr
    assert time.monotonic() - begun < 15


def test_no_time_is_left():
    with serving(always(Answer())) as served, pytest.raises(ToolError, match="no whole answer"):
        Transport(Access()).send(Request("GET", served.url), time.monotonic() - 1)


def test_a_host_that_says_nothing(monkeypatch):
    monkeypatch.setattr("chartgen.registry.http._READ", 0.2)
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        pytest.raises(ToolError, match="says nothing any more"),
    ):
        send(f"http://127.0.0.1:{server.getsockname()[1]}")


def test_a_host_that_does_not_answer(monkeypatch):
    monkeypatch.setattr("chartgen.registry.http._CONNECT", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        with contextlib.ExitStack() as waiting:
            # The system takes no more than these: who comes next hears nothing.
            for _ in range(3):
                one = waiting.enter_context(socket.socket())
                one.settimeout(0)
                one.connect_ex(address)
            with pytest.raises(ToolError, match=f"no connection to 127.0.0.1:{address[1]}: .*timed out"):
                send(f"http://127.0.0.1:{address[1]}")


def test_a_refused_connection_ends_at_once():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(ToolError) as caught:
            send(f"https://{host}/v2/?secret=1")
    assert time.monotonic() - begun < 2
    assert str(caught.value) == (
        f"https://{host}/v2/: no connection to {host}: Connection refused\n"
        "  hint: check the name, the port and the network"
    )
    assert (caught.value.exit_code, type(caught.value)) == (4, ToolError)


def test_an_interrupt_ends_the_wait():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"oci://127.0.0.1:{server.getsockname()[1]}/c:1.0.0"
        server.settimeout(20)
        argv = [sys.executable, "-m", "chartgen", "render", "--plain-http", url]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(argv, env=environment, stderr=subprocess.PIPE) as process:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                begun = time.monotonic()
                process.send_signal(signal.SIGINT)
                assert process.wait(10) == 130
            assert time.monotonic() - begun < 2
            assert process.stderr
            assert b"Traceback" not in process.stderr.read()
