"""Kinds without a namespace."""

from chartgen.kubernetes import store
from chartgen.kubernetes.scope import CLUSTER_SCOPED


def test_kinds_without_a_namespace_are_kinds_of_kubernetes():
    known = {each.rpartition("/")[2] for each in store.api_versions(store.newest())}
    assert known >= CLUSTER_SCOPED
