"""No rule fails on an object of any shape: values of every type stand in every place that rules look at."""

import ast
import inspect
import random
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.kubernetes import store
from chartgen.lint.catalogue import Entry, entries
from chartgen.lint.objects import Object, Release
from chartgen.lint.versions import kubernetes
from chartgen.render.sourcemap.leaves import with_changes
from chartgen.validate.manifest_file import Manifest, read_manifests
from tests.lint.cases import cases

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    " ",
    "x",
    "{",
    "{{ x }}",
    '{"a": [1]}',
    "a/b/c:d@e",
    "é\n\x00",
    [],
    [None],
    ["x", 1],
    [[]],
    [{}],
    {},
    {"": None},
    {"x": {"x": []}},
)
SEED = 1
MOST_OF_A_CASE = 40
MOST_OBJECTS = 150
CHECKED = [
    each for each in entries().values() if each.check and each.rule.sees in {"object", "version", "release"}
]


def an_object(value: dict[str, Any]) -> Object:
    return Object(Manifest(value, lambda _path, key=False: Location("m.yaml", 1 + key)))


def run(entry: Entry, objects: list[Object]) -> None:
    assert entry.check is not None
    options = () if entry.options is None else (entry.options(),)
    if entry.rule.sees == "object":
        found = [hit for each in objects for hit in entry.check(each, *options)]
    else:
        version = kubernetes(store.newest(), objects)
        if entry.rule.sees == "version":
            found = [hit for each in objects for hit in entry.check(each, version, *options)]
        else:
            found = [*entry.check(Release("defaults", version, objects, "web"), *options)]
    for hit in found:
        assert isinstance(hit.message, str)
        # As a collector does, that keeps findings by what they say and sorts them.
        assert isinstance(hash((hit.message, hit.path)), int)


def paths(value: Any, path: Steps = ()) -> Iterator[Steps]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


@cache
def documents(rule: str) -> list[list[dict[str, Any]]]:
    return [
        [each.value for each in read_manifests(path.read_bytes(), file=str(path))]
        for path in (case.path for case in cases() if case.path.is_file())
        if path.parent.name == rule
    ]


@pytest.mark.parametrize("entry", CHECKED, ids=lambda entry: entry.id)
def test_odd_values_in_the_cases_of_a_rule(entry: Entry):
    chance = random.Random(SEED)
    for values in documents(entry.id):
        places = [
            (index, path, odd)
            for index, value in enumerate(values)
            for path in paths(value)
            if path
            for odd in ODD
        ]
        for index, path, odd in chance.sample(places, min(MOST_OF_A_CASE, len(places))):
            changed = [
                with_changes(value, {path: odd}) if at == index else value for at, value in enumerate(values)
            ]
            run(entry, [an_object(value) for value in changed])


@cache
def words() -> tuple[str, ...]:
    """Give the words among the texts in the modules of rules, and in what they import of the linter."""
    modules = [
        module
        for name, module in sys.modules.items()
        if name.startswith(("chartgen.lint", "chartgen.cni")) and module is not None
    ]
    found = {
        node.value
        for module in modules
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and 0 < len(node.value) < 40
    }
    return tuple(sorted(word for word in found if " " not in word and "{" not in word))


def shape(chance: random.Random, depth: int) -> Any:
    """Give any value, of maps whose keys are words of rules where there is room for them."""
    kind = chance.random()
    if depth == 0 or kind < 0.3:
        return chance.choice([*ODD, *chance.sample(words(), 3)])
    if kind < 0.5:
        return [shape(chance, depth - 1) for _ in range(chance.randrange(4))]
    return {word: shape(chance, depth - 1) for word in chance.sample(words(), chance.randrange(8))}


def an_odd_object(chance: random.Random) -> dict[str, Any]:
    kinds = [word for word in words() if word[:1].isupper() and word.isalpha()]
    pod = {name: shape(chance, 4) for name in ("containers", "initContainers", "volumes", "securityContext")}
    if chance.random() < 0.7:
        for name in ("containers", "initContainers"):
            pod[name] = [{word: shape(chance, 3) for word in chance.sample(FIELDS, 5)} for _ in range(2)]
    template = {"metadata": shape(chance, 3), "spec": pod}
    spec = shape(chance, 4)
    if isinstance(spec, dict):
        is_cron = chance.random() < 0.2
        spec = {
            **spec,
            **({"jobTemplate": {"spec": {"template": template}}} if is_cron else {"template": template}),
        }
    metadata: dict[str, Any] = {
        word: shape(chance, 2) for word in ("name", "namespace", "labels", "annotations")
    }
    value: dict[str, Any] = {word: shape(chance, 4) for word in chance.sample(words(), 8)}
    return value | {
        "apiVersion": chance.choice(["v1", "apps/v1", "batch/v1", "rbac.authorization.k8s.io/v1", *ODD]),
        "kind": chance.choice([*kinds, *ODD]),
        "metadata": chance.choice([metadata, metadata, shape(chance, 3)]),
        "spec": spec,
    }


FIELDS = (
    "args",
    "command",
    "env",
    "envFrom",
    "image",
    "lifecycle",
    "name",
    "ports",
    "readinessProbe",
    "resources",
    "securityContext",
    "volumeMounts",
)


def test_odd_objects_in_all_rules():
    chance = random.Random(SEED)
    objects = [an_object(an_odd_object(chance)) for _ in range(MOST_OBJECTS)]
    for entry in CHECKED:
        run(entry, objects)
