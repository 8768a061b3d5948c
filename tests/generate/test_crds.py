"""CRDs of a definition in the place of the model's."""

import yaml

from chartgen.generate.crds import with_crds
from chartgen.kubernetes.crd import structure_digest

TEXTS = {"crds/a.yaml": "metadata: {name: a.x}\nspec: {old: 1}\n", "values.yaml": "metadata: {name: a.x}\n"}


def test_without_any_all_stays():
    assert with_crds(TEXTS, {}) == TEXTS
    assert with_crds(TEXTS, {"b.x": {"spec": {}}}) == TEXTS


def test_one_of_its_name_takes_its_place_and_says_what_it_is():
    found = with_crds(TEXTS, {"a.x": {"spec": {"new": 2, "more": 1}}})
    assert found["values.yaml"] == TEXTS["values.yaml"]
    crd = yaml.safe_load(found["crds/a.yaml"])
    assert (crd["kind"], crd["metadata"]["name"], crd["spec"]) == (
        "CustomResourceDefinition",
        "a.x",
        {"new": 2, "more": 1},
    )
    assert crd["metadata"]["annotations"]["chartgen/structure"] == structure_digest(crd)


def test_the_order_of_keys_means_nothing():
    one = with_crds(TEXTS, {"a.x": {"spec": {"new": 2, "more": 1}}})
    assert one == with_crds(TEXTS, {"a.x": {"spec": {"more": 1, "new": 2}}})
