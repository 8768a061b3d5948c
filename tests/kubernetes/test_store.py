import json
import re
from pathlib import Path

import pytest

from chartgen.core.errors import ToolError, UsageError
from chartgen.kubernetes import store


def test_the_committed_list_is_that_of_the_installed_schemas():
    folder = store.schema_folder(store.newest()).parent
    full = [
        match[1] for path in folder.iterdir() if (match := re.fullmatch(r"v(.+)-local-strict", path.name))
    ]
    by_number = sorted(full, key=lambda text: tuple(map(int, text.split("."))))
    assert store.versions() == tuple(text.rsplit(".", 1)[0] for text in by_number)
    assert store.newest() == by_number[-1]


@pytest.mark.parametrize(
    ("given", "minor"),
    [("1.28", "1.28"), ("v1.30.4", "1.30"), ("1.30.4-gke.100", "1.30"), ("1.37.0+k3s1", "1.37")],
)
def test_a_version_is_reduced_to_its_minor(given, minor):
    assert store.minor_of(given) == minor


@pytest.mark.parametrize(
    "given", ["", "banana", "1", "1.2.3.4 ", "1.99", "1.37\n", "2.0", "../1.37", "1.3\uff17"]
)
def test_another_version_is_refused_with_the_known_ones(given):
    with pytest.raises(UsageError) as caught:
        store.minor_of(given)
    assert caught.value.where == "--kube-version"
    assert "1.25 to 1.37" in caught.value.hint


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("apps/v1", "DaemonSet"),
        ("v1", "Pod"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole"),
        ("batch/v1", "Job"),
    ],
)
@pytest.mark.parametrize("version", ["1.28", store.newest()])
def test_a_schema_holds_all_that_it_refers_to_and_is_made_once(version, api_version, kind):
    schema = store.schema_for(version, api_version, kind)
    assert schema is store.schema_for(f"v{version}", api_version, kind)
    used = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema)))
    assert used == set(schema["$defs"])


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("apps/v2", "DaemonSet"),
        ("apps.example.com/v1", "DaemonSet"),
        ("v1", "daemonset"),
        ("v1", "Container"),
        ("", ""),
        ("../v1", "../../Pod"),
    ],
)
def test_a_kind_that_kubernetes_does_not_serve_has_no_schema(api_version, kind):
    assert store.schema_for("1.37", api_version, kind) is None


def test_kinds_come_and_go_with_versions():
    policy = "admissionregistration.k8s.io/v1"
    assert store.schema_for("1.28", policy, "ValidatingAdmissionPolicy") is None
    assert store.schema_for("1.37", policy, "ValidatingAdmissionPolicy")


def test_every_definition_of_every_version_can_be_bundled():
    for version in (store.versions()[0], store.versions()[-1]):
        for name in store._definitions(version):
            assert store._bundle(version, name)["$ref"].endswith(name)


def test_versions_are_known_without_the_extra_but_schemas_are_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(store, "find_spec", lambda _name: None)
    store._known.cache_clear()
    assert store.newest().startswith(store.versions()[-1])
    with pytest.raises(ToolError) as caught:
        store.schema_folder("1.37")
    assert caught.value.hint == "pip install 'chartgen[kubernetes]'"


def test_an_incomplete_installation_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    class Spec:
        submodule_search_locations = (str(tmp_path),)

    monkeypatch.setattr(store, "find_spec", lambda _name: Spec)
    with pytest.raises(ToolError):
        store.schema_folder("1.37")
