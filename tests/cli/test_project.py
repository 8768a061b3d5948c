from pathlib import Path

from tests.cli.conftest import Run


def test_the_definition_is_found_from_a_folder_below(run: Run, project: Path):
    below = project / "a/b"
    below.mkdir(parents=True)
    result = run("generate", "--check", cwd=below)
    assert (result.code, result.out) == (0, "")


def test_a_named_definition_wins(run: Run, project: Path):
    assert run("--config", "missing.yaml", "generate").code == 3


def test_a_configuration_without_a_chart_is_about_the_one_beside_it(run: Run, project: Path):
    chart = project / "charts/acme-net"
    (chart / "chartgen.yaml").write_text("lint: {}\n")
    values = "networks: {data: {master: eth1, range: 10.0.0.0/24}}\n"
    assert run("validate", "-f", "-", cwd=chart, stdin=values.encode()).code == 0


def test_a_configuration_without_a_chart_generates_none(run: Run, tmp_path: Path):
    (tmp_path / "chartgen.yaml").write_text("lint: {}\n")
    result = run("generate")
    assert (result.code, result.err.splitlines()[0]) == (
        3,
        "error: chartgen.yaml: chart: missing; a chart cannot be generated without it",
    )
    result = run("lint")
    assert (result.code, result.err.splitlines()) == (
        2,
        [
            "error: chartgen.yaml: no chart given, and the configuration names none",
            "  hint: name one: `chartgen lint CHART`",
        ],
    )


def test_without_a_configuration_the_chart_in_this_folder_is_linted(run: Run, demo: Path):
    assert run("lint", "--rule", "volume-unused", cwd=demo / "demo").out.startswith(
        "templates/pod.yaml:12:7: "
    )
    (demo / "chartgen.yaml").write_text("lint: {rules: {only: [volume-unused]}}\n")
    assert run("lint", cwd=demo / "demo").out.startswith("templates/pod.yaml:12:7: ")
    (demo / "own.yaml").write_text("lint: {rules: {only: [unknown-field]}}\n")
    assert run("--config", "../own.yaml", "lint", cwd=demo / "demo").out == "1 file: no findings\n"


def test_where_there_is_neither_a_configuration_nor_a_chart(run: Run, tmp_path: Path):
    result = run("lint")
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines() == [
        f"error: {tmp_path}: no Chart.yaml here, and no chartgen.yaml here or in a folder above",
        "  hint: name one: `chartgen lint CHART`",
    ]
