"""What the documents show of a release runs as it stands, against a registry, gpg and Helm that are real."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import yaml

from tests.registry.servers import Registry
from tests.release import manifests

ROOT = Path(__file__).resolve().parents[2]
SIGNER = "releases@example.com"
DIGEST = "sha256:" + "1" * 64


@pytest.fixture
def gpg_home():
    """Make a home of gpg with a key; its path is short, for the socket of the agent is in it."""
    if shutil.which("gpg") is None:
        pytest.skip("gpg is absent")
    home = Path(tempfile.mkdtemp(prefix="gpg-"))
    argv = [
        "gpg",
        "--homedir",
        str(home),
        "--batch",
        "--quiet",
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        "",
    ]
    subprocess.run([*argv, "--quick-gen-key", f"Releases <{SIGNER}>", "rsa2048", "sign", "never"], check=True)
    yield home
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def environment(tmp_path: Path, gpg_home: Path, helm4: Path) -> dict[str, str]:
    """Put chartgen and helm on PATH, and nothing of whoever runs the tests into the home."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "chartgen").write_text(f'#!/bin/sh\nexec {sys.executable} -m chartgen "$@"\n')
    (programs / "chartgen").chmod(0o755)
    (programs / "helm").symlink_to(helm4)
    who = {
        f"GIT_{role}_{field}": "t@example.com"
        for role in ("AUTHOR", "COMMITTER")
        for field in ("NAME", "EMAIL")
    }
    return {
        **os.environ,
        **who,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "GNUPGHOME": str(gpg_home),
    }


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def newer_manifest() -> str:
    objects = manifests.with_images(
        manifests.objects(),
        multus=f"gcr.io/gke-release/multus-cni:v4.2.2-gke.1@{DIGEST}",
        whereabouts=f"gcr.io/gke-release/whereabouts:v0.7.0-gke.4@{DIGEST}",
    )
    return manifests.text(objects)


def test_the_session_of_the_documentation(
    tmp_path: Path, tls_registry: Registry, environment: dict[str, str]
):
    text = (ROOT / "docs/release.md").read_text("utf-8")
    (block,) = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    commands = [line.removeprefix("$ ") for line in block.splitlines()]
    assert len(commands) == 11
    assert all(line.startswith("$ ") for line in block.splitlines())
    folder = tmp_path / "project"
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    (folder / "newer.yaml").write_text(newer_manifest())
    environment["SSL_CERT_FILE"] = str(tls_registry.ca_file)
    out = {}
    for command in commands:
        out[command.split()[1]] = run(
            command.replace("registry.example.com", tls_registry.host), folder, environment
        )
    assert "acme-networks 0.1.0 → 0.1.1" in out["bump"]
    chart = yaml.safe_load((folder / "charts/acme-networks/Chart.yaml").read_text())
    assert (chart["version"], chart["appVersion"]) == ("0.1.1", "4.2.2-gke.1")
    # What Helm pulled is what was packed.
    pulled, packed = (folder / path / "acme-networks-0.1.1.tgz" for path in (".", "dist"))
    assert pulled.read_bytes() == packed.read_bytes()
    assert "v4.2.2-gke.1" in out["install"]


def test_the_workflow_runs_on_any_machine(
    tmp_path: Path, tls_registry: Registry, environment: dict[str, str]
):
    """Each step but those of GitHub runs; a run that is repeated after one that failed completes the release."""
    workflow = yaml.safe_load((ROOT / "docs/examples/release.yaml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    steps = job["steps"]
    assert workflow["permissions"] == {}
    # The secrets are those of an environment, whose rules say which branches may release.
    assert job["environment"]
    for step in steps:
        assert (
            re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"])
            if "uses" in step
            else "chartgen" in step["run"] or step["name"] == "Commit"
        )
        assert "${{" not in step.get("run", "")
    origin, folder, runner = tmp_path / "origin.git", tmp_path / "project", tmp_path / "runner"
    runner.mkdir()
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(origin)], check=True)
    run(f"git clone --quiet {origin} {folder} 2>&1", tmp_path, environment)
    run("chartgen init . --name acme-net && chartgen generate", folder, environment)
    run(f"gpg --export {SIGNER} > keyring.gpg", folder, environment)
    (folder / ".gitignore").write_text("dist/\n")
    (folder / "newer.yaml").write_text(newer_manifest())
    run("git add . && git commit -qm first && git push -q origin HEAD", folder, environment)
    github_env = runner / "env"
    environment |= {
        "SSL_CERT_FILE": str(tls_registry.ca_file),
        "CHART": "acme-net",
        "REGISTRY": tls_registry.reference("workflow"),
        "SIGNER": SIGNER,
        "GITHUB_ENV": str(github_env),
        "GITHUB_ACTOR": "somebody",
        "RUNNER_TEMP": str(runner),
        "MANIFEST": "newer.yaml",
        "SIGNING_KEY": run(f"gpg --armor --export-secret-keys {SIGNER}", folder, environment),
        "PASSPHRASE": "none",
        "TOKEN": "token",
    }
    first = run("git rev-parse HEAD", folder, environment).strip()
    commands = [step["run"] for step in steps if "run" in step and step["name"] != "Install"]
    # What fails is the step after the second, after the fourth, and none.
    for done in (2, 4, 5):
        shutil.rmtree(folder)
        run(f"git clone --quiet {origin} {folder}", tmp_path, environment)
        # Without a name GitHub gives a repeated run the commit that the first one began with.
        if steps[0]["with"].get("ref") != "${{ github.ref }}":
            run(f"git reset --quiet --hard {first}", folder, environment)
        github_env.write_text("")
        for command in commands[:done]:
            run(command, folder, environment)
            environment |= dict(line.split("=", 1) for line in github_env.read_text().splitlines())
        assert environment["TAG"] == "acme-net-0.1.1"
    assert len(commands) == done
    assert list(runner.iterdir()) == [github_env]
    tags = run("git ls-remote --tags origin", folder, environment)
    assert tags.endswith("refs/tags/acme-net-0.1.1\n")
