"""Chart repositories, as Helm makes their index, and as they could lie."""

import hashlib
import json
import subprocess

import pytest

from chartgen.core.errors import InputError, ToolError
from chartgen.registry import repository
from chartgen.registry.access import Access
from chartgen.registry.reference import RepositoryReference
from chartgen.registry.repository import pull
from tests.registry.answers import Answer, by_path, serving
from tests.registry.servers import PASSWORD, USER, write_docker_config

PLAIN = Access(plain_http=True, pause=0.01, time_limit=20)
SHA = hashlib.sha256(b"chart").hexdigest()
INDEX = f"""\
apiVersion: v1
entries:
  other:
  - urls: [other.tgz]
    version: 9.0.0
  c:
  - digest: {SHA}
    urls:
    - c-1.0.0.tgz
    version: 1.0.0
  - digest: sha256:{SHA.upper()}
    urls:
    - sub/c-1.2.0.tgz
    version: 1.2.0
  - urls: [c-2.0.0-rc.1.tgz]
    version: 2.0.0-rc.1
  d:
  - urls: []
    version: 1.0.0
generated: "2026-01-01T00:00:00Z"
"""
CHART = Answer(body=b"chart")


def pulled(
    index: str | bytes | Answer, name: str = "c", version: str = "", url: str = "/charts", **answers: Answer
):
    """Pull from a repository with an index, and with answers by their paths."""
    body = index.encode() if isinstance(index, str) else index
    found = {
        "/charts/index.yaml": body if isinstance(body, Answer) else Answer(body=body),
        "/charts/c-1.0.0.tgz": CHART,
        "/charts/sub/c-1.2.0.tgz": CHART,
        **answers,
    }
    with serving(by_path(found)) as served:
        reference = RepositoryReference(f"{served.url}{url}", name, version)
        return pull(reference, PLAIN, limit=1000, with_provenance=True), served


@pytest.mark.parametrize("text", [INDEX, json.dumps({"entries": {"c": [{"version": "1.2.0", "urls": ["sub/c-1.2.0.tgz"]}]}}, indent="\t"), INDEX.replace("entries:", "entries: # charts"), INDEX.replace("\n", "\r\n"), INDEX.replace("  c:", '  "c":')])  # fmt: skip
def test_the_newest_that_is_stable(text):
    chart, served = pulled(text)
    assert str(chart.reference) == f"{served.url}/charts#c:1.2.0"
    assert (chart.content, chart.provenance) == (b"chart", None)
    assert served.paths == [
        "GET /charts/index.yaml",
        "GET /charts/sub/c-1.2.0.tgz",
        "GET /charts/sub/c-1.2.0.tgz.prov",
    ]


def test_a_version_and_its_signature():
    chart, _ = pulled(INDEX, version="1.0.0", **{"/charts/c-1.0.0.tgz.prov": Answer(body=b"signed")})
    assert (chart.reference.version, chart.provenance) == ("1.0.0", b"signed")


def test_a_signature_is_asked_for_on_demand():
    with serving(by_path({"/index.yaml": Answer(body=INDEX.encode()), "/c-1.0.0.tgz": CHART})) as served:
        assert pull(RepositoryReference(served.url, "c", "1.0.0"), PLAIN, limit=10).provenance is None
    assert len(served.asked) == 2


def test_a_query_stays():
    _, served = pulled(INDEX, version="1.0.0", url="/charts/?key=s3cret")
    assert served.paths == [
        f"GET /charts/{path}?key=s3cret" for path in ("index.yaml", "c-1.0.0.tgz", "c-1.0.0.tgz.prov")
    ]


def test_an_archive_may_have_a_query_of_its_own():
    index = INDEX.replace("c-1.0.0.tgz", "c-1.0.0.tgz?own=1")
    assert pulled(index, version="1.0.0", url="/charts?key=s3cret")[1].paths[1:] == [
        "GET /charts/c-1.0.0.tgz?own=1",
        "GET /charts/c-1.0.0.tgz.prov?own=1",
    ]


def test_of_equal_versions_the_first_counts():
    index = INDEX.replace("version: 2.0.0-rc.1", "version: 1.0.0")
    assert pulled(index, version="1.0.0")[1].paths[1] == "GET /charts/c-1.0.0.tgz"


@pytest.mark.parametrize(
    ("text", "newest"),
    [
        (f"\n {json.dumps({'entries': {'c': [{'version': '1.0.0', 'urls': ['c-1.0.0.tgz']}]}})}", "1.0.0"),
        (INDEX.replace("  - digest: sha256", "# older\n\n  - digest: sha256"), "1.2.0"),
        (INDEX.replace("other:", "cxc:"), "1.2.0"),
    ],
)
def test_other_layouts(text, newest):
    text = text.replace("\n  c:", "\n  c.c:").replace('"c"', '"c.c"')
    assert pulled(text, name="c.c")[0].reference.version == newest


