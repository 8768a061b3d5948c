"""`chartgen diff` as a user meets it: charts, formats, streams, exit codes."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema
from tests.cli.conftest import ROOT, Run
from tests.diff.charts import edited, replaced, shop
from tests.registry.answers import Answer, by_path, serving

SCHEMA = Schema(json.loads((data_root() / "diff.schema.json").read_text("utf-8")), file="diff.schema.json")
NARROWED = "values files: no slow pods [scenario-refused]"


def write(folder: Path, files) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    """Write two versions of a chart; the newer one refuses a value."""
    old = shop()
    new = edited(
        old,
        replaced("Chart.yaml", "1.2.3", "1.3.0"),
        replaced("values.yaml", "replicas: 1", "replicas: 2"),
        replaced(
            "templates/service.yaml",
            "kind:",
            '{{- if eq .Values.mode "slow" }}{{ fail "no slow pods" }}{{ end }}\nkind:',
        ),
    )
    for name, files in (("old", old), ("new", new)):
        write(tmp_path / name, files)
    return "old", "new"


def test_two_folders(run: Run, versions):
    result = run("diff", *versions)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("minor\n  Values\n    values.yaml: replicas: 1 → 2 [default-changed]\n")
    assert result.out.endswith("shop 1.2.3 → shop 1.3.0: minor (2 minor, 2 patch; 2 scenarios)\n")


def test_exit_codes(run: Run, versions):
    assert run("diff", *versions, "--exit-code").code == 1
    assert run("diff", "old", "old", "--exit-code").code == 0
    assert run("diff", "old", "old").out == "shop 1.2.3 → shop 1.2.3: none: the charts do not differ\n"


def test_values_files_of_a_user(run: Run, versions, tmp_path: Path):
    (tmp_path / "mine.yaml").write_text("mode: slow\n")
    assert NARROWED not in run("diff", *versions).out
    result = run("diff", *versions, "-f", "mine.yaml")
    assert NARROWED in result.out
    assert "in 1 of 3 scenarios: mine" in result.out
    assert NARROWED in run("diff", *versions, "-f", "-", stdin=b"mode: slow\n").out


def test_formats_at_once(run: Run, versions, tmp_path: Path):
    result = run(
        "diff",
        *versions,
        "--format",
        "json",
        "--format",
        "markdown:change.md",
        "--format",
        "text:change.txt",
        "--exit-code",
    )
    assert (result.code, result.err) == (1, "")
    tree = json.loads(result.out)
    assert SCHEMA.problems(tree) == []
    assert (tree["verb"], tree["summary"]["verdict"]) == ("diff", "minor")
    assert tree["result"]["new"] == {"reference": "new", "name": "shop", "version": "1.3.0"}
    assert (tmp_path / "change.md").read_text().startswith("### shop 1.2.3 → shop 1.3.0: minor\n")
    assert (tmp_path / "change.txt").read_text() == run("diff", *versions).out


def test_colours(run: Run, versions):
    assert "\x1b[33mminor\x1b[0m" in run("--color", "always", "diff", *versions).out
    assert "\x1b" not in run("diff", *versions).out
    assert "\x1b" not in run("--color", "always", "diff", *versions, "--format", "markdown").out


def test_quiet(run: Run, versions):
    assert "in 1 of 2 scenarios" in run("diff", *versions).out
    assert "in 1 of 2 scenarios" not in run("-q", "diff", *versions).out


def test_a_package_and_a_commit(run: Run, versions, tmp_path: Path):
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(tmp_path)]
    for words in (["init", "-q"], ["add", "old"], ["commit", "-qm", "a"]):
        subprocess.run([*git, *words], check=True)
    shutil.make_archive(str(tmp_path / "new"), "gztar", tmp_path, "new")
    result = run("diff", "git:HEAD:old", "new.tar.gz")
    assert (result.code, result.err) == (0, "")
    assert result.out == run("diff", *versions).out


def test_a_chart_of_a_repository(run: Run, versions, tmp_path: Path):
    content = Path(shutil.make_archive(str(tmp_path / "packed"), "gztar", tmp_path, "old")).read_bytes()
    entry = {
        "name": "shop",
        "version": "1.2.3",
        "urls": ["shop.tgz"],
        "digest": hashlib.sha256(content).hexdigest(),
    }
    index = yaml.safe_dump({"apiVersion": "v1", "entries": {"shop": [entry]}}).encode()
    files = {"/r/index.yaml": Answer(body=index), "/r/shop.tgz": Answer(body=content)}
    with serving(by_path(files)) as served:
        result = run("diff", f"{served.url}/r#shop:1.2.3", "new", "--plain-http")
        refused = run("diff", f"{served.url}/r#shop:1.2.3", "new")
    assert (result.code, result.err) == (0, "")
    assert result.out == run("diff", *versions).out
    assert (refused.code, refused.out) == (3, "")


def test_without_a_second_one_it_is_the_configured_chart(run: Run, project: Path):
    shutil.copytree(project / "charts/acme-net", project / "before")
    (project / "before/README.md").write_text("x")
    result = run("diff", "before")
    assert (result.code, result.err) == (0, "")
    assert "README.md: changes [file-changed]" in result.out


def test_the_target_is_that_of_all_scenarios(run: Run, versions):
    result = run("diff", *versions, "-n", "kube-system", "--release-name", "mine")
    assert "Deployment kube-system/mine-shop: spec.replicas" in result.out
    assert run("diff", *versions, "--kube-version", "1.31.0", "-a", "example.com/v1").code == 0


@pytest.mark.parametrize(
    ("argv", "code", "error"),
    [
        ([], 2, "missing argument 'old'"),
        (["old", "new", "more"], 2, "unexpected extra argument"),
        (["none", "new"], 3, "none: cannot be read: No such file"),
        (["old", "none"], 3, "none: cannot be read: No such file"),
        (["old"], 3, "chartgen.yaml"),
        (["old", "ci"], 3, "ci: cannot be read"),
        (["old", "new", "-f", "none.yaml"], 3, "none.yaml: no such file"),
        (["old", "new", "-f", "-", "-f", "-"], 2, "standard input can be read once"),
        (["old", "new", "-f", "list.yaml"], 3, "holds a list"),
        (["old", "new", "--format", "sarif"], 2, "'sarif' is no format"),
        (["old", "new", "--release-name", "UPPER"], 2, "cannot be the name of a release"),
        (["old", "new", "--kube-version", "one"], 2, "is not a Kubernetes version"),
        (["old", "broken"], 3, "broken/templates/service.yaml"),
        (["old", "new", "--format", "json:old"], 3, "old"),
    ],
)  # fmt: skip
def test_wrong_command_lines(run: Run, versions, tmp_path: Path, argv, code, error):
    (tmp_path / "list.yaml").write_text("- a\n")
    write(tmp_path / "broken", edited(shop(), replaced("templates/service.yaml", "spec:", "{{ if }}")))
    result = run("diff", *argv)
    assert (result.code, result.out) == (code, ""), result.err
    assert error in result.err.lower() or error in result.err


@pytest.mark.parametrize("line", ["# Kubernetes: one", "# Release: UPPER"])
def test_a_scenario_for_what_is_none(run: Run, versions, tmp_path: Path, line):
    (tmp_path / "mine.yaml").write_text(f"{line}\n")
    result = run("diff", *versions, "-f", "mine.yaml")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("error: mine.yaml: ")


def test_a_version_of_kubernetes_without_schemas_will_do(run: Run, versions, tmp_path: Path):
    (tmp_path / "mine.yaml").write_text("# Kubernetes: v1.20.0\n")
    assert run("diff", *versions, "-f", "mine.yaml").code == 0
    assert run("diff", *versions, "--kube-version", "1.20.0").code == 0


def test_charts_that_nothing_renders(run: Run, tmp_path: Path):
    files = edited(shop(), replaced("templates/service.yaml", "kind:", '{{ fail "never" }}\nkind:'))
    for name in ("one", "two"):
        write(tmp_path / name, {**files, "README.md": name.encode()})
    result = run("diff", "one", "two")
    assert result.out.endswith("patch (1 patch; 2 scenarios, objects compared in 0)\n")
    assert result.err == (
        "warning: no scenario renders with both charts, no objects are compared: never\n"
        "  hint: give the values that they need with -f\n"
    )
    assert run("-q", "diff", "one", "two").err == ""


def test_both_engines_tell_the_same(run: Run, versions, helm_program: Path):
    assert (
        run("--engine", "helm", "--helm", str(helm_program), "diff", *versions).out
        == run("diff", *versions).out
    )


def test_our_chart_does_not_differ_from_itself(run: Run):
    chart = str(ROOT / "charts/multus-ipvlan")
    result = run("diff", chart, chart, "--exit-code")
    assert (result.code, result.err) == (0, "")


def test_nothing_is_imported_to_say_what_it_does(run: Run):
    program = "import sys; from chartgen.cli import run; run(['diff', '--help']); print('chartgen.diff.compare' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("False\n")
