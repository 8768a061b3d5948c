import pytest

from chartgen.cli.scenarios import groups, names, values_options
from chartgen.core.errors import UsageError

GIVEN = {"set_": ("a=1",), "set_string": (), "set_json": (), "set_file": (), "set_literal": ("b=2",)}


def test_each_file_is_a_scenario_only_if_it_is_said():
    assert groups({"files": ("a", "b"), "each": False}) == [["a", "b"]]
    assert groups({"files": ("a", "b"), "each": True}) == [["a"], ["b"]]
    assert groups({"files": (), "each": False}) == [[]]
    with pytest.raises(UsageError, match="--each needs values files"):
        groups({"files": (), "each": True})


def test_options_of_values_go_with_the_files():
    found = values_options(GIVEN, ["x"])
    assert (found.files, found.set, found.set_literal) == (["x"], ("a=1",), ("b=2",))


def test_scenarios_are_named_after_their_first_file():
    assert names([["ci/01-a-values.yaml"], ["b.yaml"], ["x/b.yaml"], ["-"], []]) == [
        "01-a",
        "b",
        "x-b",
        "stdin",
        "default",
    ]
    assert names([["c/prod/values.yaml"], ["c/dev/values.yaml"]]) == ["prod", "dev"]
    assert names([["a/x/v.yaml"], ["b/x/v.yaml"], ["/v.yaml"]]) == ["a-x-v", "b-x-v", "v"]
    assert names([["b.yaml"], ["b.yaml"], ["b-2.yaml"], ["b.yaml"]]) == ["b", "b-3", "b-2", "b-4"]
    assert names([["../v.yaml"], ["v.yaml"]]) == ["v", "v-2"]


def test_many_files_of_one_name_are_no_burden():
    found = names([["values.yaml"]] * 20_000)
    assert len({*found}) == 20_000
    assert found[-1] == "values-20000"
