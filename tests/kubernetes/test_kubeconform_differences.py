"""Both validators give the same verdict on thousands of objects, but for these classes."""

from typing import Any

import pytest

from chartgen.core.json_schema import Problem
from chartgen.kubernetes.kubeconform import Kubeconform
from chartgen.kubernetes.validator import Validator
from tests.kubernetes.gadget import GADGET
from tests.kubernetes.object_kinds import BUILDERS
from tests.kubernetes.seeded_objects import generate

OPEN = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def compare(objects: list[Any], version: str, crds: list[dict[str, Any]], kubeconform_program: str) -> None:
    ours = Validator(version, crds).check_all(objects)
    theirs = Kubeconform(version, crds, program=kubeconform_program).check_all(objects)
    assert any(ours)
    assert not all(ours)
    for obj, our, their in zip(objects, ours, theirs, strict=True):
        assert bool(our) is bool(their), (obj, our, their)
        if not any(message.startswith("got ") and path[0] == "metadata" for path, message in places(their)):
            # Else it has read the names alone, in which it does not tell `Name` from `name`.
            assert keys(our) == keys(their), (obj, our, their)


def places(problems: list[Problem]) -> list[tuple[Any, str]]:
    return [(problem.path or ("",), problem.message) for problem in problems]


def keys(problems: list[Problem]) -> set[tuple[Any, bool]]:
    return {(problem.path, problem.is_about_key) for problem in problems}


def test_the_first_object_of_each_kind_is_valid(crds, kubeconform_program):
    objects = list(generate(len(BUILDERS), seed=1))
    kinds = {(obj["apiVersion"], obj["kind"]) for obj in objects}
    assert len(kinds) == len(BUILDERS)
    assert not any(Validator("1.37", [*crds, GADGET]).check_all(objects))
    assert not any(Kubeconform("1.37", [*crds, GADGET], program=kubeconform_program).check_all(objects))


def test_some_objects(crds, kubeconform_program):
    compare(list(generate(600, seed=7)), "1.37", [*crds, GADGET], kubeconform_program)


@pytest.mark.slow
@pytest.mark.parametrize(("version", "seed"), [("1.37", 11), ("1.33", 12), ("1.28", 13)])
def test_many_objects(version, seed, crds, kubeconform_program):
    compare(list(generate(5000, seed=seed)), version, [*crds, GADGET], kubeconform_program)


def definition(
    field: dict[str, Any], *, kind: str = "Thing", group: str = "example.com", **root: Any
) -> dict[str, Any]:
    spec = {"type": "object", "properties": {"field": field}}
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}, **root}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    names = {"kind": kind, "plural": f"{kind.lower()}s"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}s.{group}"},
        "spec": {"group": group, "scope": "Namespaced", "names": names, "versions": [version]},
    }


def thing(value: Any, *, kind: str = "Thing", group: str = "example.com", **more: Any) -> dict[str, Any]:
    return {
        "apiVersion": f"{group}/v1",
        "kind": kind,
        "metadata": {"name": "a"},
        "spec": {"field": value},
        **more,
    }


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def pattern(text: str) -> dict[str, Any]:
    return definition({"type": "string", "pattern": text})


CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}

CLASSES = {
    # It reads every number as a float of 64 bits, and one beyond those as a text. The API server does not.
    "large-number": [
        ([], {**CONFIG_MAP, "metadata": {"generation": 2**63 - 1}}, True),
        ([definition({"type": "integer", "enum": [2**53]})], thing(2**53 + 1), False),
        ([definition({"type": "integer"})], thing(10**400), True),
    ],
    # It cannot use a schema with a pattern that Go cannot read; the API server refuses such a CRD itself.
    "pattern-not-of-go": [
        ([pattern("^(?!b)")], thing("a"), True),
        ([pattern(r"^(a)\1$")], thing("aa"), True),
    ],
    # In patterns `.`, `\s` and `\b` take some rare characters otherwise; the API server does as kubeconform does.
    "pattern-rare-character": [
        ([pattern("^a.b$")], thing("a\rb"), False),
        ([pattern(r"^\s$")], thing("\u00a0"), True),
        ([pattern(r"^\bä$")], thing("ä"), True),
    ],
    # It reads JSON by rules of YAML, where a key has at most 1024 characters.
    "long-key": [([], {**CONFIG_MAP, "data": {"k" * 1100: "v"}}, True)],
    # We write no object of a thousand levels for it, and say so.
    "deep": [([definition(OPEN)], thing(nested(3000)), True)],
    # It takes any kind `List` in any case and of any group for a list, and looks at its items alone.
    "kind-list": [
        ([definition({"type": "string"}, kind="List", **OPEN)], thing("a", kind="List", items=[1]), True)
    ],
    # It reads names of an object apart, and takes a key of any case for `metadata`, `apiVersion` and `kind`.
    "case-of-names": [([definition({"type": "string"}, **OPEN)], thing("a", METADATA=[]), True)],
    # Its names of files have no case, so that of two such kinds one gets the schema of the other.
    "case-of-kinds": [
        (
            [definition({"type": "string"}), definition({"type": "integer"}, kind="THING")],
            {"apiVersion": "v1", "kind": "List", "items": [thing("a"), thing(1, kind="THING")]},
            True,
        )
    ],
    # Group and kind become names of files, so it gets no schema of a CRD with names that no API server takes.
    "impossible-name": [([definition({"type": "string"}, group="a_b")], thing("a", group="a_b"), True)],
}
"""By class: CRDs, the object, and whether the embedded validator takes it."""


def test_the_classes_are_few():
    assert len(CLASSES) <= 10


@pytest.mark.parametrize(
    ("crds_of_case", "obj", "is_valid"),
    [pytest.param(*case, id=name) for name, cases in CLASSES.items() for case in cases],
)
def test_a_difference(crds_of_case, obj, is_valid, kubeconform_program):
    [ours] = Validator("1.37", crds_of_case).check_all([obj])
    [theirs] = Kubeconform("1.37", crds_of_case, program=kubeconform_program).check_all([obj])
    assert bool(ours) is not is_valid, ours
    assert bool(theirs) is is_valid, theirs
