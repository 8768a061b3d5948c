"""What is handed out of a range, compared with a walk over each of its addresses as Whereabouts does it."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chartgen.cni.addresses import Network, format_address, is_v4, parse_ip
from chartgen.cni.ranges import AddressRange, Span, Taken, address_range, parse_excluded
from tests.cni_cases import ENOUGH, network

SMALL = st.sampled_from(
    [
        *(
            "10.0.0.0/28",
            "10.0.0.32/27",
            "10.0.0.0/30",
            "255.255.255.224/27",
            "0.0.0.0/28",
            "::ffff:10.0.0.0/124",
        ),
        *(
            "fd00::/124",
            "fd00::40/122",
            "fd00::/126",
            "::/124",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffe0/123",
        ),
    ]
).map(network)


def near(of: Network) -> st.SearchStrategy[int]:
    """Give addresses in the network, and some before and behind it."""
    return st.integers(max(of.first - 3, 0), min(of.last + 3, 2**128 - 1))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Network, int | None, int | None, list[Network]]:
    of = draw(SMALL)
    ends = st.none() | near(of) | st.just(1) | st.just(0xFFFF0A000005)
    prefixes = st.integers(of.prefix - 1, 128) | st.sampled_from([96, 0])
    excluded = st.tuples(near(of), prefixes).map(
        lambda pair: Network(pair[0] >> 128 - pair[1] << 128 - pair[1], pair[1])
    )
    # Of networks within each other the one that is listed first counts; the outer one leads further.
    listed = sorted(draw(st.lists(excluded, max_size=4)), key=lambda one: one.prefix)
    return of, draw(ends), draw(ends), listed


def next_address(address: int) -> int:
    """Give iphelpers.IncIP: it overflows within the family."""
    if is_v4(address):
        return 0xFFFF << 32 | (address + 1) & 0xFFFFFFFF
    return (address + 1) % 2**128


def walked(
    of: Network, start: int | None, end: int | None, excluded: list[Network]
) -> tuple[list[int], bool]:
    """Give all addresses that allocate.IterateForAssignment hands out, and whether it runs for ever then."""
    first, last = of.first + 1, of.last - 1
    if start is not None and first <= start <= last:
        first = start
    if end is not None and first <= end <= last:
        last = end
    given_out: list[int] = []
    at, steps = first, 0
    while of.contains(at) and at <= last:
        steps += 1
        if steps > 1000:
            return given_out, True
        hit = next((one for one in excluded if one.contains(at) and at not in given_out), None)
        if hit is not None:
            at = hit.last
        elif at not in given_out:
            given_out.append(at)
        at = next_address(at)
    return given_out, False


@ENOUGH
@given(cases())
@example((network("0.0.0.0/28"), None, None, [network("0.0.0.0/0")]))
@example((network("::/124"), None, None, [network("::/0")]))
@example(
    (
        network("10.0.0.0/28"),
        None,
        None,
        [network("10.0.0.0/30"), network("10.0.0.4/30"), network("10.0.0.0/29")],
    )
)
def test_a_range_hands_out_what_the_walk_finds(case):
    found = address_range(*case)
    assert found is not None
    expected, is_endless = walked(*case)
    assert list(found.addresses()) == expected
    assert found.usable == len(expected)
    assert found.never_ends == is_endless


@ENOUGH
@given(cases(), st.data())
def test_the_next_address_is_the_first_that_is_not_taken(case, data):
    found = address_range(*case)
    assert found is not None
    all_of_it = list(found.addresses())
    given_away = data.draw(st.lists(st.sampled_from(all_of_it))) if all_of_it else []
    taken = Taken()
    for address in given_away:
        # Asking in between shortens the ways that later ones go.
        found.first_free(taken)
        taken.add(address)
    expected = next((one for one in all_of_it if one not in given_away), None)
    assert found.first_free(taken) == found.first_free(taken) == expected
    assert set(taken) == set(given_away)
    one = data.draw(near(case[0]))
    assert found.hands_out(one) == (one in all_of_it)


@ENOUGH
@given(cases())
def test_spans_are_not_empty_and_do_not_touch(case):
    found = address_range(*case)
    assert found is not None
    spans = found.free
    assert all(span.size > 0 for span in spans)
    assert all(one.last + 1 < other.first for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "exclude", "usable", "spans"),
    [
        ("10.0.0.0/8", [], 2**24 - 2, 1),
        ("10.0.0.0/8", ["10.128.0.0/9"], 2**23 - 1, 1),
        ("10.0.0.0/8", ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.1"], 2**24 - 2 - 2**17 - 1, 3),
        ("2001:db8::/64", [], 2**64 - 2, 1),
        ("2001:db8::/64", ["2001:db8::/65"], 2**63 - 1, 1),
        # 2**48 addresses before those that are IPv4 to Go, but for the first.
        ("::/64", [], 2**48 - 2**32 - 1 - (2**48 - 2**32 - 0xFFFF * 2**32), 1),
    ],
)
def test_a_wide_range_costs_nothing(text, exclude, usable, spans):
    excluded = [found for found in map(parse_excluded, exclude) if found]
    found = address_range(network(text), None, None, excluded)
    assert found is not None
    assert found.usable == usable
    assert len(found.free) == spans
    assert found.hands_out(found.free[-1].last)


def test_many_excluded_networks_cost_little():
    excluded = [network(f"10.{at >> 8}.{at & 255}.0/31") for at in range(20_000)]
    found = address_range(network("10.0.0.0/8"), None, None, excluded)
    assert found is not None
    # Of the first, 10.0.0.0 would not have been handed out anyway.
    assert found.usable == 2**24 - 2 - 2 * 20_000 + 1
    assert len(found.free) == 20_000
    assert not found.hands_out(parse_ip("10.7.7.1"))


# An IPv6 range ends where the addresses start that Go takes for IPv4: run with Whereabouts 0.7.0 and 0.9.4.
@pytest.mark.parametrize(
    ("text", "start", "exclude", "expected"),
    [
        ("::/64", "::fffe:ffff:fffe", [], ["::fffe:ffff:fffe", "::fffe:ffff:ffff"]),
        ("::/64", "10.0.0.9", [], []),
        ("::/64", "::fffe:ffff:fffe", ["::fffe:ffff:fffe"], ["::fffe:ffff:ffff"]),
        ("::/64", "::fffe:ffff:fff0", ["::/80"], []),
        ("::/64", "::5", ["::fffe:0:0/95", "::/97", "::8000:0/97", "::1:0:0/80"], []),
        ("::fffe:0:0/79", None, ["::/80"], []),
        ("::/64", None, ["::/80", "::1:0:0:0/120"], []),
    ],
)
def test_an_ipv6_range_stops_before_the_ipv4_addresses(text, start, exclude, expected):
    excluded = [found for found in map(parse_excluded, exclude) if found]
    found = address_range(network(text), parse_ip(start) if start else None, None, excluded)
    assert found is not None
    assert [format_address(one) for one in found.addresses()] == expected


def test_an_excluded_network_may_carry_the_walk_over_the_ipv4_addresses():
    found = address_range(network("::/64"), None, None, [network("::/79")])
    assert found is not None
    assert format_address(found.first_free(Taken()) or 0) == "::2:0:0:0"


@pytest.mark.parametrize("text", ["10.0.0.0/31", "10.0.0.0/32", "fd00::/127", "fd00::/128"])
def test_two_addresses_are_too_few(text):
    assert address_range(network(text), None, None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.0/28", "10.0.0.0/28"),
        ("10.0.0.3/30", "10.0.0.0/30"),
        ("10.0.0.1", "10.0.0.1/32"),
        ("fd00::1", "fd00::1/128"),
        # Upstream asks for /32, which in this form means 32 of 128 bits.
        ("::ffff:10.0.0.1", "::/32"),
        *((text, None) for text in ("10.0.0.1-10.0.0.9", "banana", "10.0.0.010/32", "10.0.0.010", "", " 10.0.0.1", "10.0.0.0/33")),
    ],
)  # fmt: skip
def test_an_item_of_exclude(text, expected):
    found = parse_excluded(text)
    assert (str(found) if found else None) == expected


@ENOUGH
@given(st.text(max_size=30))
def test_any_text_can_stand_in_exclude(text):
    found = parse_excluded(text)
    assert found is None or found.first >> (128 - found.prefix) << (128 - found.prefix) == found.first


def test_a_span_counts_both_ends():
    assert Span(3, 3).size == 1
    assert AddressRange(network("10.0.0.0/30"), 5, 4, ()).usable == 0
