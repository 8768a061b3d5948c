"""Reading `chartgen.yaml`: what it becomes, and what is said about a bad one, word for word."""

import json
from pathlib import Path, PurePosixPath

import pytest

from chartgen.core.errors import InputError
from chartgen.model import patterns
from chartgen.model.definition import Change, Image, Maintainer
from chartgen.model.definition_file import read_definition
from chartgen.model.record import Record

ROOT = Path(__file__).resolve().parents[2]
GOOD = """\
chart:
  name: c
  version: 1.2.3
  description: A chart
  kubeVersion: ">=1.28.0-0"
  maintainers: [{name: m}]
images:
  gke:
    multus: {repository: ghcr.io/a/b, tag: v1}
"""


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "chartgen.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_short_definition_is_enough(tmp_path) -> None:
    found = read_definition(write(tmp_path, GOOD))
    assert (found.name, found.version, found.kube_version) == ("c", "1.2.3", ">=1.28.0-0")
    assert found.directory == PurePosixPath("charts/c")
    assert found.maintainers == (Maintainer("m"),)
    assert found.images == {"gke": {"multus": Image("ghcr.io/a/b", "v1")}}
    assert (found.defaults, found.sources, found.keywords, found.links, found.changes) == ({}, (), (), (), ())
    assert str(found.locate(("images", "gke", "multus", "tag"))).endswith("chartgen.yaml:9:44")


def test_all_that_it_says_arrives(tmp_path) -> None:
    more = (
        "  directory: out\n  home: https://h\n  icon: https://i\n  sources: [https://s]\n  keywords: [k]\n"
        "  links: [{name: support, url: https://l}]\n  changes: [{kind: fixed, description: d}]\n"
        f"  signKey: {{fingerprint: '{'0' * 40}', url: https://k}}\n"
    )
    text = GOOD.replace("images:", f"{more}images:") + "defaults: {multus: {logLevel: debug}}\n"
    found = read_definition(write(tmp_path, text))
    assert (found.directory, found.home, found.icon) == (PurePosixPath("out"), "https://h", "https://i")
    assert (found.sources, found.keywords) == (("https://s",), ("k",))
    assert found.links == (("support", "https://l"),)
    assert found.changes == (Change("fixed", "d"),)
    assert found.sign_key == {"fingerprint": "0" * 40, "url": "https://k"}
    assert found.defaults == {"multus": {"logLevel": "debug"}}


INIT = "`chartgen init` writes one"
KINDS = '"added", "changed", "deprecated", "removed", "fixed", "security"'
NO_MAP = "the file is a map with sections such as chart, images and lint"
NO_IMAGE = "images.gke.multus: an image needs a tag or a digest"
BOTH = "give both where you can: the tag for people, the digest for the kubelet"

