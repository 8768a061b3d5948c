import json
import random

import pytest

from chartgen.release.index import entry, is_base, with_entry
from chartgen.release.index_text import layout
from chartgen.release.publish import ExistsError
from tests.release.indexes import HELM, SPLICED, added, packed, value_of, versions


def test_a_new_index():
    package = packed(more="keywords: [x]\nodd: y\n")
    text = with_entry(None, entry(package, ""), file="f").decode()
    digest = package.digest.removeprefix("sha256:")
    assert text == (
        "apiVersion: v1\n"
        "entries:\n"
        "  c:\n"
        "  - apiVersion: v2\n"
        '    created: "2023-11-14T22:13:20Z"\n'
        f"    digest: {digest if digest[0].isalpha() else chr(34) + digest + chr(34)}\n"
        "    keywords:\n"
        "    - x\n"
        "    name: c\n"
        "    urls:\n"
        "    - c-1.0.0.tgz\n"
        "    version: 1.0.0\n"
        'generated: "2023-11-14T22:13:20Z"\n'
    )
    assert layout(text) is not None
    assert added(text, package) == text
    assert added(" \n\n", package) == text


@pytest.mark.parametrize("index", [HELM, SPLICED], ids=["read whole", "spliced"])
@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("c", "1.0.0", ["2.0.0", "1.0.0", "0.0.1"]),
        ("c", "3.0.0", ["3.0.0", "2.0.0", "0.0.1"]),
        ("c", "0.0.1-rc.1", ["2.0.0", "0.0.1", "0.0.1-rc.1"]),
        ("c", "2.0.0+x", ["2.0.0+x", "2.0.0", "0.0.1"]),
        ("a", "0.1.0", ["1.0.0", "0.1.0"]),
        ("b", "1.0.0", ["1.0.0"]),
        ("0", "1.0.0", ["1.0.0"]),
        ("z", "1.0.0", ["1.0.0"]),
    ],
)
def test_where_an_entry_goes(index: str, name: str, version: str, expected: list[str]):
    assert (layout(index) is not None) == (index is SPLICED)
    text = added(index, packed(name, version))
    assert versions(text, name) == expected
    before, after = value_of(index), value_of(text)
    new = [each for each in after["entries"][name] if each["version"] == version]
    after["entries"][name] = [each for each in after["entries"][name] if each["version"] != version]
    if not after["entries"][name]:
        del after["entries"][name]
    assert after == before
    assert new[0]["digest"] == packed(name, version).digest.removeprefix("sha256:")
    assert sorted(value_of(text)["entries"]) == [*value_of(text)["entries"]]
    if index is SPLICED:
        # All that was there is there, byte by byte.
        lines = text.splitlines()
        position = 0
        for line in index.splitlines():
            position = lines.index(line, position) + 1


@pytest.mark.parametrize(
    "index", [HELM, SPLICED, json.dumps(value_of(HELM)), json.dumps(value_of(HELM), indent=2)]
)
def test_the_same_archive_again_and_another_one(index: str):
    first = added(index, packed())
    assert added(first, packed()) == first
    with pytest.raises(ExistsError, match="has c 1.0.0 already: sha256:") as caught:
        added(first, packed(more="home: x\n"))
    assert packed().digest in caught.value.problem
    with pytest.raises(ExistsError, match="sha256:cc, not"):
        added(index, packed(version="2.0.0"))
    assert versions(first) == ["2.0.0", "1.0.0", "0.0.1"]


@pytest.mark.parametrize("end", [" # the first", "  # the first", "\t# the first", " "])
@pytest.mark.parametrize("version", ["2.0.0", "'2.0.0'", '"2.0.0"'])
def test_what_stands_behind_a_version_is_no_part_of_it(version: str, end: str):
    index = SPLICED.replace("version: 2.0.0\n", f"version: {version}{end}\n")
    with pytest.raises(ExistsError, match="sha256:cc, not"):
        added(index, packed(version="2.0.0"))


def test_comments_stay_where_they_are():
    index = SPLICED
    for line in ("entries:", "  c:", "    digest: cc", "    urls:", "    version: 2.0.0", "      changes: |"):
        index = index.replace(f"\n{line}\n", f"\n{line} # here\n", 1)
    index = f"# of ours\n{index}".replace('.5Z"\n', '.5Z"  # here\n')
    given = packed(version="2.5.0", time=1_800_000_000)
    text = added(index, given)
    assert value_of(text) == value_of(added(SPLICED, given))
    assert text.count("# here") == index.count("# here") == 7
    assert 'generated: "2027-01-15T08:00:00Z"  # here\n' in text


