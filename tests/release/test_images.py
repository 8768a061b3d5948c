"""Other images in a definition."""

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from chartgen.core.errors import RefusedError, UsageError
from chartgen.model.definition import Change, Definition, Image
from chartgen.release import images

ONE, TWO = "sha256:" + "1" * 64, "sha256:" + "2" * 64
DEFINITION = Definition(
    name="c",
    version="1.0.0",
    description="d",
    kube_version=">=1.28.0-0",
    directory=PurePosixPath("c"),
    maintainers=(),
    images={
        "gke": {
            "multus": Image("gcr.io/g/multus-cni", "v4.2.1-gke.6", ONE),
            "whereabouts": Image("gcr.io/g/whereabouts", "v0.7.0-gke.3"),
        }
    },
    defaults={},
)


def read(text):
    return images.read_option(text, DEFINITION)


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("gke/multus=:v4.2.2-gke.1", Image("gcr.io/g/multus-cni", "v4.2.2-gke.1")),
        (f"gke/multus=:v4.2.2-gke.1@{TWO}", Image("gcr.io/g/multus-cni", "v4.2.2-gke.1", TWO)),
        (f"gke/multus=@{TWO}", Image("gcr.io/g/multus-cni", "", TWO)),
        ("gke/multus=localhost:5000/m:v1", Image("localhost:5000/m", "v1")),
    ],
)
def test_an_option_names_an_image(text, image):
    assert read(text) == (("gke", "multus"), image)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gke/multus", "is not PROFILE/COMPONENT=REFERENCE"),
        ("multus=a:b", "is not PROFILE/COMPONENT=REFERENCE"),
        ("gke/multsu=:v1", "the definition has no image gke/multsu\n  hint: did you mean"),
        ("other/multus=:v1", "the definition has no image other/multus"),
        ("gke/multus=", "'' is no image with a tag or digest"),
        ("gke/multus=a/b", "'a/b' is no image with a tag or digest"),
        ("gke/multus=a/B:c", "'a/B:c' is no image"),
        ("gke/multus=:", "':' is no image"),
        ("gke/multus=:v1@sha256:12", "is no image"),
    ],
)
def test_what_is_no_image_is_a_usage_error(text, said):
    with pytest.raises(UsageError) as caught:
        read(text)
    assert said in str(caught.value)


def taken(text):
    key, image = read(text)
    return images.steps(DEFINITION, {key: image})


@pytest.mark.parametrize(
    "text", ["gke/multus=:v4.2.1-gke.6", f"gke/multus=:v4.2.1-gke.6@{ONE}", "gke/whereabouts=:v0.7.0-gke.3"]
)
def test_what_is_there_is_no_step(text):
    assert taken(text) == []


def test_a_new_tag_drops_the_old_digest():
    assert taken("gke/multus=:v4.2.1-gke.7")[0].new == Image("gcr.io/g/multus-cni", "v4.2.1-gke.7", "")


def test_a_tag_that_moved_is_refused():
    with pytest.raises(RefusedError) as caught:
        taken(f"gke/multus=:v4.2.1-gke.6@{TWO}")
    assert "images/gke/multus: the tag gcr.io/g/multus-cni:v4.2.1-gke.6 has moved" in str(caught.value)
    assert ONE in str(caught.value)
    assert TWO in str(caught.value)


def test_a_digest_for_a_tag_without_one_is_taken():
    found = taken(f"gke/whereabouts=:v0.7.0-gke.3@{TWO}")
    assert [step.new.digest for step in found] == [TWO]
    assert list(images.items(found)) == []
    assert list(images.notes(found)) == [
        Change("changed", "The image of whereabouts (gke) is pinned by its digest")
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("gke/multus=:v4.2.1-gke.7", []),
        ("gke/multus=:v4.2.1-gke.10", []),
        ("gke/multus=:v4.2.2-gke.1", []),
        ("gke/multus=:v4.2.1-gke.5", ["images/gke/multus/older"]),
        ("gke/multus=:v4.1.9-gke.9", ["images/gke/multus/older"]),
        ("gke/multus=:v4.2.2", ["images/gke/multus/build"]),
        ("gke/multus=:latest", ["images/gke/multus/tag"]),
        (f"gke/multus=@{TWO}", ["images/gke/multus/tag"]),
        ("gke/multus=mirror.example.com/multus-cni:v4.2.1-gke.7", ["images/gke/multus/repository"]),
    ],
)
def test_what_a_person_has_to_look_at(text, names):
    assert [item.name for item in images.items(taken(text))] == names


def test_the_changelog_says_what_became_of_an_image():
    assert list(images.notes(taken("gke/multus=:v4.2.1-gke.7"))) == [
        Change("changed", "The image of multus (gke) is v4.2.1-gke.7, it was v4.2.1-gke.6")
    ]


def test_the_other_images_stay():
    found = images.with_images(DEFINITION, taken("gke/multus=:v4.2.1-gke.7"))
    assert found["gke"]["multus"].tag == "v4.2.1-gke.7"
    assert found["gke"]["whereabouts"] == DEFINITION.images["gke"]["whereabouts"]


def test_a_digest_without_a_tag_cannot_move():
    definition = replace(DEFINITION, images={"gke": {"multus": Image("r", "", ONE)}})
    found = images.steps(definition, {("gke", "multus"): Image("r", "", TWO)})
    assert [step.new.digest for step in found] == [TWO]