def test_what_helm_indexes(helm_program, tmp_path):
    for version in ("1.0.0", "1.1.0+build.1"):
        (tmp_path / "c").mkdir(exist_ok=True)
        (tmp_path / "c/Chart.yaml").write_text(f"apiVersion: v2\nname: c\nversion: {version}\n")
        subprocess.run(
            [helm_program, "package", tmp_path / "c", "-d", tmp_path], check=True, capture_output=True
        )
    subprocess.run([helm_program, "repo", "index", tmp_path], check=True, capture_output=True)
    files = {f"/{each.name}": Answer(body=each.read_bytes()) for each in tmp_path.iterdir() if each.is_file()}
    # Of a `+` in a name the index makes %2B.
    files["/c-1.1.0%2Bbuild.1.tgz"] = files["/c-1.1.0+build.1.tgz"]
    with serving(by_path(files)) as served:
        found = pull(RepositoryReference(f"{served.url}/", "c"), PLAIN, limit=100_000)
    assert found.reference.version == "1.1.0+build.1"
    assert found.content == files["/c-1.1.0+build.1.tgz"].body


def test_a_chart_on_another_host_gets_no_credentials(tmp_path):
    def guarded(asked):
        if "authorization" not in asked.headers:
            return Answer(401, {"WWW-Authenticate": 'Basic realm="x"'})
        return Answer(body=INDEX.replace("c-1.0.0.tgz", f"{other.url}/c.tgz").encode())

    with serving(by_path({"/c.tgz": CHART})) as other, serving(guarded) as served:
        access = Access(plain_http=True, docker_config=write_docker_config(tmp_path, served.host))
        assert pull(RepositoryReference(served.url, "c", "1.0.0"), access, limit=10).content == b"chart"
        with pytest.raises(ToolError, match="wants credentials"):
            pull(RepositoryReference(served.url, "c", "1.0.0"), PLAIN, limit=10)
    assert "authorization" not in other.asked[0].headers
    assert USER not in repr(served.asked[0].headers)
    assert PASSWORD not in repr(other.asked)


def test_who_asks_is_known_to_a_host_from_then_on(tmp_path):
    files = by_path({"/index.yaml": Answer(body=INDEX.encode()), "/c-1.0.0.tgz": CHART})

    def guarded(asked):
        known = "authorization" in asked.headers
        return files(asked) if known else Answer(401, {"WWW-Authenticate": "Basic"})

    with serving(guarded) as served:
        access = Access(plain_http=True, docker_config=write_docker_config(tmp_path, served.host))
        reference = RepositoryReference(served.url, "c", "1.0.0")
        assert pull(reference, access, limit=10, with_provenance=True).content == b"chart"
    assert ["authorization" in each.headers for each in served.asked] == [False, True, True, True]


def test_a_chart_that_is_another_than_the_index_says():
    with pytest.raises(ToolError, match="another chart than the index says") as caught:
        pulled(INDEX, version="1.0.0", **{"/charts/c-1.0.0.tgz": Answer(body=b"CHART")})
    assert SHA in caught.value.problem
    assert caught.value.exit_code == 4
    with pytest.raises(ToolError, match="not xxx") as caught:
        pulled(INDEX.replace(f"digest: {SHA}", f"digest: {'x' * 100_000}"), version="1.0.0")
    assert len(str(caught.value)) < 1000
    with pytest.raises(ToolError, match=r"not \\x1b\[31m"):
        pulled(INDEX.replace(f"digest: {SHA}", r'digest: "\e[31m"'), version="1.0.0")


def test_a_chart_that_is_too_large():
    with pytest.raises(ToolError, match="more than 1000 bytes"):
        pulled(INDEX, version="1.0.0", **{"/charts/c-1.0.0.tgz": Answer(body=b"x" * 1001)})


def test_a_huge_index(monkeypatch):
    monkeypatch.setattr(repository, "INDEX_LIMIT", 1000)
    with pytest.raises(ToolError, match="more than 1000 bytes"):
        pulled(INDEX + "#" * 1000)


def test_of_a_large_index_one_chart_is_read(monkeypatch):
    # 12 MB of other charts: to read all of them would take seconds.
    others = "".join(f"  c{n}:\n" + "  - urls: [x.tgz]\n    version: 1.0.0\n" * 20 for n in range(15_000))
    text = INDEX.replace("  c:\n", f"{others}  c:\n")
    texts: list[str] = []
    load = repository.yaml.load
    monkeypatch.setattr(
        repository.yaml, "load", lambda text, **rest: texts.append(text) or load(text, **rest)
    )
    assert pulled(text)[0].reference.version == "1.2.0"
    assert len(texts) == 1
    assert len(texts[0]) < 1000


