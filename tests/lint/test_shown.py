"""Whether a value can be what stands in a part of an object, and not only elsewhere in its line."""

from typing import Any

import pytest

from chartgen.core import yaml
from chartgen.core.values_path import Steps
from chartgen.lint.shown import Part


@pytest.mark.parametrize(
    ("line", "path", "leaf", "expected"),
    [
        ("a: text", ("a",), "text", True),
        ("a: text", ("a",), "other", False),
        ("image: repo:1.2", ("image",), "1.2", True),
        ("image: repo:1.2", ("image",), 1.2, True),
        ("a: 8080", ("a",), "8080", True),
        ("a: 1e6", ("a",), 1000000, True),
        ("a: true", ("a",), True, True),
        ("a: 'true'", ("a",), True, True),
        ("a: one", ("a",), "x: 1\na: one\n", True),
        ("a:", ("a",), "", True),
        ("a:", ("a",), None, True),
        ("a: x", ("a",), None, False),
        ("a:", ("a",), "x", False),
        ("a: {}", ("a",), {}, True),
        ("a: []", ("a",), [], True),
        ("a: {}", ("a", "b"), {}, True),
        ("a: text", ("a", "b"), "text", True),
        ("key: 1", ("key",), "key", True),
        # The one value of a list or map is that of the whole, of several it is not.
        ("a: [one]", ("a",), "one", True),
        ("a: [one, two]", ("a",), "one", False),
        ("a: {b: one, c: two}", ("a",), "one", False),
        ("a: {b: one}", ("a", "c"), "one", False),
        ("{a: 5, b: 1}", ("b",), 5, False),
        ("{a: 1, b: 1}", ("b",), 1, False),
        ("{a: 1, b: 5}", ("b",), 5, True),
        ("{a: 1, b: 5, c: 6}", ("b",), 5, True),
        ("{a: 1, b: 5, c: 5}", ("b",), 5, False),
        ("{a: 1, b: 'x, 5', c: 6}", ("b",), "x, 5", True),
        ("- [a, b]", (0, 1), "b", True),
        ("- a: x", (0, "a"), "x", True),
    ],
)
def test_a_line(line: str, path: Steps, leaf: Any, expected: bool):
    part = Part("templates/a.yaml", 1, yaml.load(line, file=""), path)
    assert part.may_show(leaf, line) is expected
