import pytest

from chartgen.lint.path_pattern import matches


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("templates/a.yaml", "templates/a.yaml", True),
        ("templates/*.yaml", "templates/a.yaml", True),
        ("templates/*.yaml", "templates/agent/a.yaml", False),
        ("templates/**/*.yaml", "templates/agent/deep/a.yaml", True),
        ("templates/**/*.yaml", "templates/a.yaml", True),
        ("**/a.yaml", "a.yaml", True),
        ("charts/**", "charts/a/values.yaml", True),
        ("charts/**", "other/charts/a", False),
        ("./templates/?.yaml", "templates/a.yaml", True),
        ("templates", "templates/a.yaml", False),
        ("a.yaml", "", False),
        ("[ab].yaml", "b.yaml", True),
        ("**", "", True),
        ("**/**/**/**/**/**/x", "/".join("abcdefghij" * 20), False),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool):
    assert matches(pattern, path) is expected
