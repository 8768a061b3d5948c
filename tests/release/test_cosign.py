import os
from pathlib import Path

import pytest

from chartgen.core.errors import ToolError
from chartgen.registry.access import Access
from chartgen.release.cosign import check_program, sign
from chartgen.release.publish import Published

DONE = Published("oci://host.example/p/c:1.0.0", f"sha256:{'a' * 64}", was_there=False)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program cosign into PATH that writes down how it was called: the real one wants a service."""
    script = tmp_path / "cosign"
    script.write_text(
        "#!/bin/sh\n"
        f'printf "%s\\n" "$DOCKER_CONFIG" "$@" > {tmp_path}/called\n'
        f"test ! -e {tmp_path}/fail || {{ echo first >&2; echo no key >&2; exit 3; }}\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.delenv("DOCKER_CONFIG", raising=False)
    return tmp_path


def test_what_is_signed_is_the_digest(program: Path):
    check_program()
    sign(DONE, Access())
    reference = f"host.example/p/c@sha256:{'a' * 64}"
    assert (program / "called").read_text().splitlines() == ["", "sign", "--yes", reference]
    (program / "config.json").write_text("{}")
    sign(DONE, Access(plain_http=True, docker_config=program / "config.json"))
    called = (program / "called").read_text().splitlines()
    assert called == [str(program), "sign", "--yes", "--allow-http-registry", reference]


def test_a_failure_says_what_is_left_to_do(program: Path):
    (program / "fail").touch()
    with pytest.raises(ToolError, match="cosign failed: no key") as caught:
        sign(DONE, Access())
    assert caught.value.hint.startswith(
        "it is published; sign it by hand: cosign sign host.example/p/c@sha256:a"
    )


def test_without_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="the program cosign is not there") as caught:
        check_program()
    assert "nothing is published yet" in caught.value.hint
