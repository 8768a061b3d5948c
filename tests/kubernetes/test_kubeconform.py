"""The wrapper: what the program is given, and what becomes of its report."""

import copy
from pathlib import Path
from typing import Any

import pytest

from chartgen.core.errors import InputError, UsageError
from chartgen.kubernetes import kubeconform
from chartgen.kubernetes.kubeconform import Kubeconform
from chartgen.kubernetes.validator import Validator

CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}


def config_map(**data: Any) -> dict[str, Any]:
    return {**CONFIG_MAP, "data": data}


def deployment(**container: Any) -> dict[str, Any]:
    pod = {"containers": [{"name": "a", "image": "a", **container}]}
    spec = {
        "selector": {"matchLabels": {"a": "b"}},
        "template": {"metadata": {"labels": {"a": "b"}}, "spec": pod},
    }
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": spec}


CONTAINER = ("spec", "template", "spec", "containers", 0)


def gadget_definition(**field: Any) -> dict[str, Any]:
    spec = {"type": "object", "properties": {"field": field}}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    names = {"kind": "Gadget", "plural": "gadgets"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "gadgets.example.com"},
        "spec": {"group": "example.com", "scope": "Namespaced", "names": names, "versions": [version]},
    }


def gadget(field: Any) -> dict[str, Any]:
    return {
        "apiVersion": "example.com/v1",
        "kind": "Gadget",
        "metadata": {"name": "a"},
        "spec": {"field": field},
    }


def test_each_object_gets_its_own_problems(kubeconform_program, crds, objects):
    broken = copy.deepcopy(objects["NetworkAttachmentDefinition"])
    broken["spec"]["config"] = {}
    asked = [broken, *objects.values(), config_map(a=1), CONFIG_MAP]
    found = Kubeconform("1.30", crds, program=kubeconform_program).check_all(asked)
    assert [[problem.path for problem in problems] for problems in found] == [
        [("spec", "config")],
        *([] for _ in objects),
        [("data", "a")],
        [],
    ]


@pytest.mark.parametrize(
    ("obj", "found"),
    [
        (deployment(imagee="x"), [((*CONTAINER, "imagee"), "not a known key")]),
        (
            deployment(**{"it's": 1, 'a"b': 1, "c\\d\n": 1, "😀\u200b\x07": 1}),
            [
                ((*CONTAINER, 'a"b'), "not a known key"),
                ((*CONTAINER, "c\\d\n"), "not a known key"),
                ((*CONTAINER, "it's"), "not a known key"),
                ((*CONTAINER, "😀\u200b\x07"), "not a known key"),
            ],
        ),
        (deployment(args="-v"), [((*CONTAINER, "args"), "got string, want null or array")]),
        (
            deployment(ports=[{}], env=[{"value": 1}]),
            [
                ((*CONTAINER, "env", 0), "name is missing"),
                ((*CONTAINER, "env", 0, "value"), "got number, want null or string"),
                ((*CONTAINER, "ports", 0), "containerPort is missing"),
            ],
        ),
        (config_map(**{"a/b~c": 1}), [(("data", "a/b~c"), "got number, want null or string")]),
        (
            config_map(**{"0": [" - at '/x': validation failed"]}),
            [(("data", "0"), "got array, want null or string")],
        ),
        ({**CONFIG_MAP, "metadata": []}, [(("metadata",), "got array, want object")]),
        ({**CONFIG_MAP, "metadata": {"name": {}}}, [(("metadata", "name"), "got object, want string")]),
        (
            {**CONFIG_MAP, "metadata": {"labels": []}},
            [(("metadata", "labels"), "got array, want null or object")],
        ),
    ],
)
def test_what_is_wrong_and_where(obj, found, kubeconform_program):
    [problems] = Kubeconform("1.30", program=kubeconform_program).check_all([obj])
    assert [(problem.path, problem.message) for problem in problems] == found
    assert all(problem.is_about_key == (problem.message == "not a known key") for problem in problems)
    assert {problem.path for problem in Validator("1.30").check(obj)} == {
        problem.path for problem in problems
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (
            {"type": "string", "enum": ["a", "- at '/x': b"]},
            "c",
            "value must be one of 'a', '- at \\'/x\\': b', <nil>",
        ),
        ({"type": "integer", "minimum": 2}, 1, "minimum: got 1, want 2"),
        (
            {
                "x-kubernetes-preserve-unknown-fields": True,
                "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
            },
            {},
            "'anyOf' failed",
        ),
        (
            {"type": "string", "allOf": [{"minLength": 3}, {"pattern": "^b"}]},
            "bb",
            "minLength: got 2, want 3",
        ),
        ({"type": "string", "not": {"pattern": "^b"}}, "bb", "'not' failed"),
    ],
)
def test_custom_resources_are_checked_by_their_crd(field, value, message, kubeconform_program):
    [problems] = Kubeconform("1.30", [gadget_definition(**field)], program=kubeconform_program).check_all(
        [gadget(value)]
    )
    assert [(problem.path, problem.message) for problem in problems] == [(("spec", "field"), message)]


