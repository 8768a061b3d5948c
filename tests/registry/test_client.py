"""Redirects, repetitions, and who gets credentials."""

import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from chartgen.core.errors import InputError, ToolError
from chartgen.registry import client
from chartgen.registry.access import Access
from chartgen.registry.client import Client, joined, origin, with_query
from chartgen.registry.exchange import LostError, Request, Response
from tests.registry.answers import Answer, always, by_path, serving

PLAIN = Access(plain_http=True, pause=0.01, time_limit=20)


def get(url: str, authorization: str = "", access: Access = PLAIN, method: str = "GET"):
    return Client(access).request(Request(method, url, 1000), authorization=authorization)


@pytest.fixture
def waits(monkeypatch):
    """What was waited for, without waiting."""
    found: list[float] = []
    ours, really = threading.current_thread(), time.sleep

    def sleep(seconds):
        # Servers of other tests may still run in theirs.
        if threading.current_thread() is ours:
            found.append(seconds)
        else:
            really(seconds)

    monkeypatch.setattr(client.time, "sleep", sleep)
    return found


def test_without_tls_only_when_asked():
    with serving(always(Answer(body=b"x"))) as served:
        assert get(served.url).body == b"x"
        with pytest.raises(InputError, match="without TLS") as caught:
            get(f"{served.url}/x?key=1", access=Access())
    assert caught.value.where == f"{served.url}/x"
    assert "--plain-http" in caught.value.hint
    assert len(served.asked) == 1


def test_redirects_are_followed():
    answers = by_path(
        {
            "/a/b": Answer(302, {"Location": "../c?x=1"}),
            "/c": Answer(307, {"Location": "//{}/d e"}),
            "/d%20e": Answer(body=b"there"),
        }
    )

    def answer(asked):
        found = answers(asked)
        headers = {name: value.format(served.host) for name, value in found.headers.items()}
        return Answer(found.status, headers, found.body)

    with serving(answer) as served:
        found = get(f"{served.url}/a/b", "Basic secret")
    assert (found.body, found.url) == (b"there", f"{served.url}/d%20e")
    assert [each.headers.get("authorization") for each in served.asked] == ["Basic secret"] * 3


def test_authorization_goes_to_no_other_host():
    with serving(always(Answer(body=b"there"))) as other:
        back = Answer(302, {"Location": f"{other.url}/x"})
        with serving(always(back)) as served:
            assert get(served.url, "Basic secret").body == b"there"
            assert get(served.url, "Basic secret", method="HEAD").status == 200
    assert [each.headers.get("authorization") for each in served.asked] == ["Basic secret"] * 2
    assert [each.headers.get("authorization") for each in other.asked] == [None] * 2


def test_a_redirect_comes_back_with_authorization():
    with serving(lambda _: Answer(302, {"Location": f"{first.url}/end"})) as other:
        answers = {"/": Answer(302, {"Location": other.url}), "/end": Answer(body=b"end")}
        with serving(by_path(answers)) as first:
            assert get(f"{first.url}/", "Basic secret").body == b"end"
    assert first.asked[1].headers["authorization"] == "Basic secret"


def test_redirects_without_end():
    with (
        serving(always(Answer(302, {"Location": "/"}))) as served,
        pytest.raises(ToolError, match="leads on more than 5 times"),
    ):
        get(served.url)
    assert len(served.asked) == 6


def test_redirects_never_leave_tls(authority):
    answer = always(Answer(302, {"Location": "http://127.0.0.1:1/x"}))
    with serving(answer, certificate=authority.certificate, key=authority.key) as served:
        access = Access(ca_file=authority.ca_file, plain_http=True)
        with pytest.raises(ToolError, match="leads on to http://127.0.0.1:1/x, without TLS"):
            get(served.url, access=access)


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("ftp://example.com/", "is no URL"),
        ("http://user@example.com/", "is no URL"),
        ("http://[::1/", "leads on to what is no URL"),
        ("http://a:b/", "is no URL"),
        ("http://:80/", "is no URL"),
        ("http://\u0100/", "leads on to what is no URL"),
        ("", "does not say where"),
    ],
)
def test_redirects_to_what_is_no_url(target, problem):
    with pytest.raises(ToolError, match=problem):
        joined(Response("https://example.com/", 302), target)


def test_a_redirect_to_nowhere():
    with serving(always(Answer(302))) as served, pytest.raises(ToolError, match="does not say where"):
        get(served.url)


