"""One request: what goes wrong on the way, and how long it may take."""

import contextlib
import os
import signal
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
from chartgen.core.errors import InputError, ToolError
from chartgen.registry import http
from chartgen.registry.access import Access
from chartgen.registry.exchange import LostError, Request
from chartgen.registry.http import Transport
from tests.registry.answers import Answer, always, serving

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024


def send(
    url: str, access: Access | None = None, limit: int = 1000, method: str = "GET", body: bytes | None = None
):
    access = access or Access()
    return Transport(access).send(
        Request(method, url, limit, body=body), time.monotonic() + access.time_limit
    )


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
    code = "import sys; from tests.registry.test_http import send, Access; send(sys.argv[1], Access(time_limit=0.2))"
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


def test_a_name_that_nobody_has():
    with pytest.raises(ToolError, match="no connection to nobody.invalid"):
        send("https://nobody.invalid/")


def test_certificates(authority, tmp_path):
    with serving(always(Answer(body=b"x")), certificate=authority.certificate, key=authority.key) as served:
        assert send(served.url, Access(ca_file=authority.ca_file)).body == b"x"
        commented = tmp_path / "commented"
        commented.write_text(f"# Főtanúsítvány\n{authority.ca_file.read_text()}")
        assert send(served.url, Access(ca_file=commented)).body == b"x"
        with pytest.raises(ToolError, match=r"TLS with .* failed: .*certificate verify failed") as caught:
            send(served.url)
        assert "--ca-file" in caught.value.hint
        elsewhere = served.url.replace("127.0.0.1", "localhost")
        with pytest.raises(ToolError, match="certificate is not valid for 'localhost'"):
            send(elsewhere, Access(ca_file=authority.ca_file))
        with pytest.raises(InputError, match="no such file"):
            send(served.url, Access(ca_file=tmp_path / "none"))
        for text in ("text", ""):
            (tmp_path / "text").write_text(text)
            with pytest.raises(InputError, match="holds no certificates"):
                send(served.url, Access(ca_file=tmp_path / "text"))


def test_a_host_without_tls():
    with serving(always(Answer())) as served, pytest.raises(ToolError, match="TLS with") as caught:
        send(served.url.replace("http:", "https:"))
    assert "--plain-http" in caught.value.hint


def test_proxies():
    with serving(always(Answer(body=b"by proxy"))) as proxy:
        access = Access(
            proxies={"http": proxy.url.replace("//", "//u%3A:p%40%E2%82%AC@")}, no_proxy="direct.invalid"
        )
        assert send("http://registry.invalid/v2/", access).body == b"by proxy"
        assert proxy.asked[0].path == "http://registry.invalid/v2/"
        assert proxy.asked[0].headers["proxy-authorization"] == "Basic dTo6cEDigqw="
        with pytest.raises(ToolError, match="no connection to direct.invalid"):
            send("http://direct.invalid/", access)
        access = Access(proxies={"https": proxy.url}, no_proxy="direct.invalid:443")
        with pytest.raises(ToolError, match="no connection to direct.invalid"):
            send("https://direct.invalid/", access)
    with (
        serving(always(Answer(407))) as proxy,
        pytest.raises(ToolError, match="the proxy does not connect to registry.invalid: .*407") as caught,
    ):
        send("https://registry.invalid/v2/", Access(proxies={"https": proxy.url}))
    assert proxy.asked[0].method == "CONNECT"
    assert "NO_PROXY" in caught.value.hint


def pipe(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError), one, other:
        while data := one.recv(65536):
            other.sendall(data)
        # The other direction ends too.
        other.shutdown(socket.SHUT_RDWR)


def tunnel(server: socket.socket, port: int, heads: list[bytes]) -> None:
    """Connect who asks to a port, whatever host is asked for, until the server is closed."""
    with suppress(OSError):
        while True:
            connection = server.accept()[0]
            heads.append(connection.recv(10_000))
            other = socket.create_connection(("127.0.0.1", port))
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for pair in ((connection, other), (other, connection)):
                threading.Thread(target=pipe, args=pair, daemon=True).start()


def test_tls_through_a_proxy(authority):
    heads: list[bytes] = []
    answer = always(Answer(body=b"x"))
    with (
        serving(answer, certificate=authority.certificate, key=authority.key) as served,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        port = int(served.host.rpartition(":")[2])
        threading.Thread(target=tunnel, args=[server, port, heads], daemon=True).start()
        proxy = f"http://u:s3cret@127.0.0.1:{server.getsockname()[1]}"
        access = Access(proxies={"https": proxy}, ca_file=authority.ca_file)
        request = Request("GET", "https://registry.invalid/v2/", headers={"Authorization": "Bearer t"})
        assert Transport(access).send(request, time.monotonic() + 10).body == b"x"
        # Whoever sits between cannot be somebody else.
        with pytest.raises(ToolError, match="not valid for 'other.invalid'"):
            send("https://other.invalid/v2/", access)
        server.shutdown(socket.SHUT_RDWR)
    assert heads[0].startswith(b"CONNECT registry.invalid:443 HTTP/1.")
    assert b"Proxy-Authorization: Basic dTpzM2NyZXQ=\r\n" in heads[0]
    assert b"Bearer" not in heads[0]
    assert [each.headers["authorization"] for each in served.asked] == ["Bearer t"]
    assert "proxy-authorization" not in served.asked[0].headers


def test_a_proxy_with_tls(authority):
    with serving(always(Answer(407)), certificate=authority.certificate, key=authority.key) as proxy:
        access = Access(proxies={"http": proxy.url, "https": proxy.url}, ca_file=authority.ca_file)
        assert send("http://registry.invalid/v2/", access).status == 407
        with pytest.raises(ToolError, match=r"the proxy does not connect .* 407"):
            send("https://registry.invalid/v2/", access)
    assert [each.headers.get("proxy-authorization") for each in proxy.asked] == [None, None]


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
