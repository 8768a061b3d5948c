import gzip
import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from chartgen.chart import archive
from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.release.package import Package, package, package_of
from chartgen.release.rebuild import Comparison, compare
from tests.release.conftest import CHART_YAML, WriteChart

SUBCHART = "apiVersion: v2\nname: x\nversion: 1.0.0\nodd: field\n"
FILES = {
    "Chart.yaml": f"# a comment\n{CHART_YAML}odd: field\ndependencies: [{{name: x, version: 1.0.0, repository: ''}}]\n",
    "Chart.lock": "generated: '2024-01-01T00:00:00Z'\ndigest: sha256:1\ndependencies: []\n",
    "values.yaml": "a: 1\nb: 2\n",
    "README.md": "",
    "charts/x-1.0.0.tgz": archive.pack(
        {"Chart.yaml": SUBCHART.encode(), "values.yaml": b"c: 1\n"}, folder="x"
    ),
}


@pytest.fixture
def chart(write_chart: WriteChart) -> Chart:
    return write_chart(FILES)


@pytest.fixture
def source(chart: Chart) -> Package:
    return package(chart, time=9)


def tar_of(members: list[tuple[str, bytes, int, int]]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content, time, mode in members:
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = len(content), time, mode
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def compared(content: bytes, source: Package) -> Comparison:
    return compare(package_of("p", content), source)


def test_equal_bytes(source: Package):
    assert compared(source.content, source) == ((), ())


def test_what_differs_when_all_files_are_equal(source: Package):
    plain = archive.decompress(source.content, name="")
    assert compared(gzip.compress(plain, mtime=0), source) == ((), ("compression",))
    files = [
        (f"c/{path}", content, 9, 0o644) for path, content in archive.unpack(source.content, name="").items()
    ]
    for changed, forms in (
        ([*files[::-1]], ("order",)),
        ([(name, content, 8, mode) for name, content, _, mode in files], ("times",)),
        ([(name, content, 8, mode) for name, content, _, mode in files[::-1]], ("order", "times")),
        ([(name, content, time, 0o755) for name, content, time, _ in files], ("headers",)),
    ):
        assert compared(archive.compress(tar_of(changed)), source) == ((), forms)
        assert compared(gzip.compress(tar_of(changed)), source) == ((), ("compression", *forms))


def test_what_helm_packs_is_the_same_chart(chart: Chart, source: Package, helm_program: Path, tmp_path: Path):
    subprocess.run(
        [helm_program, "package", chart.reference, "-d", tmp_path], check=True, stdout=subprocess.DEVNULL
    )
    found = compared((tmp_path / "c-0.1.0.tgz").read_bytes(), source)
    assert found.files == ()
    assert {"rewritten", "compression", "times"} <= {*found.forms}


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"values.yaml": b"a: 1\nb: 3\n"}, ["values.yaml differs in line 2: `b: 3` in the package, `b: 2` in the source"]),
        ({"values.yaml": b"a: 1\n"}, ["values.yaml differs in line 2: `` in the package, `b: 2` in the source"]),
        ({"values.yaml": b"a: 1\nb: 2\nc"}, ["values.yaml differs in line 3: `c` in the package, `` in the source"]),
        ({"values.yaml": b"\0"}, ["values.yaml differs"]),
        ({"values.yaml": b"a: \x1b[2J" + b"x" * 100}, [f"values.yaml differs in line 1: `a: \\x1b[2J{'x' * 50}…` in the package, `a: 1` in the source"]),
        ({"README.md": None, "z": b""}, ["README.md is missing in the package", "z is only in the package"]),
        ({"Chart.yaml": CHART_YAML.encode()}, ["Chart.yaml differs in line 1: `apiVersion: v2` in the package, `# a comment` in the source"]),
        ({"Chart.lock": b"{"}, ["Chart.lock differs in line 1: `{` in the package, `generated: '2024-01-01T00:00:00Z'` in the source"]),
        ({"charts/x-1.0.0.tgz": archive.pack({"a": b""}, folder="x")}, ["charts/x-1.0.0.tgz is only in the package", "charts/x/Chart.yaml is missing in the package", "charts/x/values.yaml is missing in the package"]),
        ({"Chart.lock": b"digest: sha256:2\n"}, ["Chart.lock differs in line 1: `digest: sha256:2` in the package, `generated: '2024-01-01T00:00:00Z'` in the source"]),
    ],
)  # fmt: skip
def test_the_files_that_differ(source: Package, changes: dict[str, bytes | None], problems: list[str]):
    files = {**archive.unpack(source.content, name=""), **changes}
    content = archive.pack(
        {path: text for path, text in files.items() if text is not None}, folder="c", time=9
    )
    found = compared(content, source)
    assert [*found.files] == problems
    assert found.forms == ()


def test_another_subchart_is_not_taken_for_the_same(source: Package, tmp_path: Path):
    files = archive.unpack(source.content, name="")
    files["charts/x-1.0.0.tgz"] = archive.pack(
        {"Chart.yaml": SUBCHART.encode(), "values.yaml": b"c: 2\n"}, folder="x"
    )
    (problem,) = compared(archive.pack(files, folder="c", time=9), source).files
    assert problem == "charts/x/values.yaml differs in line 1: `c: 2` in the package, `c: 1` in the source"


