"""What texts of any size cost, however they are made."""

import time

import pytest

from chartgen.cni import nad
from tests.cni_cases import BOTH, LINEAR, OLD, growth
from tests.cni_cases import nad as config

LONG = 200_000
LONG_TEXTS = {
    "escaped quotes": '\\"' * (LONG // 2),
    "brackets": "[" * LONG,
    "one key often": "{" + '"cniVersion":1,' * (LONG // 15) + '"plugins":[]}',
    "many keys": "{" + ",".join(f'"k{at}":1' for at in range(LONG // 10)) + "}",
    "long number": '{"type":"x","mtu":' + "9" * LONG + "}",
    "plugins of numbers": '{"plugins":[' + "1," * (LONG // 20) + "1]}",
    "long range": config({"range": "1:" * (LONG // 2)}),
    "long name of a pool": config({"range": "10.0.0.0/8", "network_name": "a-" * (LONG // 2)}),
    "excluded networks": config({"range": "10.0.0.0/8", "exclude": [f"10.{at >> 8}.{at & 255}.0/31" for at in range(8000)]}),
    "wrong excluded networks": config({"range": "10.0.0.0/8", "exclude": ["x"] * 20_000}),
    # One look-up of the key for all ranges, not for each.
    "empty ranges beside many keys": config({"ipRanges": [{}] * 30_000, **{f"k{at}": 1 for at in range(10_000)}}),
    "equal ranges": config({"ipRanges": [{"range": "10.0.0.0/8"}] * 1500}),
    "other ranges": config({"ipRanges": [{"range": f"10.{at >> 8}.{at & 255}.0/24"} for at in range(5000)]}),
    "static addresses": config({"addresses": [{"address": "10.0.0.1/8"}] * 5000}),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS.keys())
def test_a_long_text_costs_little(text, versions):
    start = time.process_time()
    nad.check(text, "x", versions)
    assert time.process_time() - start < 4


def plugins_of_wrong_types(count: int) -> str:
    wrong = '{"type":"ipvlan","master":1,"dns":{"nameservers":[1,1,1]},"ipam":{"type":4}}'
    return f'{{"dns":{{"nameservers":[{"1," * (count - 1)}1]}},"plugins":[{",".join([wrong] * count)}]}}'


def equal_ranges(count: int) -> str:
    return config({"ipRanges": [{"range": "10.0.0.0/8"}] * count})


def ranges_of_other_ends(count: int) -> str:
    ranges = [
        {"range": "10.0.0.0/8", "range_end": f"10.9.{at // 250}.{at % 250}"} for at in range(1, count + 1)
    ]
    return config({"ipRanges": ranges})


@pytest.mark.parametrize("make", [plugins_of_wrong_types, equal_ranges, ranges_of_other_ends])
def test_the_time_grows_with_the_text(make):
    assert growth(lambda text: nad.check(text, "x", OLD), make) < LINEAR
