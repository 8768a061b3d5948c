"""Addresses as Go reads them, compared with Python's own reading where both must agree."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.addresses import (
    Network,
    Networks,
    format_address,
    is_hardware_address,
    is_v4,
    network_of,
    parse_cidr,
    parse_cidr_sloppy,
    parse_ip,
    parse_ip_sloppy,
)
from tests.cni_cases import ENOUGH

MAPPED = 0xFFFF << 32
ADDRESSES = st.one_of(
    st.integers(0, 2**32 - 1).map(lambda value: MAPPED | value),
    st.integers(0, 2**128 - 1),
    # Many zero groups, where the short form has choices.
    st.lists(st.sampled_from([0, 0, 0, 1, 0xFFFF]), min_size=8, max_size=8).map(
        lambda groups: int("".join(f"{group:04x}" for group in groups), 16)
    ),
)
PARTS = [
    "0",
    "1",
    "00",
    "01",
    "255",
    "256",
    "ffff",
    "10000",
    "0000f",
    "00000f",
    "g",
    "",
    ":",
    "::",
    ".",
    "/",
    "%",
    " ",
    "-",
]


def written(address: int) -> str:
    """Write an address as Python does, an IPv4 one as such."""
    if address >> 32 == 0xFFFF:
        return str(ipaddress.IPv4Address(address & 0xFFFFFFFF))
    return str(ipaddress.IPv6Address(address))


@ENOUGH
@given(ADDRESSES)
def test_an_address_is_written_as_python_writes_it(address):
    assert format_address(address) == written(address)


@ENOUGH
@given(ADDRESSES)
def test_what_is_written_is_read_again(address):
    text = format_address(address)
    assert parse_ip(text) == parse_ip_sloppy(text) == address


@ENOUGH
@given(st.integers(0, 2**128 - 1))
def test_the_long_form_and_capitals_are_the_same_address(address):
    text = ipaddress.IPv6Address(address).exploded
    assert parse_ip(text) == parse_ip(text.upper()) == address


@ENOUGH
@given(st.lists(st.sampled_from(PARTS), max_size=20).map("".join))
def test_a_text_is_an_address_to_go_as_to_python(text):
    # Python takes zones, Go's ParseIP does not.
    try:
        parsed = None if "%" in text else ipaddress.ip_address(text)
    except ValueError:
        parsed = None
    expected = None if parsed is None else int(parsed) | (MAPPED if parsed.version == 4 else 0)
    assert parse_ip(text) == expected


@ENOUGH
@given(ADDRESSES, st.integers(0, 128))
def test_a_network_is_that_of_python(address, prefix):
    prefix = prefix % 33 if is_v4(address) else prefix
    text = f"{format_address(address)}/{prefix}"
    expected = ipaddress.ip_network(text, strict=False)
    found = parse_cidr(text)
    assert found is not None
    assert found == parse_cidr_sloppy(text)
    assert found.address == address
    assert found.network.last - found.network.first + 1 == expected.num_addresses
    assert found.network.short_prefix == prefix
    assert str(found.network) == f"{written(found.network.first)}/{prefix}"
    assert found.is_host_address == (address != found.network.first)
    assert ipaddress.ip_network(str(found.network)) == expected


@ENOUGH
@given(st.text(max_size=40))
def test_what_is_strictly_an_address_is_sloppily_the_same(text):
    for strict, sloppy in ((parse_ip, parse_ip_sloppy), (parse_cidr, parse_cidr_sloppy)):
        assert strict(text) in (None, sloppy(text))


@ENOUGH
@given(ADDRESSES.filter(is_v4), st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_zeros_before_an_octet_only_count_sloppily(address, zeros):
    octets = format_address(address).split(".")
    text = ".".join("0" * count + octet for count, octet in zip(zeros, octets, strict=True))
    assert parse_ip_sloppy(text) == address
    assert parse_ip(text) == (None if any(zeros) else address)


# Each was read by Go 1.26 and k8s.io/utils.
@pytest.mark.parametrize(
    ("text", "strict", "sloppy"),
    [
        ("010.0.0.0/24", None, "10.0.0.0/24"),
        ("192.168.002.000/24", None, "192.168.2.0/24"),
        ("192.168.2.225/28", "192.168.2.224/28", "192.168.2.224/28"),
        ("::ffff:10.0.0.0/120", "10.0.0.0/24", "10.0.0.0/24"),
        ("::ffff:10.0.0.5/24", "::/24", "::/24"),
        ("::00010.0.0.1/128", None, "::a00:1/128"),
        ("::1/096", "::/96", "::/96"),
        ("10.0.0.0/024", "10.0.0.0/24", "10.0.0.0/24"),
        ("00001::/16", None, "1::/16"),
        ("::/0", "::/0", "::/0"),
        ("0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0"),
        *((text, None, None) for text in ("192.168.2.0", " 192.168.2.0/24", "192.168.2.0/24 ", "192.168.2.0/33", "::/129")),
        *((text, None, None) for text in ("10.0.0/24", "10.0.0.0/", "10.0.0.0/+24", "10.0.0.0/-1", "10.0.0.0/24/24", "/24", "", "banana")),
        *((text, None, None) for text in ("10.0.0.0/16777239", "10.0.0.0/" + "9" * 400, "1::2::3/8", "fe80::1%eth0/64", "1:2:3:4:5:6:7/8")),
        *((text, None, None) for text in (":::/8", "1.2.3.4::/8", "1:2:3:4:5:6:7:8::/8", "::1.2.3/8", "10.0.0.٣/24", "10.0.0.0\n/24")),
    ],
)  # fmt: skip
def test_a_network_as_go_reads_it(text, strict, sloppy):
    for parse, expected in ((parse_cidr, strict), (parse_cidr_sloppy, sloppy)):
        found = parse(text)
        assert (str(found.network) if found else None) == expected


def test_no_network_contains_an_address_of_the_other_family():
    everything = Network(0, 0)
    assert everything.contains(1)
    assert not everything.contains(MAPPED | 1)
    assert not Network(MAPPED, 96).contains(1)
    assert Network(MAPPED, 96).contains(MAPPED | 1)
    assert (Network(MAPPED, 96).is_v4, everything.is_v4) == (True, False)


NESTED = st.builds(
    network_of,
    st.sampled_from([MAPPED, 0, 1 << 127]).flatmap(
        lambda base: st.integers(0, 255).map(lambda end: base | end)
    ),
    st.sampled_from([0, 90, 96, 100, 121, 124, 127, 128]),
)


@ENOUGH
@given(st.lists(NESTED, max_size=8), ADDRESSES | st.integers(MAPPED - 2, MAPPED + 300) | st.integers(0, 300))
def test_many_networks_contain_what_one_of_them_contains(networks, address):
    assert Networks(networks).contain(address) == any(each.contains(address) for each in networks)


@pytest.mark.parametrize("parts", range(1, 24))
@pytest.mark.parametrize(("separator", "part", "octets"), [(":", "0a", 1), ("-", "Fb", 1), (".", "0a1b", 2)])
def test_a_hardware_address_has_six_eight_or_twenty_bytes(separator, part, octets, parts):
    text = separator.join([part] * parts)
    # Without a separator only Go 1.26 takes it, and one part is too short there as well.
    assert is_hardware_address(text) == (parts * octets in (6, 8, 20))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0:1:2:3:4:5",
        "00:11:22:33:44:5g",
        "00:11-22:33:44:55",
        "00:11:22:33:44:",
        "0011.2233.44",
        "x",
        ":::::",
        "٠0:11:22:33:44:55",
    ],
)
def test_a_hardware_address_is_refused(text):
    assert not is_hardware_address(text)


@pytest.mark.parametrize(
    "text",
    [
        ":" * 200_000,
        "1:" * 100_000,
        "0" * 200_000 + ".0.0.1",
        "." * 200_000,
        "9" * 200_000,
        "::" + "0" * 200_000,
    ],
)
def test_a_long_text_costs_little(text):
    for parse in (parse_ip, parse_ip_sloppy, parse_cidr, parse_cidr_sloppy):
        parse(text)
        parse(f"{text}/8")
    is_hardware_address(text)
