"""What holds for every profile."""

import pytest

from chartgen.model.catalogue import load
from chartgen.model.profile import NODE_PODS, NODES

CATALOGUE = load()
VERBS = {"get", "list", "watch", "create", "update", "patch", "delete", "use"}
every_profile = pytest.mark.parametrize("profile", CATALOGUE.profiles, ids=lambda found: found.name)


def rules(profile):
    return [rule for role in profile.roles for rule in role.rules]


@every_profile
def test_it_says_where_its_facts_are_from(profile) -> None:
    assert profile.facts


@every_profile
def test_the_node_is_written_last_and_by_one_step(profile) -> None:
    writers = [container.name for container in profile.init_containers if container.writes_node]
    assert writers == ["activate"]
    after = profile.init_containers[
        [container.name for container in profile.init_containers].index("activate") + 1 :
    ]
    assert [container.when for container in after] == ["startupTaint"] * len(after)


@every_profile
def test_an_agent_stays_whatever_is_off(profile) -> None:
    assert "agent" in [container.name for container in profile.containers if container.flag == "node"]


@every_profile
def test_every_right_is_named(profile) -> None:
    accounts = {NODES, NODE_PODS, *(deployment.name for deployment in profile.deployments)}
    assert {role.account for role in profile.roles} <= accounts
    for rule in rules(profile):
        assert set(rule.verbs) <= VERBS
        assert rule.resources
        assert not {"*", "secrets"} & {rule.api_group, *rule.resources}


@every_profile
def test_rights_of_the_leader_election_are_for_one_lease_where_the_pools_are(profile) -> None:
    for rule in rules(profile):
        if "leases" in rule.resources:
            assert rule.pools
            assert set(rule.verbs) == {"create"} or rule.resource_names == ("whereabouts",)


@every_profile
def test_writing_pools_and_reservations_is_a_matter_of_their_namespace(profile) -> None:
    for rule in rules(profile):
        if rule.api_group == "whereabouts.cni.cncf.io" and not set(rule.verbs) <= {"get", "list", "watch"}:
            assert rule.pools, rule
