from dataclasses import replace

import jsonschema
import pytest

from chartgen.model import catalogue
from chartgen.model.catalogue import Catalogue, load
from chartgen.model.container import Container, Deployment
from chartgen.model.platform import Platform
from chartgen.model.value import UNSET, tree

CATALOGUE = load()
GKE = next(platform for platform in CATALOGUE.platforms if platform.name == "gke")


def test_components_come_in_the_order_of_the_values_and_platforms_by_name() -> None:
    names = [component.name for component in CATALOGUE.components]
    assert names[0] == "chart"
    assert len(set(names)) == len(names)
    assert [platform.name for platform in CATALOGUE.platforms] == sorted(
        platform.name for platform in CATALOGUE.platforms
    )
    assert "gke" in {platform.name for platform in CATALOGUE.platforms}


def test_values_are_those_of_the_components() -> None:
    assert CATALOGUE.values == tuple(value for part in CATALOGUE.components for value in part.values)
    assert tree(CATALOGUE.values)["multus"]["image"]["tag"].default == ""


def test_every_value_is_documented_in_sentences() -> None:
    bad = [value.path for value in CATALOGUE.values if not value.doc.endswith(".") or value.doc[0].islower()]
    assert bad == []


def test_no_default_is_null() -> None:
    assert [value.path for value in CATALOGUE.values if value.default is None] == []


def test_defaults_and_examples_satisfy_their_schema() -> None:
    for value in CATALOGUE.values:
        validator = jsonschema.Draft7Validator(dict(value.schema))
        given = [*value.examples, *([] if value.default is UNSET else [value.default])]
        assert all(validator.is_valid(one) for one in given), value.path


def test_a_value_without_default_has_an_example() -> None:
    assert [value.path for value in CATALOGUE.values if value.default is UNSET and not value.examples] == []


def container(name: str, **more) -> Container:
    return Container(name, "multus", "multus.resources", **more)


def platform(name: str, profile: str, *containers: Container, **more) -> Platform:
    parts = {"init_containers": (), "deployments": (), "containers": containers, **more}
    return replace(GKE, name=name, profile=replace(GKE.profile, name=profile, **parts))


def test_things_that_profiles_share_come_once() -> None:
    deployment = Deployment("d", "multus", "multus", "1.0.0", "multus", (container("inner"),))
    one = platform("one", "first", container("a"), deployments=(deployment,))
    two = platform("two", "second", container("a"), container("b"), deployments=(deployment,))
    shared = Catalogue((), (one, two, replace(one, name="three")))
    assert [found.name for found in shared.profiles] == ["first", "second"]
    assert [found.name for found in shared.containers] == ["a", "inner", "b"]
    assert shared.deployments == (deployment,)
    assert [role.name for role in shared.roles] == [role.name for role in GKE.profile.roles]


def test_different_containers_of_one_name_are_refused() -> None:
    clash = Catalogue(
        (), (platform("one", "first", container("a")), platform("two", "second", container("a", user=1)))
    )
    with pytest.raises(ValueError, match="different things called a"):
        _ = clash.containers


def test_two_platforms_of_one_name_are_refused(monkeypatch) -> None:
    twice = [*catalogue.pkgutil.iter_modules(catalogue.platform_modules.__path__)] * 2
    monkeypatch.setattr(catalogue.pkgutil, "iter_modules", lambda _path: twice)
    with pytest.raises(ValueError, match="two platforms have the same name"):
        load()
