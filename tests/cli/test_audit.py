"""`chartgen audit` as a user meets it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run
from tests.networks.dumps import allocation, dumped, network, pod, pool, reservation

CONFIG = ["--config", str(ROOT / "chartgen.yaml")]
GOOD = [pod("a", "10.0.0.5"), pool({"5": allocation("apps/a")}), reservation("10.0.0.5", "apps/a"), network()]
LEAK = [*GOOD[:1], pool({"5": allocation("apps/a"), "6": allocation("apps/gone")}), *GOOD[2:]]
LINE = (
    "dump.json: error: IPPool/kube-system/10.0.0.0-24: 10.0.0.6 is allocated to pod apps/gone, and there is no such "
    "pod [audit-leaked-allocation]"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "good.json").write_bytes(dumped(*GOOD))
    (tmp_path / "dump.json").write_bytes(dumped(*LEAK))
    return tmp_path


def test_a_clean_cluster(run: Run, files: Path):
    result = run("audit", "good.json")
    assert (result.code, result.out, result.err) == (0, "1 file: no findings\n", "")


def test_a_finding_with_the_command_that_helps(run: Run, files: Path):
    result = run("audit", "dump.json")
    first, hint, last = result.out.splitlines()
    assert (result.code, first, last) == (1, LINE, "1 file: 1 error")
    assert hint.startswith('  hint: test -z "$(kubectl get pod -n apps gone')


def test_standard_input_several_files_and_json_lines(run: Run, files: Path):
    for argv in (["audit"], ["audit", "-"]):
        result = run(*argv, stdin=dumped(*LEAK))
        assert (result.code, result.out.splitlines()[0]) == (1, LINE.replace("dump.json", "<stdin>"))
    lines = b"".join(json.dumps(each).encode() + b"\n" for each in LEAK[2:])
    (files / "rest.jsonl").write_bytes(lines)
    result = run("audit", "rest.jsonl", "-", stdin=dumped(*LEAK[:2]))
    assert result.out.splitlines()[-1] == "2 files: 1 error"


def test_what_may_be_newer_than_the_dump_does_not_fail(run: Run, files: Path):
    (files / "late.json").write_bytes(dumped(LEAK[1], LEAK[0], *LEAK[2:]))
    assert run("audit", "late.json").code == 0
    assert run("audit", "late.json", "--fail-on", "warning").code == 1


def test_json(run: Run, files: Path):
    result = run("audit", "dump.json", "--format", "json")
    report = json.loads(result.out)
    assert (report["verb"], report["summary"]["error"]) == ("audit", 1)
    (finding,) = report["findings"]
    assert finding["location"] == {"file": "dump.json", "object": "IPPool/kube-system/10.0.0.0-24"}
    assert finding["hint"].startswith("test -z ")


def test_the_versions_of_options_and_of_the_definition(run: Run, files: Path):
    things = [*GOOD[:1], pool({"5": allocation("apps/a", ifname=None)}), *GOOD[2:]]
    (files / "old.json").write_bytes(dumped(*things))
    assert run(*CONFIG, "audit", "old.json").out == "1 file: no findings\n"
    assert "audit-old-format" in run("audit", "old.json", "--whereabouts-version", "v0.9.4").out
    assert run("audit", "old.json", "--whereabouts-version", "new").code == 2


def test_values_choose_versions_and_networks(run: Run, files: Path):
    values = "platform: k3s\nnetworks:\n  data: {master: eth1, range: 10.0.0.0/24}\n  more: {master: eth1, range: 10.1.0.0/24}\n"
    (files / "values.yaml").write_text(values)
    things = [*GOOD[:1], pool({"5": allocation("apps/a", ifname=None)}), *GOOD[2:]]
    (files / "old.json").write_bytes(dumped(*things))
    result = run(*CONFIG, "audit", "old.json", "-f", "values.yaml")
    assert result.code == 0
    assert "values.yaml:4:9: info: networks.more: there is no network default/more in the dump" in result.out
    assert "Whereabouts 0.9" in result.out
    assert result.out.splitlines()[-1] == "2 files: 1 warning, 1 info"
    (files / "bad.yaml").write_text("networks: {data: {mode: 7}}\n")
    result = run(*CONFIG, "audit", "old.json", "-f", "bad.yaml")
    assert (result.code, result.err.splitlines()[0].startswith("error: bad.yaml:1:25: ")) == (3, True)


@pytest.mark.parametrize(
    ("argv", "code", "error"),
    [
        (["audit", "none.json"], 3, "error: none.json: no such file or directory"),
        (["audit", "."], 3, "error: .: is a directory"),
        (["audit", "good.json", "--fill", "0"], 2, "error: invalid value for '--fill': 0 is not in the range 1<=x<=100"),
        (["audit", "good.json", "--fill", "nan"], 2, "error: invalid value for '--fill': 'nan' is not a valid integer range"),
        (["audit", "-", "-f", "-"], 2, "error: -f: standard input is the dump already"),
        (["audit"], 3, "error: <stdin>: no pod, pool, reservation or network in it"),
        (["audit", "good.json", "text"], 3, "error: text: byte 0: is no object of JSON"),
        (["audit", "good.json", "cut"], 3, "error: cut: byte 300: ends too early"),
    ],
)  # fmt: skip
def test_what_goes_wrong(argv: list[str], code: int, error: str, run: Run, files: Path):
    (files / "text").write_text("kind: List\n")
    (files / "cut").write_bytes(dumped(*GOOD)[:300])
    result = run(*argv)
    assert (result.code, result.out, result.err.splitlines()[0]) == (code, "", error)


def terminal(*argv: str, cwd: Path, data: str = "") -> tuple[int, str]:
    """Run with a terminal as standard input and error."""
    master, slave = pty.openpty()
    code = "import sys; from chartgen.cli import progress; progress._PATIENCE = 0; from chartgen.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *argv],
        cwd=cwd,
        stdin=slave,
        stdout=subprocess.DEVNULL,
        stderr=slave,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.close(slave)
    shown = b""
    try:
        while part := os.read(master, 4096):
            shown += part
    except OSError:
        # So a terminal ends on Linux.
        pass
    os.close(master)
    return process.wait(), shown.decode()


def test_a_terminal_as_input_is_a_mistake(files: Path):
    code, shown = terminal("audit", cwd=files)
    assert code == 2
    assert "no dump given" in shown
    assert "-A -o json pods,ippools.whereabouts.cni.cncf.io" in shown


def test_progress_is_shown_on_a_terminal_only(files: Path, run: Run):
    code, shown = terminal("audit", "good.json", cwd=files)
    assert code == 0
    assert "good.json: 0 of 0 MiB" in shown
    assert run("audit", "good.json").err == ""
