"""What the documents show runs, and what they name exists."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md")

# `make test` runs this very test; `make render` installs, which .ci/run does in a clone.
_RUN_ELSEWHERE = ("make ",)


def _commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    return [
        line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")
    ]


def test_the_commands_of_the_readme_run_in_their_order(tmp_path: Path):
    commands = _commands()
    assert [command for command in commands if command.startswith(_RUN_ELSEWHERE)] == [
        "make render",
        "make test",
    ]
    (tmp_path / "charts").symlink_to(ROOT / "charts")
    (tmp_path / "chartgen.yaml").symlink_to(ROOT / "chartgen.yaml")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    for command in commands:
        if command.startswith(_RUN_ELSEWHERE):
            continue
        argv = shlex.split(command)
        assert argv[0] == ".venv/bin/chartgen"
        done = subprocess.run(
            [sys.executable, "-m", "chartgen", *argv[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"


def test_the_error_that_the_readme_shows_is_real(tmp_path: Path):
    (shown,) = re.findall(r"```text\n(error: .*?)\n```", (ROOT / "README.md").read_text())
    (tmp_path / "values.yaml").write_text('networks:\n  data:\n    mode:   "L2"\n')
    done = subprocess.run(
        [sys.executable, "-m", "chartgen", "render", str(ROOT / "charts/multus-ipvlan"), "-f", "values.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr.strip()) == (3, shown)


def test_the_warning_that_the_readme_shows_is_real(tmp_path: Path):
    (shown,) = re.findall(r"```text\n(values.yaml:.*?)\n```", (ROOT / "README.md").read_text(), re.DOTALL)
    (tmp_path / "values.yaml").write_text(
        'platform: "gke"\nnetworks:\n  data:\n    master: "eth1"\n    range: "172.16.1.0/24"\n'
        '    gateway: "172.16.1.1"\n    routes: [{dst: "10.0.0.0/8"}]\n'
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "chartgen",
            "-q",
            "validate",
            str(ROOT / "charts/multus-ipvlan"),
            "-f",
            "values.yaml",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stdout.strip()) == (0, shown)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_paths_that_a_document_names_exist(document: str):
    text = (ROOT / document).read_text()
    named = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    named += re.findall(r"`((?:chartgen|charts|docs|tests|schemas|tools)/[\w./-]+)`", text)
    for path in named:
        if "NN-" in path:
            # A pattern for names of scenarios: the folder must exist.
            path = path.rsplit("/", 1)[0]  # noqa: PLW2901 -- the same thing, cut
        assert (ROOT / path).exists(), path


def test_make_knows_the_targets_that_documents_name():
    makefile = (ROOT / "Makefile").read_text()
    for document in DOCUMENTS:
        for target in re.findall(r"`make ([a-z-]+)`", (ROOT / document).read_text()):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
