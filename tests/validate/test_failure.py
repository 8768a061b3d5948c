import pytest

from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.validate.failure import UNREADABLE, failure


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (Location("a.yaml", 2, 1), Location("a.yaml", 2, 1)),
        ("a.yaml", Location("a.yaml")),
        (None, Location("")),
    ],
)
def test_an_error_keeps_its_place_and_hint(where, place):
    found = failure(UNREADABLE, InputError("is no YAML", where=where, hint="mend it"))
    assert found == Finding(place, "unreadable", Severity.ERROR, "is no YAML", "mend it")
