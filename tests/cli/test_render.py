from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run

CHART = str(ROOT / "charts/multus-ipvlan")
CI = ROOT / "charts/multus-ipvlan/ci"


def test_the_stream_is_that_of_helm_template(run: Run, helm4: Path):
    import subprocess  # noqa: PLC0415 -- only this test starts helm itself

    options = ["-f", str(CI / "06-everything-values.yaml"), "--set", "multus.logLevel=panic", "-n", "net"]
    options += ["--include-crds", "--kube-version", "1.33.0"]
    ours = run("render", CHART, "--release-name", "r", *options)
    theirs = subprocess.run([str(helm4), "template", "r", CHART, *options], capture_output=True, check=True)
    assert ours.code == 0
    assert ours.out.encode() == theirs.stdout


def test_each_engine_gives_the_same(run: Run, helm4: Path):
    embedded = run("--engine", "embedded", "render", CHART)
    program = run("--engine", "helm", "--helm", str(helm4), "render", CHART)
    assert embedded.out == program.out
    assert embedded.code == program.code == 0


def test_many_scenarios_get_a_folder_each(run: Run, tmp_path: Path):
    files = sorted(CI.glob("*-values.yaml"))
    options = [option for file in files for option in ("-f", str(file))]
    result = run("render", CHART, "--each", *options, "--output-dir", "out")
    assert result.code == 0, result.err
    names = [file.name.removesuffix("-values.yaml") for file in files]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    single = run("render", CHART, "-f", str(files[1]))
    assert (tmp_path / "out" / names[1] / "manifests.yaml").read_text() == single.out


def test_values_from_standard_input_and_show_only(run: Run):
    values = b"networks: {data: {master: eth1, range: 10.0.0.0/24}}\n"
    result = run("render", CHART, "-f", "-", "-s", "templates/networks/*.yaml", stdin=values)
    assert result.code == 0
    assert result.out.count("kind:") == 1


def test_what_no_render_wrote_is_never_overwritten(run: Run, tmp_path: Path):
    mine = tmp_path / "out/default/manifests.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n")
    assert run("render", CHART, "--output-dir", "out").code == 5
    assert mine.read_text() == "mine\n"
    mine.unlink()
    for _ in range(2):
        assert run("render", CHART, "--output-dir", "out").code == 0


def test_nothing_is_written_when_a_later_file_is_wrong(run: Run, tmp_path: Path):
    (tmp_path / "bad.yaml").write_text("nonsense: 1\n")
    for last in ("bad.yaml", "missing.yaml"):
        result = run(
            "render",
            CHART,
            "--each",
            "-f",
            str(CI / "00-default-values.yaml"),
            "-f",
            last,
            "--output-dir",
            "out",
        )
        assert (result.code, result.out) == (3, "")
        assert last in result.err
        assert not (tmp_path / "out").exists()


def test_a_refusal_of_the_chart_stands_at_the_value(run: Run, tmp_path: Path):
    (tmp_path / "v.yaml").write_text("networks:\n  a:\n    range: 10.0.0.0/24\n")
    assert "error: v.yaml:2:3: networks.a.master: missing" in run("render", CHART, "-f", "v.yaml").err
    (tmp_path / "v.yaml").write_text("networks: {}\nplatform: gkee\n")
    assert "error: v.yaml:2:11: platform: " in run("render", CHART, "-f", "v.yaml").err


def test_an_unknown_key_stands_at_the_key(run: Run, tmp_path: Path):
    (tmp_path / "v.yaml").write_text("multus:\n  logLevel: loud\nnetwork:\n  a: 1\n")
    lines = run("render", CHART, "-f", "v.yaml").err.splitlines()
    assert [line.split(": ")[0].strip() for line in lines[1:]] == ["v.yaml:2:13", "v.yaml:3:1"]


def test_a_git_reference_is_a_chart(run: Run):
    result = run("render", "git:HEAD:charts/multus-ipvlan", cwd=ROOT)
    assert result.code == 0
    assert "kind: DaemonSet" in result.out


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (
            "multus:\n  logLevl: debug\n",
            ["v.yaml:2:", "multus.logLevl: not a known key", "did you mean 'logLevel'?"],
        ),
        ("networks:\n  a:\n    mode: L2\n", ["v.yaml:3:", "networks.a.mode: must be one of"]),
        (
            "networks:\n  a:\n    range: 10.0.0.0\n",
            ["v.yaml:3:", "networks.a.range: must be an IPv4 or IPv6 range"],
        ),
        ("platform: gkee\n", ['platform: "gkee" is not a platform of this chart; use one of: ']),
        ("- 1\n", ["v.yaml", "values are a map"]),
        ("a: [\n", ["v.yaml:"]),
        ("\x00", ["v.yaml", "binary"]),
        (
            "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n",
            ["v.yaml"],
        ),
    ],
)
def test_wrong_values(run: Run, tmp_path: Path, values: str, texts: list[str]):
    (tmp_path / "v.yaml").write_text(values)
    result = run("render", CHART, "-f", "v.yaml", "--output-dir", "out")
    assert (result.code, result.out) == (3, ""), result
    for text in texts:
        assert text in result.err
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_when_a_later_scenario_fails(run: Run, tmp_path: Path):
    (tmp_path / "ok.yaml").write_text("networks: {a: {master: eth1, range: 10.0.0.0/24}}\n")
    # The schema lets this pass, the chart itself does not.
    (tmp_path / "bad.yaml").write_text("networks: {a: {range: 10.0.0.0/24}}\n")
    both = ["render", CHART, "--each", "-f", "ok.yaml", "-f", "bad.yaml"]
    result = run(*both, "--output-dir", "out")
    assert (result.code, (tmp_path / "out").exists()) == (3, False)
    assert run(*both).out == ""
    (tmp_path / "out/bad").mkdir(parents=True)
    (tmp_path / "out/bad/manifests.yaml").write_text("mine: true\n")
    assert run("render", CHART, "--each", "-f", "ok.yaml,bad.yaml", "--output-dir", "out").code == 3
    (tmp_path / "bad.yaml").write_text("{}")
    assert run("render", CHART, "--each", "-f", "ok.yaml,bad.yaml", "--output-dir", "out").code == 5
    assert not (tmp_path / "out/ok").exists()


