import pytest

from chartgen.core.errors import ToolError
from chartgen.registry.exchange import MissingError, Request, Response


def answered(status: int = 200, body: bytes = b"") -> Response:
    return Response("https://h/v2/?key=secret", status, {}, body)


def test_what_is_expected():
    assert answered(201).expect(200, 201).status == 201
    with pytest.raises(ToolError, match=r"https://h/v2/: answers 404 Not Found\n") as caught:
        answered(404).expect(200)
    assert caught.value.hint == "check the name and the version"
    with pytest.raises(ToolError, match="answers 403 Forbidden") as refused:
        answered(403).expect(200)
    assert "other credentials" in refused.value.hint
    with pytest.raises(ToolError, match="answers 299") as odd:
        answered(299).expect(200)
    assert (odd.value.exit_code, odd.value.hint) == (4, "try it again later")
    with pytest.raises(MissingError, match="/v2/: no such thing\n  hint: check the name") as missing:
        answered(404).expect(200, missing="no such thing")
    assert missing.value.exit_code == 3
    with pytest.raises(ToolError, match="answers 500"):
        answered(500).expect(200, missing="no such thing")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"errors": [{"code": "DENIED", "message": "not \\u001b[31myou"}]}', r" (DENIED: not \x1b[31myou)"),
        (b'{"errors": [{"code": "DENIED"}]}', " (DENIED)"),
        (b'{"errors": []}', ""),
        (b'{"errors": {}}', ""),
        (b'{"errors": ["x"]}', ""),
        (b'{"errors": [{}]}', ""),
        (b"<html>", ""),
        (b"[" * 100_000, ""),
    ],
)
def test_what_a_registry_says(body, expected):
    with pytest.raises(ToolError) as caught:
        answered(418, body).expect(200)
    assert caught.value.problem == f"answers 418 I'm a Teapot{expected}"


def test_a_long_message_is_cut():
    with pytest.raises(ToolError) as caught:
        answered(400, b'{"errors": [{"message": "%s"}]}' % (b"x" * 100_000)).expect(200)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"\xff", b"[]", b"1", b"{} {}", b'{"a": NaN}', b"[" * 100_000, b'{"a":' * 100_000],
)
def test_what_is_no_json(body):
    with pytest.raises(ToolError, match=r"https://h/v2/: answers with (no JSON|something else)"):
        answered(body=body).json()


def test_secrets_do_not_show():
    request = Request("GET", "https://h/", headers={"Authorization": "Bearer s3cret"}, body=b"s3cret")
    assert "s3cret" not in repr((request, answered(body=b"s3cret")))


def test_json():
    assert answered(body=b' {"a": [1]}\n').json() == {"a": [1]}
