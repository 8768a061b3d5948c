"""Edits sort by place, so that those of a file can be applied from its end."""

from chartgen.core.edit import Edit


def test_edits_sort_by_place():
    first, second, other = Edit("a", 2, 9, 10), Edit("a", 10, 1, 2, "x"), Edit("b", 1, 1, 0)
    assert sorted([other, second, first]) == [first, second, other]
