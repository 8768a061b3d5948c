import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chartgen.core.lock import folder_lock
from tests.cli.conftest import ROOT, Run


def test_the_committed_chart_is_what_its_definition_says(run: Run):
    result = run("generate", "--check", cwd=ROOT)
    assert (result.code, result.out) == (0, "")


def test_a_second_run_changes_nothing(run: Run, project: Path):
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    result = run("generate")
    assert result.code == 0
    assert "0 written, 0 removed" in result.err
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before


def test_check_shows_a_unified_diff_and_writes_nothing(run: Run, project: Path):
    values = project / "charts/acme-net/values.yaml"
    text = values.read_text()
    values.write_text(text + "extra: 1\n")
    result = run("generate", "--check")
    assert result.code == 1
    assert "--- charts/acme-net/values.yaml\n+++ charts/acme-net/values.yaml\n" in result.out
    assert "\n-extra: 1\n" in result.out
    assert values.read_text() == text + "extra: 1\n"


def test_obsolete_files_go_and_foreign_files_are_refused(run: Run, project: Path):
    chart = project / "charts/acme-net"
    obsolete = chart / "templates/old/thing.yaml"
    obsolete.parent.mkdir()
    obsolete.write_text("a: 1\n")
    own = chart / ".chartgen-files"
    own.write_text(own.read_text() + "templates/old/thing.yaml\n")
    result = run("generate")
    assert "1 removed" in result.err
    assert not obsolete.parent.exists()
    foreign = chart / "templates/mine.yaml"
    foreign.write_text("a: 1\n")
    result = run("generate")
    assert result.code == 5
    assert "error: charts/acme-net: not written by chartgen: templates/mine.yaml" in result.err
    assert "hint: move it away" in result.err
    assert run("generate", "--check").code == 1
    assert foreign.read_text() == "a: 1\n"


def test_a_foreign_folder_is_refused_whole(run: Run, project: Path):
    other = project / "other"
    other.mkdir()
    (other / "values.yaml").write_text("mine: true\n")
    assert run("generate", "--output", "other").code == 5
    assert [path.name for path in other.iterdir()] == ["values.yaml"]


def test_a_half_written_set_is_reported_and_completed(run: Run, project: Path):
    chart = project / "charts/acme-net"
    (chart / "values.yaml").unlink()
    shutil.rmtree(chart / "crds")
    (chart / "templates/.chartgen-abc123.tmp").write_text("torn")
    assert run("generate", "--check").code == 1
    assert run("generate").code == 0
    assert run("generate", "--check").code == 0
    assert not (chart / "templates/.chartgen-abc123.tmp").exists()


def test_output_that_is_a_file_is_refused(run: Run, project: Path):
    (project / "file").write_text("x")
    for output in ("file", "file/below"):
        result = run("generate", "--output", output)
        assert result.code == 3, result
        assert (project / "file").read_text() == "x"


