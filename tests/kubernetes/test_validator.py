import copy
import time
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgen.core import json_schema
from chartgen.core.errors import InputError, ToolError, UsageError
from chartgen.kubernetes import store, validator
from chartgen.kubernetes.validator import Validator

KINDS = ("ConfigMap", "DaemonSet", "ClusterRole", "Job", "NetworkAttachmentDefinition")
POD = ("spec", "template", "spec")
CONTAINER = (*POD, "containers", 0)
DELETE = object()

MUTATIONS = [
    # kind, what to put where, where the problem is reported
    ("DaemonSet", (*CONTAINER, "imagee"), "x", (*CONTAINER, "imagee")),
    ("DaemonSet", (*CONTAINER, "args"), "--verbose", (*CONTAINER, "args")),
    ("DaemonSet", (*CONTAINER, "name"), DELETE, CONTAINER),
    ("DaemonSet", (*CONTAINER, "ports", 0, "containerPort"), "80", (*CONTAINER, "ports", 0, "containerPort")),
    ("DaemonSet", (*CONTAINER, "env", 0, "value"), 1, (*CONTAINER, "env", 0, "value")),
    (
        "DaemonSet",
        (*CONTAINER, "resources", "limits", "cpu"),
        True,
        (*CONTAINER, "resources", "limits", "cpu"),
    ),
    (
        "DaemonSet",
        (*CONTAINER, "securityContext"),
        {"priviledged": True},
        (*CONTAINER, "securityContext", "priviledged"),
    ),
    ("DaemonSet", (*POD, "hostNetwork"), "true", (*POD, "hostNetwork")),
    ("DaemonSet", (*POD, "volumes", 0, "hostPath", "path"), DELETE, (*POD, "volumes", 0, "hostPath")),
    ("DaemonSet", ("spec", "selector"), DELETE, ("spec",)),
    ("DaemonSet", ("spec", "minReadySeconds"), 2**31, ("spec", "minReadySeconds")),
    ("DaemonSet", ("metadata", "label"), {}, ("metadata", "label")),
    ("ConfigMap", ("data", "number"), 1, ("data", "number")),
    ("ConfigMap", ("date",), {}, ("date",)),
    ("ClusterRole", ("rules", 0, "verbs"), DELETE, ("rules", 0)),
    ("ClusterRole", ("rules", 0), "get pods", ("rules", 0)),
    ("Job", ("spec", "backoffLimit"), 1.5, ("spec", "backoffLimit")),
    ("NetworkAttachmentDefinition", ("spec", "config"), {"type": "ipvlan"}, ("spec", "config")),
    ("NetworkAttachmentDefinition", ("spec", "conf"), "{}", ("spec", "conf")),
]


