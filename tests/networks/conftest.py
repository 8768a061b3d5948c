"""A gcloud that only records, a plan with a bit of everything, and the audit of a dump."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chartgen.networks.plan import Plan
from tests.networks.dumps import Found, brief, found
from tests.networks.plans import example_in

STAND_IN = Path(__file__).with_name("stand_in.py")


class Cloud:
    """A folder with a stand-in for gcloud, and what is there for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        program = folder / "gcloud"
        program.write_text(f"#!{sys.executable} -IS\n{STAND_IN.read_text()}")
        program.chmod(0o755)

    def run(self, script: str, *argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", script, "gke.sh", *argv],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"},
        )

    @property
    def calls(self) -> list[list[str]]:
        calls = self.folder / "calls"
        return [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []

    @property
    def made(self) -> list[str]:
        """The kinds and names of what calls created or enabled."""
        words = [[word for word in call if not word.startswith("--")] for call in self.calls]
        return [" ".join((*each[:-2], each[-1])) for each in words if each[-2] in {"create", "enable"}]

    def forget(self) -> None:
        (self.folder / "calls").unlink(missing_ok=True)

    def tell(self, file: str, words: str) -> None:
        (self.folder / file).write_text(words)

    @property
    def state(self) -> dict[str, list[str]]:
        return json.loads((self.folder / "state.json").read_text())

    @state.setter
    def state(self, state: dict[str, list[str]]) -> None:
        (self.folder / "state.json").write_text(json.dumps(state))


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    return Cloud(tmp_path / "cloud")


@pytest.fixture
def example(tmp_path: Path) -> Plan:
    return example_in(tmp_path)


@pytest.fixture
def audited() -> Found:
    """Give what is found in objects of a dump, a line each."""
    return lambda *things, **options: brief(found(*things, **options))