@pytest.mark.parametrize("index", [HELM, json.dumps(value_of(HELM)), f"{SPLICED}# end"])
def test_an_index_that_has_it_keeps_each_byte(index: str):
    digest = packed(version="2.0.0").digest
    for said in (digest, digest.removeprefix("sha256:").upper()):
        known = index.replace("cc", said)
        assert added(known, packed(version="2.0.0")) == known


def test_an_entry_without_a_digest_is_another_archive():
    with pytest.raises(ExistsError, match="an archive without a digest"):
        added(SPLICED.replace("    digest: cb\n", ""), packed(version="0.0.1"))


def test_a_digest_that_would_take_over_a_terminal():
    odd = SPLICED.replace("digest: cb", 'digest: "\\e[2J"')
    with pytest.raises(ExistsError, match=r"sha256:\\x1b\[2j, not"):
        added(odd, packed(version="0.0.1"))


def test_the_time_of_an_index_is_that_of_the_newest_in_it():
    assert value_of(added(SPLICED, packed(time=1)))["generated"] == "2024-02-01T00:00:00.5Z"
    assert value_of(added(SPLICED, packed(time=1_800_000_000)))["generated"] == "2027-01-15T08:00:00Z"
    for time, expected in (
        ("some day", "some day"),
        ("2000-99-01T00:00:00Z", "2000-99-01T00:00:00Z"),
        ("2023-11-14T23:13:20+01:00", "2023-11-14T23:13:20+01:00"),
        ("2023-11-14T23:13:19+01:00", "2023-11-14T22:13:20Z"),
        ("2023-11-14t22:13:19z", "2023-11-14T22:13:20Z"),
    ):
        index = SPLICED.replace("2024-02-01T00:00:00.5Z", time)
        assert value_of(added(index, packed()))["generated"] == expected


def test_urls():
    for url, expected in (
        ("", "c-1.0.0+a.tgz"),
        ("https://example.com/charts", "https://example.com/charts/c-1.0.0+a.tgz"),
        ("https://example.com/charts/", "https://example.com/charts/c-1.0.0+a.tgz"),
    ):
        assert value_of(added(SPLICED, packed(version="1.0.0+a"), url))["entries"]["c"][1]["urls"] == [
            expected
        ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", True),
        ("http://host_1:8080/charts/", True),
        ("https://[::1]:80/ä", True),
        *(
            (url, False)
            for url in ("charts", "oci://h/x", "https://u:p@h/x", "https://h/x?a=b", "https://h/x#f")
        ),
        *(
            (url, False)
            for url in ("https://", "https:///x", "https://[x/y", "https://h/a b", "https://h/\x1b")
        ),
        ("see https://example.com", False),
    ],
)
def test_what_names_can_follow(url: str, expected: bool):
    assert is_base(url) is expected


def test_json_stays_json():
    for index in (
        json.dumps(value_of(HELM)),
        '\n {"apiVersion": "v1", "entries": {}}',
        '{"apiVersion": "v1"}\n',
        '{"apiVersion": "v1", "entries": {"x": null, "\\ud800": [{"version": "\\ud800", "d": "\u00e9"}]}}',
    ):
        found = json.loads(added(index, packed()))
        assert [each["name"] for each in found["entries"]["c"]].count("c") >= 1
        assert {**json.loads(index), "entries": 0, "generated": 0} == {**found, "entries": 0, "generated": 0}
        was = {name: each for name, each in json.loads(index).get("entries", {}).items() if name != "c"}
        assert {name: found["entries"][name] or None for name in was} == was


def test_what_is_no_version_comes_last():
    assert versions(added(SPLICED.replace("0.0.1", "latest"), packed())) == ["2.0.0", "1.0.0", "latest"]


@pytest.mark.parametrize("digits", ["9" * 5000, "1.0.0-" + "9" * 5000])
def test_numbers_that_are_too_long_to_count(digits: str):
    index = SPLICED.replace("version: 2.0.0", f'version: "{digits}"')
    assert "1.0.0" in versions(added(index, packed()))
    assert "1.0.0" in versions(added(HELM.replace("version: 2.0.0", f'version: "{digits}"'), packed()))


def test_most_versions_are_ordered_as_semver_says():
    ordered = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.2.0", "v1.10", "2"]  # fmt: skip
    shuffled = [each for each in ordered if "." in each]
    random.Random(1).shuffle(shuffled)
    text = ""
    for version in shuffled:
        text = with_entry(text.encode(), entry(packed(version=version), ""), file="f").decode()
    assert versions(text) == [each for each in ordered[::-1] if "." in each]