def test_subcharts_of_one_name_do_not_hide_each_other(write_chart: WriteChart):
    """Unpacked, the second would take the place of the first."""

    def subchart(value: bytes) -> bytes:
        return archive.pack({"Chart.yaml": SUBCHART.encode(), "values.yaml": value}, folder="x")

    packed = subchart(b"c: 1\n")
    twice = {"charts/a.tgz": packed, "charts/b.tgz": packed}
    beside = {"charts/a.tgz": packed, "charts/x/Chart.yaml": SUBCHART, "charts/x/values.yaml": "c: 1\n"}
    for number, files in enumerate((twice, beside)):
        source = package(write_chart(files, f"c{number}"), time=9)
        for path in files:
            evil = b"c: 2\n" if path.endswith("values.yaml") else subchart(b"c: 2\n")
            if path.endswith("Chart.yaml"):
                continue
            changed = {**source.chart.files, path: evil}
            assert len(compared(archive.pack(changed, folder="c", time=9), source).files) == 1


def test_a_subchart_of_any_format(write_chart: WriteChart):
    described = SUBCHART.replace("v2", "v9")
    source = package(write_chart({"charts/x/Chart.yaml": described}), time=9)
    changed = {**source.chart.files, "charts/x/Chart.yaml": b"# more\n" + described.encode()}
    assert compared(archive.pack(changed, folder="c", time=9), source) == ((), ("rewritten",))


def test_a_subchart_with_a_file_twice_is_not_unpacked(source: Package):
    files = archive.unpack(source.content, name="")
    inside = archive.unpack(files["charts/x-1.0.0.tgz"], name="").items()
    members = [(f"x/{path}", content, 9, 0o644) for path, content in inside]
    for more, problems in (([], ()), (members[:1], ("charts/x-1.0.0.tgz is only in the package",))):
        files["charts/x-1.0.0.tgz"] = gzip.compress(tar_of([*members, *more]))
        found = compared(archive.pack(files, folder="c", time=9), source)
        assert found.files[:1] == problems


def test_only_descriptions_may_be_rewritten(write_chart: WriteChart):
    """A file of that name elsewhere is one that templates may read as they like."""
    paths = ("files/Chart.yaml", "templates/Chart.lock", "charts/x/files/Chart.yaml")
    source = package(
        write_chart(
            {**dict.fromkeys(paths, SUBCHART), "charts/x/Chart.yaml": SUBCHART, "charts/x/Chart.lock": "{}"}
        ),
        time=9,
    )
    for path in (*paths, "charts/x/Chart.yaml", "charts/x/Chart.lock"):
        changed = {**source.chart.files, path: source.chart.files[path] + b"# more\n"}
        found = compared(archive.pack(changed, folder="c", time=9), source)
        assert bool(found.files) == (path in paths), path
        assert found.forms == (() if path in paths else ("rewritten",))


def test_a_file_that_is_there_twice_is_no_form(source: Package):
    inside = archive.unpack(source.content, name="").items()
    members = [(f"c/{path}", content, 9, 0o644) for path, content in inside]
    found = compared(archive.compress(tar_of([*members, members[0]])), source)
    assert found == (("Chart.yaml is 2 times in the package",), ())


def test_descriptions_that_say_the_same(source: Package):
    files = archive.unpack(source.content, name="")
    files["Chart.yaml"] = files["Chart.yaml"].replace(b"# a comment", b"# another")
    assert compared(archive.pack(files, folder="c", time=9), source) == ((), ("rewritten",))


def test_subcharts_in_subcharts_have_an_end(source: Package):
    """Archives that are small and unpack to much, or to themselves, are no reason to run out of memory."""
    inner = {"Chart.yaml": SUBCHART.encode(), "large": bytes(4 * 1024 * 1024)}
    files = {"Chart.yaml": CHART_YAML.encode()}
    for number in range(30):
        described = inner["Chart.yaml"].replace(b"name: x", f"name: x{number}".encode())
        packed = archive.decompress(archive.pack({**inner, "Chart.yaml": described}, folder="x"), name="")
        files[f"charts/x{number}.tgz"] = gzip.compress(packed)
    with pytest.raises(InputError, match="unpacks to more than"):
        compared(archive.pack(files, folder="c", time=9), source)
    nested = SUBCHART.encode()
    content = archive.pack({"Chart.yaml": nested}, folder="x")
    for _ in range(40):
        content = gzip.compress(
            archive.decompress(
                archive.pack({"Chart.yaml": nested, "charts/x.tgz": content}, folder="x"), name=""
            )
        )
    # What is deeper than anybody's subcharts stays packed.
    assert any("x.tgz is only in the package" in each for each in compared(content, source).files)


def test_only_subcharts_are_unpacked(write_chart: WriteChart):
    inner = archive.pack({"Chart.yaml": SUBCHART.encode()}, folder="x")
    source = package(write_chart({"files/x.tgz": inner}), time=9)
    changed = {**source.chart.files, "files/x.tgz": gzip.compress(archive.decompress(inner, name=""))}
    assert compared(archive.pack(changed, folder="c", time=9), source).files == ("files/x.tgz differs",)
