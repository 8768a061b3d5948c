"""What hosts ask for, and what they get."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from chartgen.core.errors import InputError, ToolError
from chartgen.registry.access import Access
from chartgen.registry.auth import Session
from chartgen.registry.client import Client
from chartgen.registry.credentials import Credentials, find
from chartgen.registry.exchange import Request
from chartgen.registry.oci import Repository
from chartgen.registry.reference import parse_oci
from tests.registry.answers import Answer, always, serving
from tests.registry.servers import IDENTITY_TOKEN, write_docker_config

PLAIN = Access(plain_http=True, pause=0.01, time_limit=20)
ME = Credentials("the file of the tests", "me", "s3cret")
BASIC = "Basic " + base64.b64encode(b"me:s3cret").decode()


def asking(challenge: str, *accepted: str):
    """Want one of some authorizations; `{}` in the challenge is the host's URL."""

    def answer(asked):
        if asked.path.startswith("/token"):
            return Answer(body=b'{"token": "t1"}')
        if asked.headers.get("authorization") in accepted:
            return Answer(body=b"welcome")
        return Answer(401, {"WWW-Authenticate": challenge.format(f"http://{asked.headers['host']}")})

    return answer


def session(url: str, found: Credentials | None = None, access: Access = PLAIN, scope: str = "") -> Session:
    return Session(Client(access), url, lambda: found or Credentials(), scope=scope)


def get(asking: Session, url: str):
    return asking.request(Request("GET", url, 1000))


def test_nobody_is_asked_without_need():
    def fail() -> Credentials:
        raise AssertionError

    with serving(always(Answer(body=b"x"))) as served:
        assert Session(Client(PLAIN), served.url, fail).request(Request("GET", served.url, 10)).body == b"x"


def test_credentials_are_looked_for_once():
    found = [ME]
    with serving(asking(BEARER)) as served:
        one = Session(Client(PLAIN), served.url, found.pop)
        for _ in range(2):
            with pytest.raises(ToolError, match="refuses the credentials of the file of the tests"):
                get(one, served.url)


def test_basic():
    with serving(asking('Basic realm="x"', BASIC)) as served:
        one = session(served.url, ME)
        assert get(one, served.url).body == get(one, served.url).body == b"welcome"
    assert [each.headers.get("authorization") for each in served.asked] == [None, BASIC, BASIC]


BEARER = 'Bearer realm="{}/token?a=b",service="the service",scope="repository:c:pull"'


def test_a_token_of_an_issuer():
    with serving(asking(f'Basic realm="x", {BEARER}', "Bearer t1")) as served:
        one = session(served.url, ME, scope="repository:c:pull")
        assert get(one, served.url).body == get(one, served.url).body == b"welcome"
    assert served.paths == [
        "GET /",
        "GET /token?a=b&service=the+service&scope=repository%3Ac%3Apull",
        "GET /",
        "GET /",
    ]
    assert served.asked[1].headers["authorization"] == BASIC


def test_a_token_for_anybody():
    with serving(asking('Bearer realm="{}/token"', "Bearer t1")) as served:
        assert get(session(served.url, scope="repository:c:pull"), served.url).body == b"welcome"
    assert "authorization" not in served.asked[1].headers
    assert parse_qs(urlsplit(served.asked[1].path).query) == {"scope": ["repository:c:pull"]}


@pytest.mark.parametrize(
    ("found", "method", "expected"),
    [
        (None, "GET", ["a:b:pull", "c:d:pull", "a:b:pull,push"]),
        (Credentials("x", identity_token="id"), "POST", ["a:b:pull c:d:pull a:b:pull,push"]),
    ],
)
def test_a_token_is_for_what_the_host_says_and_for_what_is_to_be_done(found, method, expected):
    challenge = 'Bearer realm="{}/token",scope="a:b:pull c:d:pull"'
    with serving(asking(challenge, "Bearer t1")) as served:
        get(session(served.url, found, scope="a:b:pull,push"), served.url)
    token = served.asked[1]
    assert token.method == method
    text = token.body.decode() if method == "POST" else urlsplit(token.path).query
    assert parse_qs(text)["scope"] == expected


