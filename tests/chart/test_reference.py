import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chartgen.chart import reference
from chartgen.chart.archive import pack
from chartgen.chart.reference import load
from chartgen.core.errors import InputError, ToolError

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n",
    "values.yaml": b"a: {b: 1e3}\n",
    "values.schema.json": b"{}",
    "templates/a.yaml": b"kind: A\n",
}


def write(directory: Path, files: dict[str, bytes]) -> str:
    for path, content in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(content)
    return str(directory)


def test_a_directory_and_its_archive_are_the_same_chart(tmp_path: Path):
    (tmp_path / "c.tgz").write_bytes(pack(FILES))
    for chart in (load(write(tmp_path / "c", FILES)), load(str(tmp_path / "c.tgz"))):
        assert (chart.name, chart.version, chart.schema) == ("c", "0.1.0", b"{}")
        assert chart.default_values == {"a": {"b": 1000.0}}
        assert dict(chart.files) == FILES
        assert not chart.has_dependencies


def test_a_chart_cannot_be_changed(tmp_path: Path):
    chart = load(write(tmp_path, FILES))
    for mapping in (chart.files, chart.metadata, chart.default_values):
        with pytest.raises(TypeError):
            mapping["x"] = b""  # type: ignore[index]


def test_a_chart_with_other_files_is_another_one(tmp_path: Path):
    chart = load(write(tmp_path, FILES))
    other = chart.with_files({"a": b"1"})
    assert (other.reference, other.metadata, dict(other.files)) == (
        chart.reference,
        chart.metadata,
        {"a": b"1"},
    )
    assert other != chart != chart.with_files(chart.files)


def test_an_archive_of_helm(tmp_path: Path, helm_program: Path):
    directory = write(tmp_path / "c", FILES)
    subprocess.run([helm_program, "package", directory, "-d", tmp_path], check=True, capture_output=True)
    assert load(str(tmp_path / "c-0.1.0.tgz")).files["templates/a.yaml"] == b"kind: A\n"


def test_default_values(tmp_path: Path):
    assert load(write(tmp_path / "none", {"Chart.yaml": FILES["Chart.yaml"]})).default_values == {}
    assert load(write(tmp_path / "empty", {**FILES, "values.yaml": b"# nothing\n"})).default_values == {}
    with pytest.raises(InputError, match="holds a list, but values are a map") as caught:
        _ = load(write(tmp_path / "list", {**FILES, "values.yaml": b"- a\n"})).default_values
    assert str(caught.value.where).endswith("list/values.yaml:1:1")
    assert caught.value.hint.startswith("start with the name of a value")


def test_subcharts_are_described_well_too(tmp_path: Path):
    bad = b"apiVersion: v2\nname: sub\n"
    for path in ("charts/sub/Chart.yaml", "charts/sub/charts/deep/Chart.yaml"):
        with pytest.raises(InputError, match="the chart has no version") as caught:
            load(write(tmp_path / path.replace("/", "-"), {**FILES, path: bad}))
        assert str(caught.value.where).endswith(f"{path}:1:1")
    # Helm passes over these.
    load(write(tmp_path / "passed", {**FILES, "charts/_sub/Chart.yaml": bad, "charts/.sub/Chart.yaml": bad}))


def test_paths_as_users_see_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert load(write(tmp_path, FILES) + "/").path_of("a") == str(tmp_path / "a")
    monkeypatch.chdir(tmp_path)
    assert load(".").path_of("values.yaml") == "values.yaml"


@pytest.mark.parametrize("path", ["charts/x/Chart.yaml", "charts/x-1.0.0.tgz", "requirements.yaml"])
def test_charts_with_dependencies(tmp_path: Path, path: str):
    assert load(write(tmp_path, {**FILES, path: b"name: x\nversion: 1.0.0\n"})).has_dependencies


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("missing", "No such file or directory"),
        ("empty-directory", "there is no Chart.yaml in it"),
        ("text", "not a gzipped archive"),
        ("empty", "not a chart archive: empty file"),
        ("no-chart.tgz", "there is no Chart.yaml in it"),
        ("no-tar.tgz", "not a chart archive"),
        ("pipe", "neither a directory nor a file"),
        ("nul\0", "embedded null byte"),
        ("text/below", "Not a directory"),
    ],
)
def test_what_is_no_chart(tmp_path: Path, name: str, problem: str):
    (tmp_path / "empty-directory").mkdir()
    (tmp_path / "text").write_text("name: c\n")
    (tmp_path / "empty").write_text("")
    (tmp_path / "no-chart.tgz").write_bytes(pack({"a": b""}))
    (tmp_path / "no-tar.tgz").write_bytes(gzip.compress(b"x" * 2000))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match=problem) as caught:
        load(str(tmp_path / name))
    assert caught.value.where == str(tmp_path / name)
    assert caught.value.hint or name == "pipe"


def test_a_huge_file(tmp_path: Path):
    with (tmp_path / "huge.tgz").open("wb") as file:
        file.write(b"\x1f\x8b")
        file.truncate(10**12)
    with pytest.raises(InputError, match="larger than"):
        load(str(tmp_path / "huge.tgz"))


def test_a_name_that_is_too_long():
    with pytest.raises(InputError, match="File name too long"):
        load("x" * 5000)


def test_a_registry_is_reached_only_for_what_is_there(tmp_path: Path):
    # Nothing of a registry is imported for a folder: that would slow down each run.
    folder = write(tmp_path, FILES)
    script = (
        f"import sys; from chartgen.chart.reference import load; load({folder!r}); print(sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert "'chartgen.registry.scheme'" in done.stdout
    for module in ("urllib3", "chartgen.chart.remote", "chartgen.registry.client", "ssl", "http.client"):
        assert f"'{module}'" not in done.stdout


def test_a_reference_of_a_registry_that_is_none():
    with pytest.raises(InputError, match="names a host and no chart"):
        load("oci://example.com")
    with pytest.raises(InputError, match="are not read by ftp://"):
        load("ftp://example.com/c.tgz")


def test_git_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="git is not there"):
        load("git:HEAD")


def test_a_chart_without_a_readable_description(tmp_path: Path):
    directory = write(tmp_path / "c", {**FILES, "Chart.yaml": b"name: [\n"})
    with pytest.raises(InputError) as caught:
        load(f"{directory}/")
    assert str(caught.value.where).startswith(f"{directory}/Chart.yaml:")


def test_a_directory_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    directory = write(tmp_path / "c", FILES)
    reading = reference.read_directory

    def vanish(place: Path) -> dict[str, bytes]:
        shutil.rmtree(place)
        return reading(place)

    monkeypatch.setattr(reference, "read_directory", vanish)
    with pytest.raises(InputError, match="No such file"):
        load(directory)
