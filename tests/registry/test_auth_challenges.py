"""What hosts say that they want."""

import pytest

from chartgen.registry.auth import challenges


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", {}),
        ("Basic", {"basic": {}}),
        ('Basic realm="a, b=c"', {"basic": {"realm": "a, b=c"}}),
        ('Bearer realm="https://h/t",service=s,scope="a:b:pull,push"', {"bearer": {"realm": "https://h/t", "service": "s", "scope": "a:b:pull,push"}}),
        ('Bearer realm="a" , SERVICE = "b"', {"bearer": {"realm": "a", "service": "b"}}),
        ('Basic realm="x", Bearer realm="y", service="z"', {"basic": {"realm": "x"}, "bearer": {"realm": "y", "service": "z"}}),
        ('Negotiate, Basic realm="x"', {"negotiate": {}, "basic": {"realm": "x"}}),
        ('Bearer realm="a", Basic realm="b", BEARER realm="c"', {"bearer": {"realm": "a"}, "basic": {"realm": "b"}}),
        (r'Basic realm="a \"quoted\" \\ b"', {"basic": {"realm": r'a "quoted" \ b'}}),
        ('Bearer realm="a", realm="b"', {"bearer": {"realm": "a"}}),
        ('realm="a", Basic', {"basic": {}}),
        ('Basic realm="unfinished', {"basic": {}}),
        (", ,Basic", {"basic": {}}),
        ("Basic realm=", {"basic": {}}),
        ('"', {}),
    ],
)  # fmt: skip
def test_challenges(header, expected):
    assert challenges(header) == expected


def test_a_long_challenge_takes_no_time():
    assert challenges("," * 60_000 + '"' + "\\" * 60_000) == {}
