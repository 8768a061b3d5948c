import pytest

from chartgen.core.errors import ChartgenError, InputError, RefusedError, ToolError, UsageError
from chartgen.core.location import Location


@pytest.mark.parametrize(
    ("kind", "code"),
    [(UsageError, 2), (InputError, 3), (ToolError, 4), (RefusedError, 5), (ChartgenError, 70)],
)
def test_each_kind_has_its_exit_code(kind: type[ChartgenError], code: int):
    error = kind("broken", where="a.yaml", hint="mend it")
    assert isinstance(error, ChartgenError)
    assert int(error.exit_code) == code


@pytest.mark.parametrize(
    ("where", "hint", "text"),
    [
        (None, "", "broken"),
        ("--set a", "", "--set a: broken"),
        (Location("v.yaml", 3, 5), "mend it", "v.yaml:3:5: broken\n  hint: mend it"),
        (None, "mend it", "broken\n  hint: mend it"),
    ],
)
def test_place_problem_and_hint(where, hint, text):
    error = InputError("broken", where=where, hint=hint)
    assert str(error) == text
    assert (error.problem, error.where, error.hint) == ("broken", where, hint)
