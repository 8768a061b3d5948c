"""What is wanted, taken into a definition."""

from dataclasses import replace

import pytest

from chartgen.model.definition import Image
from chartgen.model.record import Record
from chartgen.release.items import Item
from chartgen.release.proposal import Wanted, crds_of, propose
from chartgen.release.upstream import Upstream
from tests.release.projects import make_project, project

NEWER = Image("gcr.io/gke-release/multus-cni", "v4.2.1-gke.7")
IMAGES = {("gke", "multus"): NEWER}
ITEM = Item("DaemonSet/x/pod/a", "multus", "2 became 1")


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return project(make_project(tmp_path_factory.mktemp("project")))


def upstream(*items, crds=None, images=IMAGES):
    found = {component: image for (_, component), image in images.items()}
    return Upstream("gke", found, Record({"DaemonSet/x": {"pod": {"a": 1}}}, crds or {}), tuple(items))


def test_nothing_wanted_is_the_same_definition(here):
    found = propose(here, Wanted())
    assert found.definition == here.definition
    assert (found.items, found.notes, found.crossed, found.record) == ((), (), (), {})


def test_images_are_in_the_definition_with_their_notes(here):
    found = propose(here, Wanted(IMAGES))
    assert found.definition.images["gke"]["multus"] == NEWER
    assert [each.description for each in found.notes] == [
        "The image of multus (gke) is v4.2.1-gke.7, it was v4.2.1-gke.6"
    ]


def test_items_stay_until_somebody_accepts_them(here):
    assert propose(here, Wanted(IMAGES, upstream(ITEM))).items == (ITEM,)
    found = propose(here, Wanted(IMAGES, upstream(ITEM), frozenset({ITEM.name, "other"})))
    assert (found.items, found.accepted) == ((), {ITEM.name})
    older = {("gke", "multus"): Image(NEWER.repository, "v4.2.0-gke.1")}
    assert [item.name for item in propose(here, Wanted(older)).items] == ["images/gke/multus/older"]


def test_a_manifest_that_says_nothing_new_is_not_recorded(here):
    same = {("gke", "multus"): here.definition.images["gke"]["multus"]}
    assert propose(here, Wanted(same, upstream(images=same))).record == {}


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(IMAGES, upstream()),
        Wanted({}, upstream(ITEM, images={}), frozenset({ITEM.name})),
        Wanted({}, upstream(images={}, crds={"ippools.whereabouts.cni.cncf.io": {"spec": {"versions": []}}})),
    ],
    ids=["images", "accepted", "crds"],
)
def test_a_manifest_that_is_taken_is_recorded(here, wanted):
    found = propose(here, wanted)
    (path,) = found.record
    assert found.definition.upstream == {"gke": path}
    assert found.definition.crds == wanted.upstream.record.crds


def test_cliffs_are_notes_and_items(here):
    known = Image("gcr.io/gke-release/whereabouts", "v0.8.0-gke.1")
    found = propose(here, Wanted({("gke", "whereabouts"): known}))
    assert [cliff.name for cliff in found.crossed] == ["whereabouts-0.8.0"]
    assert len(found.notes) == 2
    unready = Image("gcr.io/gke-release/whereabouts", "v0.9.4-gke.1")
    found = propose(here, Wanted({("gke", "whereabouts"): unready}))
    assert [item.name for item in found.items] == ["cliffs/gke/whereabouts-0.9.4"]


def test_a_chart_is_what_helm_would_load(here):
    chart = here.chart(here.definition)
    assert not any(path.startswith("ci/negative/") for path in chart.files)
    assert set(chart.files) < set(here.files(here.definition))
    assert set(crds_of(chart)) == {
        "ippools.whereabouts.cni.cncf.io",
        "network-attachment-definitions.k8s.cni.cncf.io",
        "overlappingrangeipreservations.whereabouts.cni.cncf.io",
    }


def test_a_manifest_that_ours_took_is_the_next_one_s_measure(here):
    same = {("gke", "multus"): here.definition.images["gke"]["multus"]}
    named = Record({"DaemonSet/old": {}})
    known = replace(here, definition=replace(here.definition, upstream={"gke": named.path("gke")}))
    path = here.path.parent / named.path("gke")
    path.parent.mkdir()
    path.write_bytes(named.content)
    found = propose(known, Wanted(same, upstream(images=same)))
    assert set(found.record) == set(found.definition.upstream.values()) != {named.path("gke")}


def test_crds_of_other_profiles_stay(here):
    crds = {"ippools.whereabouts.cni.cncf.io": {"spec": {"versions": []}}}
    project_with = replace(here, definition=replace(here.definition, crds=crds))
    assert propose(project_with, Wanted(IMAGES, upstream())).definition.crds == crds
    assert propose(project_with, Wanted(IMAGES)).definition.crds == crds
