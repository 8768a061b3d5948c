from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from chartgen.lint.rule_options import build, names


@dataclass(frozen=True, slots=True)
class Options:
    most_lines: int = 3
    share: float = 0.5
    strict: bool = False
    prefix: str = ""
    how: Literal["all", "none"] = "all"
    licences: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    minimums: Mapping[str, int] | None = None


def refuse(name: str, problem: str, hint: str) -> Exception:
    return ValueError(f"{name}: {problem} | {hint}")


def test_what_is_given_and_what_is_not():
    given = {
        "mostLines": 4,
        "share": 1,
        "strict": True,
        "prefix": "x",
        "how": "none",
        "licences": ["MIT"],
        "kinds": ["Pod"],
        "minimums": {"a": 1},
    }
    expected = Options(
        4,
        1.0,
        strict=True,
        prefix="x",
        how="none",
        licences=("MIT",),
        kinds=frozenset({"Pod"}),
        minimums={"a": 1},
    )
    assert build(Options, given, refuse) == expected
    assert build(Options, {}, refuse) == Options()
    assert build(Options, {"minimums": None}, refuse).minimums is None


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("mostLine", 1, "not an option of this rule | did you mean 'mostLines'?"),
        (
            "x",
            1,
            "not an option of this rule | it has: mostLines, share, strict, prefix, how, licences, kinds",
        ),
        ("mostLines", "4", "must be a whole number, not '4'"),
        ("mostLines", True, "must be a whole number, not True"),
        ("mostLines", 1.5, "must be a whole number"),
        ("share", None, "must be a number"),
        ("strict", 1, "must be true or false"),
        ("prefix", 1, "must be a text"),
        ("how", "some", "must be one of all, none"),
        ("how", [], "must be one of all, none"),
        ("licences", "MIT", "must be a list, not 'MIT'"),
        ("licences", ["MIT", 1], "must be a list in which each is a text"),
        ("minimums", [], "must be a map"),
        ("minimums", {"a": "b"}, "must be a map in which each is a whole number"),
    ],
)
def test_what_is_refused(name: str, value: Any, problem: str):
    with pytest.raises(ValueError, match=f"^{name}: ") as caught:
        build(Options, {name: value}, refuse)
    assert problem in str(caught.value)


def test_a_type_that_no_file_can_hold():
    @dataclass(frozen=True)
    class Wrong:
        place: complex = 0j

    assert names(Wrong) == {"place": "place"}
    with pytest.raises(TypeError, match="no option can be of the type"):
        build(Wrong, {"place": 1}, refuse)
