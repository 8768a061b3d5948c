"""What the command line and the environment say about registries; charts of a registry in each verb."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from chartgen.cli import options
from chartgen.cli.access import access
from chartgen.registry.access import Access
from tests.cli.conftest import ROOT
from tests.registry.answers import Answer, by_path, serving

NOTHING = {"registry_config": None, "ca_file": None, "plain_http": False}
CHART = ROOT / "charts/multus-ipvlan"
VALUES = CHART / "ci/06-everything-values.yaml"
VARIABLES = (
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "DOCKER_CONFIG",
    "SSL_CERT_FILE",
    "REQUEST_METHOD",
)


@pytest.fixture(autouse=True)
def _environment(monkeypatch, tmp_path):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def test_the_options():
    @click.command()
    @options.registry
    def command(**given: object) -> None:
        click.echo(repr(access(given)))

    done = CliRunner().invoke(command, ["--registry-config", "a", "--ca-file", "b", "--plain-http"])
    assert done.output.strip() == repr(Access(Path("a"), Path("b"), plain_http=True))
    assert CliRunner().invoke(command, []).output.strip() == repr(Access())


def test_where_credentials_are(monkeypatch, tmp_path):
    home, other = tmp_path / "home/.docker/config.json", tmp_path / "other/config.json"
    assert access(NOTHING).docker_config is None
    for path in (home, other):
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    assert access(NOTHING).docker_config == home
    monkeypatch.setenv("DOCKER_CONFIG", str(other.parent))
    assert access(NOTHING).docker_config == other
    assert access({**NOTHING, "registry_config": "named"}).docker_config == Path("named")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "none"))
    assert access(NOTHING).docker_config is None


def test_a_home_that_cannot_be_entered(monkeypatch):
    # root may enter each, but not one of this name.
    monkeypatch.setenv("HOME", "/" + "x" * 5000)
    assert access(NOTHING).docker_config is None


def test_certificates(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "of the environment")
    assert access(NOTHING).ca_file == Path("of the environment")
    assert access({**NOTHING, "ca_file": "given"}).ca_file == Path("given")


@pytest.mark.parametrize(
    ("environment", "proxies", "no_proxy"),
    [
        ({}, {}, ""),
        ({"HTTPS_PROXY": "a", "no_proxy": "x"}, {"https": "a"}, "x"),
        ({"https_proxy": "a", "HTTPS_PROXY": "b", "NO_PROXY": "x"}, {"https": "a"}, "x"),
        ({"ALL_PROXY": "a", "http_proxy": "b"}, {"http": "b", "https": "a"}, ""),
        ({"HTTP_PROXY": "a"}, {"http": "a"}, ""),
        ({"HTTP_PROXY": "a", "REQUEST_METHOD": "GET"}, {}, ""),
        ({"http_proxy": "a", "REQUEST_METHOD": "GET"}, {"http": "a"}, ""),
    ],
)
def test_proxies(monkeypatch, environment, proxies, no_proxy):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = access(NOTHING)
    assert (dict(found.proxies), found.no_proxy) == (proxies, no_proxy)


@pytest.fixture
def pushed(registry, helm4, tmp_path):
    """Push the chart of this project by Helm."""
    subprocess.run([helm4, "package", CHART, "-d", tmp_path], check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tgz")
    push = [helm4, "push", archive, registry.reference("charts"), "--plain-http"]
    subprocess.run(push, check=True, capture_output=True)
    return registry.reference("charts/multus-ipvlan"), archive


def test_a_chart_of_a_registry_renders_as_its_folder(run, pushed):
    reference, _ = pushed
    ours = run("render", reference, "--plain-http", "-f", str(VALUES), "--include-crds")
    assert (ours.code, ours.err) == (0, "")
    assert ours.out == run("render", str(CHART), "-f", str(VALUES), "--include-crds").out


def test_a_chart_of_a_repository_renders_as_its_folder(run, pushed, helm4):
    _, archive = pushed
    subprocess.run([helm4, "repo", "index", archive.parent], check=True, capture_output=True)
    files = {
        f"/r/{each.name}": Answer(body=each.read_bytes()) for each in (archive, archive.parent / "index.yaml")
    }
    with serving(by_path(files)) as served:
        ours = run("render", f"{served.url}/r#multus-ipvlan", "--plain-http", "-f", str(VALUES))
        refused = run("render", f"{served.url}/r#multus-ipvlan")
    assert ours.out == run("render", str(CHART), "-f", str(VALUES)).out
    assert refused.code == 3
    assert "hint: use https://, or allow it with --plain-http" in refused.err


def test_each_verb_takes_it(run, pushed):
    reference, _ = pushed
    values = ("-f", str(VALUES), "--plain-http")
    assert run("validate", reference, *values).out == run("validate", str(CHART), "-f", str(VALUES)).out
    assert run("networks", reference, *values).out == run("networks", str(CHART), "-f", str(VALUES)).out
    result = run("lint", reference, "--rule", "values-undeclared", "--plain-http", "--format", "json")
    report = json.loads(result.out)
    assert [each.rpartition(":")[0] for each in report["summary"]["inputs"]] == [reference]


def test_findings_stand_in_the_reference(lint, registry, helm4, demo):
    subprocess.run([helm4, "package", demo / "demo", "-d", demo], check=True, capture_output=True)
    push = [helm4, "push", demo / "demo-1.2.3.tgz", registry.reference("charts"), "--plain-http"]
    subprocess.run(push, check=True, capture_output=True)
    reference = registry.reference("charts/demo")
    result = lint(reference, "--set", "volumes={a}", "--plain-http")
    assert result.out.startswith(f"{reference}:1.2.3/templates/pod.yaml:12:7: warning: ")
    for name in ("junit", "json"):
        assert (
            f"{reference}:1.2.3"
            in lint(reference, "--set", "volumes={a}", "--plain-http", "--format", name).out
        )
    baseline = ("--write-baseline", "known.json", "--plain-http", "--set", "volumes={a}")
    assert lint(reference, *baseline).code == 0
    again = ("--baseline", "known.json", "--plain-http", "--set", "volumes={a}")
    assert lint(reference, *again).out == lint(reference, *baseline).out
    refused = lint(reference, "--fix", "--plain-http")
    assert refused.code == 2


@pytest.mark.parametrize("name", ["oci://127.0.0.1:1/c.yaml", "https://127.0.0.1:1/charts#c.json:1.0.yaml"])
def test_names_that_look_like_manifests(run, name):
    for verb in (("render",), ("validate",), ("validate", "--each"), ("networks",), ("lint",)):
        result = run(*verb, name)
        assert result.code == 4
        assert "no connection to 127.0.0.1:1" in result.err


def test_manifests_come_from_no_registry(run, tmp_path):
    (tmp_path / "a.yaml").touch()
    for verb in (("lint",), ("validate", "--manifests")):
        result = run(*verb, "a.yaml", "--ca-file", "x")
        assert result.code == 2
        assert "--ca-file" in result.err


def test_credentials_of_the_environment(run, htpasswd_registry, tmp_path):
    reference = htpasswd_registry.reference("charts/none:1.0.0")
    folder = tmp_path / "docker"
    folder.mkdir()
    shutil.copy(htpasswd_registry.docker_config, folder)
    refused = run("render", reference, "--plain-http")
    assert (refused.code, "wants credentials" in refused.err) == (4, True)
    missing = run("render", reference, "--plain-http", env={"DOCKER_CONFIG": str(folder)})
    assert (missing.code, "there is no charts/none:1.0.0 on" in missing.err) == (3, True)
    named = run("render", reference, "--plain-http", "--registry-config", f"{folder}/config.json")
    assert named.err == missing.err
    assert os.environ.get("DOCKER_CONFIG") is None


def test_secrets_are_not_shown(run):
    for name in ("oci://me:s3cret@127.0.0.1:1/c", "https://me:s3cret@127.0.0.1:1/r#c"):
        result = run("render", name)
        assert result.code == 3
        assert "a user or password" in result.err
        assert "s3cret" not in result.err


def test_a_home_that_cannot_be_looked_into(monkeypatch, tmp_path):
    """A container of another user often has the home folder of root; root itself meets other reasons."""
    monkeypatch.setenv("HOME", str(tmp_path / ("x" * 300)))
    assert access(NOTHING).docker_config is None
