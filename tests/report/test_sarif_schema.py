"""Logs are SARIF 2.1.0 to the validator of SARIF's own project, which checks its schema and more."""

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from chartgen.core.edit import Edit
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.report import About, collect, sarif
from tests.conftest import find_tool
from tests.report.samples import ADVICE, MODE

_PROBLEM = re.compile(r"^.*: (?:error|warning) .*$", re.MULTILINE)
# We have no page that a tool could send people to, and no line for what is wrong with a whole file.
_ACCEPTED = ("informationUri", "The 'region' property is absent")


def problems(log: str, folder: Path) -> list[str]:
    program = find_tool("sarif-multitool")
    if program is None:
        pytest.skip("sarif-multitool is absent: run `make tools`")
    (folder / "log.sarif").write_text(log, "utf-8")
    done = subprocess.run(
        [program, "validate", "log.sarif"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        # It needs no texts in languages, and its library for them is not everywhere.
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": str(folder)},
    )
    assert "1 files scanned" in done.stdout, done.stdout + done.stderr
    return [found for found in _PROBLEM.findall(done.stdout) if not any(each in found for each in _ACCEPTED)]


VALUE = Location("values.yaml", 3, 4, values_path="a.b")
PLACES = {
    "file": Location("templates/a.yaml", 3, 5, 3, 20, "a.b", "Pod/net/a"),
    "no line": Location("templates/a.yaml"),
    "no file": Location(""),
    "archive": Location("dist/app-1.0.0.tgz/templates/a.yaml", 3, 5),
    "absolute": Location("/srv/a b/é.yaml", 1),
    "standard input": Location("<stdin>", 2, 1),
    "option": Location("--set a.b=c"),
}


def test_findings_anywhere(tmp_path: Path):
    found = [
        Finding(
            place, "unknown-field", Severity.ERROR, f"{name}: no such field", "remove it", ("x",), (VALUE,)
        )
        for name, place in PLACES.items()
    ]
    about = {"unknown-field": About("Fields are known.", "*Why.* Else they are lost.", ("manifest",))}
    assert problems(sarif.render(collect("lint", [*found, MODE, ADVICE], ["a"], about)), tmp_path) == []


def test_what_mends_a_finding(tmp_path: Path):
    report = collect("lint", [MODE, ADVICE], ["a"])
    edits = {MODE: Edit("ci/b.yaml", 3, 13, 15, "l2"), ADVICE: Edit("ci/b.yaml", 5, 1, 0)}
    assert problems(sarif.render(replace(report, fixes=edits)), tmp_path) == []


def test_nothing_found(tmp_path: Path):
    assert problems(sarif.render(collect("lint", [], ["a"])), tmp_path) == []


def test_more_than_code_scanning_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 2)
    found = [replace(ADVICE, message=f"{at}") for at in range(3)]
    assert problems(sarif.render(collect("lint", found, [])), tmp_path) == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path):
    log = sarif.render(collect("lint", [MODE], ["a"]))
    assert any("JSON1005" in each for each in problems(log.replace('"ruleId"', '"ruleName"'), tmp_path))
