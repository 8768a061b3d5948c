import pytest

from chartgen.lint.bindings import Grant, Right, Subject, granted, grants, subjects
from chartgen.lint.objects import Object, Release
from chartgen.lint.versions import kubernetes
from chartgen.validate.manifest_file import read_manifests

OBJECTS = """
kind: ClusterRole
metadata: {name: reader}
rules:
  - {apiGroups: [""], resources: [pods], verbs: [get, list]}
---
kind: Role
metadata: {name: reader, namespace: net}
rules:
  - {apiGroups: [apps], resources: ['*'], verbs: ['*']}
---
kind: ClusterRoleBinding
metadata: {name: all}
roleRef: {kind: ClusterRole, name: reader}
subjects:
  - {kind: Group, name: system:nodes}
  - {kind: ServiceAccount, name: a, namespace: net}
---
kind: RoleBinding
metadata: {name: one, namespace: net}
roleRef: {kind: Role, name: reader}
subjects:
  - {kind: ServiceAccount, name: a}
---
kind: RoleBinding
metadata: {name: outside, namespace: other}
roleRef: {kind: Role, name: reader}
subjects:
  - {kind: ServiceAccount, name: b}
"""


@pytest.fixture(scope="module")
def release():
    objects = [Object(each) for each in read_manifests(OBJECTS, file="a.yaml")]
    return Release("", kubernetes("1.37.0", []), objects)


def test_subjects(release):
    a = Subject("ServiceAccount", "net", "a")
    assert subjects(release, release.objects[0]) == [Subject("Group", "", "system:nodes"), a]
    assert subjects(release, release.objects[1]) == [a]
    assert a.label == "ServiceAccount net/a"
    assert Subject("Group", "", "g").label == "Group g"


def test_what_an_account_is_allowed(release):
    found = granted(release, [Subject("ServiceAccount", "net", "a")])
    assert found is not None
    assert [each.role.kind for each in found] == ["ClusterRole", "Role"]
    assert any(each.allows(Right("", "pods", "get")) for each in found)
    assert any(each.allows(Right("apps", "deployments", "delete")) for each in found)
    assert not any(each.allows(Right("", "pods", "delete")) for each in found)
    assert not any(each.allows(Right("", "nodes", "get")) for each in found)


def test_a_role_that_is_not_here_may_allow_anything(release):
    assert granted(release, [Subject("ServiceAccount", "other", "b")]) is None
    assert granted(release, [Subject("ServiceAccount", "net", "c")]) == []


def test_odd_rules():
    (role,) = read_manifests("kind: Role\nrules: [1, {verbs: get, resources: [1]}]", file="a.yaml")
    (grant,) = grants(Object(role))
    assert grant == Grant(grant.role, ("rules", 1), {"verbs": "get", "resources": [1]})
    assert grant.texts("verbs") == grant.texts("resources") == []


def test_a_role_that_others_fill_may_allow_anything():
    text = """
kind: ClusterRole
metadata: {name: all}
aggregationRule: {clusterRoleSelectors: []}
rules: []
---
kind: ClusterRoleBinding
metadata: {name: all}
roleRef: {kind: ClusterRole, name: all}
subjects: [{kind: Group, name: g}]
"""
    objects = [Object(each) for each in read_manifests(text, file="a.yaml")]
    assert granted(Release("", kubernetes("1.37.0", []), objects), [Subject("Group", "", "g")]) is None