def test_a_token_for_nothing_in_particular():
    with serving(asking('Bearer realm="{}/token"', "Bearer t1")) as served:
        get(session(served.url), served.url)
    assert served.asked[1].path == "/token"


def test_a_token_that_is_known_already():
    with serving(asking(BEARER, "Bearer mine")) as served:
        assert (
            get(session(served.url, Credentials("x", registry_token="mine")), served.url).body == b"welcome"
        )
    assert len(served.asked) == 2


def test_an_identity_token_is_exchanged():
    def answer(asked):
        if asked.path.startswith("/token"):
            return Answer(body=b'{"access_token": "t2"}')
        return asking(BEARER, "Bearer t2")(asked)

    with serving(answer) as served:
        assert get(session(served.url, Credentials("x", identity_token="id")), served.url).body == b"welcome"
    assert served.asked[1].method == "POST"
    assert "authorization" not in served.asked[1].headers
    assert parse_qs(served.asked[1].body.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["id"],
        "client_id": ["chartgen"],
        "service": ["the service"],
        "scope": ["repository:c:pull"],
    }


def test_an_identity_token_at_a_real_registry(token_registry, tmp_path):
    path = write_docker_config(tmp_path, token_registry.host, identitytoken=IDENTITY_TOKEN)
    reference = parse_oci(token_registry.reference("by/identity"))
    repository = Repository(reference, Access(docker_config=path, plain_http=True), push=True)
    repository.push_blob(b"{}")
    assert token_registry.issuer.asked[-1].method == "POST"
    wrong = write_docker_config(tmp_path, token_registry.host, identitytoken="other")
    repository = Repository(reference, Access(docker_config=wrong, plain_http=True), push=True)
    with pytest.raises(ToolError, match=r"refuses the credentials of .*config.json: auths.127"):
        repository.push_blob(b"{}")


def test_who_may_only_pull(token_registry):
    reference = parse_oci(token_registry.reference("by/anybody"))
    with pytest.raises(ToolError, match="wants credentials, and there are none for it"):
        Repository(reference, PLAIN, push=True).push_blob(b"{}")


def test_a_token_that_is_over_is_renewed():
    accepted = ["Bearer t1"]

    def answer(asked):
        if asked.path.startswith("/token"):
            return Answer(body=b'{"token": "%s"}' % accepted[0].removeprefix("Bearer ").encode())
        return asking(BEARER, accepted[0])(asked)

    with serving(answer) as served:
        one = session(served.url)
        assert get(one, served.url).body == b"welcome"
        accepted[0] = "Bearer t2"
        assert get(one, served.url).body == b"welcome"
    assert len(served.asked) == 6


@pytest.mark.parametrize(
    ("challenge", "found", "problem"),
    [
        ('Basic realm="x"', None, "wants credentials, and there are none for it"),
        ('Basic realm="x"', ME, "refuses the credentials of the file of the tests"),
        ('Basic realm="x"', Credentials("x", identity_token="id"), "refuses the credentials of x"),
        (BEARER, ME, "refuses the credentials of the file of the tests"),
        (BEARER, None, "wants credentials"),
        ("Negotiate", ME, "in no way that we know: negotiate"),
        ("", ME, "in no way that we know: none"),
        ("x" * 10_000, ME, f"in no way that we know: {'x' * 100}\n"),
        ("Bearer service=x", ME, "names no URL where to get a token"),
        ('Bearer realm="/token"', ME, "names no URL where to get a token"),
        ('Bearer realm="ftp://h/token"', ME, "names no URL where to get a token"),
        ('Bearer realm="http://u:p@h/token"', ME, "names no URL where to get a token"),
        (BEARER, Credentials("x", registry_token="a\nb"), "holds no token"),
        (BEARER, Credentials("x", registry_token="ä"), "holds no token"),
    ],
)
def test_a_host_that_is_not_satisfied(challenge, found, problem):
    with serving(asking(challenge)) as served, pytest.raises(ToolError, match=problem) as caught:
        get(session(served.url, found), served.url)
    assert len(served.asked) <= 3
    assert "s3cret" not in str(caught.value)
    assert caught.value.hint


