"""What a chart's user expects of its files: Chart.yaml, Artifact Hub, values, schema, package."""

import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from chartgen.chart.reference import load
from chartgen.core import yaml as helm_yaml
from chartgen.core.errors import InputError
from chartgen.core.json_schema import Schema
from chartgen.model import catalogue
from chartgen.model.components.networks import NETWORK
from chartgen.model.value import UNSET, Value, tree
from tests.chart.conftest import CHART, SCENARIOS, RenderValues, objects_of

META = load(str(CHART)).metadata
NOTES: dict[str, str] = META["annotations"]
VALUES = {value.path: value for value in catalogue.load().values}
VALUES_TEXT = (CHART / "values.yaml").read_text()
SCHEMA: dict[str, Any] = json.loads((CHART / "values.schema.json").read_text())
TEMPLATES = "\n".join(path.read_text() for path in sorted(CHART.rglob("templates/**/*")) if path.is_file())
NETWORKS = 'networks={"data": {"master": "eth1", "range": "10.0.0.0/24"}}'


# --- Chart.yaml and package


def test_chart_yaml_says_who_the_chart_is() -> None:
    assert (META["apiVersion"], META["type"]) == ("v2", "application")
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", META["version"])
    assert re.fullmatch("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", META["name"])
    assert re.search(r"^appVersion: \".+\"$", (CHART / "Chart.yaml").read_text(), re.MULTILINE)
    assert META["kubeVersion"].endswith("-0")
    assert META["description"]
    assert META["keywords"]
    for link in (META["home"], META["icon"], *META["sources"]):
        assert re.match(r"https://[^/]+/", link), link
    assert all(
        person["name"] and (person.get("email") or person.get("url")) for person in META["maintainers"]
    )


def test_the_package_holds_what_a_user_reads_and_nothing_of_ours(helm4: Path, tmp_path: Path) -> None:
    subprocess.run([helm4, "package", CHART, "-d", tmp_path], check=True, capture_output=True, timeout=60)
    [package] = tmp_path.glob("*.tgz")
    with tarfile.open(package) as tar:
        names = {name.removeprefix(f"{META['name']}/") for name in tar.getnames()}
    assert {"LICENSE", "README.md", "CHANGELOG.md", "Chart.yaml", "values.schema.json"} <= names
    assert {f"ci/{scenario.name}" for scenario in SCENARIOS} <= names
    assert not [name for name in names if name == ".chartgen-files" or name.startswith("ci/negative")]


# --- Artifact Hub


def hub(key: str) -> Any:
    return yaml.safe_load(NOTES[f"artifacthub.io/{key}"])


def test_annotations_are_texts_that_read_as_yaml() -> None:
    assert all(isinstance(text, str) and yaml.safe_load(text) is not None for text in NOTES.values())
    assert (hub("category"), hub("license"), hub("prerelease")) == ("networking", "Apache-2.0", False)
    assert isinstance(hub("containsSecurityUpdates"), bool)
    assert "support" in {link["name"] for link in hub("links")}


def test_changes_are_of_known_kinds_and_security_is_told() -> None:
    kinds = [change["kind"] for change in hub("changes")]
    assert kinds
    assert set(kinds) <= {"added", "changed", "deprecated", "removed", "fixed", "security"}
    assert hub("containsSecurityUpdates") == ("security" in kinds)


def test_images_are_those_of_the_default_render(render_values: RenderValues) -> None:
    rendered = set(re.findall(r"image: \"?([^\"\s]+)", render_values([]).stream))
    assert rendered
    assert {image["image"] for image in hub("images")} == rendered


def test_crds_are_those_of_the_chart() -> None:
    crds = [obj for path in (CHART / "crds").iterdir() for obj in objects_of(path.read_text())]
    assert {crd["metadata"]["name"] for crd in crds} == {crd["name"] for crd in hub("crds")}
    kinds = {crd["spec"]["names"]["kind"] for crd in crds}
    examples = hub("crdsExamples")
    assert examples
    assert {example["kind"] for example in examples} <= kinds


# --- Values


