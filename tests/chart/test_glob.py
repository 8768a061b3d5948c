import time

import pytest

from chartgen.chart.glob import compile_glob


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("*.md", ["a.md", ".md"], ["a.mdx", "x/a.md"]),
        ("a*b*c", ["abc", "aXbYc", "abbcc"], ["acb", "ab/c"]),
        ("*", ["", "anything"], ["a/b"]),
        ("**", ["ab"], ["a/b"]),
        ("templates/.?*", ["templates/.x"], ["templates/.", "templates/x", "templates/.a/b"]),
        ("?", ["a", "ü"], ["", "/", "ab"]),
        ("[a-c]x", ["bx"], ["dx", "x"]),
        ("[^a-c]x", ["dx", "/x"], ["bx"]),
        ("[a\\-z]", ["a", "-", "z"], ["b"]),
        ("[\\]]", ["]"], ["\\"]),
        ("[z-a]", [], ["a", "m", "z"]),
        ("[^z-a]", ["a", "/"], [""]),
        ("[]a]", None, []),
        ("a\\*", ["a*"], ["ab", "a\\*"]),
        ("", [""], ["a"]),
        ("a.b", ["a.b"], ["axb"]),
        ("*a", ["a", "aaa"], ["ab"]),
        ("x*", ["x", "xy"], ["y"]),
        ("[", None, []),
        ("[a", None, []),
        ("[a-", None, []),
        ("[-a]", None, []),
        ("[]", None, []),
        ("a\\", None, []),
        ("[\\", None, []),
    ],
)
def test_patterns_match_as_in_go(pattern: str, matching: list[str] | None, others: list[str]):
    if matching is None:
        with pytest.raises(ValueError, match=r"finished|escapes nothing"):
            compile_glob(pattern)
        return
    glob = compile_glob(pattern)
    assert [name for name in matching if not glob.matches(name)] == []
    assert [name for name in others if glob.matches(name)] == []


def test_many_stars_take_no_time():
    started = time.process_time()
    assert not compile_glob("*a" * 60 + "*b").matches("a" * 5000)
    assert time.process_time() - started < 2