# What the file holds, and what is said: problem, place after the file's name, hint.
BAD = {
    "empty": (b"", NO_MAP, "", INIT),
    "only a comment": ("# nothing\n", NO_MAP, "", INIT),
    "a list": ("- a\n", NO_MAP, "", INIT),
    "text": ("chart\n", NO_MAP, "", INIT),
    "binary": (b"\0\1", "this is a binary file", "", "a text file in UTF-8 is expected"),
    "UTF-16": ("chart: {}".encode("utf-16"), "this is UTF-16", "", "save it as UTF-8"),
    "Latin-1": (b"chart:\n  name: \xe9\n", "the byte 0xe9 is not UTF-8", ":2:9", "save the file as UTF-8"),
    "a key twice": (
        GOOD.replace("  version: 1.2.3\n", "  version: 1.2.3\n  version: 1.2.4\n"),
        "chart.version: the key stands twice, first in line 3", ":4:3", "remove one of the two",
    ),
    "an unknown section": (f"{GOOD}lnit: {{}}\n", "lnit: not a known key", ":10:1", "did you mean 'lint'?"),
    "an unknown key": (
        GOOD.replace("tag: v1", "tag: v1, digst: x"),
        "images.gke.multus.digst: not a known key", ":9:48", "did you mean 'digest'?",
    ),
    "no tag and no digest": (GOOD.replace(", tag: v1", ""), NO_IMAGE, ":9:13", BOTH),
    "an empty tag": (GOOD.replace("tag: v1", "tag: ''"), NO_IMAGE, ":9:13", BOTH),
    "a version that is a number": (
        GOOD.replace("1.2.3", "1.2"), "chart.version: must be of type string, not 1.2", ":3:12",
        "put it in quotes",
    ),
    "a kind of change that is none": (
        GOOD.replace("images:", "  changes: [{kind: fixd, description: d}]\nimages:"),
        f'chart.changes[0].kind: must be one of {KINDS}, not "fixd"',
        ":7:20", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_definition_is_refused_at_its_place(case, tmp_path) -> None:
    content, problem, place, hint = BAD[case]
    path = write(tmp_path, content)
    with pytest.raises(InputError) as raised:
        read_definition(path)
    assert (raised.value.problem, str(raised.value.where)) == (problem, f"{path}{place}")
    assert raised.value.hint == hint


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(InputError) as raised:
        read_definition(tmp_path / "none.yaml")
    assert str(raised.value) == f"{tmp_path}/none.yaml: no such file\n  hint: check the name and the folder"


@pytest.mark.parametrize("version", ["v1.2.3", "1.2.3.4", "01.2.3", "1.2", "latest", "1.2.3-"])
def test_a_version_that_is_no_semver_is_refused_at_its_place(version, tmp_path) -> None:
    with pytest.raises(InputError, match=r":3:12: chart\.version: ") as raised:
        read_definition(write(tmp_path, GOOD.replace("1.2.3", f"'{version}'")))
    assert str(raised.value.where).endswith("chartgen.yaml:3:12")


@pytest.mark.parametrize("section", ["chart", "images"])
def test_a_missing_section_is_named(section, tmp_path) -> None:
    chart, images = GOOD.split("images:")
    text = f"images:{images}" if section == "chart" else chart
    with pytest.raises(InputError, match=rf"\b{section}\b.*\bmissing\b"):
        read_definition(write(tmp_path, text))


def test_an_image_is_the_same_in_a_definition_and_in_values():
    schema = json.loads((ROOT / "schemas/definition.schema.json").read_text())
    image = schema["properties"]["images"]["additionalProperties"]["additionalProperties"]["properties"]
    for key, fragment in (
        ("repository", patterns.IMAGE_REPOSITORY),
        ("tag", patterns.or_empty(patterns.IMAGE_TAG)),
        ("digest", patterns.or_empty(patterns.IMAGE_DIGEST)),
    ):
        for keyword in ("type", "pattern", "maxLength"):
            assert image[key].get(keyword) == fragment.get(keyword)


def test_a_digest_alone_is_enough(tmp_path) -> None:
    digest = f"sha256:{'0' * 64}"
    definition = read_definition(write(tmp_path, GOOD.replace("tag: v1", f"digest: '{digest}'")))
    assert definition.images["gke"]["multus"] == Image("ghcr.io/a/b", digest=digest)


HISTORY = "- {kind: added, description: First}\n"


@pytest.fixture
def released(tmp_path):
    (tmp_path / "changelog.d").mkdir()

    def release(version: str, text: str = HISTORY):
        (tmp_path / f"changelog.d/{version}.yaml").write_text(text)

    return release


def test_older_versions_are_its_history(tmp_path, released) -> None:
    released("1.2.2")
    released("1.10.0-rc.1")
    released("0.9.0")
    text = GOOD.replace("1.2.3", "1.10.0")
    found = read_definition(write(tmp_path, text))
    assert list(found.history) == ["1.10.0-rc.1", "1.2.2", "0.9.0"]
    assert found.history["0.9.0"] == (Change("added", "First"),)


def test_a_copy_of_its_own_version_does_not_count(tmp_path, released) -> None:
    released("1.2.3")
    text = GOOD.replace("images:", "  changes: [{kind: added, description: First}]\nimages:")
    assert read_definition(write(tmp_path, text)).history == {}


@pytest.mark.parametrize("version", ["1.2.3", "1.3.0"])
def test_a_version_that_it_has_not_reached_is_refused(tmp_path, released, version) -> None:
    released(version)
    with pytest.raises(InputError, match="is not older than the definition's version, 1.2.3") as caught:
        read_definition(write(tmp_path, GOOD))
    assert f"changelog.d/{version}.yaml" in str(caught.value)


def test_records_of_manifests_bring_their_crds(tmp_path) -> None:
    record = Record({}, {"a.x": {"spec": {}}})
    (tmp_path / "upstream").mkdir()
    (tmp_path / record.path("gke")).write_bytes(record.content)
    found = read_definition(write(tmp_path, f"{GOOD}upstream: {{gke: {record.path('gke')}}}\n"))
    assert (found.upstream, found.crds) == ({"gke": record.path("gke")}, {"a.x": {"spec": {}}})
    with pytest.raises(InputError, match="upstream.gke: must be the path of a record below upstream/"):
        read_definition(write(tmp_path, f"{GOOD}upstream: {{gke: ../../etc/passwd}}\n"))
