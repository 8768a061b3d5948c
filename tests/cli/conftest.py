"""Runs command lines as a user does: in a process, with the exit code and both streams."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli import lint_demo

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run chartgen in an empty folder."""

    def call(
        *argv: str, cwd: Path = tmp_path, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "chartgen", *argv],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **(env or {})},
        )
        result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        return result

    return call


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    """Make a folder with a definition and its generated chart."""
    assert run("init", "--name", "acme-net").code == 0
    assert run("generate").code == 0
    return tmp_path


@pytest.fixture
def lint(run: Run) -> Run:
    """Run `chartgen lint` with few rules."""

    def call(*argv: str, **options: Any) -> Result:
        return run("lint", *argv, *lint_demo.RULES, **options)

    return call


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """Make a folder with the small chart `demo` and a manifest."""
    lint_demo.write(tmp_path)
    return tmp_path