def test_several_files_in_one_option_as_helm_takes_them(run: Run, tmp_path: Path):
    for name, label in (("a", "one"), ("b,c", "two")):
        (tmp_path / f"{name}.yaml").write_text(f'commonLabels: {{{label}: "v"}}\n')
    stream = run("render", CHART, "-f", 'a.yaml,"b,c.yaml"').out
    assert '"one": "v"' in stream
    assert '"two": "v"' in stream


def test_keys_that_stand_twice_are_a_warning(run: Run, tmp_path: Path):
    (tmp_path / "v.yaml").write_text("nameOverride: a\nnameOverride: b\n")
    result = run("render", CHART, "-f", "v.yaml")
    assert result.code == 0
    assert "warning: v.yaml:2:1: nameOverride stands twice" in result.err
    assert run("-q", "render", str(CHART), "-f", "v.yaml").err == ""
    assert 'app.kubernetes.io/name: "b"' in result.out


@pytest.mark.parametrize(
    ("argv", "code", "text"),
    [
        (["render", "nowhere"], 3, "nowhere"),
        (["render", CHART + "/templates"], 3, "Chart.yaml"),
        (["render", CHART, "-f", "missing.yaml"], 3, "missing.yaml: no such file"),
        (["render", CHART, "--set", "a[x]=1"], 2, "--set a[x]=1"),
        (["render", CHART, "--each"], 2, "--each needs values files"),
        (["render", CHART, "--release-name", "A"], 2, "--release-name"),
        (["render", CHART, "--kube-version", "new"], 2, "--kube-version"),
        (["render", CHART, "--kube-version", "1.20.0"], 3, "1.20.0"),
        (["render", CHART, "-s", "nothing.yaml"], 2, "nothing.yaml"),
        (["--engine", "helm", "--helm", "no-such-helm", "render", CHART], 4, "no-such-helm"),
        (["--engine", "helm", "--helm", "/bin/true", "render", CHART], 4, "/bin/true"),
        (["rendr"], 2, "error: 'rendr' is no command of chartgen\n  hint: did you mean 'render'?\n"),
        (
            ["lint-everything"],
            2,
            "  hint: use one of: generate, init, render, validate, lint, rules, gke, networks, audit, diff, bump, package, publish, verify, completion\n",
        ),
        (
            ["render", "--colour"],
            2,
            "error: no such option '--colour'\n  hint: see `chartgen render --help`\n",
        ),
        (["completion", "tcsh"], 2, "'tcsh' is not one of 'bash', 'zsh', 'fish'\n  hint: see `chartgen "),
        (["--engine", "helm5", "render"], 2, "'helm5' is not one of 'auto', 'embedded', 'helm'"),
        (["render", CHART, CHART], 2, "unexpected extra argument"),
        (["render", CHART, "--set", "quux=1"], 3, "quux: not a known key\n  hint: known here: common"),
        *(
            ([*argv], 2, "an empty text is no path")
            for argv in (
                ["render", ""],
                ["render", CHART, "-f", ""],
                ["render", CHART, "--output-dir", ""],
                ["--config", "", "generate"],
                ["--helm", "", "render", CHART],
                ["generate", "--output="],
                ["generate", "--definition", ""],
                ["init", ""],
            )
        ),
    ],
)
def test_wrong_command_lines(run: Run, argv: list[str], code: int, text: str):
    result = run(*argv)
    assert (result.code, result.out) == (code, ""), result
    assert text in result.err


def test_no_engine_at_all(run: Run, tmp_path: Path):
    (tmp_path / "helm_python.py").write_text("")
    hidden = {"PATH": str(tmp_path), "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    result = run("render", CHART, env=hidden)
    assert result.code == 4
    assert "pip install 'chartgen[helm]'" in result.err
    assert run("--engine", "embedded", "render", CHART, env=hidden).code == 4