@pytest.mark.parametrize(
    "obj",
    [
        None,
        [],
        "text",
        {},
        {"apiVersion": 1, "kind": "Pod"},
        {"apiVersion": "v1", "kind": "Thing"},
        {"apiVersion": "v1", "kind": "configmap"},
        {"apiVersion": "apps/v9", "kind": "DaemonSet"},
        {"apiVersion": "../v1", "kind": "ConfigMap"},
        {"apiVersion": "v1", "kind": "List", "items": None},
        {"apiVersion": "v1", "kind": "List", "items": []},
        {
            "apiVersion": "v1",
            "kind": "List",
            "items": [7, CONFIG_MAP, {"kind": "List", "apiVersion": "v1", "items": [{}]}],
        },
    ],
)
def test_what_is_no_known_object_is_the_same_problem(obj, kubeconform_program):
    assert Kubeconform("1.30", program=kubeconform_program).check_all([obj]) == [Validator("1.30").check(obj)]


def test_a_list_is_checked_item_by_item(kubeconform_program):
    listed = {"apiVersion": "v1", "kind": "List", "items": [CONFIG_MAP, config_map(a=1), 7]}
    [problems] = Kubeconform("1.30", program=kubeconform_program).check_all([listed])
    assert [problem.path for problem in problems] == [("items", 1, "data", "a"), ("items", 2)]


def test_texts_arrive_as_they_are(kubeconform_program):
    pattern = "^[\\x00-\\x1f]~\\x7f\\x{85}\\x{2028}\\x{feff}\\x{ffff}äöü😀\\x{fffd}\"\\\\'$"
    text = "\x00~\x7f\x85\u2028\ufeff\uffffäöü😀\ud800\"\\'"
    # Python has no \x{85}, so the pattern goes to the program alone.
    checks = Kubeconform("1.30", [gadget_definition(type="string")], program=kubeconform_program)
    schema = checks._crds["example.com/v1", "Gadget"]["properties"]["spec"]["properties"]["field"]
    schema["pattern"] = pattern
    assert checks.check_all([gadget(text)]) == [[]]
    assert checks.check_all([gadget(f"{text} ")]) != [[]]


def test_nothing_is_asked_where_there_is_nothing_to_ask(monkeypatch, kubeconform_program):
    checks = Kubeconform("1.30", program=kubeconform_program)
    monkeypatch.setattr(kubeconform, "run", None)
    assert checks.check_all([]) == []
    assert [len(problems) for problems in checks.check_all([7, {}])] == [1, 2]


def test_batches(monkeypatch, kubeconform_program):
    monkeypatch.setattr(kubeconform, "BATCH", 3)
    asked = [config_map(a=number if number % 3 == 0 else "a") for number in range(10)]
    found = Kubeconform("1.30", program=kubeconform_program).check_all(asked)
    assert [len(problems) for problems in found] == [1, 0, 0] * 3 + [1]


def test_temporary_files_go_away(kubeconform_program, monkeypatch, tmp_path: Path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Kubeconform("1.30", program=kubeconform_program).check_all([CONFIG_MAP, config_map(a=1)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("group", ["../../..", "a/b", "..", "", "a" * 300])
def test_names_of_a_crd_lead_nowhere_else(group, kubeconform_program, monkeypatch, tmp_path: Path):
    inner = tmp_path / "a/b/c"
    inner.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(inner))
    definition = gadget_definition(type="string")
    definition["spec"]["group"] = group
    odd = {**gadget("a"), "apiVersion": f"{group}/v1"}
    [[problem]] = Kubeconform("1.30", [definition], program=kubeconform_program).check_all([odd])
    assert problem.path == ("kind",)
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "a", tmp_path / "a/b", inner]


def test_the_words_of_version_0_7():
    said = (
        "jsonschema validation failed with 'file:///a#' - at '': validation failed   - at '/data': allOf failed"
        "     - at '/data/a': got number, want string   - at '/metadata': anyOf failed     - at '/metadata/b': x"
        "   - at '/spec': not failed"
    )
    found = kubeconform._problems({"status": "statusInvalid", "msg": said}, config_map(a=1))
    assert [(problem.path, problem.message) for problem in found] == [
        (("data", "a"), "got number, want string"),
        (("metadata",), "anyOf failed"),
        (("spec",), "not failed"),
    ]


def test_a_wrong_version_of_kubernetes_or_a_malformed_crd(kubeconform_program):
    with pytest.raises(UsageError):
        Kubeconform("1.99", program=kubeconform_program)
    with pytest.raises(InputError, match="malformed"):
        Kubeconform("1.30", [{"spec": {}}], program=kubeconform_program)
