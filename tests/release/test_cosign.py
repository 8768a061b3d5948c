import os
from pathlib import Path

import pytest

from chartgen.core.errors import ToolError
from chartgen.registry.access import Access
from chartgen.release import cosign
from chartgen.release.cosign import check_program, sign
from chartgen.release.publish import Published

DONE = Published("oci://host.example/p/c:1.0.0", f"sha256:{'a' * 64}", was_there=False)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program cosign into PATH that writes down how it was called: the real one wants a service."""
    script = tmp_path / "cosign"
    script.write_text(
        "#!/bin/sh\n"
        f'printf "%s\\n" "$SSL_CERT_FILE" "$@" > {tmp_path}/called\n'
        f'test -z "$DOCKER_CONFIG" || cat "$DOCKER_CONFIG/config.json" > {tmp_path}/config\n'
        "echo open a page; echo please >&2\n"
        f"test ! -e {tmp_path}/fail || {{ echo no key >&2; exit 3; }}\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    for name in ("DOCKER_CONFIG", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_what_is_signed_is_the_digest(program: Path):
    check_program()
    heard: list[bytes] = []
    sign(DONE, Access(), hear=heard.append)
    reference = f"host.example/p/c@sha256:{'a' * 64}"
    assert (program / "called").read_text().splitlines() == ["", "sign", "--yes", reference]
    assert sorted(heard) == [b"open a page\n", b"please\n"]
    sign(DONE, Access(plain_http=True))
    called = (program / "called").read_text().splitlines()
    assert called == ["", "sign", "--yes", "--allow-http-registry", reference]
    assert not (program / "config").exists()


def test_it_reaches_the_registry_as_we_do(program: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(program)
    (program / "auth.json").write_text("credentials")
    sign(DONE, Access(ca_file=Path("ca.pem"), docker_config=Path("auth.json")))
    assert (program / "called").read_text().splitlines()[0] == str(program / "ca.pem")
    assert (program / "config").read_text() == "credentials"


def test_a_failure_says_what_is_left_to_do(program: Path, monkeypatch: pytest.MonkeyPatch):
    (program / "fail").touch()
    with pytest.raises(ToolError, match="cosign failed: no key") as caught:
        sign(DONE, Access(plain_http=True))
    by_hand = (
        "it is published; sign it by hand: cosign sign --yes --allow-http-registry host.example/p/c@sha256:a"
    )
    assert caught.value.hint.startswith(by_hand)
    (program / "cosign").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(ToolError, match="cosign failed: it gave no reason"):
        sign(DONE, Access())
    (program / "cosign").write_text("#!/bin/sh\nsleep 20\n")
    monkeypatch.setattr(cosign, "_TIMEOUT", 0.2)
    with pytest.raises(ToolError, match="did not end within") as late:
        sign(DONE, Access(plain_http=True))
    assert late.value.hint.startswith(by_hand)


def test_without_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="the program cosign is not there") as caught:
        check_program()
    assert "nothing is published yet" in caught.value.hint
