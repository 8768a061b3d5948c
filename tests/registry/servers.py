"""Real registries on the loopback: docker-registry as it is, with htpasswd, with tokens, with TLS.

The fixtures are known to all tests by tests/conftest.py.
"""

import base64
import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.registry.answers import Answer, Asked, Served, serving

USER, PASSWORD = "tester", "secret-pass"
IDENTITY_TOKEN = "identity-of-the-tester"
# htpasswd -nbBC 5 tester secret-pass
_HTPASSWD = f"{USER}:$2y$05$abcdefghijklmnopqrstuuwCOGMJGvW9mUhylOie71ybcMVUf/jdO\n"
_ISSUER, _SERVICE = "issuer of the tests", "registry of the tests"


@dataclass(frozen=True)
class Registry:
    """A registry that runs; `host` has its port. The files are there where it takes them."""

    host: str
    docker_config: Path | None = None
    ca_file: Path | None = None
    issuer: Served | None = None

    def reference(self, path: str) -> str:
        return f"oci://{self.host}/{path}"


@dataclass(frozen=True)
class Authority:
    """An authority of the tests, and the certificate of 127.0.0.1 and registry.invalid that it signed."""

    ca_file: Path
    certificate: Path
    key: Path


def needs(*programs: str) -> None:
    """Skip the test by the name of a program that is absent."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is absent: apt-get install {program}")


def openssl(*arguments: str | Path, input: bytes = b"") -> bytes:  # noqa: A002 -- as subprocess names it
    return subprocess.run(["openssl", *arguments], input=input, check=True, capture_output=True).stdout


def write_docker_config(folder: Path, host: str, **entry: str) -> Path:
    """Write a configuration with credentials for a host; those of USER without any."""
    auth = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    path = folder / "config.json"
    path.write_text(json.dumps({"auths": {host: entry or {"auth": auth}}}))
    return path


@contextlib.contextmanager
def running(folder: Path, http: str = "", auth: str = "") -> Iterator[str]:
    """Run a registry that stores in a folder; give its host with port."""
    needs("docker-registry")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    config = folder / "config.yml"
    config.write_text(
        "version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder}/storage}}, delete: {{enabled: true}}}}\n"
        f"http: {{addr: '{host}', secret: tests{http}}}\n{auth}"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(["docker-registry", "serve", config], stdout=log, stderr=log)
        try:
            _wait(host, process, folder / "log")
            yield host
        finally:
            process.terminate()
            process.wait(10)


def _wait(host: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    address, port = host.split(":")
    for _ in range(500):
        with contextlib.suppress(OSError), socket.create_connection((address, int(port)), 1):
            return
        assert process.poll() is None, log.read_text()
        time.sleep(0.02)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Run a registry for anybody, without TLS."""
    with running(tmp_path_factory.mktemp("registry")) as host:
        yield Registry(host)


@pytest.fixture(scope="session")
def htpasswd_registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Run a registry that wants a user and a password, without TLS."""
    folder = tmp_path_factory.mktemp("htpasswd")
    (folder / "htpasswd").write_text(_HTPASSWD)
    with running(folder, auth=f"auth: {{htpasswd: {{realm: tests, path: {folder}/htpasswd}}}}\n") as host:
        yield Registry(host, write_docker_config(folder, host))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Make an authority and a certificate of it."""
    needs("openssl")
    folder = tmp_path_factory.mktemp("authority")
    ca, ca_key, request = folder / "ca.pem", folder / "ca.key", folder / "request"
    made = Authority(ca, folder / "server.pem", folder / "server.key")
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    is_ca = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl(*new, "-x509", "-days", "3", "-subj", "/CN=tests", *is_ca, "-keyout", ca_key, "-out", ca)
    openssl(*new, "-subj", "/CN=127.0.0.1", "-keyout", made.key, "-out", request)
    extensions = folder / "extensions"
    extensions.write_text("subjectAltName=IP:127.0.0.1,DNS:registry.invalid\nauthorityKeyIdentifier=keyid\n")
    signing = ("-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "2", "-extfile", extensions)
    openssl("x509", "-req", "-in", request, *signing, "-out", made.certificate)
    return made


@pytest.fixture(scope="session")
def tls_registry(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Registry]:
    """Run a registry for anybody, with TLS by the authority of the tests."""
    tls = f", tls: {{certificate: {authority.certificate}, key: {authority.key}}}"
    with running(tmp_path_factory.mktemp("tls"), http=tls) as host:
        yield Registry(host, ca_file=authority.ca_file)


@pytest.fixture(scope="session")
def token_registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Run a registry that wants tokens, and who issues them: to pull to anybody, to push to USER."""
    needs("openssl")
    folder = tmp_path_factory.mktemp("token")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    self_signed = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3", "-subj", "/CN=issuer")
    openssl(*self_signed, "-keyout", key, "-out", certificate)
    chain = base64.b64encode(openssl("x509", "-in", certificate, "-outform", "DER")).decode()

    def issue(asked: Asked) -> Answer:
        query = parse_qs(asked.body.decode() if asked.method == "POST" else urlsplit(asked.path).query)
        known = _is_known(asked, query)
        if known is None:
            return Answer(401, body=b'{"errors": [{"code": "UNAUTHORIZED", "message": "who are you"}]}')
        claims = _claims(query, may_push=known)
        token = _signed({"typ": "JWT", "alg": "RS256", "x5c": [chain]}, claims, key)
        name = "access_token" if asked.method == "POST" else "token"
        return Answer(body=json.dumps({name: token}).encode())

    with serving(issue) as issuer:
        auth = (
            f"auth: {{token: {{realm: '{issuer.url}/token', service: {_SERVICE}, issuer: {_ISSUER},"
            f" rootcertbundle: {certificate}}}}}\n"
        )
        with running(folder, auth=auth) as host:
            yield Registry(host, write_docker_config(folder, host), issuer=issuer)


def _is_known(asked: Asked, query: dict[str, list[str]]) -> bool | None:
    """Say whether somebody may push; nothing for wrong credentials."""
    if asked.method == "POST":
        return True if query.get("refresh_token") == [IDENTITY_TOKEN] else None
    basic = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    given = asked.headers.get("authorization")
    return False if given is None else True if given == f"Basic {basic}" else None


def _claims(query: dict[str, list[str]], *, may_push: bool) -> dict[str, Any]:
    now = int(time.time())
    allowed = {"pull", "push", "delete"} if may_push else {"pull"}
    access = []
    # A form has all of them in one text.
    for scope in " ".join(query.get("scope", [])).split():
        kind, name, actions = scope.split(":")
        access.append({"type": kind, "name": name, "actions": sorted(allowed & {*actions.split(",")})})
    times = {"iat": now - 10, "nbf": now - 10, "exp": now + 600}
    return {"iss": _ISSUER, "sub": "", "aud": query["service"][0], "jti": str(now), "access": access, **times}


def _signed(header: dict[str, Any], claims: dict[str, Any], key: Path) -> str:
    def text(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    signed = f"{text(json.dumps(header).encode())}.{text(json.dumps(claims).encode())}"
    return f"{signed}.{text(openssl('dgst', '-sha256', '-sign', key, input=signed.encode()))}"
