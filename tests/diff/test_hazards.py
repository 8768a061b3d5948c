import pytest

from chartgen.diff.hazards import Cluster, changes
from chartgen.kubernetes import store
from tests.diff.charts import Charts, added, edited, replaced, shop, told
from tests.diff.objects import made

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b, env: [{name: E, value: x}, %s]}]}\n"
GOOD, TWICE, UNKNOWN = POD % "{name: F}", POD % "{name: E}", POD % "{name: F, valeu: x}"


def found(old, new, version=None):
    clusters = tuple(Cluster(version or store.newest(), []) for _ in range(2))
    return [
        f"{each.kind} {each.message}"
        for each in changes(made(old) if old else None, made(new) if new else None, clusters)
    ]


TOLD_TWICE = (
    "apply-conflict spec.containers[0].env[1].name: there is another entry with name E: Helm 4 refuses it"
)
TOLD_UNKNOWN = "apply-conflict spec.containers[0].env[1].valeu: Pod has no such field: Helm 4 refuses it"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (GOOD, TWICE, [TOLD_TWICE]), (GOOD, UNKNOWN, [TOLD_UNKNOWN]), ("", TWICE, [TOLD_TWICE]),
        (TWICE, TWICE, []), (UNKNOWN, UNKNOWN, []), (TWICE, GOOD, []), (GOOD, GOOD, []), (TWICE, "", []),
    ],
)  # fmt: skip
def test_what_is_new_is_told(old, new, expected):
    assert found(old, new) == expected


def test_versions_without_schemas_know_no_fields():
    assert found(GOOD, UNKNOWN, "1.5.0") == []
    assert found(GOOD, TWICE, "1.5.0") == [TOLD_TWICE]


def test_a_key_that_stands_twice(charts: Charts):
    edit = replaced("templates/service.yaml", "spec:\n", "spec:\n  type: NodePort\n")
    line = "major apply-conflict Service default/release-name-shop: spec.type: stands there twice: Helm 4 refuses it"
    assert line in told(charts.changes(shop(), edit))
    more = charts.changes(edited(shop(), edit), added("templates/service.yaml", "  externalName: a\n"))
    assert not any("twice" in each for each in told(more))


def rolling(kind, field, how):
    return f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{selector: {{}}, template: {{}}, {field}: {how}}}\n"


@pytest.mark.parametrize(
    ("kind", "field", "still"),
    [("Deployment", "strategy", "Recreate"), ("StatefulSet", "updateStrategy", "OnDelete")],
)
def test_what_the_api_server_filled_in_stays(kind, field, still):
    def told_of(old, new):
        pair = [rolling(kind, field, how) for how in (old, new)]
        return [line for line in found(*pair, "1.5.0") if "rollingUpdate" in line]

    line = f"apply-conflict spec.{field}: the API server's own rollingUpdate stays beside {still}, which it refuses; set it to null"
    for old in ("null", "{}", "{type: RollingUpdate}", "{type: RollingUpdate, rollingUpdate: {maxSurge: 1}}"):
        assert told_of(old, f"{{type: {still}}}") == [line]
        assert told_of(old, f"{{type: {still}, rollingUpdate: null}}") == []
        assert told_of(f"{{type: {still}}}", old) == []
    assert told_of(f"{{type: {still}}}", f"{{type: {still}}}") == []
    # What Helm has written itself it takes away.
    whole = "{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 1, partition: 1}}"
    assert told_of(whole, f"{{type: {still}}}") == []


def test_a_hook_is_made_anew():
    old, new = (
        rolling("Deployment", "strategy", how).replace(
            "{name: a}", "{name: a, annotations: {helm.sh/hook: pre-install}}"
        )
        for how in ("{}", "{type: Recreate}")
    )
    assert found(old, new, "1.5.0") == []


def test_the_kinds_of_others_are_not_known():
    old, new = (
        rolling("Deployment", "strategy", how).replace("apps/v1", "example.com/v1")
        for how in ("{}", "{type: Recreate}")
    )
    assert found(old, new, "1.5.0") == []