def test_names_are_camel_case() -> None:
    parts = {part for path in VALUES for part in path.split(".")}
    assert not [part for part in parts if not re.fullmatch("[a-z][A-Za-z0-9]*", part)]
    assert not [field.path for field in NETWORK if not re.fullmatch("[a-z][A-Za-z0-9]*", field.path)]


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_each_leaf_stands_documented_in_values_yaml_and_in_the_readme(value: Value) -> None:
    *parents, leaf = value.path.split(".")
    document = helm_yaml.load(VALUES_TEXT, file="values.yaml")
    lines = VALUES_TEXT.splitlines()
    if value.default is UNSET:
        start = document.locate(parents, key=True).line
        line = next(n for n in range(start, len(lines)) if re.match(rf" *# {leaf}:", lines[n])) + 1
    else:
        node = document.value
        for parent in parents:
            node = node[parent]
        assert node[leaf] == value.default
        line = document.locate(value.path.split("."), key=True).line
    assert lines[line - 2].lstrip().startswith("# ")
    assert f"| `{value.path}` |" in (CHART / "README.md").read_text()


def test_values_yaml_has_nothing_else() -> None:
    def leaves(node: Any, known: Any, path: str) -> list[str]:
        if isinstance(known, Value):
            return []
        if known is None or not isinstance(node, dict):
            return [path]
        return [bad for key in node for bad in leaves(node[key], known.get(key), f"{path}.{key}")]

    assert leaves(yaml.safe_load(VALUES_TEXT), tree(VALUES.values()), "") == []


def test_strings_are_quoted() -> None:
    def plain(node: yaml.Node) -> list[str]:
        if isinstance(node, yaml.MappingNode):
            return [found for _, child in node.value for found in plain(child)]
        if isinstance(node, yaml.SequenceNode):
            return [found for child in node.value for found in plain(child)]
        unquoted = node.tag.endswith(":str") and node.style not in ('"', "'")
        return [node.value] if unquoted else []

    found = yaml.compose(VALUES_TEXT, Loader=yaml.SafeLoader)
    assert found is not None
    assert plain(found) == []
    assert plain(yaml.compose("a: [b, 'c']", Loader=yaml.SafeLoader)) == ["b"]


def test_what_templates_use_exists() -> None:
    used = set(re.findall(r"\.Values((?:\.[A-Za-z0-9]+)+)", TEMPLATES))
    parents = {path.rpartition(".")[0] for path in VALUES}
    assert used
    assert not {path[1:] for path in used} - set(VALUES) - parents


# What to set where a value that differs from the default cannot be guessed, or changes nothing.
OTHER: dict[str, Any] = {
    "multus.enabled": False,
    "whereabouts.enabled": False,
    "daemonset.tolerations": [{"key": "node.example.com/only", "operator": "Exists"}],
    "daemonset.maxSurge": 3,
    "daemonset.startupTaint.enabled": True,
    "daemonset.extraVolumes": [{"name": "v", "emptyDir": {}}],
    "daemonset.extraInitContainers": [{"name": "i", "image": "i"}],
    "daemonset.extraContainers": [{"name": "c", "image": "c"}],
    "whereabouts.reconciler.tolerations": [],
    "networkTest.tolerations": [{"operator": "Exists"}],
    "networkTest.timeout": 60,
    "name": "renamed",
    "master": "eth7",
    "range": "10.9.0.0/24",
}


def other(value: Value) -> Any:
    """Give a value that the schema accepts and that is not the default."""
    if value.path in OTHER:
        return OTHER[value.path]
    if value.path.endswith(".resources"):
        return {"requests": {"cpu": "11m"}, "limits": None}
    given = [*value.examples, *value.schema.get("enum", ()), value.default is False, "other", "/other"]
    given += ["sha256:" + "1" * 64, {"a": "b"}, ["b"]]
    schema = Schema(value.schema, file=value.path)
    return next(one for one in given if one not in (value.default, "") and not schema.problems(one))


def assignment(path: str, value: Any) -> str:
    return f"{path}={json.dumps(value)}"


CONTEXT = {
    "platformCheck": ['platform="openshift"', "multus.enabled=true"],
    "whereabouts.reconciler.": ['platform="generic"'],
    "daemonset.startupTaint.": ["daemonset.startupTaint.enabled=true"],
    "kubectl.": ["daemonset.startupTaint.enabled=true"],
    "networkTest.": ['networks={"data": {"master": "eth1", "range": "10.0.0.0/24", "test": true}}'],
}
"""The values under which what starts so matters."""


