import time

import pytest

from chartgen.cni.addresses import parse_cidr, parse_ip
from chartgen.networks.users import ByRange, beginnings
from tests.networks.dumps import allocation, found, network, pod, pool, reservation


def cidr(text: str):
    interface = parse_cidr(text)
    assert interface is not None
    return interface.network


def test_an_address_finds_every_network_around_it():
    ranges: ByRange[str] = ByRange()
    for text in ("10.0.0.0/8", "10.0.0.0/24", "10.0.0.0/24", "10.0.1.0/24", "::/0", "fd00::/64"):
        ranges.add(cidr(text), text)
    around = [sorted({*values}) for values in ranges.around(parse_ip("10.0.0.9") or 0)]
    # As in Go, no network of IPv6 contains an address of IPv4.
    assert sorted(around) == [["10.0.0.0/24"], ["10.0.0.0/8"]]
    assert [*ranges.around(parse_ip("fd00::9") or 0)] == [["::/0"], ["fd00::/64"]]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("", ["", ""]), ("blue", ["blue", ""]), ("blue-node-1", ["blue-node-1", "blue-node", "blue", ""])],
)
def test_beginnings(prefix: str, expected: list[str]):
    assert [*beginnings(prefix)] == expected


def many_networks_of_many_pools(count: int) -> list[dict]:
    networks = [network(f"n{at}", range_start=f"10.0.0.{at % 200 + 1}") for at in range(count)]
    return [*networks, *[pool({"5": allocation("apps/a")}, namespace=f"ns-{at}") for at in range(count)]]


def many_slices(count: int) -> list[dict]:
    networks = [network(f"n{at}", "10.0.0.0/8", node_slice_size="/24") for at in range(count)]
    return [
        *networks,
        *[pool({}, name=f"node-{at}-10.0.0.0-24", namespace=f"ns-{at}") for at in range(count)],
    ]


def many_addresses_of_one_pod(count: int) -> list[dict]:
    ips = [f"10.0.{at // 256}.{at % 256}" for at in range(count)]
    held = pool(
        {str(at): allocation("apps/a") for at in range(count)}, range_="10.0.0.0/16", name="10.0.0.0-16"
    )
    excluded = [f"10.0.{at // 64}.{at % 64 * 4}/31" for at in range(count)]
    wide = network("data", "10.0.0.0/16", exclude=excluded)
    return [pod("a", *ips), held, wide, *[reservation(ip, "apps/a") for ip in ips], pod("b", *ips)]


def many_reservations_of_nobody(count: int) -> list[dict]:
    ips = [f"10.1.{at // 256}.{at % 256}" for at in range(count)]
    return [pod("a", *ips), pool({}), *[reservation(f"a-b-c-{ip}", "apps/a") for ip in ips]]


@pytest.mark.parametrize(
    "make", [many_networks_of_many_pools, many_slices, many_addresses_of_one_pod, many_reservations_of_nobody]
)
def test_time_grows_with_the_cluster(make):
    def seconds(count: int) -> float:
        things = make(count)
        start = time.process_time()
        found(*things)
        return time.process_time() - start

    small, large = min(seconds(250), seconds(250)), seconds(2000)
    # Eight times the size: sixty-four times as long would be quadratic.
    assert large < 24 * small + 0.2
