import pytest

from chartgen.render.sourcemap.halving import harmless


@pytest.mark.parametrize("bad", [set(), {0}, {7}, {3, 4}, {0, 1, 2, 3}, set(range(8))])
def test_what_makes_a_difference_is_left_out(bad):
    assert harmless(range(8), lambda some: not bad & {*some}) == [
        item for item in range(8) if item not in bad
    ]


def test_few_looks_find_one_among_many():
    looks = []

    def is_harmless(some):
        looks.append(some)
        return 500 not in some

    assert len(harmless(range(1000), is_harmless)) == 999
    assert len(looks) <= 21


def test_of_two_that_clash_the_first_stays():
    assert harmless("abcd", lambda some: not {"b", "c"} <= {*some}) == ["a", "b", "d"]
