import re
from collections.abc import Mapping

import pytest

from chartgen.core.edit import Edit
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.lint.fix import Fix, apply, fixed


def words(rule: str, word: str, severity: Severity = Severity.WARNING):
    """Give a linter that finds a word."""

    def lint(texts: Mapping[str, str]) -> list[Finding]:
        return [
            Finding(Location(file, number, match.start() + 1), rule, severity, f"{word} stands here")
            for file, text in texts.items()
            for number, line in enumerate(text.split("\n"), 1)
            for match in re.finditer(word, line)
        ]

    return lint


def replacing(length: int, text: str) -> Fix:
    def fix(finding: Finding, texts: Mapping[str, str]) -> Edit:
        place = finding.location
        return Edit(place.file, place.line, place.column, place.column + length, text)

    return fix


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], {}),
        ([Edit("a", 2, 1, 4, "TWO")], {"a": "one\nTWO\nthree\n"}),
        ([Edit("a", 2, 2, 2, "--")], {"a": "one\nt--wo\nthree\n"}),
        ([Edit("a", 2, 1, 0)], {"a": "one\nthree\n"}),
        ([Edit("a", 1, 1, 0), Edit("a", 2, 1, 0), Edit("a", 3, 1, 2, "T")], {"a": "Three\n"}),
        ([Edit("b", 1, 1, 0)], {"b": ""}),
        ([Edit("a", 1, 4, 4, "!"), Edit("b", 1, 1, 2, "y")], {"a": "one!\ntwo\nthree\n", "b": "y"}),
    ],
)
def test_edits(edits: list[Edit], expected: dict[str, str]):
    assert apply({"a": "one\ntwo\nthree\n", "b": "x"}, edits) == expected


def test_all_are_fixed_and_a_second_run_changes_nothing():
    texts = {"a": "bad bad\r\n# why\r\nbad", "b": "good"}
    lint, fixes = words("a-rule", "bad"), {"a-rule": replacing(3, "good")}
    result = fixed(texts, lint, fixes)
    assert (result.texts, result.findings, result.count) == ({"a": "good good\r\n# why\r\ngood"}, [], 3)
    again = fixed({**texts, **result.texts}, lint, fixes)
    assert (again.texts, again.count) == ({}, 0)


def test_what_nothing_fixes_stays():
    lint = words("a-rule", "bad")
    for fixes in ({}, {"a-rule": lambda *_: None}):
        result = fixed({"a": "bad"}, lint, fixes)
        assert (result.texts, len(result.findings), result.count) == ({}, 1, 0)


def test_a_file_that_is_not_at_hand_is_left_alone():
    finding = Finding(Location("other", 1, 1), "a-rule", Severity.ERROR, "x")
    result = fixed({"a": "bad"}, lambda _: [finding], {"a-rule": replacing(3, "")})
    assert (result.texts, result.findings) == ({}, [finding])


def test_a_fix_that_does_not_help_is_dropped_and_the_others_stay():
    def lint(texts: Mapping[str, str]) -> list[Finding]:
        return [*words("a-rule", "bad")(texts), *words("b-rule", "worse")(texts)]

    fixes = {"a-rule": replacing(3, "good"), "b-rule": replacing(1, "w")}
    result = fixed({"a": "bad\nworse\n"}, lint, fixes)
    assert (result.texts, [each.rule for each in result.findings], result.count) == (
        {"a": "good\nworse\n"},
        ["b-rule"],
        1,
    )


def test_a_fix_that_brings_an_error_is_dropped():
    def lint(texts: Mapping[str, str]) -> list[Finding]:
        return [*words("a-rule", "bad")(texts), *words("b-rule", "good", Severity.ERROR)(texts)]

    result = fixed({"a": "bad"}, lint, {"a-rule": replacing(3, "good")})
    assert (result.texts, [each.rule for each in result.findings]) == ({}, ["a-rule"])


def test_a_fix_after_which_nothing_can_be_read_is_dropped():
    def lint(texts: Mapping[str, str]) -> list[Finding]:
        if "good" in texts["a"]:
            raise InputError("cannot be read")
        return words("a-rule", "bad")(texts)

    result = fixed({"a": "bad"}, lint, {"a-rule": replacing(3, "good")})
    assert (result.texts, len(result.findings)) == ({}, 1)


def test_a_fix_that_makes_room_for_another_for_ever_ends():
    def lint(texts: Mapping[str, str]) -> list[Finding]:
        return [Finding(Location("a", 1, 1), "a-rule", Severity.INFO, texts["a"])]

    result = fixed({"a": ""}, lint, {"a-rule": lambda *_: Edit("a", 1, 1, 1, "x")})
    assert result.count == 10
