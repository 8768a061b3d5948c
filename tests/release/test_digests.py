"""Digests of images, from a registry that is real."""

from pathlib import PurePosixPath

import pytest

from chartgen.core.errors import InputError, RefusedError, ToolError
from chartgen.model.definition import Definition, Image
from chartgen.release.digests import resolved
from tests.release.pushed import ACCESS, push

OLD = "sha256:" + "1" * 64


def definition(**images):
    return Definition(
        name="c",
        version="1.0.0",
        description="d",
        kube_version=">=1.28.0-0",
        directory=PurePosixPath("c"),
        maintainers=(),
        images={"gke": images},
        defaults={},
    )


def test_the_digest_of_an_image_for_several_platforms_is_its_index(registry):
    digest = push(registry, "digests/one", "v1.2.3")
    image = Image(f"{registry.host}/digests/one", "v1.2.3")
    found = resolved(definition(multus=image, whereabouts=image), {}, ACCESS)
    assert found["gke", "multus"] == found["gke", "whereabouts"]
    assert found["gke", "multus"].digest == digest


def test_a_wish_comes_before_what_is_there(registry):
    digest = push(registry, "digests/two", "v2")
    old = Image(f"{registry.host}/digests/two", "v1", OLD)
    wanted = {("gke", "multus"): Image(old.repository, "v2")}
    assert resolved(definition(multus=old), wanted, ACCESS)["gke", "multus"].digest == digest


def test_a_tag_that_moved_is_refused(registry):
    digest = push(registry, "digests/three", "v1")
    old = Image(f"{registry.host}/digests/three", "v1", OLD)
    with pytest.raises(RefusedError) as caught:
        resolved(definition(multus=old), {}, ACCESS)
    assert f"has moved: it was {OLD} and is {digest}" in str(caught.value)


def test_an_image_without_tag_is_left_alone():
    image = Image("example.invalid/x", "", OLD)
    assert resolved(definition(multus=image), {}, ACCESS) == {("gke", "multus"): image}


def test_a_tag_that_is_not_there_is_told(registry):
    push(registry, "digests/four", "v1")
    image = Image(f"{registry.host}/digests/four", "v9")
    with pytest.raises(InputError, match="digests/four:v9"):
        resolved(definition(multus=image), {}, ACCESS)


def test_a_registry_that_is_away_is_told():
    with pytest.raises(ToolError, match="127.0.0.1:1"):
        resolved(definition(multus=Image("127.0.0.1:1/x", "v1")), {}, ACCESS)


def test_a_digest_that_is_wished_is_that_of_its_tag(registry):
    digest = push(registry, "digests/five", "v2")
    old = Image(f"{registry.host}/digests/five", "v1")
    wanted = {("gke", "multus"): Image(old.repository, "v2", OLD)}
    with pytest.raises(RefusedError) as caught:
        resolved(definition(multus=old), wanted, ACCESS)
    assert f"has moved: it was {OLD} and is {digest}" in str(caught.value)
