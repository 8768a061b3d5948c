import time

import pytest

from chartgen.core.location import Location
from chartgen.networks.audit_pools import Expected
from tests.networks.dumps import Found, allocation, found, network, pod, pool


def filled(count: int, start: int = 1, **more):
    return pool({str(at): allocation("apps/a") for at in range(start, start + count)}, **more)


def full(lines: list[str]) -> list[str]:
    return [line.partition(": ")[2] for line in lines if "audit-pool-full" in line]


@pytest.mark.parametrize(
    ("count", "fill", "is_told"),
    [
        (203, 80, False),
        (204, 80, True),
        (203, 79.9, True),
        (254, 100, True),
        (253, 100, False),
        (1, 0.1, True),
    ],
)
def test_the_threshold(count: int, fill: float, audited: Found, *, is_told: bool):
    lines = full(audited(filled(count), fill=fill))
    assert lines == ([f"{count} of 254 addresses are taken"] if is_told else [])


def test_each_network_of_a_pool_counts_by_its_own_part(audited: Found):
    small = network("small", range_start="10.0.0.1", range_end="10.0.0.10", exclude=["10.0.0.1"])
    lines = full(audited(filled(10), network("large"), small))
    assert lines == ["9 of 9 addresses are taken that default/small can hand out"]


def test_of_many_networks_of_a_pool_three_are_named(audited: Found):
    names = ["a", "b", "c", "d", "e"]
    for count, shown in (
        (3, "default/a, default/b, default/c"),
        (5, "default/a, default/b, default/c and 2 more"),
    ):
        (line,) = full(audited(filled(254), *map(network, names[:count])))
        assert line == f"254 of 254 addresses are taken that {shown} can hand out"


def test_a_wide_pool_costs_nothing(audited: Found):
    start = time.process_time()
    wide = filled(10, range_="fd00::/64", name="fd00---64")
    assert full(audited(wide, network("v6", "fd00::/64"))) == []
    assert time.process_time() - start < 2


def test_what_is_leaked_is_counted(audited: Found):
    assert full(audited(pod("b", asks=""), filled(254)))[0].endswith("; 254 of them are leaked")


def test_a_range_that_cannot_be_read(audited: Found):
    assert audited(pool({"5": allocation("apps/a")}, range_="10.0.0.0")) == [
        (
            "error audit-broken-pool IPPool/kube-system/10.0.0.0-24: range '10.0.0.0' is no network: Whereabouts gives no "
            "address of it"
        )
    ]


def test_broken_networks(audited: Found):
    (line,) = audited(network("bad", "10.0.0.0/31"))
    assert line.startswith(
        "error whereabouts-range NetworkAttachmentDefinition/default/bad: spec.config: ipam.range: "
    )
    assert audited(network("advice", exclude=["10.9.0.0/24"])) == []


def test_networks_in_files_of_the_node_are_not_known(audited: Found):
    file = network()
    file["spec"] = {}
    assert audited(file, pod("a", "10.0.0.5")) == []


def test_networks_of_the_values_that_are_absent():
    place = Location("values.yaml", 3, 5, values_path="networks.data")
    expected = [Expected(place, "default", name) for name in ("data", "more")]
    (one,) = found(network(), expected=expected)
    assert (one.rule, str(one.severity), one.location) == ("audit-absent-network", "info", place)
    assert one.message == "networks.data: there is no network default/more in the dump"
