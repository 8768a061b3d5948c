"""Histories of a chart, each with the verdict that a careful maintainer gives and the words that say why.

Each is told of our chart and of one as others write them, with a schema and without.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from chartgen.diff.change import Part
from tests.diff.charts import (
    SHELVES,
    Charts,
    Edit,
    Files,
    added,
    changed_json,
    edited,
    kinds,
    multus,
    removed,
    replaced,
    shop,
    told,
)

GKE = "files/platforms/gke.json"
POOLS = "crds/ippools.yaml"
NEXT = replaced("Chart.yaml", "1.2.3", "1.2.4")
OURS_NEXT = replaced("Chart.yaml", 'version: "0.1.0"', 'version: "0.1.1"')


def everywhere(old: str, new: str, *, but: tuple[str, ...] = ()) -> Edit:
    """Give an edit of templates, values and schema: a value has another name."""

    def edit(files: Files) -> None:
        for path, content in files.items():
            if path.startswith(("templates/", "values.")) and path not in but:
                files[path] = content.replace(old.encode(), new.encode())

    return edit


def schema(change) -> Edit:
    return changed_json("values.schema.json", change)


def new_right(platform: Any) -> None:
    rule = {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]}
    platform["roles"]["whereabouts"]["rules"].append(
        {"kind": "ClusterRole", "flag": "whereabouts", "rule": rule}
    )


OURS: dict[str, tuple[list[Edit], Part, list[str]]] = {
    "rename a value": (
        [everywhere("logFile", "logTarget")],
        Part.MAJOR,
        ["major value-renamed values.schema.json: multus.logFile: is called multus.logTarget now"],
    ),
    "narrow an enum": (
        [schema(lambda tree: tree["properties"]["multus"]["properties"]["logLevel"]["enum"].remove("panic"))],
        Part.MAJOR,
        ['major schema-narrowed values.schema.json: multus.logLevel: "panic" no longer allowed'],
    ),
    "narrow an enum that a scenario uses": (
        [schema(lambda tree: tree["properties"]["multus"]["properties"]["logLevel"]["enum"].remove("verbose"))],
        Part.MAJOR,
        [
            'major schema-narrowed values.schema.json: multus.logLevel: "verbose" no longer allowed',
            'major scenario-refused values files: multus.logLevel: must be one of "debug", "error", "panic", not "verbose"',
        ],
    ),
    "change a default": (
        [replaced("values.yaml", 'logLevel: "error"', 'logLevel: "debug"', count=1)],
        Part.MINOR,
        ['minor default-changed values.yaml: multus.logLevel: "error" → "debug"'],
    ),
    "add a value": (
        [
            replaced("values.yaml", "multus:\n", 'multus:\n  greeting: ""\n', count=1),
            schema(lambda tree: tree["properties"]["multus"]["properties"].update(greeting={"type": "string"})),
        ],
        Part.MINOR,
        ["minor value-added values.schema.json: multus.greeting: is new"],
    ),
    "bump an image, a rebuild": (
        [replaced(GKE, "v4.2.1-gke.6", "v4.2.1-gke.7"), OURS_NEXT],
        Part.PATCH,
        ["patch image-changed DaemonSet default/release-name-multus-ipvlan: gcr.io/gke-release/multus-cni:v4.2.1-gke.6 → gcr.io/gke-release/multus-cni:v4.2.1-gke.7 (a rebuild)"],
    ),
    "bump an image, a minor version": (
        [replaced(GKE, "v4.2.1-gke.6", "v4.3.0-gke.1"), OURS_NEXT],
        Part.MINOR,
        ["minor image-changed DaemonSet default/release-name-multus-ipvlan: gcr.io/gke-release/multus-cni:v4.2.1-gke.6 → gcr.io/gke-release/multus-cni:v4.3.0-gke.1 (a newer minor version)"],
    ),
    "drop a CRD version": (
        [replaced(POOLS, "name: v1alpha1", "name: v1beta1")],
        Part.MAJOR,
        ["major crd-version-removed ippools.whereabouts.cni.cncf.io: v1alpha1: is gone"],
    ),
    "change a selector": (
        [
            replaced("templates/daemonset/daemonset.yaml", "matchLabels:\n", "matchLabels:\n      tier: node\n"),
            replaced("templates/daemonset/daemonset.yaml", "      labels:\n        {{", "      labels:\n        tier: node\n        {{"),
        ],
        Part.MAJOR,
        ['major field-immutable DaemonSet default/release-name-multus-ipvlan: spec.selector.matchLabels.tier: unset → "node", which cannot be changed: the DaemonSet must be made anew'],
    ),
    "README only": (
        [added("README.md", "\nMore words.\n"), OURS_NEXT],
        Part.PATCH,
        [
            "patch file-changed README.md: changes",
            "patch pods-restart DaemonSet default/release-name-multus-ipvlan: pods restart: for labels that repeat the chart's version",
        ],
    ),
    "new platform": (
        [
            lambda files: files.update({"files/platforms/acme.json": files["files/platforms/generic.json"]}),
            added("ci/20-acme-values.yaml", "platform: acme\n"),
            replaced("templates/_platform.tpl", "\neks, generic", "\nacme, eks, generic"),
        ],
        Part.MINOR,
        ['minor scenario-accepted values files: taken now; the old chart says: platform: "acme" is not a platform of this chart'],
    ),
    "wider RBAC": (
        [changed_json(GKE, new_right)],
        Part.MINOR,
        ["minor rbac-widened ClusterRole default.release-name-multus-ipvlan-whereabouts: allows more: secrets: get, list"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("history", OURS)
def test_our_chart(charts: Charts, history):
    edits, part, reasons = OURS[history]
    compared = charts.compared(multus(), edited(multus(), *edits))
    lines = told(compared.changes)
    assert compared.verdict.part == part, lines
    for reason in reasons:
        assert any(line.startswith(reason) for line in lines), (reason, lines)


THEIRS: dict[str, tuple[list[Edit], Part, list[str]]] = {
    "rename a value": (
        [everywhere("logLevel", "level")],
        Part.MAJOR,
        ["logLevel: is called level now"],
    ),
    "change a default": (
        [replaced("values.yaml", "mode: fast", "mode: slow")],
        Part.MINOR,
        ['minor default-changed values.yaml: mode: "fast" → "slow"'],
    ),
    "bump an image, a patch": (
        [replaced("values.yaml", "1.4.2", "1.4.3"), replaced("Chart.yaml", "1.4.2", "1.4.3"), NEXT],
        Part.PATCH,
        ["patch image-changed Deployment default/release-name-shop: example.com/shop:1.4.2 → example.com/shop:1.4.3 (a newer patch version)"],
    ),
    "bump an image, a major version": (
        [replaced("values.yaml", "1.4.2", "2.0.0"), NEXT],
        Part.MAJOR,
        ["major image-changed Deployment default/release-name-shop: example.com/shop:1.4.2 → example.com/shop:2.0.0 (a newer major version)"],
    ),
    "change a selector": (
        [replaced("templates/deployment.yaml", "app.kubernetes.io/name: shop\n", "app.kubernetes.io/name: store\n")],
        Part.MAJOR,
        ['major field-immutable Deployment default/release-name-shop: spec.selector.matchLabels.app\\.kubernetes\\.io/name: "shop" → "store", which'],
    ),
    "README only": (
        [added("README.md", "More words.\n"), NEXT],
        Part.PATCH,
        ["patch file-changed README.md: changes"],
    ),
    "wider RBAC": (
        [replaced("templates/roles.yaml", "[get, list]", "[get, list, delete]")],
        Part.MINOR,
        ["minor rbac-widened Role default/release-name-shop: allows more: configmaps: delete"],
    ),
    "narrower RBAC": (
        [replaced("templates/roles.yaml", "[get, list]", "[get]")],
        Part.PATCH,
        ["patch rbac-narrowed Role default/release-name-shop: allows less: configmaps: list"],
    ),
    "remove the Service": (
        [removed("templates/service.yaml")],
        Part.MAJOR,
        ["major object-removed Service default/release-name-shop: is gone; clients hold on to it"],
    ),
    "a template that fails with an old values file": (
        [added("templates/service.yaml", '{{ if eq .Values.mode "safe" }}{{ fail "safe is no mode" }}{{ end }}')],
        Part.MAJOR,
        ["major scenario-refused values files: safe is no mode"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("has_schema", [False, True], ids=["without schema", "with schema"])
@pytest.mark.parametrize("history", THEIRS)
def test_a_chart_of_others(charts: Charts, history, has_schema):
    edits, part, reasons = THEIRS[history]
    old = shop(schema=has_schema)
    compared = charts.compared(old, edited(old, *edits))
    lines = told(compared.changes)
    assert compared.verdict.part == part, lines
    for reason in reasons:
        assert any(reason in line for line in lines), (reason, lines)


@pytest.mark.parametrize("has_schema", [False, True], ids=["without schema", "with schema"])
def test_a_new_value_is_no_break_though_its_scenario_is_one_for_the_old_chart(charts: Charts, has_schema):
    """With the old chart the new scenario would give a selector that nobody has."""
    edits = [
        replaced("values.yaml", "mode: fast", 'mode: fast\ntier: ""'),
        replaced("templates/deployment.yaml", "    matchLabels:\n", "    matchLabels:\n      {{- with .Values.tier }}\n      tier: {{ . }}\n      {{- end }}\n"),
        replaced("templates/deployment.yaml", "      labels:\n        app", "      labels:\n        {{- with .Values.tier }}\n        tier: {{ . }}\n        {{- end }}\n        app"),
        added("ci/tier-values.yaml", "tier: front\n"),
    ]  # fmt: skip
    if has_schema:
        edits.append(schema(lambda tree: tree["properties"].update(tier={"type": "string"})))
    old = shop(schema=has_schema)
    compared = charts.compared(old, edited(old, *edits))
    assert compared.verdict.part == Part.MINOR, told(compared.changes)
    assert "value-added" in kinds(compared.changes)


def test_a_narrower_enum_of_others(charts: Charts):
    old = shop(schema=True)
    compared = charts.compared(
        old, edited(old, schema(lambda tree: tree["properties"]["mode"]["enum"].remove("slow")))
    )
    assert told(compared.verdict.reasons) == [
        'major schema-narrowed values.schema.json: mode: "slow" no longer allowed'
    ]


def test_a_crd_version_of_others(charts: Charts):
    old = edited(shop(), added("crds/shelf.yaml", SHELVES))
    compared = charts.compared(
        old,
        edited(
            old, replaced("crds/shelf.yaml", "name: v1beta1, served: true", "name: v1beta1, served: false")
        ),
    )
    assert told(compared.verdict.reasons) == [
        "major crd-version-removed shelves.example.com: v1beta1: is no longer served"
    ]


def test_a_value_that_a_helper_refuses_by_its_new_name(charts: Charts):
    """So our own chart renames: the schema lets the old name through, anything may stand there."""

    def move(tree: Mapping[str, Any]) -> None:
        known = tree["properties"]["multus"]["properties"]
        known["logTarget"] = known["logFile"]
        known["logFile"] = {"description": "Is called multus.logTarget now; the chart refuses it."}

    edits = [
        lambda files: [replaced(path, "logFile", "logTarget")(files) for path in (*files,) if path.startswith(("templates/", "values.yaml")) and b"logFile" in files[path]],
        replaced("templates/_validate.tpl", 'dict "daemonset.idle"', 'dict "multus.logFile" "multus.logTarget" "daemonset.idle"'),
        schema(move),
    ]  # fmt: skip
    compared = charts.compared(multus(), edited(multus(), *edits))
    lines = told(compared.verdict.reasons)
    assert (
        "major value-renamed values.schema.json: multus.logFile: is called multus.logTarget now; move it there"
        in lines
    ), lines


def test_nothing_is_nothing(charts: Charts):
    for files in (multus(), shop(), shop(schema=True)):
        compared = charts.compared(files, files)
        assert compared.changes == []
        assert compared.verdict.part is None


def test_a_version_alone_is_told_as_far_as_pods_restart(charts: Charts):
    old = edited(shop(), replaced("templates/deployment.yaml", "sha256sum", "trunc 0"))
    assert charts.changes(old, NEXT, replaced("Chart.yaml", "appVersion: 1.4.2", "appVersion: 1.4.3")) == []


def test_json_of_platforms_is_valid():
    assert json.loads(multus()[GKE])["images"]["multus"]["tag"] == "v4.2.1-gke.6"
