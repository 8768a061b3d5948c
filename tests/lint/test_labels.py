"""Labels are found wherever the API server looks for them, and nowhere else."""

import pytest

from chartgen.lint.labels import labels_of
from chartgen.lint.objects import Object
from chartgen.validate.manifest_file import read_manifests

PLACES = [
    ("v1", "Pod", "metadata: {labels: {k: v}, annotations: {note: v}}", [("k", False), ("note", True)]),
    ("apps/v1", "Deployment", "spec: {selector: {matchLabels: {k: v}}}", [("k", False)]),
    ("apps/v1", "Deployment", "spec: {template: {metadata: {annotations: {k: v}}}}", [("k", True)]),
    (
        "apps/v1",
        "StatefulSet",
        "spec: {volumeClaimTemplates: [{metadata: {labels: {k: v}}}]}",
        [("k", False)],
    ),
    ("v1", "Pod", "spec: {nodeSelector: {k: v}}", [("k", False)]),
    ("v1", "Service", "spec: {selector: {k: v}}", [("k", False)]),
    ("apps/v1", "Deployment", "spec: {selector: {k: v}}", []),
    ("v1", "ConfigMap", "data: {matchLabels: {k: v}}", []),
    ("example.com/v1", "Gate", "metadata: {labels: {k: v}}\nspec: {matchLabels: {l: v}}", [("k", False)]),
    (
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "spec: {metadata: {labels: {k: v}}, matchLabels: {k: v}}",
        [],
    ),
    ("v1", "Pod", "metadata: {labels: text}\nspec: [nodeSelector, 1]", []),
]


@pytest.mark.parametrize(("api_version", "kind", "rest", "expected"), PLACES)
def test_labels_are_found(api_version, kind, rest, expected):
    text = f"apiVersion: {api_version}\nkind: {kind}\n{rest}\n"
    each = Object(read_manifests(text, file="m.yaml")[0])
    found = list(labels_of(each))
    assert [(label.key, label.is_annotation) for label in found] == expected
    for label in found:
        assert label.value == "v"
        place = each.locate(label.path, key=True)
        assert text.splitlines()[place.line - 1][place.column - 1 :].startswith(f"{label.key}: v")
