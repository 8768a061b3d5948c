"""A field that the oracle's cases change, and how values for the structured ones are drawn."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.oracle import addresses
from tests.oracle.addresses import Network
from tests.oracle.jsontext import Pairs, Raw

Draw = Callable[[random.Random, Network], Any]
# Of each JSON type some values; those of a field's own type are left out when it gets a wrong one.
TYPES: tuple[Any, ...] = (
    None,
    7,
    Raw("1.5"),
    True,
    False,
    "text",
    "",
    "7",
    [],
    [7],
    ["text"],
    [None],
    {},
    {"a": 1},
    [{}],
)


@dataclass(frozen=True)
class Field:
    """A field of one object (`level`): values that are right, at the edge, in another letter case."""

    level: str
    key: str
    valid: Sequence[Any] | Draw
    boundary: Sequence[Any] | Draw
    cased: Sequence[Any] = ()

    @property
    def name(self) -> str:
        return f"{self.level}.{self.key}"

    def draw(self, kind: str, rng: random.Random, net: Network) -> Any:
        """Draw a value of class valid, boundary or wrong-type."""
        if kind == "wrong-type":
            own = _json_type(self.draw("valid", rng, net))
            return rng.choice([value for value in TYPES if _json_type(value) is not own])
        source = self.valid if kind == "valid" else self.boundary
        return source(rng, net) if callable(source) else rng.choice(source)


def _json_type(value: Any) -> type:
    # A fraction is a wrong type too where a whole number is asked for.
    stand_in: dict[type, type] = {Raw: float, Pairs: dict}
    return stand_in.get(type(value), type(value))


def cidr(rng: random.Random, _: Network) -> str:
    net = addresses.network(rng)
    return f"{addresses.member(rng, net)}/{net.prefixlen}"


def requested(rng: random.Random, net: Network) -> list[str]:
    """Draw addresses as a pod asks for them: bare, outside, the one that the pod gets anyway, the same twice."""
    own = f"{addresses.member(rng, net)}/{net.prefixlen}"
    lists = [[], [str(net[1])], [f"{net[1]}/{net.prefixlen}"], [own], [own, own], [own, cidr(rng, net)]]
    return rng.choice(lists)


def entries(draw: Draw) -> Draw:
    """Give an ipRanges of one to three ranges, one of them drawn."""

    def listed(rng: random.Random, net: Network) -> list[Any]:
        ranges: list[Any] = [{"range": addresses.good_range(rng, net)} for _ in range(rng.randint(0, 2))]
        ranges.insert(rng.randint(0, len(ranges)), {"range": draw(rng, net)})
        return ranges

    return listed


def near(rng: random.Random, net: Network) -> str:
    """Draw a range that is, holds, or is part of the network."""
    inner, outer = rng.choice(list(net.subnets())), net.supernet()
    return rng.choice([str(net), str(net), str(inner), str(outer), addresses.span(rng, net)])


def odd_entries(rng: random.Random, net: Network) -> list[Any]:
    """Draw ranges that meet, one that is odd, or a list that holds no range."""
    if rng.random() < 0.8:
        return entries(rng.choice([near, near, addresses.odd_range]))(rng, net)
    bad = [
        [],
        [{}],
        [None],
        [{"range": ""}],
        [{"Range": str(net)}],
        [{"range": str(net), "gateway": "banana"}],
    ]
    return rng.choice(bad)


def odd_end(rng: random.Random, net: Network) -> str:
    return rng.choice([addresses.odd_address, addresses.outsider])(rng, net)


def routes(rng: random.Random, net: Network) -> list[Any]:
    everywhere = "0.0.0.0/0" if net.version == 4 else "::/0"
    some = [
        {"dst": rng.choice([everywhere, str(addresses.network(rng))])},
        {"dst": str(net), "gw": str(net[1])},
    ]
    return some[: rng.randint(0, 2)]


def odd_routes(rng: random.Random, net: Network) -> list[Any]:
    """Draw routes without a destination, with an odd one, or none at all in the list."""
    odd, dst = addresses.odd_address(rng, net), str(net)
    some: list[Any] = [
        {},
        None,
        {"dst": str(net[1])},
        {"dst": f"{odd}/24"},
        {"dst": dst, "gw": odd},
        {"dst": None},
    ]
    some += [
        {"dst": dst, "gw": ""},
        {"dst": dst, "mtu": "x"},
        {"dst": dst, "table": -1},
        {"DST": dst},
        {"gw": str(net[1])},
    ]
    return [rng.choice(some), *routes(rng, net)]


def static(rng: random.Random, net: Network) -> list[Any]:
    gateway = rng.choice([{}, {"gateway": str(net[1])}])
    return [{"address": cidr(rng, net), **gateway} for _ in range(rng.randint(0, 2))]


def odd_static(rng: random.Random, net: Network) -> list[Any]:
    """Draw static addresses that are odd, meet, or are what the first pod gets anyway."""
    inside, odd = f"{addresses.member(rng, net)}/{net.prefixlen}", addresses.odd_address(rng, net)
    first = {"address": f"{net[1]}/{net.prefixlen}"}
    some = [
        [{}],
        [None],
        [{"address": odd}],
        [{"address": f"{odd}/24"}],
        [{"address": inside, "gateway": odd}],
    ]
    meeting = [[first], [{"address": inside}] * 2, [{"address": inside}, first], [{"address": str(net[1])}]]
    return rng.choice([*some, *meeting])


def dns(rng: random.Random, net: Network) -> Pairs:
    return Pairs([("nameservers", [str(net[1])]), ("search", ["example.com"])][: rng.randint(0, 2)])


def slice_size(rng: random.Random, net: Network) -> str:
    """Draw a size that the node slice controller can cut the network into; it knows IPv4 only."""
    if net.version == 6:
        return ""
    return f"{rng.choice(['/', ''])}{rng.randint(net.prefixlen, 30)}"