def mutated(obj: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    parent: Any = obj
    for step in path[:-1]:
        parent = parent[step] if isinstance(step, int) else parent.setdefault(step, {})
    if value is DELETE:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return obj


# Each engine compiles a version once, not for each test.
BUILTIN = {engine: cache(validator._builtin.__wrapped__) for engine in ("jsonschema-rs", "jsonschema")}


@pytest.fixture(params=BUILTIN)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either the extra `fast` or, as if it were not installed, the plain package."""
    if request.param == "jsonschema":
        monkeypatch.setattr(json_schema, "find_spec", lambda _name: None)
    monkeypatch.setattr(validator, "_builtin", BUILTIN[request.param])
    return str(request.param)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("version", ["1.28", store.newest()])
@pytest.mark.parametrize("kind", KINDS)
def test_valid_objects_have_no_problem(version, kind, objects, crds):
    assert Validator(version, crds).check(objects[kind]) == []


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("version", ["1.28", store.newest()])
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: ".".join(map(str, mutation[3])))
def test_each_mutation_is_reported_at_its_place(version, mutation, objects, crds):
    kind, path, value, reported = mutation
    problems = Validator(version, crds).check(mutated(objects[kind], path, value))
    assert {problem.path for problem in problems} == {reported}


@pytest.mark.usefixtures("engine")
def test_the_mutations_of_one_object_are_all_reported(objects, crds):
    chosen = [one for one in MUTATIONS if one[0] == "DaemonSet" and one[2] is not DELETE]
    obj = objects["DaemonSet"]
    for _, path, value, _ in chosen:
        mutated(obj, path, value)
    paths = {problem.path for problem in Validator("1.30", crds).check(obj)}
    assert paths >= {one[3] for one in chosen}


def test_the_message_names_field_and_value(objects, crds):
    check = Validator("1.30", crds).check
    [unknown] = check(mutated(objects["DaemonSet"], (*CONTAINER, "imagee"), "x"))
    assert unknown.message == "not a known key"
    assert "image" in unknown.hint
    [wrong] = check(mutated(objects["ConfigMap"], ("data", "key"), 5))
    assert "string" in wrong.message
    assert "5" in wrong.message


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("obj", "paths"),
    [
        (None, [()]),
        ([], [()]),
        ("text", [()]),
        ({}, [("apiVersion",), ("kind",)]),
        ({"apiVersion": 1, "kind": "Pod"}, [("apiVersion",)]),
        ({"apiVersion": "v1", "kind": ["Pod"]}, [("kind",)]),
        ({"apiVersion": "v1", "kind": "Thing"}, [("kind",)]),
        ({"apiVersion": "apps/v9", "kind": "DaemonSet"}, [("kind",)]),
        ({"apiVersion": "v1", "kind": "ConfigMap", "metadata": []}, [("metadata",)]),
    ],
)
def test_what_is_no_known_object_is_a_problem(obj, paths):
    assert [problem.path for problem in Validator("1.30").check(obj)] == paths


def test_a_custom_resource_without_its_crd_is_unknown(objects):
    [problem] = Validator("1.30").check(objects["NetworkAttachmentDefinition"])
    assert "neither in Kubernetes 1.30 nor in a CRD" in problem.message


@pytest.mark.usefixtures("engine")
def test_what_is_known_is_in_kubernetes_or_a_crd(crds):
    asked = [
        ("v1", "Pod"),
        ("v1", "Pods"),
        ("policy/v1", "Pod"),
        ("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition"),
    ]
    assert [Validator("1.30").knows(*each) for each in asked] == [True, False, False, False]
    assert [Validator("1.30", crds).knows(*each) for each in asked] == [True, False, False, True]


def test_a_list_is_checked_item_by_item(objects, crds):
    broken = mutated(copy.deepcopy(objects["ConfigMap"]), ("data", "key"), 5)
    listed = {"apiVersion": "v1", "kind": "List", "items": [objects["ConfigMap"], broken, 7]}
    paths = [problem.path for problem in Validator("1.30", crds).check(listed)]
    assert paths == [("items", 1, "data", "key"), ("items", 2)]


def test_fields_come_with_their_version(objects, crds):
    obj = mutated(objects["DaemonSet"], (*CONTAINER, "restartPolicyRules"), [])
    assert Validator("1.28", crds).check(obj)
    assert Validator(store.newest(), crds).check(obj) == []


@pytest.mark.usefixtures("engine")
def test_deep_nesting_is_a_problem_not_a_crash():
    deep: Any = {}
    for _ in range(3000):
        deep = {"not": deep}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": deep}}
    names = {"kind": "A", "plural": "as"}
    spec = {"group": "a.b", "scope": "Cluster", "names": names, "versions": [version]}
    definition = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": spec}
    problems = Validator("1.30").check(definition)
    assert all(problem.message == "nested too deeply" for problem in problems)
    with pytest.raises(InputError, match="nested too deeply"):
        Validator("1.30", [definition])


def test_a_wrong_version_or_a_missing_extra_is_said_at_once(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(UsageError):
        Validator("1.99")
    store._bundle.cache_clear()
    store._definitions.cache_clear()
    monkeypatch.setattr(store, "find_spec", lambda _name: None)
    with pytest.raises(ToolError, match="not installed"):
        Validator("1.30")


@pytest.fixture(scope="module")
def both(crds) -> tuple[Validator, Validator]:
    """Two validators: with jsonschema-rs, and with the plain package alone."""
    validator._builtin.cache_clear()
    fast, plain = Validator("1.37", crds), Validator("1.37", crds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_schema, "find_spec", lambda _name: None)
        for api_version, kind in (
            ("v1", "ConfigMap"),
            ("apps/v1", "DaemonSet"),
            ("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition"),
        ):
            plain.check({"apiVersion": api_version, "kind": kind})
    validator._builtin.cache_clear()
    for api_version, kind in (("v1", "ConfigMap"), ("apps/v1", "DaemonSet")):
        fast.check({"apiVersion": api_version, "kind": kind})
    return fast, plain


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["name", "image", "x"]), inner, max_size=2)
    ),
    max_leaves=3,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_engines_give_the_same_verdict(data, both, objects):
    obj = copy.deepcopy(
        objects[data.draw(st.sampled_from(["ConfigMap", "DaemonSet", "NetworkAttachmentDefinition"]))]
    )
    for _ in range(data.draw(st.integers(0, 2))):
        place: Any = obj
        while True:
            key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
                break
            place = place[key]
        if key not in {"apiVersion", "kind"} or place is not obj:
            place[key] = data.draw(JUNK)
    fast, plain = both
    assert fast.check(obj) == plain.check(obj)


@pytest.mark.bench
def test_speed_on_repeated_kinds(objects, crds):
    check = Validator(store.newest(), crds).check
    chosen = [
        objects["ConfigMap"],
        objects["ClusterRole"],
        objects["NetworkAttachmentDefinition"],
        objects["DaemonSet"],
    ]
    for obj in chosen:
        check(obj)
    rounds = 5000
    start = time.perf_counter()
    for _ in range(rounds):
        for obj in chosen:
            check(obj)
    rate = rounds * len(chosen) / (time.perf_counter() - start)
    assert rate > 50_000, f"{rate:,.0f} objects/s"
