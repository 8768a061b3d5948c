"""A CRD with what those of our chart do not have."""

from typing import Any

GADGET_SCHEMA = {
    "type": "object",
    "required": ["spec"],
    "properties": {
        "spec": {
            "type": "object",
            "required": ["name", "size"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[a-zäöü]+$"},
                "size": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 10,
                    "exclusiveMaximum": False,
                    "default": 1,
                },
                "ratio": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 1},
                "step": {"type": "integer", "multipleOf": 10},
                "mode": {"type": "string", "enum": ["fast", "slow"], "nullable": True},
                "when": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
                "port": {
                    "x-kubernetes-int-or-string": True,
                    "anyOf": [{"type": "integer"}, {"type": "string"}],
                },
                "tags": {"type": "array", "maxItems": 3, "uniqueItems": True, "items": {"type": "string"}},
                "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
                "map": {
                    "type": "object",
                    "maxProperties": 2,
                    "additionalProperties": {"type": "integer", "format": "int32", "minimum": 0},
                },
                "pod": {
                    "type": "object",
                    "x-kubernetes-embedded-resource": True,
                    "x-kubernetes-preserve-unknown-fields": True,
                },
                "either": {
                    "type": "object",
                    "properties": {"left": {"type": "string"}, "right": {"type": "integer"}},
                    "oneOf": [{"required": ["left"]}, {"required": ["right"]}],
                    "not": {"properties": {"left": {"pattern": "^x"}}, "required": ["left"]},
                },
            },
        }
    },
}
GADGET: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "gadgets.example.com"},
    "spec": {
        "group": "example.com",
        "scope": "Namespaced",
        "names": {"kind": "Gadget", "plural": "gadgets"},
        "versions": [
            {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": GADGET_SCHEMA}}
        ],
    },
}
