from dataclasses import replace
from pathlib import PurePosixPath

import pytest
import yaml

from chartgen.generate.metadata import changelog, chart_yaml
from chartgen.model.definition import Change, Definition, Image, Maintainer

DEFINITION = Definition(
    name="c",
    version="1.0.0",
    description='says "yes"',
    kube_version=">=1.28.0-0",
    directory=PurePosixPath("c"),
    maintainers=(Maintainer("m", "m@example.com"),),
    images={},
    defaults={},
    links=(("support", "https://example.com"),),
    changes=(Change("fixed", "a: colon, and a # too"), Change("security", "less rights.")),
)


def test_annotations_are_texts_that_are_yaml():
    chart = yaml.safe_load(chart_yaml(DEFINITION, "1e3", {"multus": Image("example.com/m", "v1")}, []))
    assert chart["appVersion"] == "1e3"
    notes = chart["annotations"]
    assert all(isinstance(text, str) for text in notes.values())
    assert yaml.safe_load(notes["artifacthub.io/changes"])[0] == {
        "kind": "fixed",
        "description": "a: colon, and a # too",
    }
    assert yaml.safe_load(notes["artifacthub.io/images"]) == [{"name": "multus", "image": "example.com/m:v1"}]
    assert yaml.safe_load(notes["artifacthub.io/containsSecurityUpdates"]) is True
    assert yaml.safe_load(notes["artifacthub.io/prerelease"]) is False
    assert "home" not in chart
    assert "artifacthub.io/signKey" not in notes
    key = {"fingerprint": "0" * 40, "url": "https://example.com/key.asc"}
    chart = yaml.safe_load(chart_yaml(replace(DEFINITION, sign_key=key), "1", {}, []))
    assert yaml.safe_load(chart["annotations"]["artifacthub.io/signKey"]) == key


def test_the_changelog_names_version_and_changes():
    assert changelog(DEFINITION) == (
        "# Changelog of c\n\n## 1.0.0\n\n- Fixed: a: colon, and a # too.\n- Security: less rights.\n"
    )


def test_older_versions_follow_in_the_changelog():
    history = {"0.9.0": (Change("added", "Two"),), "0.8.0": (Change("fixed", "One."),)}
    assert changelog(replace(DEFINITION, changes=(), history=history)) == (
        "# Changelog of c\n\n## 1.0.0\n\n## 0.9.0\n\n- Added: Two.\n\n## 0.8.0\n\n- Fixed: One.\n"
    )


@pytest.mark.parametrize(
    ("version", "is_prerelease"),
    [("1.0.0", False), ("1.0.0-rc.1", True), ("1.0.0-rc.1+b", True), ("1.0.0+b-5", False)],
)
def test_pre_releases_are_told_by_their_version(version, is_prerelease):
    text = chart_yaml(replace(DEFINITION, version=version), "1", {}, [])
    notes = yaml.safe_load(text)["annotations"]
    assert yaml.safe_load(notes["artifacthub.io/prerelease"]) is is_prerelease
