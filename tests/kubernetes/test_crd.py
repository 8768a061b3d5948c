import copy
import json
from typing import Any

import pytest

from chartgen.core.errors import InputError
from chartgen.kubernetes import crd, store
from chartgen.kubernetes.validator import Validator


def custom(**properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": properties}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    old = {
        "name": "v1beta1",
        "served": False,
        "storage": False,
        "schema": {"openAPIV3Schema": {"type": "object"}},
    }
    names = {"kind": "Thing", "plural": "things"}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "things.example.com"},
        "spec": {"group": "example.com", "scope": "Namespaced", "names": names, "versions": [version, old]},
    }


def thing(**spec: Any) -> dict[str, Any]:
    return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": spec}


INT_OR_STRING = {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]}
CLOSED = {"type": "object", "properties": {"known": {"type": "string"}}}
OPEN = {**CLOSED, "x-kubernetes-preserve-unknown-fields": True}
RESOURCE = {
    "type": "object",
    "x-kubernetes-embedded-resource": True,
    "x-kubernetes-preserve-unknown-fields": True,
}
NEEDED = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
DEFAULTED = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "default": "x"}}}
POD = {"apiVersion": "v1", "kind": "Pod"}


@pytest.mark.parametrize(
    ("schema", "value", "valid"),
    [
        (CLOSED, {"known": "a"}, True),
        (CLOSED, {"other": "a"}, False),
        (OPEN, {"other": {"deep": 1}}, True),
        (OPEN, {"known": 1}, False),
        ({"type": "object"}, {"any": 1}, False),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"any": "a", "gone": None}, True),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"any": 1}, False),
        ({"type": "object", "additionalProperties": True}, {"any": {"a": 1}}, True),
        ({"type": "array", "items": CLOSED}, [{"known": "a"}], True),
        ({"type": "array", "items": CLOSED}, [{"other": "a"}], False),
        ({"type": "array", "items": {"type": "string"}}, [None], False),
        ({"type": "array", "items": {"type": "string", "nullable": True}}, [None], True),
        (INT_OR_STRING, 1, True),
        (INT_OR_STRING, "1", True),
        (INT_OR_STRING, None, True),
        (INT_OR_STRING, 1.5, False),
        ({"x-kubernetes-preserve-unknown-fields": True}, [1, {"a": "b"}], True),
        # The API server drops a null of an optional field, and fills a default into a required one.
        ({"type": "string"}, None, True),
        ({"type": "string", "enum": ["a"]}, None, True),
        (NEEDED, {"a": None}, False),
        (NEEDED, {}, False),
        (DEFAULTED, {"a": None}, True),
        (DEFAULTED, {}, True),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, 1, False),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, 2, True),
        ({"type": "integer", "minimum": 1}, 1, True),
        ({"type": "string", "pattern": "^a+$"}, "b", False),
        # Not the same in Go and here, so not judged.
        ({"type": "string", "pattern": "^[[:alpha:]]+$"}, "1", True),
        ({"type": "string", "format": "ipv4"}, "no address", True),
        ({"type": "string", "not": {"pattern": "^x"}}, "xy", False),
        ({"type": "string", "oneOf": [{"pattern": "a"}, {"pattern": "b"}]}, "ab", False),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                "anyOf": [{"required": ["a"]}],
            },
            {"a": "x", "b": "y"},
            True,
        ),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "string"}},
                "allOf": [{"properties": {"a": {"maxLength": 1}}}],
            },
            {"a": "xx"},
            False,
        ),
        (RESOURCE, {**POD, "metadata": {"name": "a"}, "spec": {}}, True),
        (RESOURCE, {**POD, "metadata": {"nam": "a"}}, False),
        (RESOURCE, {"kind": "Pod"}, False),
    ],
)
def test_structural_schemas(schema, value, valid):
    validator = Validator("1.30", [custom(field=schema)])
    assert (validator.check(thing(field=value)) == []) is valid


def test_metadata_is_checked_strictly_and_as_the_crd_narrows_it():
    definition = custom()
    root = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    root["properties"]["metadata"] = {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 1}},
    }
    validator = Validator("1.30", [definition])
    assert validator.check(thing()) == []
    for metadata in ({"name": "ab"}, {"name": "a", "label": {}}, {"labels": {"a": 1}}):
        assert validator.check({**thing(), "metadata": metadata})


def test_only_served_versions_have_a_schema():
    found = crd.schemas(custom(), store.object_meta("1.30"))
    assert set(found) == {("example.com/v1", "Thing")}


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("spec",), None, "spec"),
        (("spec", "group"), 1, "spec.group"),
        (("spec", "names"), [], "spec.names"),
        (("spec", "names", "kind"), None, "spec.names.kind"),
        (("spec", "versions"), {}, "spec.versions"),
        (("spec", "versions", 0), "v1", "spec.versions[0].schema"),
        (("spec", "versions", 0, "name"), 1, "spec.versions[0].name"),
        (("spec", "versions", 0, "schema"), {}, "spec.versions[0].schema.openAPIV3Schema"),
        (
            ("spec", "versions", 0, "schema", "openAPIV3Schema", "properties"),
            [],
            "openAPIV3Schema.properties",
        ),
        (("spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "spec"), 1, "properties.spec"),
        (("spec", "versions", 0, "schema", "openAPIV3Schema", "required"), 1, "openAPIV3Schema.required"),
        (("spec", "versions", 0, "schema", "openAPIV3Schema", "allOf"), {}, "openAPIV3Schema.allOf"),
        (("spec", "versions", 0, "schema", "openAPIV3Schema", "not"), [], "openAPIV3Schema.not"),
    ],
)
def test_a_malformed_crd_is_refused_with_the_place(path, value, named):
    definition = custom()
    parent: Any = definition
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    with pytest.raises(InputError, match="malformed") as caught:
        Validator("1.30", [definition])
    assert named in caught.value.problem


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strin"},
        {"type": 5},
        {"type": "string", "pattern": 5, "minLength": "a"},
        {"type": "object", "required": [["name"]]},
    ],
)
def test_a_crd_with_an_impossible_schema_is_refused(schema):
    with pytest.raises(InputError):
        Validator("1.30", [custom(field=schema)])


def test_structure_ignores_words_and_keeps_meaning():
    plain = custom(description={"type": "string"}, field={"type": "string", "default": "a"})
    dressed = copy.deepcopy(plain)
    dressed["metadata"] |= {"annotations": {"a": "b"}, "labels": {"a": "b"}, "creationTimestamp": None}
    dressed["status"] = {"conditions": []}
    root = dressed["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    root["description"] = "words"
    root["properties"]["spec"]["properties"]["field"]["description"] = "words"
    assert crd.structure(dressed) == crd.structure(plain)
    assert crd.structure_digest(dressed) == crd.structure_digest(plain)
    assert "description" in json.dumps(crd.structure(plain))


@pytest.mark.parametrize(
    "change",
    [
        {"field": {"type": "string", "default": "b"}},
        {"field": {"type": "integer"}},
        {"field": {"type": "object", "default": {"description": "kept: it is data"}}},
        {},
    ],
)
def test_another_structure_has_another_digest(change):
    plain = custom(field={"type": "string", "default": "a"})
    assert crd.structure_digest(custom(**change)) != crd.structure_digest(plain)


def test_the_order_of_lists_that_are_sets_does_not_matter():
    one, other = custom(), custom()
    one["spec"]["names"]["shortNames"] = ["a", "b"]
    other["spec"]["names"]["shortNames"] = ["b", "a"]
    assert crd.structure_digest(one) == crd.structure_digest(other)
