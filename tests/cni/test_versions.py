import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.versions import Versions, format_version, parse_version
from tests.cni_cases import ENOUGH


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("v4.2.1", (4, 2, 1)), ("4.2.1", (4, 2, 1)), ("v4.2.1-gke.6", (4, 2, 1)), ("v0.7.0-gke.3", (0, 7, 0)), ("v0.9.4-amd64", (0, 9, 4)), ("v1.2.3+meta", (1, 2, 3)), ("v4.3.0-thick", (4, 3, 0)), ("1.2.3.4", (1, 2, 3)),
        *((tag, None) for tag in ("", "latest", "stable", "v4.2", "v4", "x4.2.1", "4.2.1x", "vv4.2.1", "4.2.-1", " 4.2.1", "4.2.٣", "1.2.3\n", "1" * 9 + ".0.0")),
    ],
)  # fmt: skip
def test_a_tag_names_a_version(tag, expected):
    assert parse_version(tag) == expected


@ENOUGH
@given(st.tuples(*[st.integers(0, 999_999)] * 3))
def test_a_version_is_read_as_it_is_written(version):
    assert (
        parse_version(format_version(version))
        == parse_version(f"v{format_version(version)}-gke.1")
        == version
    )


@ENOUGH
@given(st.text(max_size=20))
def test_any_tag_is_read_or_names_none(tag):
    assert parse_version(tag) is None or tag.lstrip("v")[0].isdigit()


def test_what_is_assumed_is_the_oldest():
    assert Versions() == Versions((4, 2, 1), (0, 7, 0))