def test_an_index_with_anchors():
    text = INDEX.replace("urls: [other.tgz]", "urls: &urls [c-1.0.0.tgz]").replace(
        "    urls:\n    - c-1.0.0.tgz", "    urls: *urls"
    )
    assert pulled(text, version="1.0.0")[0].content == b"chart"


@pytest.mark.parametrize(
    ("index", "name", "version", "problem", "hint"),
    [
        (INDEX, "x", "", "the repository has no chart x", "check the name"),
        (INDEX, "othr", "", "the repository has no chart othr", "did you mean 'other'"),
        (INDEX, "c", "1.0.1", "has no version 1.0.1", "did you mean '1.0.0'"),
        (INDEX, "c", "v1.0.0", "has no version v1.0.0", "did you mean '1.0.0'"),
        (INDEX, "c", "nothing-like-that", "has no version", "the first in the index are 1.0.0, 1.2.0, 2.0.0-rc.1"),
        (INDEX.replace("1.2.0", "1.2.0-a").replace("version: 1.0.0", "version: x"), "c", "", "has no stable version", "the first"),
        (INDEX, "d", "", "the index has no URL for this version", "whoever keeps"),
        (INDEX.replace("    urls:\n    - c-1.0.0.tgz", "    urls: c-1.0.0.tgz"), "c", "1.0.0", "the index has no URL for this version", ""),
        (INDEX.replace("c-1.0.0.tgz", r'"ftp://h/\e[31m"'), "c", "1.0.0", r"ftp://h/\x1b[31m", ""),
        (INDEX.replace("version: 1.0.0", r'version: "\e[31m"'), "c", "nothing-like-that", "has no version", r"are \x1b[31m, "),
        (INDEX.replace("c-1.0.0.tgz", "x" * 5000), "c", "1.0.0", "the index has no URL for this version", ""),
        (INDEX.replace("1.2.0", "x" * 100_000), "c", "nothing-like-that", "has no version", "the first in the index are 1.0.0, xxx"),
        (INDEX.replace("c-1.0.0.tgz", "oci://h/c:1.0.0"), "c", "1.0.0", "is in a registry", "oci://h/c:1.0.0"),
        (INDEX.replace("c-1.0.0.tgz", "ftp://u:s3cret@h/c"), "c", "1.0.0", "no URL that can be read", ""),
        (INDEX.replace("c-1.0.0.tgz", "http://[/c"), "c", "1.0.0", "no URL that can be read", ""),
        ("entries: []", "c", "", "it has no entries", "index.yaml"),
        ("", "c", "", "it has no entries", "index.yaml"),
        ("- x", "c", "", "it has no entries", "index.yaml"),
        ("entries: {c: {}}", "c", "", "has no chart c", ""),
        ("entries: {c: [x, 1]}", "c", "", "has no stable version", ""),
        ("entries: {c: [", "c", "", "index.yaml", ""),
        (b"\x1f\x8b\0", "c", "", "binary", ""),
        ('{"entries": ', "c", "", "is no index", ""),
        ('{"a":' * 100_000, "c", "", "is no index", ""),
        ("entries:\n  a:" + " [" * 100_000, "c", "", "index.yaml", ""),
        ("entries: {c: [" + "1," * 2_100_000 + "]}", "c", "", "more than 2000000 values", ""),
        ('{"entries": {"c": [' + "1," * 4_200_000 + "1]}}", "c", "", "more than 8388608 bytes of JSON", "helm repo index"),
        (Answer(404), "c", "", "there is no index of a chart repository", "check the name"),
    ],
)  # fmt: skip
def test_what_is_not_in_an_index(index, name, version, problem, hint):
    with pytest.raises(InputError) as caught:
        pulled(index, name, version)
    assert problem in str(caught.value)
    assert hint in caught.value.hint
    assert "s3cret" not in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_where_a_wrong_entry_stands():
    for text in (INDEX, INDEX.replace("entries:", "entries: # charts")):
        with pytest.raises(InputError) as caught:
            pulled(text, "d")
        line = INDEX.splitlines().index("  - urls: []") + 1
        assert str(caught.value.where).endswith(f"/charts/index.yaml:{line}:5")


def test_without_tls_only_when_asked():
    with pytest.raises(InputError, match="without TLS"):
        pull(RepositoryReference("http://127.0.0.1:1", "c"), Access(), limit=10)
