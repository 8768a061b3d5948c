"""Names and labels as the API server takes them."""

import pytest

from chartgen.core.finding import Severity
from chartgen.lint import names
from chartgen.lint.objects import Object
from chartgen.validate.manifest_file import read_manifests

RBAC = "rbac.authorization.k8s.io/v1"


def an_object(kind: str, api_version: str = "v1", spec: str = "{}") -> Object:
    text = f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n"
    return Object(read_manifests(text, file="m.yaml")[0])


@pytest.mark.parametrize(
    ("kind", "api_version", "good", "bad"),
    [
        ("ConfigMap", "v1", ["a", "1", "a.b-c.9"], ["", "A", "a_b", "-a", "a-", "a..b", ".a", "a\n", "ä"]),
        ("Service", "v1", ["a", "a-1", "1a"], ["a.b", "A", "a-"]),
        ("Namespace", "v1", ["a", "1-a"], ["a.b", "A"]),
        ("Role", RBAC, ["system:a", "A b", "a_b", "...", "a" * 300], [".", "..", "a/b", "a%b"]),
    ],
)
def test_the_form_of_a_name(kind, api_version, good, bad):
    each = an_object(kind, api_version)
    assert [name for name in good if names.name_problem(each, name)] == []
    assert [name for name in bad if not names.name_problem(each, name)] == []


@pytest.mark.parametrize(
    ("kind", "spec", "good"),
    [
        ("CustomResourceDefinition", "{group: a.b, names: {plural: cs}}", "cs.a.b"),
        ("APIService", "{group: a.b, version: v1}", "v1.a.b"),
        # Without what the name is made of, any will do.
        ("CustomResourceDefinition", "{group: 1, names: [plural]}", "x"),
        ("APIService", "text", "x"),
    ],
)
def test_some_names_follow_from_the_object(kind, spec, good):
    each = an_object(kind, "v1", spec)
    assert names.name_problem(each, good) == ""
    assert bool(names.name_problem(each, "x")) == (good != "x")


@pytest.mark.parametrize(
    ("kind", "limit", "severity"),
    [
        ("ConfigMap", 253, Severity.ERROR),
        ("Deployment", 253, Severity.ERROR),
        ("Service", 63, Severity.ERROR),
        ("Namespace", 63, Severity.ERROR),
        ("Job", 63, Severity.ERROR),
        ("CronJob", 52, Severity.ERROR),
        ("StatefulSet", 52, Severity.WARNING),
    ],
)
def test_how_long_a_name_may_be(kind, limit, severity):
    each = an_object(kind)
    assert names.length_problem(each, "a" * limit) is None
    message, found = names.length_problem(each, "a" * (limit + 1))
    assert f"{limit + 1} characters of at most {limit}" in message
    assert found is severity


def test_names_of_roles_have_no_limit():
    assert names.length_problem(an_object("ClusterRole", RBAC), "a" * 1000) is None


@pytest.mark.parametrize(
    ("name", "is_good"), [("a", True), ("a" * 63, True), ("a" * 64, False), ("a.b", False)]
)
def test_a_namespace_is_a_label(name, is_good):
    assert (names.namespace_problem(name) == "") == is_good


@pytest.mark.parametrize(
    ("key", "of_label", "of_annotation"),
    [
        ("a", True, True),
        ("A_b.c-1", True, True),
        ("example.com/a", True, True),
        ("Example.com/a", False, True),
        ("a/b/c", False, False),
        ("/a", False, False),
        ("a b", False, False),
        ("", False, False),
        ("a" * 63, True, True),
        ("a" * 64, False, False),
        ("a" * 253 + "/a", True, True),
        ("a" * 254 + "/a", False, False),
    ],
)
def test_keys(key, of_label, of_annotation):
    assert (names.label_key_problem(key) == "") == of_label
    assert (names.label_key_problem(key, is_annotation=True) == "") == of_annotation


@pytest.mark.parametrize(
    ("value", "is_good"),
    [
        ("", True),
        ("A_b.c-1", True),
        ("a" * 63, True),
        ("a" * 64, False),
        ("a+b", False),
        ("-a", False),
        ("a.", False),
    ],
)
def test_values_of_labels(value, is_good):
    assert (names.label_value_problem(value) == "") == is_good
