import pytest

from chartgen.registry.pulled import PulledChart, newest
from chartgen.registry.reference import OciReference


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["1.0.0", "1.10.0", "1.9.0"], "1.10.0"),
        (["1.0.0", "2.0.0-rc.1"], "1.0.0"),
        (["v1.2.0", "1.1.0"], "v1.2.0"),
        (["1.2", "1.1.9"], "1.2"),
        (["latest", "", "1.0.0"], "1.0.0"),
        (["1.0.0+a", "1.0.0+b"], "1.0.0+b"),
        (["9" * 5000, "1.0.0"], "1.0.0"),
        (["2.0.0-rc.1", "latest"], None),
        ([], None),
    ],
)
def test_the_newest(versions, expected):
    assert newest(versions) == newest(reversed(versions)) == expected


def test_a_chart_does_not_show_its_bytes():
    assert "secret" not in repr(PulledChart(OciReference("h", "c"), b"secret"))
