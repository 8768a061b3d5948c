"""Versions from which on something else has to change."""

import pytest

from chartgen.diff.change import Part
from chartgen.model import catalogue
from chartgen.model.definition import Image
from chartgen.release import cliffs
from chartgen.release.images import Step

MODEL = catalogue.load()
NAME = "overlappingrangeipreservations.whereabouts.cni.cncf.io"


def crd(*required):
    schema = {"openAPIV3Schema": {"properties": {"spec": {"required": list(required)}}}}
    return {NAME: {"spec": {"versions": [{"name": "v1alpha1", "schema": schema}]}}}


def step(profile, component, old, new):
    return Step((profile, component), Image("r", old), Image("r", new))


@pytest.mark.parametrize(
    ("component", "old", "new", "names"),
    [
        ("whereabouts", "v0.7.0-gke.3", "v0.7.0-gke.4", []),
        ("whereabouts", "v0.7.0-gke.3", "v0.8.0-gke.1", ["whereabouts-0.8.0"]),
        ("whereabouts", "v0.7.0", "v0.9.4", ["whereabouts-0.8.0", "whereabouts-0.9.4"]),
        ("whereabouts", "v0.8.0", "v0.9.3", []),
        ("whereabouts", "v0.9.3", "v0.10.0", ["whereabouts-0.9.4"]),
        ("whereabouts", "v0.9.4", "v0.9.5", []),
        ("whereabouts", "v0.9.4", "v0.7.0", []),
        ("multus", "v4.2.1-gke.6", "v4.2.3-gke.1", ["multus-4.2.3"]),
        ("multus", "v4.2.3", "v4.3.0", []),
        ("multus", "latest", "v4.3.0", []),
        ("kubectl", "v0.7.0", "v4.3.0", []),
    ],
)
def test_a_cliff_lies_between_two_versions(component, old, new, names):
    found = cliffs.crossed([step("gke", component, old, new)])
    assert [cliff.name for _, cliff in found] == names


@pytest.mark.parametrize(
    ("profile", "new", "crds", "names"),
    [
        ("gke", "v0.8.0", crd("podref"), []),
        ("gke", "v0.8.0", crd("containerid"), ["cliffs/gke/whereabouts-0.8.0"]),
        ("gke", "v0.8.0", {}, ["cliffs/gke/whereabouts-0.8.0"]),
        ("gke", "v0.9.4", crd("podref"), ["cliffs/gke/whereabouts-0.9.4"]),
        ("upstream", "v0.9.4", crd("podref"), []),
    ],
)
def test_what_is_not_ready_is_an_item(profile, new, crds, names):
    found = cliffs.items([step(profile, "whereabouts", "v0.7.0", new)], MODEL, crds)
    assert [item.name for item in found] == names


@pytest.mark.parametrize(
    ("old", "new", "count"), [("latest", "v0.9.4", 1), ("", "v0.9.4", 1), ("latest", "v0.9.3", 0)]
)
def test_an_image_of_no_version_may_be_below_every_cliff(old, new, count):
    found = list(cliffs.items([step("gke", "whereabouts", old, new)], MODEL, crd("podref")))
    assert len(found) == count
    assert all(item.name == "cliffs/gke/whereabouts-0.9.4" for item in found)


def test_each_says_something_to_users_and_asks_for_a_part():
    assert {cliff.name: cliff.part for cliff in cliffs.CLIFFS} == {
        "whereabouts-0.8.0": Part.MAJOR,
        "whereabouts-0.9.4": Part.MINOR,
        "multus-4.2.3": Part.PATCH,
    }
    assert all(cliff.note.description for cliff in cliffs.CLIFFS)
