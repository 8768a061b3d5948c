import contextlib
import gzip
import os
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgen.chart import archive
from chartgen.chart.reference import load
from chartgen.core.errors import InputError
from chartgen.registry.access import Access
from chartgen.release.package import EARLIEST, check, package, package_of, read_package, read_source
from chartgen.render.engine import Request
from chartgen.render.select import select
from tests.release.conftest import CHART_YAML, WriteChart, write_files

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "charts/multus-ipvlan"
SUBCHART = "apiVersion: v2\nname: {}\nversion: 1.0.0\n"


def test_the_order_is_helms(write_chart: WriteChart):
    files = {
        "b": "", "values.schema.json": "{}", "Chart.lock": "{}", "values.yaml": "", "A/z": "", "ä": "", "templates/x": "", "A.z": "",
    }  # fmt: skip
    packed = package(write_chart(files), time=7)
    assert list(archive.unpack(packed.content, name="")) == [
        "Chart.yaml", "Chart.lock", "values.yaml", "values.schema.json", "A.z", "A/z", "b", "templates/x", "ä",
    ]  # fmt: skip
    assert packed.file_name == "c-0.1.0.tgz"
    again = package_of("x", packed.content)
    assert again.time == 7
    assert again.digest == packed.digest
    assert package(again.chart, time=7).content == packed.content


def test_what_a_package_is_does_not_depend_on_where_or_how_its_source_lies(tmp_path: Path):
    digests = set()
    for folder, umask in (("a", 0o022), ("b/deeper", 0o077), ("ü", 0)):
        before = os.umask(umask)
        # Other modes and times, and a folder that is made in another order.
        write_files(tmp_path / folder, dict(reversed([("z", "1"), ("a/b", "2"), ("Chart.yaml", CHART_YAML)])))
        os.umask(before)
        os.utime(tmp_path / folder / "z", (1, len(digests) * 100_000))
        digests.add(package(load(str(tmp_path / folder)), time=EARLIEST).digest)
    # Bytes that may never change: whoever has them can rebuild what was published.
    assert digests == {"sha256:e54235480dfb5c4a5eb58ba2edac0a0aecacd34590fcb38db7f6947c8983f345"}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"values.yaml": "- 1\n"}, "map"),
        ({"values.schema.json": "{"}, "not JSON"),
        ({"values.schema.json": ""}, "not JSON"),
        ({"values.schema.json": '{"a": [1, NaN]}'}, "not JSON: NaN is no number"),
        ({"values.schema.json": "{}".encode("utf-16")}, "not JSON"),
        ({"values.schema.json": "[" * 100_000}, "not JSON"),
        ({"Chart.lock": "- 1\n"}, "does not hold a mapping"),
        ({"requirements.lock": "x\n"}, "does not hold a mapping"),
        ({"Chart.lock": "dependencies: 1\n"}, "dependencies must be a list"),
        ({"requirements.yaml": "- 1\n"}, "does not hold a mapping"),
        ({"requirements.yaml": "dependencies: 1\n"}, "dependencies must be a list"),
        ({"requirements.yaml": "dependencies: [a]\n"}, r"dependencies\[0\] must be a mapping"),
        ({"requirements.yaml": "dependencies: [null]\n"}, r"dependencies\[0\] must be a mapping"),
        ({"Chart.yaml": f"{CHART_YAML}dependencies: [{{name: x, version: 1.0.0}}]\n"}, "not in charts/: x"),
        (
            {
                "Chart.yaml": f"{CHART_YAML}dependencies: [{{name: x, version: 1.0.0}}]\n",
                "charts/y/Chart.yaml": SUBCHART.format("y"),
            },
            "not in charts/: x",
        ),
        (
            {
                "Chart.yaml": "apiVersion: v1\nname: c\nversion: 0.1.0\n",
                "requirements.yaml": "dependencies: [{name: x, version: 1.0.0}]\n",
            },
            "not in charts/: x",
        ),
        ({"charts/README.md": ""}, "not a chart, and charts/ holds nothing else"),
        ({"charts/x/values.yaml": ""}, "not a chart, and charts/ holds nothing else"),
        ({"charts/x.tgz": b"no archive"}, "not a gzipped archive"),
        ({"charts/x.tgz/Chart.yaml": SUBCHART.format("x")}, "called like an archive"),
        ({"charts/x/Chart.yaml": SUBCHART.format("x"), "charts/x/charts/a": ""}, "x/charts/a: not a chart"),
        (
            {"charts/x/Chart.yaml": SUBCHART.format("x"), "charts/x/values.yaml": "- 1\n"},
            "x/values.yaml:1:1: .*map",
        ),
        (
            {"charts/x/Chart.yaml": SUBCHART.format("x"), "charts/x/values.schema.json": "{"},
            "x/values.schema.json: not",
        ),
        (
            {"charts/x.tgz": archive.pack({"Chart.yaml": SUBCHART.format("x").encode(), "Chart.lock": b"1"})},
            "x.tgz/Chart.lock: does",
        ),
    ],
)
def test_what_helm_package_refuses(
    write_chart: WriteChart, helm4: Path, files: dict, problem: str, tmp_path: Path
):
    chart = write_chart(files)
    with pytest.raises(InputError) as caught:
        check(chart)
    assert re.search(problem, str(caught.value))
    theirs = subprocess.run(
        [helm4, "package", chart.reference, "-d", tmp_path], capture_output=True, check=False
    )
    assert theirs.returncode != 0


