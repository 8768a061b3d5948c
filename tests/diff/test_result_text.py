from pathlib import Path

from chartgen.diff import result_text
from tests.diff.results import compared

SNAPSHOTS = Path(__file__).parent / "snapshots"


def test_the_example(snapshot):
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(result_text.render(compared()), "example.txt")


def test_without_a_difference():
    assert result_text.render(compared([])) == "shop 1.2.3 → shop 1.3.0: none: the charts do not differ\n"


def test_colours_are_those_of_the_part():
    text = result_text.render(compared(), color=True)
    assert "\x1b[31mmajor\x1b[0m\n" in text
    assert text.endswith(
        "shop 1.2.3 → shop 1.3.0: \x1b[31mmajor\x1b[0m (1 major, 2 minor, 2 patch; 6 scenarios)\n"
    )
    assert "\x1b" not in result_text.render(compared())
    assert "\x1b" not in result_text.render(compared([]), color=True)


def test_quiet_says_nothing_of_scenarios():
    assert "      in 5 of 6 scenarios" in result_text.render(compared())
    assert "in 5 of 6" not in result_text.render(compared(), quiet=True)
