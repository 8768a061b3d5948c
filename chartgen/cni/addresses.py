"""IP addresses and networks as Go's net package and Kubernetes' sloppy variant of it read them.

An address is an integer of 128 bits, an IPv4 one in its IPv6 form (::ffff:a.b.c.d), as net.IP holds it; Go
takes an address for IPv4 by these bits alone, however it was written.
Sources: Go 1.25 net/ip.go and net/netip; k8s.io/utils net/parse.go, which forks net/ip.go of Go 1.16.
"""

import ipaddress
import re
import socket
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

BITS: Final = 128
_MAPPED: Final = 0xFFFF << 32
_MAPPED_BITS: Final = 96
_HEX: Final = re.compile("[0-9a-fA-F]+", re.ASCII)
_DECIMAL: Final = re.compile("[0-9]+", re.ASCII)
_TOO_BIG: Final = 0xFFFFFF
_HARDWARE_BYTES: Final = (6, 8, 20)


def is_v4(address: int) -> bool:
    """Say whether Go takes an address for IPv4."""
    return address >> 32 == 0xFFFF  # noqa: PLR2004 -- ::ffff:0:0/96


def format_address(address: int) -> str:
    """Write an address as net.IP.String does."""
    if is_v4(address):
        return str(ipaddress.IPv4Address(address - _MAPPED))
    return _format_v6(address)


def _format_v6(address: int) -> str:
    groups = [address >> shift & 0xFFFF for shift in range(112, -1, -16)]
    # The longest run of at least two zero groups, the first of equals.
    best, length, at = 0, 1, 0
    while at < len(groups):
        end = at
        while end < len(groups) and not groups[end]:
            end += 1
        if end - at > length:
            best, length = at, end - at
        at = max(end, at + 1)
    texts = [f"{group:x}" for group in groups]
    if length == 1:
        return ":".join(texts)
    return ":".join(texts[:best]) + "::" + ":".join(texts[best + length :])


@dataclass(frozen=True, slots=True, order=True)
class Network:
    """A network in canonical form: `first` has no host bits; `prefix` counts in 128 bits."""

    first: int
    prefix: int

    @property
    def is_v4(self) -> bool:
        """Whether it is an IPv4 network."""
        return is_v4(self.first)

    @property
    def last(self) -> int:
        """The last address, in IPv4 the broadcast address."""
        return self.first | (1 << BITS - self.prefix) - 1

    @property
    def short_prefix(self) -> int:
        """The prefix as it is written: of 32 bits for an IPv4 network."""
        return self.prefix - _MAPPED_BITS if self.is_v4 else self.prefix

    def contains(self, address: int) -> bool:
        """Say whether Go's IPNet.Contains does: never an address of the other family."""
        return is_v4(address) == self.is_v4 and self.first <= address <= self.last

    def __str__(self) -> str:
        """Write it as net.IPNet.String does."""
        return f"{format_address(self.first)}/{self.short_prefix}"


class Networks:
    """Networks of which one is found that contains an address without a look at all of them."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, networks: Iterable[Network]) -> None:
        """Keep those that lie in no other, by family."""
        self._firsts: dict[bool, list[int]] = {True: [], False: []}
        self._lasts: dict[bool, list[int]] = {True: [], False: []}
        # Two networks never overlap in part; sorted, each comes before those that lie in it.
        for each in sorted(networks):
            firsts, lasts = self._firsts[each.is_v4], self._lasts[each.is_v4]
            if not lasts or each.first > lasts[-1]:
                firsts.append(each.first)
                lasts.append(each.last)

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return any(self._firsts.values())

    def contain(self, address: int) -> bool:
        """Say whether one of them contains an address, as Go's IPNet.Contains does."""
        family = is_v4(address)
        at = bisect_right(self._firsts[family], address) - 1
        return at >= 0 and address <= self._lasts[family][at]


def network_of(address: int, prefix: int) -> Network:
    """Give the network of an address; `prefix` counts in 128 bits."""
    return Network(address >> (BITS - prefix) << (BITS - prefix), prefix)


@dataclass(frozen=True, slots=True)
class Interface:
    """What ParseCIDR gives: an address and the network that it names."""

    address: int
    network: Network

    @property
    def is_host_address(self) -> bool:
        """Whether the address has bits behind the prefix."""
        return self.address != self.network.first


def parse_ip(text: str) -> int | None:
    """Read an address as net.ParseIP does; None for what it refuses."""
    return _parse(text, sloppy=False)


def parse_ip_sloppy(text: str) -> int | None:
    """Read an address as netutils.ParseIPSloppy does: octets may start with zeros."""
    return _parse(text, sloppy=True)