@pytest.mark.parametrize(
    "files",
    [
        {"charts/x/Chart.yaml": SUBCHART.format("x")},
        {"charts/other/Chart.yaml": "name: x\nversion: 1.0.0\n"},
        {"charts/x-1.tgz": archive.pack({"Chart.yaml": SUBCHART.format("x").encode()}, folder="x"), "charts/x-1.tgz.prov": "s"},
        {"charts/x/Chart.yaml": SUBCHART.format("x"), "charts/_y/a": "", "charts/.z": ""},
        {"charts/x/Chart.yaml": SUBCHART.format("x"), "charts/p/deep/a.prov": ""},
        {"charts/x.tgz": archive.pack({"Chart.yaml": b"apiVersion: v9\nname: x\nversion: 1.0.0\n"})},
        {"charts/x/Chart.yaml": SUBCHART.format("x"), "values.schema.json": b'{"title": "\xff"}'},
        {"charts/x/Chart.yaml": SUBCHART.format("x"), "requirements.yaml": "", "Chart.lock": "# none"},
    ],
)  # fmt: skip
def test_what_helm_package_takes(write_chart: WriteChart, helm4: Path, files: dict, tmp_path: Path):
    wants = {"Chart.yaml": f"{CHART_YAML}dependencies: [{{name: x, version: 1.0.0}}]\n"}
    chart = write_chart({**wants, **files})
    subprocess.run([helm4, "package", chart.reference, "-d", tmp_path], check=True)
    (tmp_path / "ours.tgz").write_bytes(package(chart, time=0).content)
    subprocess.run([helm4, "lint", tmp_path / "ours.tgz"], check=True)


def test_subcharts_in_subcharts_have_an_end(write_chart: WriteChart):
    """As those of an archive that holds itself; Helm would not end."""
    described = SUBCHART.format("x").encode()
    small = archive.pack({"Chart.yaml": described}, folder="x")
    large = {"Chart.yaml": described, "large": bytes(4 * 1024 * 1024)}
    packed = gzip.compress(archive.decompress(archive.pack(large, folder="x"), name=""))
    for content, count in ((small, 1600), (packed, 26)):
        files = {f"charts/x{number}.tgz": content for number in range(count)}
        with pytest.raises(InputError, match="its subcharts unpack to too much"):
            check(write_chart(files, f"c{count}"))


def test_a_name_that_no_file_can_have(write_chart: WriteChart):
    longest = "n" * (255 - len("-0.1.0.tgz.prov"))
    for name in (f"{longest}n", f"ü{longest[1:]}"):
        chart = write_chart({"Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: 0.1.0\n"})
        with pytest.raises(InputError, match="too long for the name of a file"):
            check(chart)
    chart = write_chart({"Chart.yaml": f"apiVersion: v2\nname: {longest}\nversion: 0.1.0\n"})
    assert len(package(chart, time=0).file_name) == 250
    chart = write_chart({"Chart.yaml": 'apiVersion: v2\nname: "a\\nb"\nversion: 0.1.0\n'})
    with pytest.raises(InputError, match="cannot be the name of a file"):
        check(chart)


def test_a_file_that_nobody_could_load(write_chart: WriteChart):
    with pytest.raises(InputError, match="'c/..a' leads out of the chart's directory"):
        check(write_chart({"..a": ""}))


def test_the_time_of_an_archive_is_that_of_its_description():
    first = archive.decompress(archive.pack({"a": b""}, time=5), name="")[:-1024]
    rest = archive.decompress(archive.pack({"Chart.yaml": CHART_YAML.encode()}, time=7), name="")
    assert package_of("x", archive.compress(first + rest)).time == 7


def test_a_file_that_is_called_like_a_remote_chart(
    write_chart: WriteChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "oci:").mkdir()
    (tmp_path / "oci:/c.tgz").write_bytes(package(write_chart(), time=3).content)
    monkeypatch.chdir(tmp_path)
    assert read_package("oci://c.tgz", Access()).time == read_source("oci://c.tgz", Access()).time == 3


