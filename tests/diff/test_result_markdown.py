from pathlib import Path

from chartgen.chart.reference import Chart
from chartgen.diff import result_markdown
from tests.diff.results import compared, many

SNAPSHOTS = Path(__file__).parent / "snapshots"


def test_the_example(snapshot):
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(result_markdown.render(compared()), "example.md")


def test_without_a_difference():
    assert result_markdown.render(compared([])) == "### shop 1.2.3 → shop 1.3.0: no difference\n"


def test_texts_of_charts_are_no_markup():
    text = result_markdown.render(compared())
    assert r'"a\|b" → "\<c\>"' in text
    assert "\x1b" not in text
    named = Chart("old", {"name": "a @octocat #12 #", "version": "1"}, {})
    text = result_markdown.render(compared()._replace(old=named))
    assert text.startswith(r"### a \@&#8203;octocat \#&#8203;12 # 1 →")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert all(line.replace("\\|", "").count("|") == 5 for line in rows)


def test_long_tables_are_folded():
    text = result_markdown.render(many(13))
    assert "<summary>minor: 13 changes</summary>" in text
    assert text.count("<details>") == text.count("</details>") == 1
    assert "<details>" not in result_markdown.render(many(12))
    folded = result_markdown.render(compared())
    assert (
        "<details><summary>5 of 6</summary>scenario-0, scenario-1, scenario-2, scenario-3, scenario-4</details>"
        in folded
    )
