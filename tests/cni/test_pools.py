"""Names of the objects of Whereabouts; upstream-facts §3.2 and §6, run with 0.7.0 and 0.9.4."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.addresses import parse_ip
from chartgen.cni.pools import UNREADABLE_OFFSET, is_object_name, pool_name, reservation_name
from tests.cni_cases import ENOUGH, network


@pytest.mark.parametrize(
    ("text", "network_name", "expected", "is_taken"),
    [
        pytest.param("10.0.0.0/24", "", "10.0.0.0-24", True, id="facts 3.2 IPv4"),
        pytest.param("fd00::/64", "", "fd00---64", True, id="facts 3.2 IPv6"),
        pytest.param("10.0.0.0/24", "blue", "blue-10.0.0.0-24", True, id="facts 3.2 named"),
        pytest.param("::/0", "", "---0", False, id="facts 3.2 invalid object name"),
        pytest.param("::/0", "blue", "blue----0", True, id="facts 3.2 a name mends it"),
        pytest.param(
            "10.0.0.0/24", "Blue_Net", "Blue_Net-10.0.0.0-24", False, id="facts 3.1 network_name unchecked"
        ),
        pytest.param("192.168.2.225/28", "", "192.168.2.224-28", True, id="facts 3.2 host bits"),
        pytest.param("::ffff:10.0.0.0/120", "", "10.0.0.0-24", True, id="facts 3.2 mapped"),
        pytest.param("2001:db8:0:1::/64", "", "2001-db8-0-1---64", True, id="IPv6 long"),
    ],
)
def test_a_pool_is_named_after_its_network(text, network_name, expected, is_taken):
    assert pool_name(network(text), network_name) == expected
    assert is_object_name(expected) == is_taken


@pytest.mark.parametrize(
    ("text", "network_name", "expected"),
    [("10.0.0.1", "", "10.0.0.1"), ("10.0.0.1", "blue", "blue-10.0.0.1"), ("fd00::1", "", "fd00--1"), ("fd00::", "", "fd00--0"), ("::", "", "--0"), ("fd00::", "b", "b-fd00--0")],
)  # fmt: skip
def test_a_reservation_is_named_after_its_address(text, network_name, expected):
    address = parse_ip(text)
    assert address is not None
    assert reservation_name(address, network_name) == expected


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        *((name, True) for name in ("a", "0", "a.b", "a-b", "a--b", "1.2.3.4-24", "a" * 253)),
        *(
            (name, False)
            for name in (
                "",
                "-a",
                "a-",
                "A",
                "a_b",
                "a..b",
                ".a",
                "a.",
                "a.-b",
                "a-.b",
                "ä",
                "a b",
                "a\n",
                "a" * 254,
                "a/b",
            )
        ),
    ],
)
def test_an_object_name(name, is_taken):
    assert is_object_name(name) == is_taken


@ENOUGH
@given(st.text("ab-.A_", max_size=8))
def test_an_object_name_is_made_of_labels(name):
    labels = name.split(".")
    assert is_object_name(name) == all(
        re.fullmatch("[a-z0-9-]+", label) and label[0] != "-" != label[-1] for label in labels
    )


def test_a_long_name_costs_little():
    assert not is_object_name("a-" * 100_000)
    assert not is_object_name("a." * 100_000)


def test_offsets_are_read_as_64_bits_with_sign():
    assert UNREADABLE_OFFSET == 9_223_372_036_854_775_808
