import copy

import pytest

from chartgen.diff import crds
from tests.diff.charts import SHELVES, Charts, added, edited, removed, shop, told
from tests.diff.objects import of_value

STRING = {"type": "string"}


def crd(*versions, **spec):
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "shelves.example.com"},
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"kind": "Shelf", "plural": "shelves"},
            "versions": [*versions],
            **spec,
        },
    }


def version(name="v1", schema=None, **fields):
    return {
        "name": name,
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": schema or {"type": "object"}},
        **fields,
    }


def of(**properties):
    return {"type": "object", "properties": properties}


def found(old, new):
    return [f"{each.part} {each.kind} {each.message}" for each in crds.changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (crd(version()), crd(version()), []),
        (crd(version(), version("v2")), crd(version()), ["major crd-version-removed v2: is gone"]),
        (crd(version()), crd(version(served=False)), ["major crd-version-removed v1: is no longer served"]),
        (crd(version(), version("v2", served=False)), crd(version()), ["minor crd-version-removed v2: is gone; it was not served"]),
        (crd(version()), crd(version(), version("v2")), ["minor crd-version-added v2: is served now"]),
        (crd(version(schema=of(a=STRING))), crd(version(schema=of())), ["major crd-field-removed v1: a: is no longer known"]),
        (crd(version(schema=of())), crd(version(schema=of(a=STRING))), ["minor crd-field-added v1: a: is new"]),
        (crd(version(schema=of(a=STRING))), crd(version(schema={**of(a=STRING), "required": ["a"]})), ["major crd-field-required v1: a: must be given now"]),
        (crd(version(schema=of(a=STRING))), crd(version(schema=of(a={"type": "integer"}))), ["major crd-schema-narrowed v1: a: string → integer"]),
        (crd(version(schema=of(a={"type": "string", "enum": ["a"]}))), crd(version(schema=of(a=STRING))), ['minor crd-schema-widened v1: a: "a" → string']),
        (crd(version(schema=of(a={**STRING, "description": "x"}))), crd(version(schema=of(a=STRING))), []),
        (crd(version(schema=of(status=of(a=STRING)))), crd(version(schema=of(status=of()))), ["minor crd-field-removed v1: status.a: is no longer known"]),
        (crd(version(schema=of(a=STRING)), version("v2", of(a=STRING))), crd(version(schema=of()), version("v2", of())), ["major crd-field-removed v1, v2: a: is no longer known"]),
        (crd(version()), crd(version(), scope="Cluster"), ['major crd-incompatible spec.scope: "Namespaced" → "Cluster"']),
        (crd(version(subresources={"status": {}})), crd(version()), ['major crd-incompatible v1.subresources: {"status": {}} → unset']),
        (crd(version()), crd(version(subresources={"status": {}})), ['minor crd-changed v1.subresources: unset → {"status": {}}']),
        (crd(version()), crd(version(additionalPrinterColumns=[{"name": "Age"}])), ['patch crd-changed v1.additionalPrinterColumns: unset → [{"name": "Age"}]']),
        (crd(version()), crd(version(), conversion={"strategy": "Webhook"}), ['minor crd-changed spec.conversion: unset → {"strategy": "Webhook"}']),
        (crd(version()), crd(version(), names={"kind": "Shelf", "plural": "shelves", "shortNames": ["s"]}), ['patch crd-changed spec.names.shortNames: unset → ["s"]']),
        (crd(version()), {**crd(version()), "spec": {}}, [*["major"] * 5, "patch"]),
    ],
)  # fmt: skip
def test_two_crds_of_one_name(old, new, expected):
    lines = found(copy.deepcopy(old), new)
    assert len(lines) == len(expected), lines
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=True)), lines


def test_folders():
    one, other = (
        of_value(crd(version())),
        of_value({**crd(version()), "metadata": {"name": "others.example.com"}}),
    )
    lines = [f"{each.part} {each.kind} {each.where}" for each in crds.of_folders([one], [other])]
    assert lines == ["minor crd-added others.example.com", "major crd-removed shelves.example.com"]
    assert [*crds.of_folders([one], [one])] == []


CRD = "".join(line for line in SHELVES.splitlines(keepends=True) if "v1beta1" not in line)


def test_one_that_moves_is_lost_or_not_adopted(charts: Charts):
    in_folder, in_templates = (
        edited(shop(), added(path, CRD)) for path in ("crds/a.yaml", "templates/a.yaml")
    )
    assert any(
        "moved from templates to crds/: an upgrade deletes it" in line
        for line in told(charts.compared(in_templates, in_folder).changes)
    )
    assert any(
        "moved from crds/ to templates: Helm refuses" in line
        for line in told(charts.compared(in_folder, in_templates).changes)
    )


def test_one_that_moves_to_the_folder_stays_if_helm_keeps_it(charts: Charts):
    kept = CRD.replace(
        "{name: shelves.example.com}",
        "{name: shelves.example.com, annotations: {helm.sh/resource-policy: keep}}",
    )
    pair = [edited(shop(), added(path, kept)) for path in ("templates/a.yaml", "crds/a.yaml")]
    compared = charts.compared(*pair)
    assert (
        "minor crd-moved shelves.example.com: moved from templates to crds/: Helm keeps it, and changes it no more"
        in told(compared.changes)
    )
    assert str(compared.verdict.part) == "minor"


def test_one_in_templates_is_compared_as_a_crd(charts: Charts):
    old = edited(shop(), added("templates/a.yaml", CRD))
    new = edited(shop(), added("templates/a.yaml", CRD.replace("name: v1,", "name: v2,")))
    assert "major crd-version-removed shelves.example.com: v1: is gone" in told(
        charts.compared(old, new).changes
    )
    gone = charts.changes(old, removed("templates/a.yaml"))
    assert "major crd-removed shelves.example.com: is gone, with all its resources" in told(gone)


def test_a_crd_takes_what_another_one_takes():
    old, more = crd(version(schema=of(a=STRING))), crd(version(schema=of(a=STRING, b=STRING)))
    strict = crd(version(schema={**of(a=STRING), "required": ["a"]}))
    assert crds.takes(old, old)
    assert crds.takes(more, old)
    # What it does not know is pruned.
    assert not crds.takes(old, more)
    assert crds.takes(old, strict)
    assert not crds.takes(strict, old)
