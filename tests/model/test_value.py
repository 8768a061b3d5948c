import pytest

from chartgen.model import value
from chartgen.model.value import UNSET, Value


def test_declarations_carry_the_schema_of_their_kind() -> None:
    assert value.text("a", "x", "A.").schema == {"type": "string"}
    assert value.flag("a", default=True, doc="A.").schema == {"type": "boolean"}
    assert value.kubernetes_object("a", {}, "A.").schema == {"type": "object"}
    assert value.kubernetes_list("a", [], "A.").schema == {"type": "array", "items": {"type": "object"}}


def test_a_fragment_and_examples_can_be_given() -> None:
    declared = value.text("a", "", "A.", {"enum": ["x", "y"]}, "x", "y")
    assert (declared.schema, declared.examples) == ({"enum": ["x", "y"]}, ("x", "y"))


def test_fragments() -> None:
    assert value.list_of({"type": "string"}, minItems=1) == {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
    }
    assert value.map_of({"type": "string"}) == {
        "type": "object",
        "additionalProperties": {"type": "string"},
    }
    assert value.one_of_words("a", 1) == {"enum": ["a", 1]}


def test_tree_nests_by_path_and_keeps_the_order() -> None:
    paths = ["b.y", "a", "b.x.z"]
    nested = value.tree(Value(path, UNSET, "", {}) for path in paths)
    assert list(nested) == ["b", "a"]
    assert list(nested["b"]) == ["y", "x"]
    assert nested["b"]["x"]["z"].path == "b.x.z"


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        (["a.b", "a.b"], "a.b is declared twice"),
        (["a.b", "a.b.c"], "a.b.c lies inside a.b"),
        (["a.b.c", "a.b"], "a.b is declared twice"),
    ],
)
def test_tree_refuses_two_values_for_one_place(paths, problem) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        value.tree(Value(path, 1, "", {}) for path in paths)


def test_unset_shows_itself() -> None:
    assert repr(UNSET) == "UNSET"
