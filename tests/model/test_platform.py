"""What holds for every platform."""

import re

import jsonschema
import pytest

from chartgen.model.catalogue import load

CATALOGUE = load()
VALUES = {value.path: value for value in CATALOGUE.values}
COMPONENTS = {component.name for component in CATALOGUE.components}
every_platform = pytest.mark.parametrize("platform", CATALOGUE.platforms, ids=lambda found: found.name)


def test_the_eight_platforms() -> None:
    names = [platform.name for platform in CATALOGUE.platforms]
    assert names == ["eks", "generic", "gke", "k3s", "microk8s", "openshift", "rke2", "talos"]


@every_platform
def test_it_stands_in_a_module_of_its_name_and_says_where_its_facts_are_from(platform) -> None:
    assert re.fullmatch("[a-z][a-z0-9]*", platform.name)
    assert platform.title
    assert platform.facts
    assert platform.status in ("from sources only", "proven in the lab")
    assert set(platform.components) <= COMPONENTS


@every_platform
def test_its_defaults_fill_values_that_are_empty(platform) -> None:
    for path, default in platform.defaults.items():
        assert VALUES[path].default == "", path
        # Without a kubeconfig of the kubelet Multus gets a token.
        assert default or path == "multus.kubeconfig", path


@every_platform
def test_a_value_that_means_the_platforms_has_a_default_there(platform) -> None:
    meant = {
        path for path, value in VALUES.items()
        if "Empty means the platform's" in value.doc and ".image." not in path
    }  # fmt: skip
    assert meant == {*platform.defaults, "daemonset.affinity"}


@every_platform
def test_its_defaults_satisfy_the_values_schema(platform) -> None:
    for path, default in platform.defaults.items():
        jsonschema.Draft7Validator(dict(VALUES[path].schema)).validate(default)


def test_marks_tell_platforms_apart() -> None:
    marks = [platform.mark for platform in CATALOGUE.platforms if platform.mark]
    assert len(marks) == 4
    assert not [(one, two) for one in marks for two in marks if one != two and one in two]
    assert [platform.name for platform in CATALOGUE.platforms if platform.api] == ["openshift"]
