import pytest

from chartgen.lint.groups import is_foreign


@pytest.mark.parametrize("group", ["", "apps", "batch", "rbac.authorization.k8s.io", "networking.k8s.io"])
def test_of_kubernetes(group):
    assert not is_foreign(group)


@pytest.mark.parametrize("group", ["cert-manager.io", "k8s.cni.cncf.io", "monitoring.coreos.com"])
def test_of_an_operator(group):
    assert is_foreign(group)
