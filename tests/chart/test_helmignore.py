import pytest

from chartgen.chart.helmignore import parse
from chartgen.core.errors import InputError
from chartgen.core.location import Location


def left_out(rules: str, path: str) -> bool:
    return parse(rules.encode(), file=".helmignore").leave_out(
        path.rstrip("/"), is_directory=path.endswith("/")
    )


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("", "a", False),
        ("", "templates/.hidden", True),
        ("", "templates/sub/.hidden", False),
        ("# a\n\n  *.md  \n", "README.md", True),
        ("*.md", "docs/a.md", True),
        ("docs/*.md", "docs/a.md", True),
        ("docs/*.md", "x/docs/a.md", False),
        ("/a.md", "a.md", True),
        ("/a.md", "x/a.md", False),
        ("build/", "build/", True),
        ("build/", "x/build/", True),
        ("build/", "build", False),
        ("/build/", "x/build/", False),
        # A rule with ! leaves out all that it does not describe, and nothing after it is asked for the rest.
        ("!*.yaml", "README.md", True),
        ("!*.yaml", "a.yaml", False),
        ("*.md\n!README.md", "README.md", True),
        ("!x/\n", "y", True),
        ("\ufeff*.md", "a.md", True),
        ("*.md\r\n*.txt\r\n", "a.txt", True),
    ],
)
def test_rules(rules: str, path: str, expected: bool):
    assert left_out(rules, path) == expected


@pytest.mark.parametrize(
    ("rules", "line", "problem"),
    [
        ("a\n\n**/b\n", 3, r"does not know \*\*"),
        ("[a\n", 1, "not a file name pattern"),
        ("a\\", 1, "escapes nothing"),
    ],
)
def test_rules_that_helm_refuses_have_a_place(rules: str, line: int, problem: str):
    with pytest.raises(InputError, match=problem) as caught:
        parse(rules.encode(), file="c/.helmignore")
    assert caught.value.where == Location("c/.helmignore", line)
    assert caught.value.hint


def test_bytes_that_are_no_text_are_a_rule_like_any():
    assert parse(b"\xff\xfe*\n*.md", file="f").leave_out("a.md", is_directory=False)


def test_a_file_is_left_out_with_a_directory_that_it_is_in():
    rules = parse(b"ci/negative/\n*.md\n", file="f")
    assert [
        rules.leave_out_file(path) for path in ("ci/negative/a/b.yaml", "x/a.md", "ci/a.yaml", "negative/a")
    ] == [
        True,
        True,
        False,
        False,
    ]
