"""What is pushed, to registries that lie."""

from functools import partial

import pytest

from chartgen.core.digest import digest_of
from chartgen.core.errors import ToolError
from chartgen.registry.oci import Repository
from tests.registry.answers import Answer, always, by_path, serving
from tests.registry.asking import lying

OTHER = digest_of(b"other")
CONTENT = b"content"


DIGEST = digest_of(CONTENT)


def uploading(location: str, put: Answer):
    """Answer as a registry that takes one upload; `{}` in the location is its URL."""
    there: list[bytes] = []

    def answer(asked):
        if asked.method == "HEAD":
            return Answer(200 if there else 404)
        if asked.method == "POST":
            return Answer(202, {"Location": location.format(f"http://{asked.headers['host']}")})
        if put.status in (201, 404):
            there.append(asked.body)
        return put

    return answer


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/v2/c/blobs/uploads/1", "/v2/c/blobs/uploads/1?"),
        ("1?_state=a%3D%3D&b", "/v2/c/blobs/uploads/1?_state=a%3D%3D&b&"),
        ("{}/up", "/up?"),
    ],
)
def test_where_an_upload_goes(location, path):
    with serving(uploading(location, Answer(201))) as served:
        assert lying(served, push=True).push_blob(CONTENT) == DIGEST
    assert served.asked[2].path == f"{path}digest={DIGEST.replace(':', '%3A')}"
    assert served.asked[2].body == CONTENT
    assert served.asked[2].headers["content-type"] == "application/octet-stream"


def test_an_upload_to_another_host_takes_no_credentials():
    def refuse(asked):
        known = asked.headers.get("authorization")
        if asked.path.startswith("/token"):
            return Answer(body=b'{"token": "t"}')
        if known is None:
            return Answer(401, {"WWW-Authenticate": f'Bearer realm="http://{asked.headers["host"]}/token"'})
        return uploading(f"{other.url}/up", Answer(500))(asked)

    with serving(always(Answer(201))) as other, serving(refuse) as served:
        assert lying(served, push=True).push_blob(CONTENT) == DIGEST
    assert [each.body for each in other.asked] == [CONTENT]
    assert "authorization" not in other.asked[0].headers


def test_an_upload_that_was_there_after_all():
    # As after a connection that broke behind it: the second PUT finds no upload, but there is the blob.
    with serving(uploading("/up", Answer(404))) as served:
        assert lying(served, push=True).push_blob(CONTENT) == DIGEST


@pytest.mark.parametrize(
    ("location", "put", "problem"),
    [
        ("", Answer(201), "does not say where to go on"),
        ("ftp://h/up", Answer(201), "is no URL"),
        (
            "/up",
            Answer(400, body=b'{"errors": [{"code": "DIGEST_INVALID"}]}'),
            r"400 Bad Request \(DIGEST_INVALID\)",
        ),
        ("/up", Answer(200), "answers 200 OK"),
        ("/up", Answer(201, {"Docker-Content-Digest": OTHER}), "another digest"),
        ("/up", Answer(500), "500 Internal Server Error"),
    ],
)
def test_an_upload_that_fails(location, put, problem):
    with serving(uploading(location, put)) as served, pytest.raises(ToolError, match=problem):
        lying(served, push=True).push_blob(CONTENT)


def test_an_upload_that_is_gone_and_left_nothing():
    started = Answer(202, {"Location": "/up"})
    with (
        serving(by_path({"/v2/c/blobs/uploads/": started, "/up": Answer(404)})) as served,
        pytest.raises(ToolError, match="answers 404 Not Found"),
    ):
        lying(served, push=True).push_blob(CONTENT)
    assert [each.method for each in served.asked] == ["HEAD", "POST", "PUT", "HEAD"]


def test_a_repository_that_has_to_be_made_first():
    unknown = Answer(404, body=b'{"errors": [{"code": "NAME_UNKNOWN", "message": "make it first"}]}')
    with serving(always(unknown)) as served:
        for push in (Repository.push_blob, partial(Repository.push_manifest, tag="1")):
            with pytest.raises(ToolError, match=r"answers 404 Not Found \(NAME_UNKNOWN: make it first\)"):
                push(lying(served, push=True), content=CONTENT)


def test_what_is_there_is_not_uploaded():
    with serving(always(Answer(200))) as served:
        lying(served, push=True).push_blob(CONTENT)
    assert [each.method for each in served.asked] == ["HEAD"]


def test_a_manifest_that_is_taken_for_another():
    lie = always(Answer(201, {"Docker-Content-Digest": OTHER}))
    with serving(lie) as served, pytest.raises(ToolError, match="another digest"):
        lying(served, push=True).push_manifest("1.0.0", b"{}")
    with serving(always(Answer(400))) as served, pytest.raises(ToolError, match="400 Bad Request"):
        lying(served, push=True).push_manifest("1.0.0", b"{}")
