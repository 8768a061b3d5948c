import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.model.tag import Upstream, Version, parse

ASCENDING = [
    "v4.2", "v4.2.1-alpha.1", "4.2.1-beta2", "v4.2.1-rc.1", "4.2.1-rc.2", "4.2.1-rc.10", "v4.2.1", "v4.2.1-1",
    "v4.2.1-gke.6", "v4.2.1-gke.7", "v4.2.1-gke.10", "v4.2.2-gke.1", "v4.10.0", "v5.0.0-rc.1-gke.1", "v5.0.0",
]  # fmt: skip


def test_tags_order_as_rebuilds():
    versions = [parse(tag) for tag in ASCENDING]
    assert all(versions)
    assert all(one < other and other > one for one, other in itertools.combinations(versions, 2))


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("v4.2.1", Version(Upstream(4, 2, 1))),
        ("3.19", Version(Upstream(3, 19, 0))),
        ("v4.2.1-gke.6", Version(Upstream(4, 2, 1), ("gke", 6))),
        ("v3.9.3-build20230425", Version(Upstream(3, 9, 3), ("build", 20230425))),
        ("1.2.3-debian-11-r25", Version(Upstream(1, 2, 3), ("debian", 11, "r", 25))),
        ("v1.31.0_k3s1", Version(Upstream(1, 31, 0), ("k", 3, "s", 1))),
        ("v0.9.4-amd64", Version(Upstream(0, 9, 4), ("amd", 64))),
        ("1.2.3.4", Version(Upstream(1, 2, 3), (4,))),
        ("1.5.0-rc1", Version(Upstream(1, 5, 0, ("rc", 1)))),
        ("1.5.0rc1", Version(Upstream(1, 5, 0, ("rc", 1)))),
        ("v1.5.0-RC.2-eks.3", Version(Upstream(1, 5, 0, ("rc", 2)), ("eks", 3))),
        ("v1.37.5-1782911245-7cffc77", Version(Upstream(1, 37, 5), (1782911245, "7cffc77"))),
        ("1.5.0-prefix", Version(Upstream(1, 5, 0), ("prefix",))),
        *((tag, None) for tag in ("", "latest", "stable", "v4", "x4.2.1", "4.2.1x", "vv4.2.1", "4.2.-1", " 4.2.1", "4.2.٣", "1.2.3\n", "1.2.3-", "1" * 10 + ".0.0", "sha256-abc", f"1.2.3-{'1' * 5000}")),
    ],
)  # fmt: skip
def test_a_tag_is_a_version_and_a_rebuild(tag, expected):
    assert parse(tag) == expected


def test_a_flavour_is_the_words_of_a_rebuild():
    assert parse("v4.2.1-gke.6").flavour == parse("v4.3.0-gke.1").flavour == ("gke",)
    assert parse("v4.2.1").flavour == parse("v4.2.1-7").flavour == ()
    assert parse("v1.37.5-1782911245-7cffc778c923f68a77954a53b1a98d6b5353f004").flavour == ()
    assert parse("v1.37.5-feedbee").flavour == ("feedbee",)


@given(st.text("0123456789.-_+vrcgkealphx\n", max_size=30))
def test_no_text_breaks_the_order(text):
    version, known = parse(text), parse("v4.2.1-gke.6")
    if version is not None:
        assert (version < known) + (version == known) + (version > known) == 1
