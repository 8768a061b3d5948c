"""What holds for every platform."""

import re

import pytest

from chartgen.model.catalogue import load
from chartgen.model.platform import NODES, SERVICE_ACCOUNT

CATALOGUE = load()
VALUES = {value.path: value for value in CATALOGUE.values}
COMPONENTS = {component.name for component in CATALOGUE.components}
VERBS = {"get", "list", "watch", "create", "update", "patch", "delete"}
every_platform = pytest.mark.parametrize("platform", CATALOGUE.platforms, ids=lambda found: found.name)


@every_platform
def test_it_stands_in_a_module_of_its_name_and_says_where_its_facts_are_from(platform) -> None:
    assert re.fullmatch("[a-z][a-z0-9]*", platform.name)
    assert platform.title
    assert platform.facts
    assert set(platform.components) <= COMPONENTS


@every_platform
def test_its_defaults_fill_values_that_are_empty(platform) -> None:
    for path, default in platform.defaults.items():
        assert VALUES[path].default == "", path
        assert default, path


@every_platform
def test_a_value_that_means_the_platforms_has_a_default_there(platform) -> None:
    meant = {
        path for path, value in VALUES.items()
        if value.doc.endswith("Empty means the platform's.") and ".image." not in path
    }  # fmt: skip
    assert meant
    assert meant == set(platform.defaults)


@every_platform
def test_a_host_path_comes_from_a_default(platform) -> None:
    for volume in platform.volumes.values():
        assert volume.value in platform.defaults


@every_platform
def test_every_right_is_named(platform) -> None:
    assert set(platform.roles) <= set(platform.components)
    for role in platform.roles.values():
        assert role.subject in (NODES, SERVICE_ACCOUNT)
        for rule in role.rules:
            assert set(rule.verbs) <= VERBS
            assert rule.resources
            assert not {"*", "secrets"} & {rule.api_group, *rule.resources}


@every_platform
def test_rights_of_the_leader_election_are_for_one_lease(platform) -> None:
    for role in platform.roles.values():
        for rule in role.rules:
            if "leases" in rule.resources and set(rule.verbs) != {"create"}:
                assert rule.resource_names, rule


@every_platform
def test_no_combination_of_components_leaves_a_pod_without_container(platform) -> None:
    for off in platform.components:
        running = [
            container for container in platform.containers
            if container.component != off and container.stands_in_for in ("", off)
        ]  # fmt: skip
        assert running, f"without {off}"
