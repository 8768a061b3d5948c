"""`chartgen networks` as a user meets it: formats, streams, exit codes."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import ROOT, Run

CHART = str(ROOT / "charts/multus-ipvlan")
VALUES = "networks: {data: {master: eth1, range: 10.0.0.0/24}, bad: {master: eth1}}\n"


@pytest.fixture
def values(tmp_path: Path) -> str:
    (tmp_path / "values.yaml").write_text(VALUES)
    return "values.yaml"


def test_a_table(run: Run, values: str):
    result = run("networks", CHART, "-f", values)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Platform gke, 2 networks, 1 range, 1 cannot work\n\nNETWORK  RANGE")
    assert "\ndata     10.0.0.0/24  IPv4       254         0   254\n" in result.out


def test_too_small_is_no_failure(run: Run, values: str):
    result = run("networks", CHART, "-f", values, "--nodes", "100", "--pods-per-node", "8")
    assert result.code == 0
    assert "short by 546" in result.out


def test_several_formats_at_once(run: Run, values: str, tmp_path: Path):
    argv = ("networks", CHART, "-f", values, "--format", "json", "--format", "svg:plan.svg")
    result = run(*argv)
    assert (result.code, result.err) == (0, "")
    plan = json.loads(result.out)
    assert (plan["verb"], plan["summary"]["inputs"], plan["summary"]["broken"]) == ("networks", [values], 1)
    picture = (tmp_path / "plan.svg").read_bytes()
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 -- the text is our own
    assert run(*argv).out == result.out
    assert (tmp_path / "plan.svg").read_bytes() == picture


def test_without_values_the_chart_is_what_was_read(run: Run):
    result = run("networks", CHART, "--format", "json")
    assert json.loads(result.out)["summary"]["inputs"] == [f"{CHART}/values.yaml"]


def test_standard_input_options_and_the_configured_chart(run: Run, project: Path):
    result = run("networks", "-f", "-", "--set", "platform=generic", stdin=VALUES.encode())
    assert result.code == 0
    assert result.out.startswith("Platform generic, 2 networks")


def test_keys_that_stand_twice_are_warned_of(run: Run):
    text = b"networks: {a: {master: eth1, range: 10.0.0.0/24}, a: {master: eth1, range: 10.1.0.0/24}}\n"
    result = run("networks", CHART, "-f", "-", stdin=text)
    assert "stands twice" in result.err
    assert run("-q", "networks", CHART, "-f", "-", stdin=text).err == ""


@pytest.mark.parametrize(
    ("argv", "code", "error"),
    [
        (["--nodes", "3"], 2, "--pods-per-node: missing"),
        (["--pods-per-node", "3"], 2, "--nodes: missing"),
        (["--nodes", "0", "--pods-per-node", "3"], 2, "'--nodes': 0 is not in the range"),
        (["--format", "sarif"], 2, "'sarif' is no format"),
        (["--format", "svg:"], 2, "names no file"),
        (["-f", "none.yaml"], 3, "none.yaml: no such file"),
        (["--set", "networks=5"], 3, "networks: must be of type object"),
    ],
)
def test_wrong_command_lines(run: Run, argv, code, error):
    result = run("networks", CHART, *argv)
    assert (result.code, result.out) == (code, "")
    assert error in result.err
