"""Certificates, and proxies on the way."""

import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from chartgen.core.errors import InputError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.exchange import Request
from chartgen.registry.http import Transport
from tests.registry.answers import Answer, always, serving
from tests.registry.asking import send

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024


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
