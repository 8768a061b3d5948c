from dataclasses import replace

import pytest

from chartgen.core.errors import InputError
from chartgen.generate.defaults import apply_defaults, needed_keys
from chartgen.model.component import Component
from chartgen.model.value import text
from tests.generate.test_metadata import DEFINITION

COMPONENTS = (Component("c", "C", (text("a.level", "x", "D."), text("b", "y", "D."))),)


def test_what_has_a_default_that_says_something_is_needed():
    values = (text("a.deep.level", "x", "D."), text("a.path", "", "D."), text("b", "y", "D."))
    found = needed_keys((Component("c", "C", values),))
    assert found == [("", ["a", "b"]), ("a", ["deep"]), ("a.deep", ["level"])]


def _apply(defaults: dict[str, object]) -> list[object]:
    (component,) = apply_defaults(COMPONENTS, replace(DEFINITION, defaults=defaults))
    return [value.default for value in component.values]


def test_given_defaults_replace_those_of_the_model():
    assert _apply({"a": {"level": "z"}}) == ["z", "y"]
    assert _apply({}) == ["x", "y"]


@pytest.mark.parametrize(
    ("defaults", "problem", "hint"),
    [
        ({"a": {"levl": "z"}}, "defaults.a.levl: no such value in the chart", "did you mean 'level'?"),
        ({"zzz": 1}, "defaults.zzz: no such value in the chart", "known here: a, b"),
        ({"a": 1}, "defaults.a: must be a map", ""),
    ],
)
def test_what_is_no_value_is_refused(defaults: dict[str, object], problem: str, hint: str):
    with pytest.raises(InputError) as caught:
        _apply(defaults)
    assert (caught.value.problem, caught.value.hint) == (problem, hint)