def test_who_refuses_is_the_host_that_wants_the_token():
    with (
        serving(always(Answer(401))) as issuer,
        serving(asking(BEARER.replace("{}", issuer.url))) as served,
        pytest.raises(ToolError) as caught,
    ):
        get(session(served.url), served.url)
    assert caught.value.problem == f"{served.host} wants credentials, and there are none for it"
    assert f"docker login {served.host}" in caught.value.hint
    assert caught.value.where == f"{issuer.url}/token"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(401), "refuses the credentials of the file of the tests"),
        (Answer(403), "refuses the credentials of the file of the tests"),
        (Answer(400), "refuses the credentials of the file of the tests"),
        (Answer(404), "answers 404"),
        (Answer(body=b"<html>"), "answers with no JSON"),
        (Answer(body=b"[" * 100_000), "answers with no JSON"),
        (Answer(body=b"{}"), "answers with no token"),
        (Answer(body=b'{"token": "", "access_token": ""}'), "answers with no token"),
        (Answer(body=b'{"token": ["x"]}'), "answers with no token"),
        (Answer(body=b'{"token": "a\\r\\nX: b"}'), "answers with no token"),
        (Answer(body=b'{"token": "\\u00e4"}'), "answers with no token"),
        (Answer(body=b" " * 2**21), "more than 1048576 bytes"),
    ],
)
def test_an_issuer_that_lies(answer, problem):
    def answers(asked):
        return answer if asked.path.startswith("/token") else asking(BEARER, "Bearer t1")(asked)

    # An InputError would say that what is asked for is not there.
    with serving(answers) as served, pytest.raises(ToolError, match=problem):
        get(session(served.url, ME), served.url)


def test_an_issuer_is_reached_by_tls(authority):
    challenge = Answer(401, {"WWW-Authenticate": 'Bearer realm="http://127.0.0.1:1/token"'})
    with serving(always(challenge), certificate=authority.certificate, key=authority.key) as served:
        one = session(served.url, ME, Access(ca_file=authority.ca_file))
        with pytest.raises(InputError, match="without TLS"):
            get(one, served.url)


def test_other_hosts_get_nothing():
    with serving(asking('Basic realm="x"', BASIC)) as other:
        moved = Answer(307, {"Location": other.url})

        def answer(asked):
            known = asked.headers.get("authorization") == BASIC
            return moved if known else Answer(401, {"WWW-Authenticate": "Basic"})

        with serving(answer) as served:
            one = session(served.url, ME)
            assert get(one, served.url).status == 401
            assert get(one, other.url).status == 401
    assert [each.headers.get("authorization") for each in other.asked] == [None, None]


def test_what_another_host_leads_back_takes_no_credentials_there():
    with (
        serving(lambda _: Answer(302, {"Location": served.url})) as other,
        serving(asking('Basic realm="x"', BASIC)) as served,
    ):
        one = session(served.url, ME)
        assert get(one, served.url).status == 200
        assert get(one, other.url).status == 401
    assert [each.headers.get("authorization") for each in other.asked] == [None]


def test_credentials_of_a_file(tmp_path):
    with serving(asking('Basic realm="x"', BASIC)) as served:
        path = write_docker_config(tmp_path, served.host, username="me", password="s3cret")
        one = Session(Client(PLAIN), served.url, lambda: find(path, served.host))
        assert get(one, served.url).body == b"welcome"
