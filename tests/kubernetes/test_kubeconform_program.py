"""The wrapper with programs of all sorts: of another version, failing, without a network."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from chartgen.core.errors import ToolError
from chartgen.core.process import TimeLimitError
from chartgen.kubernetes import kubeconform, store
from chartgen.kubernetes.kubeconform import Kubeconform

CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}


def script(folder: Path, *lines: str, version: str = "v0.8.0") -> str:
    """Write a program that gives its version, and else does what the lines say."""
    file = folder / "kubeconform"
    file.write_text("\n".join(["#!/bin/sh", f'[ "$1" = -v ] && echo {version} && exit', *lines, ""]))
    file.chmod(0o755)
    return str(file)


def test_a_program_that_is_missing():
    with pytest.raises(ToolError, match="the program no-such-kubeconform is not there") as caught:
        Kubeconform("1.30", program="no-such-kubeconform")
    assert "go install" in caught.value.hint


@pytest.mark.parametrize("version", ["v0.7.0", "v0.8.0", "1.0.0", "v0.10.1", "development"])
def test_versions_that_do(version, tmp_path: Path):
    Kubeconform("1.30", program=script(tmp_path, version=version))


@pytest.mark.parametrize("version", ["v0.6.7", "v0.4.12", "nonsense", "''"])
def test_versions_that_are_too_old_or_unknown(version, tmp_path: Path):
    with pytest.raises(ToolError, match="0.7 is the oldest that can be used"):
        Kubeconform("1.30", program=script(tmp_path, version=version))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["echo oops >&2; exit 1"], "gives no report: oops"),
        (["exit 3"], "gives no report: it ended with 3"),
        (["echo '[]'"], "gives no report"),
        (["echo '{\"resources\": []}'"], "has checked 0 of 1 objects"),
    ],
)
def test_a_program_that_fails(lines, problem, tmp_path: Path):
    with pytest.raises(ToolError, match=problem):
        Kubeconform("1.30", program=script(tmp_path, *lines)).check_all([CONFIG_MAP])


def test_a_program_that_does_not_end(monkeypatch, tmp_path: Path):
    checks = Kubeconform("1.30", program=script(tmp_path, "sleep 60"))
    monkeypatch.setattr(kubeconform, "SECONDS", 0.2)
    with pytest.raises(TimeLimitError):
        checks.check_all([CONFIG_MAP])


@pytest.mark.parametrize(
    ("status", "said", "problem"),
    [
        ("statusError", "something else", "kubeconform: something else"),
        ("statusInvalid", "a text of another form", "kubeconform: a text of another form"),
    ],
)
def test_a_report_in_other_words_is_a_problem_too(status, said, problem, tmp_path: Path):
    report = json.dumps({"filename": "NAME", "status": status, "msg": said})
    lines = ["for last; do :; done", f"""echo '{{"resources": [{report}]}}' | sed "s|NAME|$last/0.json|" """]
    [[found]] = Kubeconform("1.30", program=script(tmp_path, *lines)).check_all([CONFIG_MAP])
    assert (found.path, found.message) == ((), problem)


def test_no_network_is_needed(kubeconform_program, tmp_path: Path):
    unshare = shutil.which("unshare")
    command = [unshare or "", "--map-root-user", "--net"]
    if unshare is None or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("unshare is absent, or may not")
    alone = script(tmp_path, f'exec {" ".join(command)} {kubeconform_program} "$@"')
    found = Kubeconform(store.newest(), program=alone).check_all(
        [CONFIG_MAP, {**CONFIG_MAP, "data": {"a": 1}}]
    )
    assert [len(problems) for problems in found] == [0, 1]
