import os
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run


def set_defaults(project: Path, lines: str) -> str:
    definition = project / "chartgen.yaml"
    text = definition.read_text().replace("defaults:\n", f"defaults:\n{lines}\n", 1)
    definition.write_text(text)
    return f"chartgen.yaml:{text.splitlines().index('defaults:') + 2}"


@pytest.mark.parametrize(
    ("lines", "column", "problem"),
    [
        (
            "  networks: {data: {config: '{}', mtu: 1500}}",
            40,
            "defaults.networks.data.mtu: config describes the whole network",
        ),
        ("  networks: {a b: {master: eth1}}", 14, 'defaults.networks.a b: the name "a b" is no DNS label'),
        ("  daemonset: {maxSurge: 0}", 25, "defaults.daemonset.maxSurge: 0 as maxUnavailable is"),
    ],
)
def test_defaults_that_the_templates_refuse(run: Run, project: Path, lines: str, column: int, problem: str):
    line = set_defaults(project, lines)
    values = (project / "charts/acme-net/values.yaml").read_bytes()
    for check in ([], ["--check"]):
        result = run("generate", *check)
        assert (result.code, result.out) == (3, "")
        assert f"{line}:{column}: {problem}" in result.err
    assert (project / "charts/acme-net/values.yaml").read_bytes() == values


def test_defaults_that_break_a_template(run: Run, project: Path):
    line = int(set_defaults(project, "  extraObjects: ['- a']").split(":")[1]) - 1
    result = run("generate")
    assert result.code == 3
    problem = "a chart with these defaults fails: the output is not a manifest"
    assert f"chartgen.yaml:{line}:1: {problem}" in result.err


def test_defaults_that_each_release_completes_are_taken(run: Run, project: Path):
    set_defaults(project, "  networks: {data: {mtu: 1500}}")
    assert run("generate").code == 0
    assert "networks.data.master: missing" in run("render").err


def test_a_chart_for_older_versions_of_kubernetes(run: Run, project: Path):
    definition = project / "chartgen.yaml"
    definition.write_text(definition.read_text().replace('">=1.28.0-0"', '">=1.28.0-0 <1.35.0"'))
    assert run("generate").code == 0
    set_defaults(project, "  networks: {a b: {}}")
    assert run("generate").code == 3


def test_defaults_that_the_templates_take(run: Run, project: Path):
    set_defaults(project, "  networks: {data: {master: eth1, range: 10.0.0.0/24}}")
    assert run("generate").code == 0
    assert "kind: NetworkAttachmentDefinition" in run("render").out


def test_without_an_engine_nobody_asks_the_templates(run: Run, project: Path):
    set_defaults(project, "  networks: {a b: {}}")
    without = {"PATH": "", "PYTHONPATH": f"{ROOT}{os.pathsep}{project}"}
    (project / "helm_python.py").write_text("raise ImportError\n")
    assert run("generate", "--check", env=without).code == 1
    for options in (["--helm", "nowhere"], ["--engine", "embedded"], ["--engine", "helm"]):
        assert run(*options, "generate", env=without).code == 4
