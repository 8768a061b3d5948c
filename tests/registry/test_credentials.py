"""Docker's configuration, and programs that keep credentials."""

import base64
import json
import re
from pathlib import Path

import pytest

from chartgen.core.errors import InputError, ToolError
from chartgen.registry.credentials import Credentials, find

HUB = "https://index.docker.io/v1/"


def auth(text: str) -> dict[str, str]:
    return {"auth": base64.b64encode(text.encode()).decode()}


def config(folder: Path, **content: object) -> Path:
    path = folder / "config.json"
    # As docker writes it: with tabs, which YAML would refuse.
    path.write_text(json.dumps(content, indent="\t"))
    return path


@pytest.fixture
def helper(tmp_path, monkeypatch):
    """Make a program docker-credential-NAME of a script."""
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    (tmp_path / "bin").mkdir()

    def make(name: str, script: str) -> None:
        program = tmp_path / "bin" / f"docker-credential-{name}"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    return make


def test_without_a_file_there_are_none():
    assert not find(None, "example.com")
    assert find(None, "example.com").basic == ""


@pytest.mark.parametrize(
    ("key", "host", "repository", "is_known"),
    [
        ("example.com", "example.com", "a/b", True),
        ("example.com", "example.com:5000", "a/b", False),
        ("example.com:5000", "example.com:5000", "a/b", True),
        ("example.com", "other.example.com", "a/b", False),
        ("example.com/a", "example.com", "a/b", True),
        ("example.com/a/b", "example.com", "a/b", True),
        ("example.com/a", "example.com", "ab", False),
        ("example.com/a", "example.com", "", False),
        ("https://example.com", "example.com", "a", True),
        ("https://example.com/v1/", "example.com", "a", True),
        ("http://example.com:5000/v2/", "example.com:5000", "a", True),
        ("example.com:5000/v1/", "example.com:5000", "a", True),
        ("example.com/v2", "example.com", "a", True),
        ("example.com/v3", "example.com", "a", False),
        ("", "example.com", "a", False),
        (HUB, "docker.io", "library/a", True),
        (HUB, "registry-1.docker.io", "library/a", True),
        (HUB, "index.docker.io", "library/a", True),
        ("docker.io", "registry-1.docker.io", "library/a", True),
        (HUB, "example.com", "a", False),
    ],
)
def test_the_keys_of_hosts(tmp_path, key, host, repository, is_known):
    found = find(config(tmp_path, auths={key: auth("me:pass:word")}), host, repository)
    assert bool(found) is is_known
    if is_known:
        assert (found.username, found.password) == ("me", "pass:word")
        assert found.source == f"{tmp_path}/config.json: auths.{key}"
        assert found.basic == f"Basic {auth('me:pass:word')['auth']}"


def test_a_password_alone(tmp_path):
    found = find(config(tmp_path, auths={"h": auth(":x")}), "h")
    assert found
    assert found.basic == f"Basic {auth(':x')['auth']}"


def test_an_entry_without_credentials_is_passed_over(tmp_path):
    # As docker leaves one where a program keeps them.
    assert find(config(tmp_path, auths={"h/a": {}, "h": auth("me:x")}), "h", "a").username == "me"


def test_the_closest_key_counts(tmp_path):
    path = config(
        tmp_path,
        auths={
            "h": auth("host:x"),
            "h/a/b": auth("chart:x"),
            "h/a": auth("path:x"),
            "https://h": auth("url:x"),
        },
    )
    assert find(path, "h", "a/b").username == "chart"
    assert find(path, "h", "a/c").username == "path"
    assert find(path, "h", "c").username == "host"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"username": "me", "password": "x"}, Credentials("", "me", "x")),
        ({"identitytoken": "t", **auth("me:")}, Credentials("", "me", "", "t")),
        ({"registrytoken": "t"}, Credentials("", registry_token="t")),
        ({"username": "other", "password": "y", **auth("me:x\0\0")}, Credentials("", "me", "x")),
        ({"username": None, "auth": None, "email": 1}, Credentials("")),
        ({}, Credentials("")),
    ],
)
def test_the_kinds_of_entries(tmp_path, entry, expected):
    found = find(config(tmp_path, auths={"h": entry}), "h")
    assert (found.username, found.password) == (expected.username, expected.password)
    assert (found.identity_token, found.registry_token) == (expected.identity_token, expected.registry_token)


