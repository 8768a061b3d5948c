"""Runs command lines as a user does: in a process, with the exit code and both streams."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
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


@pytest.fixture(scope="session")
def server() -> Iterator[subprocess.Popen[str]]:
    """Start the process whose forks run command lines."""
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("fork_server.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        yield process


def forked(server: "subprocess.Popen[str]", argv: Sequence[str], cwd: Path, stdin: bytes) -> Result:
    """Run chartgen in a fork of a process that has imported it."""
    assert server.stdin
    assert server.stdout
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        for stream, content in zip(streams, (stdin, b"", b""), strict=True):
            stream.write_bytes(content)
        request = {
            "argv": [*argv],
            "cwd": str(cwd),
            "env": {**os.environ, "COLUMNS": "100"},
            "streams": [*map(str, streams)],
        }
        server.stdin.write(f"{json.dumps(request)}\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        return Result(code, *(stream.read_text("utf-8") for stream in streams[1:]))


def started(argv: Sequence[str], cwd: Path, stdin: bytes, env: Mapping[str, str]) -> Result:
    """Run chartgen in a process of its own, with another environment."""
    done = subprocess.run(
        [sys.executable, "-m", "chartgen", *argv],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **env},
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def run(tmp_path: Path, server: "subprocess.Popen[str]") -> Run:
    """Run chartgen in an empty folder."""

    def call(
        *argv: str, cwd: Path = tmp_path, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> Result:
        result = started(argv, cwd, stdin, env) if env else forked(server, argv, cwd, stdin)
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


def git(*arguments: str, cwd: Path) -> None:
    """Run git as somebody."""
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def repository(project: Path) -> Path:
    """Give a project that is committed."""
    git("init", "-q", "-b", "main", cwd=project)
    git("add", ".", cwd=project)
    git("commit", "-qm", "first", cwd=project)
    return project
