"""What `chartgen lint` takes, and what it writes back."""

import json
import tarfile
from pathlib import Path

import pytest

from chartgen.cli import lint_inputs
from chartgen.core.errors import InputError
from chartgen.core.exitcodes import ExitCode
from tests.cli.lint_demo import IGNORED, MANIFEST, POD, lines


def test_manifests(lint, demo: Path):
    (demo / "some").mkdir()
    (demo / "some/a.yaml").write_text(MANIFEST)
    (demo / "some/b.json").write_text('{"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "b"}}')
    (demo / "some/README.md").write_text("a: [")
    result = lint("some", "--format", "json")
    report = json.loads(result.out)
    assert report["summary"]["inputs"] == ["some/a.yaml", "some/b.json"]
    assert {each["location"]["file"] for each in report["findings"]} == {"some/a.yaml"}


def test_standard_input(lint, demo: Path):
    result = lint("-", "-n", "prod", "--format", "json", stdin=MANIFEST.encode())
    found = json.loads(result.out)["findings"]
    assert result.code == 1
    assert {(each["location"]["file"], each["location"]["object"]) for each in found} == {
        ("<stdin>", "Pod/prod/main")
    }
    result = lint("demo", "-f", "-", stdin=b"volumes: [a]\n")
    assert len(lines(result)) == 2


def test_values_and_the_release(lint, demo: Path):
    (demo / "one.yaml").write_text("volumes: [one]\n")
    (demo / "two.yaml").write_text("volumes: [two]\n")
    together = lint(
        "demo", "-f", "one.yaml", "-f", "two.yaml", "-n", "prod", "--release-name", "x", "--format", "json"
    )
    found = json.loads(together.out)["findings"]
    assert {tuple(each["scenarios"]) for each in found} == {("volumes",), ("one",)}
    assert {each["location"]["object"] for each in found} == {"Pod/prod/x"}
    each = lint("demo", "-f", "one.yaml", "-f", "two.yaml", "--each", "--format", "json")
    assert {tuple(each["scenarios"]) for each in json.loads(each.out)["findings"]} == {
        ("volumes",),
        ("one",),
        ("two",),
    }
    assert len(lines(lint("demo", "--set", "volumes={a,b}"))) == 3


def test_fixes_are_written_once(lint, demo: Path):
    template = demo / "demo/templates/pod.yaml"
    mounted = POD.replace("  volumes:", "      volumeMounts: [{name: data, mountPath: /data}]\n  volumes:")
    template.write_bytes(b"\xef\xbb\xbf" + mounted.replace("    - name: {{ . }}\n", IGNORED).encode())
    assert [line.split()[-1] for line in lines(lint("demo"))] == ["[suppression-unused]"]
    result = lint("demo", "--fix")
    assert (result.code, result.out, result.err) == (0, "1 file: no findings\n", "1 fixed\n")
    assert template.read_bytes() == b"\xef\xbb\xbf" + mounted.encode()
    stamp = template.stat().st_mtime_ns
    assert lint("demo", "--fix").err == "0 fixed\n"
    assert template.stat().st_mtime_ns == stamp


def test_fixes_of_manifests(lint, demo: Path):
    text = "# chartgen: ignore[volume-unused] why\r\nkind: A\r\n# words"
    (demo / "a.yaml").write_bytes(text.encode())
    assert lint("a.yaml", "--fix").err == "1 fixed\n"
    assert (demo / "a.yaml").read_bytes() == b"kind: A\r\n# words"


def test_a_fix_keeps_links_and_modes(lint, demo: Path):
    for name, mode in (("a.yaml", 0o600), ("b.yaml", 0o664)):
        (demo / name).write_text("# chartgen: ignore[volume-unused] why\nkind: A\n")
        (demo / name).chmod(mode)
    (demo / "link.yaml").symlink_to("a.yaml")
    assert lint("link.yaml", "b.yaml", "--fix").err == "2 fixed\n"
    assert (demo / "link.yaml").is_symlink()
    assert [(demo / name).read_text() for name in ("a.yaml", "b.yaml")] == ["kind: A\n"] * 2
    assert [(demo / name).stat().st_mode & 0o777 for name in ("a.yaml", "b.yaml")] == [0o600, 0o664]


