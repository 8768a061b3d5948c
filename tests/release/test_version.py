"""The next version, from the difference and from what a person asks for."""

import pytest

from chartgen.core.errors import RefusedError
from chartgen.diff.change import Part
from chartgen.release.version import next_version, required_part

PATCH, MINOR, MAJOR = Part.PATCH, Part.MINOR, Part.MAJOR


@pytest.mark.parametrize(
    ("baseline", "current", "required", "wanted", "result"),
    [
        ("1.2.3", "1.2.3", PATCH, None, "1.2.4"),
        ("1.2.3", "1.2.3", MINOR, None, "1.3.0"),
        ("1.2.3", "1.2.3", MAJOR, None, "2.0.0"),
        ("1.2.3", "1.2.3", PATCH, MINOR, "1.3.0"),
        ("1.2.3", "1.2.3", None, None, "1.2.3"),
        ("1.2.3", "1.2.3", None, PATCH, "1.2.4"),
        ("1.2.3", "1.2.4", PATCH, None, "1.2.4"),  # it has risen already
        ("1.2.3", "1.2.4", MINOR, None, "1.3.0"),  # not enough
        ("1.2.3", "2.0.0", MINOR, None, "2.0.0"),
        ("1.2.3", "1.2.4", None, None, "1.2.4"),
        ("1.3.0", "1.2.3", None, None, "1.3.0"),  # behind its baseline
        ("1.3.0", "1.2.3", PATCH, None, "1.3.1"),
        ("1.3.0-rc.1", "1.3.0-rc.1", PATCH, None, "1.3.0"),
        ("1.3.0-rc.1", "1.3.0-rc.1", MINOR, None, "1.3.0"),
        ("1.3.0-rc.1", "1.3.0-rc.1", MAJOR, None, "2.0.0"),
        ("1.2.3+b1", "1.2.3+b1", PATCH, None, "1.2.4"),
        ("1.2.3", "1.2.4-rc.1", PATCH, None, "1.2.4-rc.1"),  # people begin pre-releases
        ("1.2.3", "1.2.4-rc.1", PATCH, PATCH, "1.2.4"),  # and end them
        ("1.2.3", "1.2.4-rc.1", MINOR, None, "1.3.0"),
        ("1.2.3", "2.0.0-rc.1", MAJOR, None, "2.0.0-rc.1"),
        ("1.3.0-rc.1", "1.3.0-rc.2", MINOR, None, "1.3.0-rc.2"),
        ("1.3.0-rc.1", "1.3.0-rc.2", MINOR, MINOR, "1.3.0"),
        ("1.3.0-rc.2", "1.3.0-rc.1", MINOR, None, "1.3.0"),
        ("0.1.0", "0.1.0", MINOR, MAJOR, "1.0.0"),
    ],
)
def test_next(baseline, current, required, wanted, result):
    assert next_version(current, baseline, required=required, wanted=wanted) == result


@pytest.mark.parametrize(("required", "wanted"), [(MINOR, PATCH), (MAJOR, PATCH), (MAJOR, MINOR)])
def test_too_small_a_part_is_refused(required, wanted):
    with pytest.raises(RefusedError, match=f"the difference to 1.0.0 requires a {required} version\n  - why"):
        next_version("1.0.0", "1.0.0", required=required, wanted=wanted, reasons=["why"])


@pytest.mark.parametrize(
    ("baseline", "part", "required"),
    [
        ("0.9.1", MAJOR, MINOR),
        ("0.9.1", MINOR, MINOR),
        ("0.9.1", PATCH, PATCH),
        ("0.9.1", None, None),
        ("1.0.0-rc.1", MAJOR, MAJOR),
        ("1.0.0", MAJOR, MAJOR),
    ],
)
def test_below_one_what_breaks_asks_for_a_minor_version(baseline, part, required):
    assert required_part(baseline, part) == required