def test_an_archive_that_is_none(tmp_path: Path):
    (tmp_path / "x.tgz").write_bytes(b"hello")
    with pytest.raises(InputError, match="not a gzipped archive"):
        read_package(str(tmp_path / "x.tgz"), Access())
    with pytest.raises(InputError, match="there is no Chart.yaml"):
        package_of("x", archive.pack({"a": b""}))


def test_the_time_of_a_source(write_chart: WriteChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def time_of(reference: str) -> int:
        found = read_source(reference, Access())
        assert found.chart.name == "c"
        assert not found.doubt
        return found.time

    chart = write_chart()
    assert time_of(chart.reference) == EARLIEST
    (tmp_path / "c.tgz").write_bytes(package(chart, time=12).content)
    assert time_of(str(tmp_path / "c.tgz")) == 12
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]

    def git(*argv: str, seconds: int = 99) -> None:
        env = {**os.environ, "GIT_COMMITTER_DATE": f"@{seconds} +0000"}
        subprocess.run(["git", *identity, *argv], cwd=tmp_path, check=True, env=env)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    monkeypatch.chdir(tmp_path)
    assert time_of(chart.reference) == time_of("git:HEAD:c") == 99
    git("commit", "-q", "--amend", "--no-edit", seconds=9_999_999_999)
    assert time_of(chart.reference) == archive.LATEST
    (tmp_path / ".git/HEAD").write_text("odd")
    found = read_source(chart.reference, Access())
    assert (found.time, found.origin) == (EARLIEST, "git does not say when the chart changed")
    assert "not a git repository" in found.doubt


def listed(tgz: Path) -> list[str]:
    with tarfile.open(tgz) as tar:
        return sorted(tar.getnames())


def test_our_chart_is_what_helm_packs_loads_and_renders(helm_program: Path, tmp_path: Path):
    packed = package(load(str(CHART)), time=EARLIEST)
    ours = tmp_path / packed.file_name
    ours.write_bytes(packed.content)
    assert not [path for path in listed(ours) if "negative" in path or ".chartgen-files" in path]
    theirs = tmp_path / "theirs"
    subprocess.run([helm_program, "package", CHART, "-d", theirs], check=True, stdout=subprocess.DEVNULL)
    assert listed(ours) == listed(theirs / packed.file_name)
    values = ["-f", str(CHART / "ci/01-one-network-values.yaml")]
    subprocess.run([helm_program, "lint", ours, *values], check=True, stdout=subprocess.DEVNULL)

    def rendered(chart: Path) -> bytes:
        return subprocess.run(
            [helm_program, "template", chart, *values], check=True, capture_output=True
        ).stdout

    assert rendered(ours) == rendered(CHART)


def test_the_embedded_helm_renders_the_archive_as_the_folder(tmp_path: Path):
    packed = package(load(str(CHART)), time=EARLIEST)
    ours = tmp_path / packed.file_name
    ours.write_bytes(packed.content)
    values = {"networks": {"data": {"master": "eth1", "range": "10.1.0.0/24"}}}
    with contextlib.closing(select("embedded")) as engine:
        rendered = [engine.render(Request(load(str(each)), values, "1.37.0")) for each in (ours, CHART)]
    assert rendered[0].stream == rendered[1].stream
    assert "kind: DaemonSet" in rendered[0].stream


# Helm packs what begins with two dots, and does not load it.
NAMES = st.text("ab.", min_size=1, max_size=3).filter(lambda name: name.strip(".") and name[:2] != "..")
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
# Helm 3 takes another slash away each time that it looks at a rule.
RULE = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "!", "/"]),
    st.text("ab.*?/", min_size=1, max_size=4),
    st.sampled_from(["", "/"]),
).filter(lambda rule: "//" not in rule)
RULES = st.lists(RULE, max_size=3)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=st.sets(PATHS, max_size=8), rules=RULES)
def test_what_is_left_out_is_what_helm_leaves_out(helm_program: Path, paths: set[str], rules: list[str]):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in sorted(paths):
            # A name may be that of a file and of a folder.
            if (
                not any(parent.is_file() for parent in (folder / "c" / path).parents)
                and not (folder / "c" / path).exists()
            ):
                write_files(folder / "c", {path: ""})
        write_files(folder / "c", {"Chart.yaml": CHART_YAML, ".helmignore": "\n".join(rules)})
        argv = [helm_program, "package", folder / "c", "-d", folder]
        theirs = subprocess.run(argv, capture_output=True, check=False)
        try:
            chart = load(str(folder / "c"))
            check(chart)
        except InputError:
            assert theirs.returncode != 0
            return
        assert theirs.returncode == 0, theirs.stderr
        packed = package(chart, time=0)
        assert listed(folder / packed.file_name) == sorted(
            f"c/{path}" for path in archive.unpack(packed.content, name="")
        )
