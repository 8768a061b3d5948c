"""What `chartgen lint` is to write takes nothing with it, and is known to be writable before any work."""

import tarfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.lint_demo import MANIFEST, commit, lines

UNUSED = "# chartgen: ignore[volume-unused] why\n"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@pytest.mark.parametrize(
    ("argv", "err"),
    [
        (["demo", "--coverage", "x", "--format", "json:x"], "--coverage: x is what --format json writes"),
        (["demo", "--coverage", "x", "--write-baseline", "./x"], "x is what --write-baseline writes"),
        (["demo", "--format", "json:x", "--format", "sarif:demo/../x"], "demo/../x is what --format json"),
        (["demo", "--coverage", "demo/templates/pod.yaml"], "--coverage: demo/templates/pod.yaml is what is linted"),
        (["demo", "--coverage", "demo/templates/new/../pod.yaml"], "is what is linted"),
        (["demo", "--format", "json:demo/values.yaml"], "--format json: demo/values.yaml is what is linted"),
        (["demo", "--write-baseline", "demo/Chart.yaml"], "--write-baseline: demo/Chart.yaml is what is linted"),
        (["demo", "--format", "json:demo/ci/volumes-values.yaml"], "is what is linted"),
        (["demo", "--format", "json:link"], "link is what is linted"),
        (["demo", "-f", "v.yaml", "--coverage", "v.yaml"], "v.yaml is what is linted"),
        (["pod.yaml", "--write-baseline", "pod.yaml"], "pod.yaml is what is linted"),
        (["demo", "--write-baseline", "v.yaml"], "--write-baseline: v.yaml is no baseline"),
        (["pod.yaml", "--baseline", "b.json", "--format", "json:b.json"], "--format json: b.json is the baseline"),
    ],
)  # fmt: skip
def test_an_output_that_is_an_input_or_another_output(lint, demo: Path, argv, err):
    (demo / "link").symlink_to("demo/values.yaml")
    (demo / "v.yaml").write_text("volumes: []\n")
    (demo / "b.json").write_text('{"schemaVersion": 1, "findings": []}')
    before = snapshot(demo)
    refused = lint(*argv)
    assert (refused.code, refused.out) == (2, "")
    assert err in refused.err
    assert "hint: name " in refused.err
    assert snapshot(demo) == before


@pytest.mark.parametrize("option", ["--coverage", "--write-baseline"])
def test_a_dash_is_no_file(lint, demo: Path, option: str):
    refused = lint("demo", option, "-")
    assert (refused.code, refused.out) == (2, "")
    assert f"error: {option}: - is no file" in refused.err
    assert not (demo / "-").exists()


def test_outputs_that_take_nothing_with_them(run: Run, lint, demo: Path):
    for _ in range(2):
        # A report beside the chart's files is there again, and devices take all that comes.
        argv = ["--format", "json:demo/report.json", "--format", "text:/dev/null", "--coverage", "/dev/null"]
        assert run("lint", "demo", *argv).code == 0
    for _ in range(2):
        assert lint("pod.yaml", "--baseline", "b.json", "--write-baseline", "b.json").code == 0


def test_a_place_where_nothing_can_be_written_is_told_before_the_work(lint, demo: Path):
    manifest = demo / "pod.yaml"
    manifest.write_text(UNUSED + MANIFEST.replace("  volumes:\n    - name: data\n      emptyDir: {}\n", ""))
    before = snapshot(demo)
    for output in (
        "--coverage=demo/ci",
        "--coverage=pod.yaml/x",
        "--format=json:demo",
        "--write-baseline=demo",
    ):
        refused = lint("demo" if "coverage" in output else "pod.yaml", output)
        assert (refused.code, refused.out) == (3, "")
        assert "cannot be written: " in refused.err
    refused = lint("pod.yaml", "--fix", "--format=json:pod.yaml/x")
    assert (refused.code, snapshot(demo)) == (3, before)


def test_no_branches_to_write_do_not_cost_the_report(lint, demo: Path):
    result = lint("demo", "--coverage", "x")
    assert result.code == 2
    assert "there are no branches" in result.err
    assert len(lines(result)) == 1


def test_a_fix_of_what_is_no_file(lint, demo: Path):
    commit(demo)
    with tarfile.open(demo / "demo.tgz", "w:gz") as tar:
        tar.add(demo / "demo", "demo")
    for argv in (["-"], ["pod.yaml", "-"], ["git:HEAD:demo"], ["demo.tgz"]):
        refused = lint(*argv, "--fix", stdin=(UNUSED + MANIFEST).encode())
        assert (refused.code, refused.out) == (2, "")
        assert "there is no file to write edits to" in refused.err
        assert "hint: give the chart's folder, or files" in refused.err