def test_edits_are_written_all_or_none(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        Path(name).write_text("a: 1\n")
    with pytest.raises(InputError) as caught:
        lint_inputs.write({"a.yaml": "a: 2\n", "b.yaml": "a: 2\n", "folder/c.yaml": ""})
    assert caught.value.exit_code is ExitCode.INPUT
    lint_inputs.write({"a.yaml": "a: 2\n", "b.yaml": "a: 3\n"})
    assert [Path(name).read_text() for name in ("a.yaml", "b.yaml")] == ["a: 2\n", "a: 3\n"]


def test_each_file_is_read_once(lint, demo: Path):
    once = lint("pod.yaml", "--format", "json")
    assert lint("pod.yaml", str(demo / "pod.yaml"), "pod.yaml", "--format", "json").out == once.out
    piped = lint("-", "-", "--format", "json", stdin=MANIFEST.encode())
    assert len(json.loads(piped.out)["findings"]) == len(json.loads(once.out)["findings"]) > 0


def test_reports_are_the_same_however_a_path_is_spelled(lint, demo: Path):
    formats = ("json", "sarif", "github", "junit", "text")

    def reports(*argv: str) -> list[str]:
        lint(*argv, *(word for name in formats for word in ("--format", f"{name}:r.{name}")))
        return [(demo / f"r.{name}").read_text() for name in formats]

    (demo / "my.yaml").write_text("volumes: [mine]\n")
    (demo / "sub").mkdir()
    with tarfile.open(demo / "demo.tgz", "w:gz") as tar:
        tar.add(demo / "demo", "demo")
    for path in ("demo", "demo.tgz"):
        expected = reports(path, "-f", "my.yaml")
        assert all(path in report and str(demo) not in report for report in expected)
        for spelled in (
            f"./{path}",
            f"{path}{'/' if path == 'demo' else ''}",
            f"sub/../{path}",
            str(demo / path),
        ):
            assert reports(spelled, "-f", str(demo / "my.yaml")) == expected
    expected = reports("pod.yaml")
    assert reports("./pod.yaml") == reports(str(demo / "pod.yaml")) == expected


def test_the_configured_chart_is_seen_from_the_working_directory(lint, demo: Path):
    (demo / "chartgen.yaml").write_text("chart: {name: demo, version: 1.0.0, directory: demo}\n")
    expected = lint(".", "--format", "sarif", cwd=demo / "demo").out
    assert lint("--format", "sarif", cwd=demo / "demo").out == expected


def test_a_baseline_is_the_same_from_every_folder(lint, demo: Path):
    with tarfile.open(demo / "demo.tgz", "w:gz") as tar:
        tar.add(demo / "demo", "demo")
    (demo / "known").mkdir()
    assert lint("demo", "--write-baseline", "known/b.json").code == 0
    assert lint("demo.tgz", "--write-baseline", "known/b.json").code == 0
    within = lint(".", "--baseline", "../known/b.json", cwd=demo / "demo")
    assert (within.out, within.err) == ("1 file: no findings\n", "")
    for path in ("../demo.tgz", str(demo / "demo.tgz")):
        archive = lint(path, "--baseline", "b.json", cwd=demo / "known")
        assert (archive.out, archive.err) == ("1 file: no findings\n", "")


def test_manifests_take_no_values(lint, demo: Path):
    before = (demo / "pod.yaml").read_text()
    for option in (["-f", "none.yaml"], ["--set", "a=b"], ["--each"], ["--coverage", "x", "--fix"]):
        refused = lint("pod.yaml", *option)
        assert refused.code == 2
        assert "manifests have neither values nor branches" in refused.err
    assert (demo / "pod.yaml").read_text() == before


def test_a_package_need_not_cover_what_its_folder_does(run, tmp_path: Path):
    """Negative scenarios are left out of packages."""
    (tmp_path / "c/templates").mkdir(parents=True)
    (tmp_path / "c/Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
    (tmp_path / "c/templates/a.yaml").write_text("{{ if .Values.x }}{{ end }}")
    (tmp_path / "chartgen.yaml").write_text(
        "lint: {coverage: {minimum: 100}, rules: {only: [branch-coverage]}}\n"
    )
    with tarfile.open(tmp_path / "c.tgz", "w:gz") as tar:
        tar.add(tmp_path / "c", "c")
    assert [run("lint", chart).code for chart in ("c", "c.tgz")] == [1, 0]
