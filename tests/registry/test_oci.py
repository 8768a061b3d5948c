"""The protocol, against real registries and against ones that lie."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from chartgen.core.digest import digest_of
from chartgen.core.errors import ToolError
from chartgen.registry.access import Access
from chartgen.registry.exchange import MissingError
from chartgen.registry.oci import OCI_INDEX, OCI_MANIFEST, Repository
from chartgen.registry.reference import parse_image, parse_oci
from tests.registry.answers import Answer, always, by_path, serving
from tests.registry.asking import PLAIN, lying
from tests.registry.servers import write_docker_config

OTHER = digest_of(b"other")


def push(repository: Repository, tag: str, content: bytes) -> str:
    layer = {"mediaType": "text/plain", "digest": repository.push_blob(content), "size": len(content)}
    config = {"mediaType": "text/plain", "digest": repository.push_blob(b"{}"), "size": 2}
    manifest = {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": config, "layers": [layer]}
    return repository.push_manifest(tag, json.dumps(manifest).encode())


@pytest.fixture(params=["registry", "htpasswd_registry", "token_registry", "tls_registry"])
def repository(request):
    found = request.getfixturevalue(request.param)
    access = Access(
        docker_config=found.docker_config, ca_file=found.ca_file, plain_http=found.ca_file is None, pause=0.01
    )
    return Repository(parse_oci(found.reference("some/text")), access, push=True)


def test_what_is_pushed_is_there(repository):
    assert not repository.exists(digest_of(b"hello"))
    with pytest.raises(MissingError, match="there is no some/text:1.0.0 on"):
        repository.manifest("1.0.0")
    digest = push(repository, "1.0.0", b"hello")
    found = repository.manifest("1.0.0")
    assert (found.digest, found.value) == (digest, json.loads(found.content))
    assert repository.manifest(digest) == found
    assert repository.resolve("1.0.0") == digest
    layer = json.loads(found.content)["layers"][0]
    assert repository.exists(layer["digest"])
    assert repository.blob(layer["digest"], 5) == b"hello"
    assert repository.tags() == ["1.0.0"]
    assert push(repository, "1.0.0", b"hello") == digest
    with pytest.raises(ToolError, match="more than 4 bytes"):
        repository.blob(layer["digest"], 4)
    with pytest.raises(ToolError, match="instead of 6"):
        repository.blob(layer["digest"], 6)


def test_an_image_for_several_platforms(registry):
    repository = Repository(parse_oci(registry.reference("some/image")), PLAIN, push=True)
    one = push(repository, "one", b"for one platform")
    described = {"mediaType": OCI_MANIFEST, "digest": one, "size": len(repository.manifest(one).content)}
    index = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [described]}
    digest = repository.push_manifest("all", json.dumps(index).encode(), OCI_INDEX)
    assert repository.resolve("all") == digest != one


@pytest.mark.parametrize("said", ['rel="next"', "rel=next", 'title="more"; rel = "next"', 'rel="next"; x=y'])
def test_tags_come_in_pages(said):
    link = f"</v2/c>; rel=first, </v2/c/tags/list?n=2&last=b>; {said}"
    first = Answer(headers={"Link": link}, body=b'{"tags": ["a", "b"]}')
    with serving(by_path({"/v2/c/tags/list": [first, Answer(body=b'{"tags": ["c"]}')]})) as served:
        assert lying(served).tags() == ["a", "b", "c"]
    assert served.paths == ["GET /v2/c/tags/list?n=1000", "GET /v2/c/tags/list?n=2&last=b"]


def test_docker_hub_has_another_host(monkeypatch):
    repository = Repository(parse_image("nginx"), Access())
    assert repository._base == "https://registry-1.docker.io/v2/library/nginx"


@pytest.mark.parametrize(("push", "rights"), [(False, "pull"), (True, "pull,push")])
def test_the_right_to_push_is_asked_for_on_demand(push, rights):
    def answer(asked):
        if asked.path.startswith("/token"):
            return Answer(body=b'{"token": "t"}')
        if "authorization" in asked.headers:
            return Answer(body=b"{}")
        return Answer(401, {"WWW-Authenticate": f'Bearer realm="http://{asked.headers["host"]}/token"'})

    with serving(answer) as served:
        lying(served, push=push).manifest("1.0.0")
    assert parse_qs(urlsplit(served.asked[1].path).query) == {"scope": [f"repository:c:{rights}"]}


@pytest.mark.parametrize(
    ("reference", "said"), [("1.0.0", OTHER), (OTHER, OTHER), (OTHER, digest_of(b"{}")), (OTHER, "")]
)
def test_a_manifest_of_another_digest(reference, said):
    lie = Answer(headers={"Docker-Content-Digest": said}, body=b"{}")
    with serving(always(lie)) as served, pytest.raises(ToolError, match="another digest") as caught:
        lying(served).manifest(reference)
    assert f"{digest_of(b'{}')} instead of {OTHER}" in caught.value.problem


@pytest.mark.parametrize("said", ["", f"sha512:{'0' * 128}", "nonsense"])
def test_a_digest_that_says_nothing(said):
    with serving(always(Answer(headers={"Docker-Content-Digest": said}, body=b"{}"))) as served:
        assert lying(served).manifest("1.0.0").digest == digest_of(b"{}")
        assert lying(served).resolve("1.0.0") == digest_of(b"{}")


@pytest.mark.parametrize("body", [b"<html>log in", b"\xff", b"[" * 100_000, b"[]", b"{} {}", b""])
def test_what_is_no_manifest(body):
    # A host that is no registry may have an answer to everything.
    with serving(always(Answer(body=body))) as served:
        for ask in (Repository.manifest, Repository.resolve):
            with pytest.raises(ToolError, match=r"answers with (no JSON|something else)") as caught:
                ask(lying(served), "1.0.0")
            assert "is this the right host" in caught.value.hint


def test_a_manifest_that_is_too_large():
    large = always(Answer(body=b" " * (4 * 1024**2 + 1)))
    with serving(large) as served, pytest.raises(ToolError, match="more than 4194304 bytes"):
        lying(served).manifest("1.0.0")


def test_a_digest_is_resolved_without_a_body():
    with serving(always(Answer(headers={"Docker-Content-Digest": OTHER}))) as served:
        assert lying(served).resolve("1.0.0") == OTHER
    assert served.paths == ["HEAD /v2/c/manifests/1.0.0"]
    assert set(served.asked[0].headers["accept"].split(", ")) == {
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    }


def test_a_registry_that_does_not_know_head():
    answers = {"HEAD /v2/c/manifests/1": Answer(405), "GET /v2/c/manifests/1": Answer(body=b"{}")}
    with serving(by_path(answers)) as served:
        assert lying(served).resolve("1") == digest_of(b"{}")
    with (
        serving(always(Answer(404, {"Docker-Content-Digest": OTHER}))) as served,
        pytest.raises(MissingError),
    ):
        lying(served).resolve("1")


def test_a_page_behind_which_a_blob_is():
    page = b"<a href=elsewhere>" * 100
    answers = {"/v2/c/blobs": Answer(), f"/v2/c/blobs/{OTHER}": Answer(307, {"Location": "/cdn"}, page)}
    with serving(by_path({**answers, "/cdn": Answer(body=b"other")})) as served:
        assert lying(served).blob(OTHER, 5) == b"other"


def test_what_is_not_there():
    with serving(always(Answer(404))) as served:
        with pytest.raises(MissingError) as caught:
            lying(served).resolve("1.0.0")
        assert caught.value.problem == f"there is no c:1.0.0 on {served.host}"
        with pytest.raises(MissingError) as caught:
            lying(served).manifest(OTHER)
        assert caught.value.problem == f"there is no c@{OTHER} on {served.host}"
        with pytest.raises(MissingError) as caught:
            lying(served).tags()
        assert caught.value.problem == f"there is no c on {served.host}"
        assert not lying(served).exists(OTHER)


def test_a_blob_that_lies():
    with serving(always(Answer(body=b"chart"))) as served:
        with pytest.raises(ToolError, match="another digest"):
            lying(served).blob(OTHER, 5)
        assert lying(served).blob(digest_of(b"chart"), 5) == b"chart"
    with serving(always(Answer(403))) as served, pytest.raises(ToolError, match="403 Forbidden"):
        lying(served).exists(OTHER)


def test_a_blob_that_is_lost():
    with serving(always(Answer(404))) as served, pytest.raises(ToolError, match="answers 404"):
        lying(served).blob(OTHER, 10)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(body=b'{"tags": "x"}'), "no list of tags"),
        (Answer(body=b'{"tags": [1]}'), "no list of tags"),
        (Answer(body=b"<html>"), "no JSON"),
        (Answer(headers={"Link": '<//[>; rel="next"'}, body=b"{}"), "no URL"),
        (
            Answer(headers={"Link": '</v2/c/tags/list?again>; rel="next"'}, body=b"{}"),
            "lists no end of tags: 0 so far",
        ),
        (
            Answer(
                headers={"Link": '</v2/c/tags/list?again>; rel="next"'},
                body=json.dumps({"tags": ["1.0.0"] * 40_000}).encode(),
            ),
            "lists no end of tags: 120000 so far",
        ),
    ],
)
def test_tags_that_lie(answer, problem):
    with serving(always(answer)) as served, pytest.raises(ToolError, match=problem):
        lying(served).tags()


def test_tags_that_go_on_elsewhere_take_no_credentials(tmp_path):
    def guarded(asked):
        if "authorization" not in asked.headers:
            return Answer(401, {"WWW-Authenticate": "Basic"})
        return Answer(headers={"Link": f'<{other.url}/more>; rel="next"'}, body=b'{"tags": ["a"]}')

    refusing = Answer(401, {"WWW-Authenticate": "Basic"})
    more = {"/more": [Answer(body=b'{"tags": ["b"]}'), refusing]}
    with serving(by_path(more)) as other, serving(guarded) as served:
        access = PLAIN._replace(docker_config=write_docker_config(tmp_path, served.host))
        one = Repository(parse_oci(f"oci://{served.host}/c"), access)
        assert one.tags() == ["a", "b"]
        with pytest.raises(ToolError, match="answers 401"):
            one.tags()
    assert [each.headers.get("authorization") for each in other.asked] == [None, None]


def test_tags_that_come_slowly():
    def answer(asked):
        time.sleep(0.2)
        return Answer(headers={"Link": '</v2/c/tags/list?again>; rel="next"'}, body=b"{}")

    with serving(answer) as served, pytest.raises(ToolError, match="lists no end of tags: 0 so far"):
        Repository(parse_oci(f"oci://{served.host}/c"), PLAIN._replace(time_limit=0.5)).tags()
    assert len(served.asked) < 5


def test_no_tags():
    with serving(always(Answer(body=b'{"tags": null}'))) as served:
        assert lying(served).tags() == []
