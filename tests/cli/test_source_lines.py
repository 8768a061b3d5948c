import json
import os

import pytest

from chartgen.cli import source_lines
from chartgen.cli.source_lines import line_of
from chartgen.lint.catalogue import entries
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def forget(tmp_path, monkeypatch):
    source_lines._lines.cache_clear()
    monkeypatch.chdir(tmp_path)


def test_lines_of_a_file(tmp_path):
    (tmp_path / "a.yaml").write_bytes("\ufeffa: é\r\nb\rc\u2028c\n".encode())
    assert [line_of("a.yaml", line) for line in range(6)] == [None, "a: é", "b", "c\u2028c", "", None]


@pytest.mark.parametrize(
    "file", ["none", "a.tgz/templates/a.yaml", "<stdin>", "--set a=b", "folder", "", "a\0b", "x" * 5000]
)
def test_what_is_no_file(tmp_path, file):
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.tgz").write_bytes(b"x")
    assert line_of(file, 1) is None


def test_what_is_no_text_and_what_is_too_large(tmp_path, monkeypatch):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_text("a" * 11)
    monkeypatch.setattr(source_lines, "_LARGEST", 10)
    assert [line_of(file, 1) for file in ("binary", "pipe", "large")] == [None, None, None]


MANIFEST = """apiVersion: v1
kind: Pod
metadata:
  name: app
  annotations:
    k8s.v1.cni.cncf.io/network: data
spec:
  containers: []
"""


def test_lint_shows_the_line_of_a_file_and_none_of_standard_input(run: Run, tmp_path):
    (tmp_path / "pod.yaml").write_text(MANIFEST)
    shown = "    6 |     k8s.v1.cni.cncf.io/network: data\n      |                                 ^\n"
    options = ("--rule", "annotation-key")
    assert shown in run("lint", *options, "pod.yaml").out
    assert "|" not in run("-q", "lint", *options, "pod.yaml").out
    assert "|" not in run("lint", *options, "-", stdin=MANIFEST.encode()).out
    run("lint", *options, "pod.yaml", "--format", "text:out.txt")
    assert shown in (tmp_path / "out.txt").read_text()


def test_lint_explains_rules_in_reports(run: Run, tmp_path):
    (tmp_path / "pod.yaml").write_text(MANIFEST)
    out = run("lint", "--rule", "annotation-key", "pod.yaml", "--format", "sarif").out
    (rule,) = json.loads(out)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == entries()["annotation-key"].title
    assert "Why." in rule["help"]["text"]
