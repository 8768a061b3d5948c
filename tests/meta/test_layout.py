"""One guess is enough to find a module's test, and the repository says nothing that it should not."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}
# Pure data: the tests of the catalogue and of the chart read all of it.
DATA = ("chartgen/model/components/", "chartgen/model/platforms/", "chartgen/model/profiles/")
# Each has cases below tests/lint/rules, which tests/lint/test_rules.py runs.
RULES = "chartgen/lint/rules/"
# Written in two halves, so that this file does not hold what it looks for.
UNWANTED = [first + last for first, last in (("/wor", "k/"), ("/roo", "t/"), ("TO", "DO"), ("FIX", "ME"), ("NotImpl", "ementedError"))]  # fmt: skip


def repository() -> list[str]:
    """Give the files that are or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


FILES = repository()
MODULES = [name for name in FILES if name.startswith("chartgen/") and name.endswith(".py")]


def test_the_repository_is_listed():
    assert "chartgen/core/errors.py" in FILES


def test_each_module_has_its_mirrored_test():
    missing = []
    for name in MODULES:
        path = PurePosixPath(name)
        test = f"tests/{path.parent.relative_to('chartgen')}/test_{path.name}"
        if not path.name.startswith("__") and not name.startswith((*DATA, RULES)) and test not in FILES:
            missing.append(f"{name}: no {test}")
    assert missing == []


def test_no_module_has_a_vague_name():
    assert [name for name in MODULES if VAGUE & {*PurePosixPath(name).with_suffix("").parts}] == []


@pytest.mark.parametrize("unwanted", UNWANTED)
def test_the_repository_does_not_mention(unwanted):
    found = [name for name in FILES if unwanted.encode() in (ROOT / name).read_bytes()]
    assert found == []
