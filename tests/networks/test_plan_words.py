import pytest

from chartgen.networks import plan_words
from tests.networks.plans import plan_of

GOOD = {"master": "eth1", "range": "10.0.0.0/24"}


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (1234, "1,234"), (2**32, "4,294,967,296"), (2**64 - 2, "2^64"), (2**64 + 2**63, "2^64.6")],
)
def test_numbers(number, shown):
    assert plan_words.count(number) == shown


@pytest.mark.parametrize(
    ("number", "word", "shown"),
    [(1, "network", "1 network"), (0, "pod", "0 pods"), (2, "address", "2 addresses")],
)
def test_numbers_with_words(number, word, shown):
    assert plan_words.counted(number, word) == shown


@pytest.mark.parametrize(
    ("first", "others", "shown"),
    [
        ([], 0, ""),
        (["a"], 0, "a"),
        (["a", "b"], 0, "a and b"),
        (["a", "b", "c"], 0, "a, b and c"),
        (["a"], 1, "a and 1 other"),
        (list("abcdefghij"), 3, "a, b, c, d, e, f, g, h and 5 others"),
    ],
)
def test_lists(first, others, shown):
    assert plan_words.names(first, others) == shown


@pytest.mark.parametrize(("name", "shown"), [("a\nb", r"a\nb"), ("x" * 64, "x" * 60 + "..."), ("é", "é")])
def test_names_of_users(name, shown):
    assert plan_words.shown(name) == shown


@pytest.mark.parametrize(
    ("range_", "demand", "platform", "expected"),
    [
        ("10.0.0.0/24", None, "gke", ""),
        ("10.0.0.0/24", (16, 8), "gke", "enough"),
        ("10.0.0.0/24", (17, 8), "gke", "short by 1 node"),
        ("10.0.0.0/24", (16, 16), "generic", "short by 2"),
    ],
)
def test_the_verdict(range_, demand, platform, expected):
    planned = plan_of({"a": {**GOOD, "range": range_}}, demand, platform=platform)
    assert plan_words.verdict(planned.networks[0]) == expected


def test_the_others_of_a_pool_are_counted():
    planned = plan_of({f"n{at}": {**GOOD, "name": f"n{at}"} for at in range(12)})
    [part] = planned.networks[0].ranges
    notes = list(plan_words.range_notes(planned, part, "n0"))
    assert notes[0] == "shares its pool with n1, n2, n3, n4, n5, n6, n7, n8 and 3 others"
    assert "overlaps more networks" in notes
    assert notes[-1] == "12 networks have 254 addresses between them"


def test_a_pool_has_room_for_so_many():
    planned = plan_of({"a": {**GOOD, "range": "10.0.0.0/18"}}, platform="generic")
    [part] = planned.networks[0].ranges
    assert list(plan_words.range_notes(planned, part, "a")) == [
        "an IPPool holds about 8,192 allocations at a time"
    ]


def test_nothing_asked_nothing_said():
    assert plan_words.asked(plan_of({"a": GOOD})) == ""
    said = plan_words.asked(plan_of({"a": GOOD}, (1, 1)))
    assert said == "1 node with 1 pod each take 1 addresses of each range: every network is large enough"
