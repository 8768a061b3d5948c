"""Draws ranges, addresses and excludes: whole forms and those at the edge of what Whereabouts reads."""

import random
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

Network = IPv4Network | IPv6Network


def network(rng: random.Random) -> Network:
    """Draw a network that pods can get addresses from."""
    if rng.random() < 0.7:
        base, prefix = rng.choice([(10 << 24, 8), (172 << 24 | 16 << 16, 12), (192 << 24 | 168 << 16, 16)])
        return IPv4Network(
            (base | rng.getrandbits(32 - prefix), rng.randint(max(prefix, 16), 30)), strict=False
        )
    return IPv6Network((0xFD00 << 112 | rng.getrandbits(64) << 16, rng.randint(48, 120)), strict=False)


def member(rng: random.Random, net: Network) -> str:
    """Draw an address of the network, often one near its ends."""
    last = net.num_addresses - 1
    return str(
        net[
            rng.choice([0, 1, 2, last, max(last - 1, 0), rng.randint(0, last), rng.randint(0, min(last, 40))])
        ]
    )


# The lists of forms read best as they stand.
# fmt: off
def outsider(rng: random.Random, net: Network) -> str:
    """Draw an address just outside, of the other family, or of nowhere."""
    before, after = int(net.network_address) - 1, int(net.broadcast_address) + 1
    near = [str(type(net.network_address)(number)) for number in (before, after) if 0 < number < 2**net.max_prefixlen]
    return rng.choice([*near, "fd00:1::1" if net.version == 4 else "10.9.8.7", "0.0.0.0", "::"])  # noqa: S104 (an address)


def odd_address(rng: random.Random, net: Network) -> str:
    """Draw a text that is hardly an address."""
    inside = member(rng, net)
    return rng.choice([
        "", " ", "banana", f" {inside}", f"{inside} ", f"{inside}/24", f"{inside}\n", "10.0.0.300", "10.0.0", "1.2.3.4.5",
        "010.000.000.009", "0x0a.0.0.1", "10.0.0.+1", f"{inside}%eth0", "::ffff:10.0.0.9", "fd00::10.0.0.9", "FD00::A",
        "fd00:::1", "fd00::1::2", "1:2:3:4:5:6:7", "0000fd00::1", "fd00::1.2.3", "١٠.0.0.1", "0", "10.0.0.1-10.0.0.9",
    ])


def span(rng: random.Random, net: Network) -> str:
    """Draw `first-last/prefix` inside the network."""
    first, last = sorted(rng.randint(1, max(net.num_addresses - 2, 1)) for _ in range(2))
    return f"{net[first]}-{net[last]}/{net.prefixlen}"


def good_range(rng: random.Random, _: Network) -> str:
    net = network(rng)
    return rng.choice([str(net), str(net), f"{member(rng, net)}/{net.prefixlen}", span(rng, net)])


def odd_range(rng: random.Random, _: Network) -> str:
    """Draw a range whose form or size is at the edge."""
    net = network(rng)
    a, b, prefix = member(rng, net), member(rng, net), net.prefixlen
    out, odd = outsider(rng, net), odd_address(rng, net)
    of_any_size = [f"{rng.choice(['10.0.0.0', '192.168.77.13', '0.0.0.0', '255.255.255.255'])}/{rng.randint(0, 34)}"] * 5  # noqa: S104
    of_any_size += [f"{rng.choice(['fd00::', 'fd00:1:2:3:4:5:6:7', '::', 'ffff::'])}/{rng.randint(0, 130)}"] * 5
    return rng.choice([
        *of_any_size, f"{a}-{b}/{prefix}", f"{b}-{a}/{prefix}", f"{net[0]}-{net[-1]}/{prefix}", f"{a}-{a}/{prefix}",
        f"{b}-{a}", f"{a} - {b}/{prefix}", f"{a}- {b}/{prefix}", f" {net}", f"{net} ", f"{a}", f"{net}/{prefix}",
        f"{out}-{b}/{prefix}", f"{a}-{out}/{prefix}", f"{odd}-{b}/{prefix}", f"{a}-{odd}/{prefix}", f"{odd}/24",
        f"-{net}", f"{a}-/{prefix}", f"{a}-", f"{a}--{b}/{prefix}", f"{a}-{b}-{a}/{prefix}", f"{a}/{prefix}-{b}/{prefix}",
        "010.0.0.0/24", "192.168.002.000/24", "10.0.0.0/024", "10.0.0.0/+24", "10.0.0.0/-1", "10.0.0.0/", "/24", "",
        "::ffff:10.0.0.0/120", "::ffff:10.0.0.1-10.0.0.9/24", "10.0.0.1-::ffff:10.0.0.9/120", "FD00::/64", "fd00::/064",
        "10.0.0/24", "10.0.0.0/24,10.0.1.0/24", "10.0.0.0\\24", "10.0.0.0/255.255.255.0", "10.0.0.0/24\n",
    ])


def good_exclude(rng: random.Random, net: Network) -> list[Any]:
    """Draw a list that leaves something of the network."""
    shortest = min(net.prefixlen + 2, net.max_prefixlen)
    part = f"{member(rng, net)}/{rng.randint(shortest, net.max_prefixlen)}"
    return rng.sample([part, member(rng, net), outsider(rng, net)], rng.randint(0, 3))


def odd_exclude(rng: random.Random, net: Network) -> list[Any]:
    """Draw a list of texts that are no excludes, of whole networks, or of very many."""
    halves = [str(half) for half in net.subnets()] if net.prefixlen < net.max_prefixlen else [str(net)]
    many = [f"{net[number]}" for number in range(min(net.num_addresses, 600))]
    return rng.choice([
        [odd_address(rng, net)], [odd_range(rng, net)], [span(rng, net)], [f"{member(rng, net)}-{member(rng, net)}"],
        [str(net)], halves, [halves[0]], [f"{net.network_address}/0"], many, [f"{outsider(rng, net)}/24"],
        ["10.0.0.010/32"], ["::ffff:10.0.0.0/120"], [""], [f"{member(rng, net)}/{rng.randint(0, net.max_prefixlen)}"],
    ])
# fmt: on


def parse(text: Any) -> Network:
    """Give the network of a base configuration, some network where the text is none."""
    try:
        return ip_network(str(text).split("-")[-1], strict=False)
    except ValueError:
        return IPv4Network("10.0.0.0/24")
