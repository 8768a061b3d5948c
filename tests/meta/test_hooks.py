"""The hooks for pre-commit name commands that exist, and run for the files that they are about."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli import lint_demo

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_a_hook_brings_all_it_needs(hook):
    assert hook["language"] == "python"
    assert hook["additional_dependencies"] == [".[all]"]
    assert hook["name"]
    assert hook["description"].endswith(".")


@pytest.mark.parametrize(
    ("hook", "names", "expected"),
    [
        ("chartgen-generate", [], 0),
        ("chartgen-validate", ["charts/multus-ipvlan/ci/01-one-network-values.yaml"], 0),
        ("chartgen-lint", [], 0),
    ],
)
def test_the_command_of_a_hook(hook, names, expected):
    program, *arguments = shlex.split(HOOKS[hook]["entry"])
    assert program == "chartgen"
    assert bool(names) != (HOOKS[hook].get("pass_filenames") is False)
    argv = [sys.executable, "-m", "chartgen", *arguments, *names]
    assert subprocess.run(argv, cwd=ROOT, capture_output=True, check=False).returncode == expected


def test_a_chart_at_the_top_of_a_repository_needs_no_configuration(tmp_path):
    lint_demo.write(tmp_path)
    argv = [sys.executable, "-m", "chartgen", *shlex.split(HOOKS["chartgen-lint"]["entry"])[1:]]
    done = subprocess.run(
        argv,
        cwd=tmp_path / "demo",
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, b"[volume-unused]" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("hook", "file", "matches"),
    [
        ("chartgen-generate", "chartgen.yaml", True),
        ("chartgen-generate", "charts/a/templates/b.yaml", True),
        ("chartgen-generate", "docs/a.yaml", False),
        ("chartgen-validate", "clusters/one-values.yaml", True),
        ("chartgen-validate", "clusters/one.yaml", False),
        ("chartgen-lint", "charts/a/Chart.yaml", True),
        ("chartgen-lint", "charts/a/values.schema.json", True),
        ("chartgen-lint", "charts/a/templates/x/b.tpl", True),
        ("chartgen-lint", "README.md", False),
    ],
)
def test_the_files_of_a_hook(hook, file, matches):
    assert (re.search(HOOKS[hook]["files"], file) is not None) is matches
