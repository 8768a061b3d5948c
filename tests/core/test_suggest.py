"""The word that was probably meant."""

import time

import pytest

from chartgen.core.suggest import did_you_mean

KNOWN = (
    "networks",
    "networkDefaults",
    "networkTest",
    "multus",
    "whereabouts",
    "platform",
    "range",
    "rangeStart",
    "rangeEnd",
    "ranges",
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("network", "networks"),
        ("netwroks", "networks"),
        ("Networks", "networks"),
        ("networkdefaults", "networkDefaults"),
        ("range_start", "rangeStart"),
        ("rangs", "ranges"),
        ("wherabouts", "whereabouts"),
        ("multis", "multus"),
        ("mutlus", "multus"),
    ],
)
def test_finds_the_near_word(word, meant):
    assert did_you_mean(word, KNOWN) == f"did you mean {meant!r}?"


@pytest.mark.parametrize("word", ["", "x", "banana", "replicaCount", "ü" * 20, "networks" * 100])
def test_is_silent_when_nothing_is_near(word):
    assert did_you_mean(word, KNOWN) == ""


def test_offers_nothing_where_nothing_is_known():
    assert did_you_mean("networks", []) == ""
    assert did_you_mean("networks", [""]) == ""


def test_the_order_of_the_known_words_plays_no_part():
    assert did_you_mean("cat", ["rat", "bat"]) == did_you_mean("cat", ["bat", "rat"])
    assert did_you_mean("NET", ["net", "Net"]) == did_you_mean("NET", ["Net", "net"])


def test_is_quick_among_ten_thousand_words():
    known = [f"network-{number}" for number in range(10_000)]
    start = time.process_time()
    assert did_you_mean("netwrok-4711", known) == "did you mean 'network-4711'?"
    assert time.process_time() - start < 1.0


def test_a_huge_word_costs_little():
    start = time.process_time()
    assert did_you_mean("n" * 1_000_000, KNOWN) == ""
    assert did_you_mean("networks", ["n" * 1_000_000]) == ""
    assert time.process_time() - start < 1.0
