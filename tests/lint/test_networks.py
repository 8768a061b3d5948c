"""The rules about networks are those that `chartgen.cni` and `chartgen.validate` know, each with one meaning."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import chartgen
from chartgen.cni.versions import Versions
from chartgen.lint.catalogue import entries
from chartgen.lint.networks import versions_of
from chartgen.lint.objects import Object, Release
from chartgen.lint.settings import Settings
from chartgen.lint.versions import kubernetes
from chartgen.render.engine import Engine
from chartgen.validate.manifest_file import read_manifests
from tests.lint.cases import cases

PACKAGES = ("cni", "validate")
MAKERS = ("Problem", "warning", "type_problems", "problem", "failure")
OF_VALUES = {
    "values-duplicate-key",
    "values-flag",
    "values-isolation",
    "values-refused",
    "values-schema",
    "values-version",
}
"""What `validate` says of values alone."""
OF_RENDERING = {"nothing-checked", "render-failed", "render-limit"}
"""What it says of a run."""
RULES = sorted(entry.id for entry in entries().values() if entry.family == "cni")
BAD = [case for case in cases() if case.rule in RULES and not case.is_good]


def emitted() -> Iterator[str]:
    """Yield the ids in calls that make problems and findings, and in tables of ids."""
    for package in PACKAGES:
        for module in (Path(chartgen.__file__).parent / package).glob("*.py"):
            for node in ast.walk(ast.parse(module.read_bytes())):
                if isinstance(node, ast.Call):
                    yield from made(node)
                elif isinstance(node, ast.Dict):
                    yield from (text for each in node.values for text in texts(each) if is_id(text))


def made(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    at = 0 if name in MAKERS else 1 if name == "Finding" else len(call.args)
    for argument in call.args[at : at + 1]:
        yield from texts(argument)


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def is_id(text: str) -> bool:
    return text.startswith(("nad-", "ipvlan-", "whereabouts-", "annotation-"))


def test_each_id_that_the_code_can_emit_is_a_rule():
    assert set(emitted()) == {*RULES, *OF_VALUES, *OF_RENDERING}


@pytest.mark.parametrize("rule", RULES)
def test_the_severity_is_the_worst_that_is_found(rule: str, engine: Engine):
    found = [
        each.severity
        for case in BAD
        if case.rule == rule
        for each in case.findings(engine, Settings())
        if each.rule == rule
    ]
    assert max(found) == entries()[rule].rule.severity


IMAGES = """
apiVersion: v1
kind: Pod
metadata: {name: agent}
spec:
  containers:
  - {name: multus, image: 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.2.4-thick'}
  - {name: whereabouts, image: 'ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4@sha256:0123'}
  - {name: other, image: 'example.com/whereabouts-exporter:v9.9.9'}
"""


@pytest.mark.parametrize(
    ("manifest", "multus", "whereabouts"),
    [
        (IMAGES, (4, 2, 4), (0, 9, 4)),
        (IMAGES.replace("v4.2.4-thick", "latest"), (4, 2, 1), (0, 9, 4)),
        (IMAGES.replace(":v0.9.4@sha256:0123", ""), (4, 2, 4), (0, 7, 0)),
        ("{kind: Pod, spec: {containers: [null, {image: 5}]}}", (4, 2, 1), (0, 7, 0)),
    ],
)
def test_the_versions_are_those_of_the_images_that_a_release_installs(manifest, multus, whereabouts):
    objects = [Object(each) for each in read_manifests(manifest, file="a.yaml")]
    release = Release("", kubernetes("1.37.0", objects), objects)
    assert versions_of(release, Versions()) == Versions(multus, whereabouts)