def parse_cidr(text: str) -> Interface | None:
    """Read an address with prefix as net.ParseCIDR does."""
    return _parse_cidr(text, sloppy=False)


def parse_cidr_sloppy(text: str) -> Interface | None:
    """Read an address with prefix as netutils.ParseCIDRSloppy does."""
    return _parse_cidr(text, sloppy=True)


def is_hardware_address(text: str) -> bool:
    """Say whether net.ParseMAC reads a text; digits without separators only since Go 1.26."""
    if text[2:3] in (":", "-"):
        parts, digits = text.split(text[2]), 2
    elif text[4:5] == ".":
        parts, digits = text.split("."), 4
    else:
        parts, digits = [text], len(text)
    is_hex = all(len(part) == digits and _HEX.fullmatch(part) for part in parts)
    return is_hex and digits % 2 == 0 and len(parts) * digits // 2 in _HARDWARE_BYTES


def _parse_cidr(text: str, *, sloppy: bool) -> Interface | None:
    written, slash, mask = text.partition("/")
    address = _parse(written, sloppy=sloppy)
    prefix = _small(mask)
    if not slash or address is None or prefix is None:
        return None
    # An address in the form of IPv6 has a prefix of 128 bits, even if it is an IPv4 one.
    short = ":" not in written
    if prefix > (BITS - _MAPPED_BITS if short else BITS):
        return None
    if short:
        prefix += _MAPPED_BITS
    return Interface(address, network_of(address, prefix))


def _parse(text: str, *, sloppy: bool) -> int | None:
    """Read an address; the first `.` or `:` says of which family."""
    if not text:
        return None
    try:
        # What the C library reads Go reads too, and the same; that is quicker by far.
        if ":" in text:
            return int.from_bytes(socket.inet_pton(socket.AF_INET6, text), "big")
        return _MAPPED | int.from_bytes(socket.inet_pton(socket.AF_INET, text), "big")
    except (OSError, ValueError):
        return _parse_slowly(text, sloppy=sloppy)


def _parse_slowly(text: str, *, sloppy: bool) -> int | None:
    if ":" not in text:
        value = _parse_v4(text, sloppy=sloppy)
        return None if value is None else _MAPPED | value
    if "." in text and text.index(".") < text.index(":"):
        return None
    return _parse_v6(text, sloppy=sloppy)


def _parse_v4(text: str, *, sloppy: bool) -> int | None:
    octets = text.split(".")
    if len(octets) != 4:  # noqa: PLR2004 -- an IPv4 address
        return None
    value = 0
    for octet in octets:
        number = _small(octet)
        if number is None or number > 0xFF or (not sloppy and len(octet) > 1 and octet[0] == "0"):  # noqa: PLR2004
            return None
        value = value << 8 | number
    return value


def _parse_v6(text: str, *, sloppy: bool) -> int | None:
    head, gap, tail = text.partition("::")
    before = _groups(head, sloppy=sloppy, is_end=not gap)
    after = _groups(tail, sloppy=sloppy, is_end=True)
    if before is None or after is None or (not gap and len(before) != 8):  # noqa: PLR2004 -- groups
        return None
    missing = 8 - len(before) - len(after)
    if gap and missing < 1:
        return None
    value = 0
    for group in (*before, *[0] * missing, *after):
        value = value << 16 | group
    return value


def _groups(text: str, *, sloppy: bool, is_end: bool) -> list[int] | None:
    """Read groups between colons; the last one of an address may be an IPv4 address, which makes two."""
    if not text:
        return []
    parts = text.split(":")
    tail: list[int] = []
    if is_end and "." in parts[-1]:
        last = _parse_v4(parts.pop(), sloppy=sloppy)
        if last is None:
            return None
        tail = [last >> 16, last & 0xFFFF]
    found = [_group(part, sloppy=sloppy) for part in parts]
    return None if None in found else [*(group for group in found if group is not None), *tail]


def _group(text: str, *, sloppy: bool) -> int | None:
    """Read up to four hexadecimal digits; sloppily, any number of zeros before them."""
    if not _HEX.fullmatch(text) or (len(text) > 4 and not sloppy):  # noqa: PLR2004
        return None
    value = int(text.lstrip("0")[:5] or "0", 16)
    return value if value <= 0xFFFF else None  # noqa: PLR2004


def _small(text: str) -> int | None:
    """Read a decimal number as Go's dtoi does, which takes zeros in front and stops at 0xFFFFFF."""
    if not _DECIMAL.fullmatch(text):
        return None
    digits = text.lstrip("0")[:9] or "0"
    return int(digits) if int(digits) < _TOO_BIG else None
