import pytest

from chartgen.core.location import Location


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location("a.yaml"), "a.yaml"),
        (Location("a.yaml", 3), "a.yaml:3"),
        (Location("a.yaml", 3, 7), "a.yaml:3:7"),
        (Location("a.yaml", 0, 7), "a.yaml"),
        (Location("a.yaml", 3, 7, 4, 1, "a.b", "Pod/x"), "a.yaml:3:7"),
    ],
)
def test_as_text(location: Location, text: str):
    assert str(location) == text


def test_lines_sort_as_numbers():
    assert sorted([Location("a", 10), Location("a", 9, 2), Location("a", 9, 1)]) == [
        Location("a", 9, 1),
        Location("a", 9, 2),
        Location("a", 10),
    ]