def context(path: str) -> list[str]:
    """Give the values under which a leaf matters."""
    if path == "networks":
        return []
    for start, around in CONTEXT.items():
        if path.startswith(start):
            return around
    if not path.startswith("networkDefaults."):
        return [NETWORKS]
    field = path.removeprefix("networkDefaults.")
    network = {"master": "eth1", "range": "10.0.0.0/24"}
    network.pop({"ranges": "range"}.get(field, field), None)
    return [assignment("networks", {"data": network})]


@pytest.mark.parametrize("value", [value for path, value in VALUES.items() if path != "platform"], ids=lambda value: value.path)  # fmt: skip
def test_each_leaf_changes_what_is_rendered(value: Value, render_values: RenderValues) -> None:
    around = [one for one in context(value.path) if not one.startswith(f"{value.path}=")]
    changed = render_values([*around, assignment(value.path, other(value))])
    try:
        before = render_values(around).stream
    except InputError:
        before = "refused without it"
    assert changed.stream != before


@pytest.mark.parametrize("field", NETWORK, ids=lambda field: field.path)
def test_each_field_of_a_network_changes_what_is_rendered(field: Value, render_values: RenderValues) -> None:
    network: dict[str, Any] = {"master": "eth1", "range": "10.0.0.0/24"}
    before = render_values([assignment("networks", {"data": network})]).stream
    if field.path == "config":
        network = {}
    elif field.path == "ranges":
        del network["range"]
    after = render_values([assignment("networks", {"data": {**network, field.path: other(field)}})]).stream
    assert after != before


# --- Schema


def test_schema_is_draft_07_and_complete_in_itself() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    references = re.findall(r'"\$(?:ref|id)": *"([^"]*)"', (CHART / "values.schema.json").read_text())
    assert not [reference for reference in references if not reference.startswith("#/")]
    assert Schema(SCHEMA, file="values.schema.json").problems(yaml.safe_load(VALUES_TEXT)) == []


EXAMPLES = [(value.path, example) for value in VALUES.values() for example in value.examples]


@pytest.mark.parametrize(("path", "example"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_each_documented_example_is_accepted(path: str, example: Any, render_values: RenderValues) -> None:
    render_values([*context(path), assignment(path, example)])


PARENTS = sorted({path.rpartition(".")[0] for path in VALUES} - {"", "global"})
INSIDE = ["networks.data", "networks.data.ranges[0]", "networks.data.routes[0]"]


@pytest.mark.parametrize("parent", ["", *PARENTS, *INSIDE])
def test_a_typo_is_refused(parent: str, render_values: RenderValues) -> None:
    given = [NETWORKS] if parent in INSIDE else []
    with pytest.raises(InputError, match=r"bogus: not a known key"):
        render_values([*given, f"{parent}.bogus=1".lstrip(".")])


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_wrong_type_is_refused_at_its_place(value: Value, render_values: RenderValues) -> None:
    wrong = {"a": 1} if value.schema.get("type") == "array" else [[1]]
    with pytest.raises(InputError, match=re.escape(value.path)):
        render_values([assignment(value.path, wrong)])


@pytest.mark.parametrize(
    "assigned",
    [
        'networks.data.range="10.0.0.0/33"', 'networks.data.mode="l4"', 'networks.data.master="much-too-long-name"',
        'networks.data.gateway="10.0.0.256"', 'whereabouts.gc.resources.limits.memory="50 megabytes"',
        'multus.image.tag="a b"', "networks.data.mtu=67", 'whereabouts.gc.schedule="every day"',
    ],
)  # fmt: skip
def test_a_wrong_form_is_refused_at_its_place(assigned: str, render_values: RenderValues) -> None:
    with pytest.raises(InputError, match=re.escape(assigned.partition("=")[0])):
        render_values([NETWORKS, assigned])


def test_global_is_open_and_resources_can_be_unset(render_values: RenderValues) -> None:
    assert render_values(['global.of={"another": "chart"}']).stream == render_values([]).stream
    changed = render_values(["whereabouts.gc.resources.limits=null", 'daemonset.affinity={"new": {}}'])
    [node] = [obj for obj in objects_of(changed.stream) if obj["kind"] == "DaemonSet"]
    [container] = [
        one for one in node["spec"]["template"]["spec"]["containers"] if one["name"] == "whereabouts-gc"
    ]
    assert not container["resources"].get("limits")
    assert container["resources"]["requests"]
