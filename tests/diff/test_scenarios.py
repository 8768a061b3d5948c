from chartgen.diff.scenarios import cases, with_value
from tests.diff.charts import added, chart, edited, removed, replaced, scenario, shop


def named(*edits, given=()):
    found = cases(chart("old", shop()), chart("new", edited(shop(), *edits)), given)
    return [(each.name, each.is_old, each.scenario.values.tree) for each in found]


SAFE = {"mode": "safe", "replicas": 2}


def test_equal_ones_are_one():
    assert named() == [("defaults", True, {}), ("safe", True, SAFE)]
    moved = [removed("ci/safe-values.yaml"), added("ci/other-values.yaml", "replicas: 2\nmode: safe\n")]
    assert named(*moved) == [("defaults", True, {}), ("safe", True, SAFE)]


def test_one_that_changes_is_two():
    assert named(replaced("ci/safe-values.yaml", "2", "3")) == [
        ("defaults", True, {}), ("safe (old)", True, SAFE), ("safe", False, {"mode": "safe", "replicas": 3}),
    ]  # fmt: skip
    another = named(replaced("ci/safe-values.yaml", "mode", "# Namespace: x\nmode"))
    assert [name for name, _, _ in another] == ["defaults", "safe (old)", "safe"]


def test_one_that_only_the_new_chart_has():
    assert named(added("ci/new-values.yaml", "mode: slow\n"))[-1] == ("new", False, {"mode": "slow"})


def test_those_of_a_user_are_old_and_have_names_of_their_own():
    given = [
        scenario("mine", "replicas: 5\n"),
        scenario("safe", "replicas: 6\n"),
        scenario("same", "mode: safe\nreplicas: 2\n"),
    ]
    assert [(name, is_old) for name, is_old, _ in named(given=given)] == [
        ("defaults", True),
        ("safe", True),
        ("mine", True),
        ("safe (old)", True),
    ]


def test_values_of_a_case():
    found = cases(chart("old", shop()), chart("new", shop()), [scenario("a", "a: {b: 1, c: {}}\nd: [1]\n")])
    assert [*found[-1].values] == [("a", "b"), ("a", "c"), ("d",)]


def test_one_value_more():
    known = scenario("a", "a: {b: 1}\nc: 2\n")
    assert with_value(known, ("a", "d", "e"), 3).values.tree == {"a": {"b": 1, "d": {"e": 3}}, "c": 2}
    assert with_value(known, ("c", "x"), 3).values.tree == {"a": {"b": 1}, "c": {"x": 3}}
    assert known.values.tree == {"a": {"b": 1}, "c": 2}


def test_which_texts_are_secrets():
    text = "a: {adminPassword: hunter2, apiKey: key-of-it, key: shown, passwordFile: x, token: 12345, secretNames: [a]}\n"
    (mine,) = (
        each
        for each in cases(chart("old", shop()), chart("new", shop()), [scenario("mine", text)])
        if each.name == "mine"
    )
    assert mine.secrets == {"hunter2", "key-of-it"}