def test_two_names_for_one_thing_are_a_usage_error(run: Run, project: Path):
    result = run("--config", "chartgen.yaml", "generate", "--definition", "chartgen.yaml")
    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize(
    ("change", "code", "texts"),
    [
        (
            ("defaults:", "defaults:\n  multus:\n    logLevl: debug"),
            3,
            ["defaults.multus.logLevl", "did you mean 'logLevel'?"],
        ),
        (
            ("defaults:", "defaults:\n  multus:\n    logLevel: loud"),
            3,
            ["defaults.multus.logLevel", '"loud"', "chartgen.yaml:"],
        ),
        (
            ('platform: "gke"', 'platform: "gkee"'),
            3,
            ["chartgen.yaml:", "'gkee' is not a known platform", "did you mean 'gke'?"],
        ),
        (('platform: "gke"', "platform:"), 3, ["chartgen.yaml:", "null is not a known platform"]),
        (
            ('platform: "gke"', 'platform: "aws"'),
            3,
            ["chartgen.yaml:", "'aws' is not a known platform", "use one of: "],
        ),
        (
            ('kubeVersion: ">=1.28.0-0"', 'kubeVersion: ">=abc"'),
            3,
            ["chartgen.yaml:", "chart.kubeVersion: '>=abc' is no constraint", "hint: use one such as"],
        ),
        (
            ('keywords: ["cni", ', 'keywords: ["a\\nb", '),
            3,
            ["chart.keywords[0]: must be one line of text"],
        ),
        (('version: "0.1.0"', "version: 1.2"), 3, ["chart.version: must be of type string", "in quotes"]),
        (("  gke:\n", "  gek:\n"), 3, ["images.gek", "did you mean 'gke'?"]),
        (('version: "0.1.0"', 'version: "v1"'), 3, ["chart.version"]),
        (('version: "0.1.0"', 'version: "0.1.0"\n  version: "0.2.0"'), 3, ["stands twice", "chartgen.yaml:"]),
        (('name: "acme-net"', 'name: "acme-net"\n  colour: red'), 3, ["chart.colour: not a known key"]),
    ],
)
def test_wrong_definitions(run: Run, project: Path, change: tuple[str, str], code: int, texts: list[str]):
    definition = project / "chartgen.yaml"
    text = definition.read_text()
    assert change[0] in text
    definition.write_text(text.replace(change[0], change[1], 1))
    before = {path: path.read_bytes() for path in (project / "charts").rglob("*") if path.is_file()}
    result = run("generate")
    assert result.code == code, result
    for wanted in texts:
        assert wanted in result.err
    assert {path: path.read_bytes() for path in (project / "charts").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("content", [b"", b"- 1\n", b"\x00\xff", b"chart: [", b"a: &a [*a]\n"])
def test_a_definition_that_is_none(run: Run, tmp_path: Path, content: bytes):
    (tmp_path / "chartgen.yaml").write_bytes(content)
    result = run("generate")
    assert result.code == 3, result
    assert "error: chartgen.yaml" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["chartgen.yaml"]


def test_no_definition_at_all(run: Run):
    result = run("generate")
    assert result.code == 3
    assert "chartgen init" in result.err


def test_what_a_killed_bump_left_is_told_and_removed(run: Run, project: Path):
    folder = project / "changelog.d"
    folder.mkdir()
    entry = "kind: added\ndescription: First version\n"
    (folder / "taken.yaml").write_text(entry)
    (folder / "0.1.0.yaml").write_text("- kind: added\n  description: First version\n")
    (folder / "next.yaml").write_text("kind: fixed\ndescription: Not yet\n")
    checked = run("generate", "--check")
    assert checked.code == 1
    assert "--- changelog.d/taken.yaml" in checked.out
    assert "--- changelog.d/0.1.0.yaml" in checked.out
    assert "next" not in checked.out
    assert "2 removed" in run("generate").err
    assert [path.name for path in folder.iterdir()] == ["next.yaml"]
    assert run("generate", "--check").code == 0


def test_the_chart_changelog_has_older_versions(run: Run, project: Path):
    (project / "changelog.d").mkdir()
    (project / "changelog.d/0.0.1.yaml").write_text("kind: added\ndescription: A try\n")
    assert run("generate").code == 0
    text = (project / "charts/acme-net/CHANGELOG.md").read_text()
    assert text.index("## 0.1.0") < text.index("## 0.0.1\n\n- Added: A try.")


def test_it_waits_for_a_bump(project: Path):
    (project / "charts/acme-net/values.yaml").unlink()
    with folder_lock(project):
        command = [sys.executable, "-m", "chartgen", "generate"]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        check = [*command, "--check"]
        assert subprocess.run(check, cwd=project, env=env, capture_output=True, check=False).returncode == 1
        waiting = subprocess.Popen(command, cwd=project, env=env, stderr=subprocess.DEVNULL)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(3)
        assert not (project / "charts/acme-net/values.yaml").exists()
    assert waiting.wait(60) == 0
    assert (project / "charts/acme-net/values.yaml").exists()