@pytest.mark.parametrize(
    ("url", "query", "expected"),
    [
        ("https://h/a?b=c#d", {"e": "f g"}, "https://h/a?b=c&e=f+g"),
        ("https://h/a?b=c", {}, "https://h/a?b=c"),
        ("https://h/a", {"b": ["c", "d"], "e": []}, "https://h/a?b=c&b=d"),
        ("https://h/a?", {}, "https://h/a"),
    ],
)
def test_more_in_a_query(url, query, expected):
    assert with_query(url, query) == expected


@pytest.mark.parametrize("status", [301, 302, 303])
def test_what_writes_is_not_led_on(status):
    with (
        serving(always(Answer(status, {"Location": "/"}))) as served,
        pytest.raises(ToolError, match="leads a POST on to"),
    ):
        get(served.url, method="POST")
    assert len(served.asked) == 1


def test_what_writes_is_led_on_at_the_same_host_alone():
    with serving(always(Answer(202))) as other:
        answers = {
            "/": Answer(307, {"Location": "/b"}),
            "/b": Answer(201),
            "/away": Answer(307, {"Location": other.url}),
        }
        with serving(by_path(answers)) as served:
            assert get(f"{served.url}/", method="POST").status == 201
            with pytest.raises(ToolError, match="leads a PUT on to"):
                get(f"{served.url}/away", method="PUT")
    assert other.asked == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_host_is_asked_again(status, waits):
    with serving(by_path({"/": [Answer(status), Answer(status), Answer(body=b"x")]})) as served:
        assert get(f"{served.url}/").body == b"x"
    assert waits == [0.01, 0.02]


def test_a_host_that_stays_busy(waits):
    with serving(always(Answer(500))) as served:
        assert get(served.url).status == 500
        assert len(served.asked) == 4
        with pytest.raises(ToolError, match="answers 500 Internal Server Error"):
            get(served.url).expect(200)


def test_what_may_have_been_done_is_not_done_again(waits):
    with serving(always(Answer(500))) as served:
        assert get(served.url, method="POST").status == 500
        assert get(served.url, method="PUT").status == 500
    assert [each.method for each in served.asked] == ["POST", *["PUT"] * 4]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 501])
def test_other_errors_are_answers(status, waits):
    with serving(always(Answer(status))) as served:
        assert get(served.url).status == status
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("3600", 60.0),
        ("9" * 5000, 60.0),
        ("-1", 0.01),
        ("soon", 0.01),
        ("", 0.01),
        (f"Mon, 01 Jan {'9' * 30} 00:00:00 GMT", 0.01),
        ("Wed, 21 Oct 2499 07:28:00 GMT", 60.0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
        ("Sun, 06 Nov 1994 08:49:37 -0000", 0.0),
    ],
)
def test_retry_after(text, expected, waits):
    busy = Answer(429, {"Retry-After": text})
    with serving(by_path({"/": [busy, Answer(body=b"x")]})) as served:
        assert get(f"{served.url}/", access=Access(plain_http=True, pause=0.01)).body == b"x"
    assert waits == [expected]


def test_retry_after_a_date(waits):
    soon = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=30), usegmt=True)
    with serving(by_path({"/": [Answer(503, {"Retry-After": soon}), Answer(body=b"x")]})) as served:
        get(f"{served.url}/", access=Access(plain_http=True))
    assert 25 < waits[0] <= 30


def test_there_is_no_time_to_wait():
    with serving(always(Answer(429, {"Retry-After": "30"}))) as served:
        start = time.monotonic()
        assert get(served.url).status == 429
    assert time.monotonic() - start < 5


def test_a_connection_that_breaks_is_tried_again():
    cut = Answer(body=b"half", length=100)
    with serving(by_path({"/": [cut, cut, Answer(body=b"whole")]})) as served:
        assert get(f"{served.url}/").body == b"whole"
    with (
        serving(always(cut)) as served,
        pytest.raises(LostError, match="the connection to 127.0.0.1:.* broke"),
    ):
        get(served.url)
    assert len(served.asked) == 4
    with serving(always(cut)) as served, pytest.raises(LostError):
        get(served.url, access=Access(plain_http=True, pause=100, time_limit=20))
    assert len(served.asked) == 1


def test_origins():
    assert origin("https://Example.com/x") == ("https", "example.com", 443)
    assert origin("http://example.com:5000") == ("http", "example.com", 5000)
    for bad in (
        "example.com",
        "https://",
        "https://a b/",
        "https://a\\@b/",
        # One reader ends the host at it, another does not.
        "https://a\\.b/",
        "https://u:p@a/",
        "https://a:99999/",
        "https://a..b/",
        f"https://{'a' * 64}.example/",
        "https://ä/",
        "https://a/\n",
    ):
        with pytest.raises(ToolError, match="is no URL that can be read") as caught:
            origin(bad)
        assert "u:p" not in str(caught.value)
