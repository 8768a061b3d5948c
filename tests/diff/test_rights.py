import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.diff.rights import changes
from tests.diff.objects import made

ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: a}}\nrules: {rules}\n"
BINDING = "apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: a, namespace: x}}\nroleRef: {{kind: Role, name: r}}\nsubjects: {subjects}\n"


def rule(groups, resources, verbs, names=None):
    return {
        "apiGroups": groups,
        "resources": resources,
        "verbs": verbs,
        **({"resourceNames": names} if names else {}),
    }


def roles(old, new, kind="ClusterRole"):
    pair = [made(ROLE.format(kind=kind, rules=rules)) if rules is not None else None for rules in (old, new)]
    return [f"{each.part} {each.kind} {each.message}" for each in changes(*pair)]


GET = rule([""], ["pods"], ["get"])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([GET], [GET], []),
        ([GET], [rule([""], ["pods"], ["get", "list"])], ["minor rbac-widened allows more: pods: list"]),
        ([rule([""], ["pods"], ["get", "list"])], [GET], ["patch rbac-narrowed allows less: pods: list"]),
        ([GET], [rule([""], ["nodes"], ["get"])], ["minor rbac-widened allows more: nodes: get", "patch rbac-narrowed allows less: pods: get"]),
        ([GET], [rule(["apps"], ["pods"], ["get"])], ["minor rbac-widened allows more: pods.apps: get", "patch rbac-narrowed allows less: pods: get"]),
        # the same rights in other words
        ([rule([""], ["pods", "nodes"], ["get"])], [rule([""], ["nodes"], ["get"]), GET], []),
        ([rule(["*"], ["*"], ["*"])], [rule(["*"], ["*"], ["*"]), GET], []),
        # wildcards
        ([rule([""], ["*"], ["get"])], [GET], ["patch rbac-narrowed allows less: *: get"]),
        ([GET], [rule([""], ["*"], ["get"])], ["minor rbac-widened allows more: *: get"]),
        ([rule([""], ["*/status"], ["get"])], [rule([""], ["pods/status"], ["get"])], ["patch rbac-narrowed allows less: */status: get"]),
        ([rule([""], ["pods"], ["*"])], [GET], ["patch rbac-narrowed allows less: pods: *"]),
        # names
        ([rule([""], ["secrets"], ["get"], ["a"])], [rule([""], ["secrets"], ["get"])], ["minor rbac-widened allows more: secrets: get"]),
        ([rule([""], ["secrets"], ["get"])], [rule([""], ["secrets"], ["get"], ["a"])], ["patch rbac-narrowed allows less: secrets: get"]),
        ([rule([""], ["secrets"], ["get"], ["a"])], [rule([""], ["secrets"], ["get"], ["a", "b"])], ["minor rbac-widened allows more: secrets/b: get"]),
        # paths
        ([{"nonResourceURLs": ["/metrics/*"], "verbs": ["get"]}], [{"nonResourceURLs": ["/metrics/*", "/metrics/a"], "verbs": ["get"]}], []),
        ([{"nonResourceURLs": ["/metrics"], "verbs": ["get"]}], [{"nonResourceURLs": ["/metrics", "/healthz"], "verbs": ["get"]}], ["minor rbac-widened allows more: /healthz: get"]),
        ([rule(["*"], ["*"], ["*"])], [rule(["*"], ["*"], ["*"]), {"nonResourceURLs": ["/healthz"], "verbs": ["get"]}], ["minor rbac-widened allows more: /healthz: get"]),
        # roles that come and go
        (None, [GET], ["minor rbac-widened allows more: pods: get"]),
        ([GET], None, ["patch rbac-narrowed allows less: pods: get"]),
        (None, [], []),
        ([GET], "nonsense", ["patch rbac-narrowed allows less: pods: get"]),
    ],
)  # fmt: skip
def test_roles(old, new, expected):
    assert roles(old, new) == expected


def test_long_lists_are_cut():
    more = [rule([""], [f"r{number}" for number in range(9)], ["get"])]
    assert roles([], more)[0].endswith("r5: get; and 3 more")


def test_bindings():
    one, other = ({"kind": "ServiceAccount", "name": name} for name in "ab")
    pair = [
        made(BINDING.format(kind="RoleBinding", subjects=some))
        for some in ([one], [one, {**other, "namespace": "y"}])
    ]
    assert [(each.kind, each.message) for each in changes(*pair)] == [
        ("rbac-widened", "allows more (Role r): ServiceAccount y/b")
    ]
    assert [each.kind for each in changes(pair[1], pair[0])] == ["rbac-narrowed"]
    same = made(BINDING.format(kind="RoleBinding", subjects=[{**one, "namespace": "x"}]))
    assert [*changes(pair[0], same)] == []


def test_others_have_no_rights():
    config = made(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nrules: [{verbs: [get], resources: [a]}]\n"
    )
    assert [*changes(None, config)] == [*changes(None, None)] == []


RULES = st.lists(
    st.builds(
        rule,
        st.lists(st.sampled_from(["", "apps", "*"]), min_size=1, max_size=2, unique=True),
        st.lists(
            st.sampled_from(["pods", "nodes", "*", "pods/status", "*/status"]),
            min_size=1,
            max_size=2,
            unique=True,
        ),
        st.lists(st.sampled_from(["get", "list", "*"]), min_size=1, max_size=2, unique=True),
    ),
    max_size=3,
)


@given(RULES, RULES)
def test_more_rules_never_allow_less(some, more):
    assert not any("narrowed" in line for line in roles(some, [*some, *more]))
    assert roles([*some, *more], [*more, *some]) == []


def test_a_label_by_which_other_roles_take_up_the_rights():
    plain = ROLE.format(kind="ClusterRole", rules=[GET])
    label = "{name: a, labels: {rbac.authorization.k8s.io/aggregate-to-edit: 'true'}}"
    labelled = plain.replace("{name: a}", label)
    found = [
        [f"{each.part} {each.kind} {each.message}" for each in changes(made(one), made(other))]
        for one, other in ((plain, labelled), (labelled, plain), (labelled, labelled))
    ]
    assert found == [
        ["minor rbac-widened allows more: what the ClusterRole edit gives"],
        ["patch rbac-narrowed allows less: what the ClusterRole edit gives"],
        [],
    ]
    off = made(labelled.replace("'true'", "'false'"))
    assert [*changes(made(plain), off)] == []