@pytest.mark.parametrize(
    ("content", "problem", "place"),
    [
        ("", "is no JSON", ":1:1"),
        ('{"auths": {\n  x}}', "is no JSON", ":2:3"),
        ("[]", "it is no JSON object", ""),
        ("[" * 100_000, "is no JSON", ""),
        ('{"auths": []}', "auths is no JSON object", ""),
        ('{"auths": {"h": "x"}}', "auths.h is no JSON object", ""),
        ('{"auths": {"h": {"auth": 1}}}', "auths.h.auth is no text", ""),
        ('{"auths": {"h": {"auth": "secret"}}}', "auths.h.auth is no user:password in base64", ""),
        ('{"auths": {"h": {"auth": "c2VjcmV0"}}}', "auths.h.auth is no user:password in base64", ""),
        ('{"auths": {"h": {"auth": "/w=="}}}', "auths.h.auth is no user:password in base64", ""),
        ('{"auths": {"h": {"auth": "bWU6!eA=="}}}', "auths.h.auth is no user:password in base64", ""),
        (" " * 4 * 1024 * 1024 + "{}", "larger than 4194304 bytes", ""),
        ('{"credHelpers": 1}', "credHelpers is no JSON object", ""),
        ('{"credsStore": "../x"}', "'../x' names no program", ""),
        ('{"credHelpers": {"h": 1}}', "1 names no program", ""),
        ("\xff", "is no JSON", ""),
    ],
)
def test_a_wrong_file(tmp_path, content, problem, place):
    path = tmp_path / "config.json"
    path.write_text(content)
    with pytest.raises(InputError, match=problem) as caught:
        find(path, "h")
    assert str(caught.value.where) == f"{path}{place}" or not place
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        find(tmp_path / "none", "h")


def test_a_program_keeps_credentials(tmp_path, helper):
    helper(
        "keys",
        f'[ "$1" = get ] && cat > {tmp_path}/asked && echo \'{{"Username": "me", "Secret": "s3cret"}}\'',
    )
    for content in ({"credsStore": "keys"}, {"credHelpers": {"h:5000": "keys"}, "credsStore": "none"}):
        found = find(config(tmp_path, **content), "h:5000", "a")
        assert (found.username, found.password, found.source) == ("me", "s3cret", "docker-credential-keys")
        assert (tmp_path / "asked").read_text() == "h:5000"
    assert find(config(tmp_path, credHelpers={"docker.io": "keys"}), "registry-1.docker.io", "a/b")
    assert (tmp_path / "asked").read_text() == HUB
    assert "s3cret" not in repr(found)


def test_a_program_keeps_a_token(tmp_path, helper):
    helper("keys", 'echo \'{"Username": "<token>", "Secret": "t"}\'')
    found = find(config(tmp_path, credsStore="keys"), "h")
    assert (found.username, found.identity_token, found.basic) == ("", "t", "")


def test_what_a_program_does_not_have(tmp_path, helper):
    helper("keys", 'echo "credentials not found in native keychain"; exit 1')
    assert not find(config(tmp_path, credsStore="keys"), "h")
    assert find(config(tmp_path, credsStore="keys", auths={"h": auth("me:x")}), "h").username == "me"
    assert not find(config(tmp_path, credHelpers={"h": "keys"}, auths={"h": auth("me:x")}), "h")
    path = config(tmp_path, credHelpers={"h": ""}, credsStore="none", auths={"h": auth("me:x")})
    assert find(path, "h").username == "me"


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("echo the keychain is locked; exit 1", "docker-credential-keys failed: the keychain is locked"),
        ("echo locked >&2; exit 1", "failed: locked"),
        (r"printf '\033[31m%0500d' 7; exit 1", r"failed: \\x1b\[31m0+$"),
        ("head -c 100000 /dev/zero | tr '\\0' '['", "answers with no credentials"),
        ("exit 7", "failed: it ended with 7"),
        ("echo nothing", "answers with no credentials"),
        ("echo '[]'", "answers with no credentials"),
        ('echo \'{"Username": "me"}\'', "answers with no credentials"),
        ('echo \'{"Username": 1, "Secret": 2}\'', "answers with no credentials"),
    ],
)
def test_a_program_that_fails(tmp_path, helper, script, problem):
    helper("keys", script)
    with pytest.raises(ToolError) as caught:
        find(config(tmp_path, credsStore="keys"), "h")
    assert re.search(problem, caught.value.problem)
    assert len(caught.value.problem) < 300
    assert "echo h | docker-credential-keys get" in caught.value.hint


def test_a_program_that_is_absent(tmp_path, helper):
    with pytest.raises(ToolError, match="docker-credential-none is not there"):
        find(config(tmp_path, credsStore="none"), "h")


def test_a_program_that_does_not_end(tmp_path, helper, monkeypatch):
    monkeypatch.setattr("chartgen.registry.credentials._TIMEOUT", 0.2)
    helper("keys", "sleep 30")
    with pytest.raises(ToolError, match="did not end within"):
        find(config(tmp_path, credsStore="keys"), "h")
