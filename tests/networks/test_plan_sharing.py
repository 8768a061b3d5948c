"""Common addresses, compared with a look at every address."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.cni.ranges import Span
from chartgen.networks.plan_sharing import MOST_NAMED, Handed, sharing

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=3).map(
    lambda pairs: tuple(spans_of({at for first, more in pairs for at in range(first, first + more + 1)}))
)
HANDED = st.lists(
    st.builds(Handed, st.sampled_from("abcd"), st.sampled_from(["", "blue"]), SPANS), max_size=6
)


def spans_of(addresses):
    first = None
    for address in sorted(addresses):
        if first is None:
            first = address
        if address + 1 not in addresses:
            yield Span(first, address)
            first = None


def addresses(each):
    return {at for span in each.spans for at in range(span.first, span.last + 1)}


@settings(max_examples=400, deadline=None)
@given(HANDED)
def test_common_addresses_are_found(handed):
    for each, found in zip(handed, sharing(handed), strict=True):
        expected = {}
        for other in handed:
            common = addresses(each) & addresses(other)
            if other.name == each.name and other.owner != each.owner and common:
                known = expected.get(other.owner, common)
                expected[other.owner] = known | common
        assert {overlap.other: overlap.span for overlap in found.overlaps} == {
            owner: Span(min(common), max(common)) for owner, common in expected.items()
        }
        assert not found.has_more


@settings(max_examples=400, deadline=None)
@given(HANDED)
def test_ranges_that_hang_together_are_one_group(handed):
    groups = [found.group for found in sharing(handed)]
    for one, of_one in zip(handed, groups, strict=True):
        together = [each for each, group in zip(handed, groups, strict=True) if group is of_one]
        assert of_one.ranges == len(together)
        assert of_one.owners == {each.owner for each in together}
        assert of_one.addresses == len(set().union(*map(addresses, together)))
        for other, of_other in zip(handed, groups, strict=True):
            if one.name == other.name and addresses(one) & addresses(other):
                assert of_one is of_other


def test_not_all_of_many_are_named():
    found = sharing([Handed(str(at), "", (Span(1, 9),)) for at in range(20)])
    assert all(len(each.overlaps) == MOST_NAMED and each.has_more for each in found)
    exactly = sharing([Handed(str(at), "", (Span(1, 9),)) for at in range(MOST_NAMED + 1)])
    assert all(len(each.overlaps) == MOST_NAMED and not each.has_more for each in exactly)


def test_many_in_one_place_cost_little_more_each():
    """Ten times as many take far less than a hundred times as long, whatever they have in common."""
    holes = tuple(Span(at * 4, at * 4 + 1) for at in range(50))

    def seconds(count: int) -> float:
        handed = [Handed(str(at), "", (Span(0, 200),) if at % 2 else holes) for at in range(count)]
        start = time.process_time()
        sharing(handed)
        return time.process_time() - start

    assert seconds(3000) < 40 * max(seconds(300), 0.005)
