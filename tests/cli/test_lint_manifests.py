"""Plain manifests, and what is taken for them and has no object in it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT
from tests.cli.lint_demo import MANIFEST, RULES

LINT = [sys.executable, "-m", "chartgen", "lint", *RULES]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("text", ["a: 1\n", "- a\n", "text", "a: 1\n---\nb: 2\n", '{"a": 1} {"b": 2}', "# c\n---\n- 1\n"])  # fmt: skip
def test_what_has_no_object_in_it(lint, demo: Path, text: str):
    (demo / "some").mkdir()
    (demo / "some/values.yaml").write_text(text)
    for path in ("some/values.yaml", "some", "-"):
        refused = lint(path, stdin=text.encode())
        where = "<stdin>" if path == "-" else path
        assert (refused.code, refused.out) == (3, "")
        assert refused.err.splitlines() == [
            f"error: {where}: there is no Kubernetes object in it",
            "  hint: name manifests, or a chart's folder",
        ]


def test_a_file_of_a_chart(lint, demo: Path):
    for argv in (["demo/values.yaml"], ["pod.yaml", "demo/ci/volumes-values.yaml"], ["demo/Chart.yaml"]):
        refused = lint(*argv)
        assert refused.code == 3
        assert f"{argv[-1]}: there is no Kubernetes object in it" in refused.err
        assert "hint: did you mean the chart in the folder demo?" in refused.err
    assert "in the folder .?" in lint("values.yaml", cwd=demo / "demo").err


EMPTY = [
    "",
    "# nothing is switched on\n",
    "---\n---\n",
    "{}\n",
    "[]\n",
    "kind: List\napiVersion: v1\nitems: []\n",
]


@pytest.mark.parametrize("text", EMPTY)
def test_a_stream_of_nothing_has_no_findings(lint, demo: Path, text: str):
    result = lint("-", stdin=text.encode())
    assert (result.code, result.out) == (0, "1 file: no findings\n")


def test_something_else_beside_objects_is_left_alone(lint, demo: Path):
    (demo / "some").mkdir()
    (demo / "some/values.yaml").write_text("a: 1\n")
    (demo / "some/pod.yaml").write_text(f"{MANIFEST}---\na: 1\n")
    assert lint("some").code == 1
    assert lint("some/pod.yaml").out == lint("some/pod.yaml", "some/pod.yaml", "./some/pod.yaml").out


@pytest.mark.parametrize(
    ("script", "file"),
    [
        ('"$@" <(cat pod.yaml)', "/dev/fd/63"),
        ('cat pod.yaml | "$@" /dev/stdin', "/dev/stdin"),
        ('"$@" /dev/stdin < pod.yaml', "/dev/stdin"),
        ('"$@" /dev/fd/7 7< pod.yaml', "/dev/fd/7"),
    ],
)
def test_a_pipe_that_is_named_has_manifests(demo: Path, script: str, file: str):
    argv = ["bash", "-c", script, "bash", *LINT, "--fail-on", "error"]
    done = subprocess.run(
        argv, cwd=demo, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert f"{file}:6:52: error: " in done.stdout


def test_a_device_without_end_is_refused(lint):
    refused = lint("/dev/zero")
    assert (refused.code, refused.err.splitlines()[0]) == (
        3,
        "error: /dev/zero: larger than 33554432 bytes",
    )


def test_ctrl_c_ends_the_wait_for_a_writer(demo: Path):
    os.mkfifo(demo / "fifo")
    with subprocess.Popen([*LINT, "fifo"], cwd=demo, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as program:
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(4)
        program.send_signal(signal.SIGINT)
        assert program.wait(5) == 130
