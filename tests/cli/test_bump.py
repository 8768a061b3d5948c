"""`chartgen bump` on definitions, manifests, repositories and registries that are real."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema
from chartgen.core.lock import folder_lock
from tests.cli.conftest import ROOT, Run, git
from tests.release.projects import tree

SCHEMA = Schema(json.loads((data_root() / "bump.schema.json").read_text("utf-8")), file="bump.schema.json")
NEWER = "gke/multus=:v4.2.1-gke.7"


def version(folder: Path) -> str:
    return yaml.safe_load((folder / "charts/acme-net/Chart.yaml").read_text())["version"]


def as_json(result) -> dict:
    found = json.loads(result.out)
    assert SCHEMA.problems(found) == []
    return found["result"]


def test_nothing_to_do(run: Run, repository: Path):
    before = tree(repository)
    result = run("bump")
    assert (result.code, result.err) == (0, "")
    assert result.out == "acme-net 0.1.0: nothing differs from git:HEAD:charts/acme-net\n"
    assert tree(repository) == before


def test_a_newer_image(run: Run, repository: Path):
    result = run("bump", "--image", NEWER)
    assert result.code == 0, result
    assert "acme-net 0.1.0 → 0.1.1\n\npatch difference from git:HEAD:charts/acme-net\n" in result.out
    assert "Changed: The image of multus (gke) is v4.2.1-gke.7, it was v4.2.1-gke.6" in result.out
    assert result.err == (
        "warning: images/gke/multus: is no longer pinned by a digest\n"
        "  hint: --resolve-digests asks the registry for it\n"
        ".: 6 files written, 0 removed\n"
    )
    assert version(repository) == "0.1.1"
    assert run("generate", "--check").code == 0
    # Comments stay.
    assert (
        "# SemVer; `chartgen bump` raises it as what changed requires.\n"
        in (repository / "chartgen.yaml").read_text()
    )
    before = tree(repository)
    again = run("bump", "--image", NEWER)
    assert again.out == (
        "acme-net 0.1.1: the patch version that the difference from git:HEAD:charts/acme-net requires is there\n"
    )
    assert tree(repository) == before


def test_a_dry_run_shows_all_and_writes_nothing(run: Run, repository: Path):
    before = tree(repository)
    result = run("bump", "--image", NEWER, "--dry-run")
    assert result.code == 0
    for line in (
        "+++ chartgen.yaml",
        '-  version: "0.1.0"',
        '+  version: "0.1.1"',
        "+++ changelog.d/0.1.0.yaml",
        "+++ charts/acme-net/CHANGELOG.md",
        "+++ charts/acme-net/Chart.yaml",
        '+appVersion: "4.2.1-gke.7"',
    ):
        assert f"{line}\n" in result.out
    assert tree(repository) == before
    assert as_json(run("bump", "--image", NEWER, "--dry-run", "--format", "json"))["written"] is False
    assert tree(repository) == before


def test_json_says_all_of_it(run: Run, repository: Path):
    found = as_json(run("bump", "--image", NEWER, "--format", "json"))
    assert (found["previous"], found["version"], found["part"]) == ("0.1.0", "0.1.1", "patch")
    assert found["baseline"] == {"reference": "git:HEAD:charts/acme-net", "version": "0.1.0"}
    assert [each["name"] for each in found["images"]] == ["images/gke/multus"]
    assert found["notes"] == [
        {"kind": "changed", "description": "The image of multus (gke) is v4.2.1-gke.7, it was v4.2.1-gke.6"}
    ]
    assert found["written"] is True


@pytest.mark.parametrize(
    ("default", "expected"),
    [("logLevel: debug", "0.2.0"), ("nameOverride: other", "0.2.0")],
)
def test_the_difference_decides_by_itself(run: Run, repository: Path, default, expected):
    path = repository / "chartgen.yaml"
    tail = f"defaults:\n  platform: gke\n  {'multus: {' if 'log' in default else ''}{default}{'}' if 'log' in default else ''}\n"
    path.write_text(path.read_text().partition("defaults:\n")[0] + tail)
    result = run("bump")
    assert result.code == 0, result
    assert version(repository) == expected
    too_small = run("bump", "--part", "patch", "--baseline", "git:HEAD:charts/acme-net")
    assert too_small.code == 5
    assert (
        "error: --part patch: too small: the difference to 0.1.0 requires a minor version\n  - "
        in too_small.err
    )


def test_the_newest_tag_of_the_chart_is_the_baseline(run: Run, repository: Path):
    git("tag", "acme-net-0.1.0", cwd=repository)
    git("tag", "acme-net-0.0.9", cwd=repository)
    git("tag", "acme-net-next", cwd=repository)
    git("tag", "other-9.9.9", cwd=repository)
    assert run("bump", "--image", NEWER).code == 0
    git("commit", "-qam", "newer", cwd=repository)
    # The version of HEAD was never released: a further change of its size needs no other one.
    result = run("bump", "--image", "gke/whereabouts=:v0.7.0-gke.4")
    assert "patch difference from git:acme-net-0.1.0:charts/acme-net" in result.out
    assert version(repository) == "0.1.1"
    notes = (repository / "charts/acme-net/CHANGELOG.md").read_text()
    assert (
        notes.index("The image of multus") < notes.index("The image of whereabouts") < notes.index("## 0.1.0")
    )


def test_a_baseline_may_be_named(run: Run, repository: Path):
    result = run("bump", "--baseline", "charts/acme-net")
    assert result.out == "acme-net 0.1.0: nothing differs from charts/acme-net\n"
    assert run("bump", "--baseline", "nowhere").code == 3


def test_outside_of_a_repository_the_chart_on_the_disk_is_the_baseline(run: Run, project: Path):
    result = run("bump", "--image", NEWER)
    assert result.code == 0, result
    assert "patch difference from charts/acme-net" in result.out
    assert version(project) == "0.1.1"


def test_without_a_chart_there_is_nothing_to_compare_with(run: Run, project: Path):
    (project / "charts").rename(project / "elsewhere")
    result = run("bump")
    assert result.code == 3
    assert (
        "charts/acme-net: there is no chart to compare with\n  hint: run `chartgen generate` first"
        in result.err
    )


def test_from_another_folder(run: Run, repository: Path, tmp_path: Path):
    result = run("--config", str(repository / "chartgen.yaml"), "bump", "--image", NEWER, cwd=tmp_path)
    assert result.code == 0, result
    assert "from git:HEAD:charts/acme-net" in result.out
    assert version(repository) == "0.1.1"


def fragment(folder: Path, name: str, text: str) -> None:
    (folder / "changelog.d").mkdir(exist_ok=True)
    (folder / f"changelog.d/{name}.yaml").write_text(text)


def test_fragments_are_the_notes(run: Run, repository: Path):
    fragment(repository, "one", "kind: security\ndescription: Less rights\n")
    assert run("bump").code == 0
    chart = yaml.safe_load((repository / "charts/acme-net/Chart.yaml").read_text())
    assert chart["version"] == "0.1.1"
    assert chart["annotations"]["artifacthub.io/containsSecurityUpdates"] == "true"
    assert (
        "## 0.1.1\n\n- Security: Less rights.\n" in (repository / "charts/acme-net/CHANGELOG.md").read_text()
    )
    assert [path.name for path in (repository / "changelog.d").iterdir()] == ["0.1.0.yaml"]
    fragment(repository, "bad", "kind: new\ndescription: x\n")
    result = run("bump")
    assert result.code == 3
    assert 'changelog.d/bad.yaml:1:7: kind: must be one of "added"' in result.err


def test_cliffs_are_told_to_users(run: Run, repository: Path):
    result = run("bump", "--image", "gke/whereabouts=:v0.8.0-gke.1")
    assert result.code == 0, result
    assert "This breaks users; below 1.0.0 that asks for the minor part" in result.out
    assert version(repository) == "0.2.0"
    assert "kubectl apply --server-side" in (repository / "charts/acme-net/CHANGELOG.md").read_text()
    stop = run("bump", "--image", "gke/whereabouts=:v0.9.4-gke.1")
    assert stop.code == 5
    assert "cliffs/gke/whereabouts-0.9.4  (whereabouts)\n" in stop.out


@pytest.mark.parametrize(
    ("default", "place"),
    [
        ("platform: nowhere", "defaults.platform"),
        # Only the templates know this one.
        ("daemonset: {maxSurge: 0}", "defaults.daemonset.maxSurge"),
    ],
)
def test_a_chart_that_its_defaults_break_is_not_written(run: Run, repository: Path, default, place):
    path = repository / "chartgen.yaml"
    path.write_text(path.read_text().partition("defaults:\n")[0] + f"defaults:\n  {default}\n")
    before = tree(repository)
    for options in (["--image", NEWER], ["--baseline", "charts/acme-net", "--dry-run"]):
        result = run("bump", *options)
        assert result.code == 3, result
        assert place in result.err
    assert tree(repository) == before


@pytest.mark.slow
def test_two_at_once_come_one_after_the_other(run: Run, repository: Path):
    command = [sys.executable, "-m", "chartgen", "bump", "--image", NEWER]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    before = tree(repository)
    with folder_lock(repository):
        # One that writes nothing needs not wait.
        assert run("bump", "--image", NEWER, "--dry-run").code == 0
        quiet = subprocess.DEVNULL
        waiting = subprocess.Popen(command, cwd=repository, env=env, stdout=quiet, stderr=quiet)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(10)
        assert tree(repository) == before
    assert waiting.wait(60) == 0
    assert version(repository) == "0.1.1"
