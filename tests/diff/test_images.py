import pytest

from chartgen.diff.change import Part
from chartgen.diff.images import compare, compare_part, compare_text, is_of_image, told

DIGEST = "sha256:" + "a" * 64
OTHER = "sha256:" + "b" * 64


@pytest.mark.parametrize(
    ("old", "new", "part", "text"),
    [
        ("a/b:v4.2.1-gke.6", "a/b:v4.2.1-gke.7", Part.PATCH, "a rebuild"),
        ("a/b:v4.2.1-gke.6", "a/b:v4.2.2-gke.1", Part.PATCH, "a newer patch version"),
        ("a/b:v4.2.1-gke.6", "a/b:v4.3.0-gke.1", Part.MINOR, "a newer minor version"),
        ("a/b:v4.2.1", "a/b:v5.0.0", Part.MAJOR, "a newer major version"),
        ("a/b:v4.2.1-rc.1", "a/b:v4.2.1", Part.PATCH, "a newer patch version"),
        ("a/b:v4.2.1-gke.7", "a/b:v4.2.1-gke.6", Part.MINOR, "an older version"),
        ("a/b:v5.0.0", "a/b:v4.0.0", Part.MAJOR, "an older version"),
        ("a/b:v4.2.1", "a/b:v4.2.1-thick", Part.MINOR, "another build"),
        ("a/b:v4.2.1", "a/c:v4.2.1", Part.MINOR, "another repository"),
        ("a/b:v4.2.1", "a/c:v5.2.1", Part.MAJOR, "a newer major version"),
        ("a/b:latest", "a/b:stable", Part.MINOR, "another tag, which is no version"),
        (f"a/b:1.2.3@{DIGEST}", f"a/b:1.2.3@{OTHER}", Part.PATCH, "another build under the same tag"),
        ("a/b:1.2.3", f"a/b:1.2.3@{OTHER}", Part.PATCH, "pinned"),
        (f"a/b:1.2.3@{DIGEST}", f"a/b:1.3.0@{OTHER}", Part.MINOR, "a newer minor version"),
        ("a/b:1.2.3", "A B", Part.MINOR, "another image"),
    ],
)  # fmt: skip
def test_another_image(old, new, part, text):
    assert compare(old, new, app="4.2.1" if "4.2.1" in old else "v5.0.0") == (part, text)


def test_a_major_version_of_a_program_beside_the_chart_s_own_is_hidden_by_it():
    for app in ("", "1.0.0", "latest"):
        assert compare("a/b:v4.2.1", "a/b:v5.0.0", app) == (Part.MINOR, "a newer major version")
    assert compare("a/b:v4.2.1-gke.6", "a/b:v5.0.0-gke.1", "4.2.1") == (Part.MAJOR, "a newer major version")
    assert compare_part("tag", "1.2.3", "2.0.0") == (Part.MINOR, "a newer major version")
    assert compare_part("tag", "1.2.3", "2.0.0", "1.2.3") == (Part.MAJOR, "a newer major version")


def test_the_same_image():
    assert compare("a/b:1.2.3", "a/b:1.2.3") is None


def test_parts_of_images_among_values():
    assert compare_part("tag", "1.2.3", "1.2.4") == (Part.PATCH, "a newer patch version")
    assert compare_part("digest", "", DIGEST) == (Part.PATCH, "pinned")
    assert compare_part("repository", "a", "b") == (Part.MINOR, "another repository")
    assert compare_part("image", "a:1.2.3", "a:1.3.0") == (Part.MINOR, "a newer minor version")
    assert compare_part("tag", "", "1.2.4") is None
    assert compare_part("tag", 1, "1.2.4") is None


def test_what_is_part_of_an_image():
    values = {
        "image": {"tag": "1"},
        "git": {"tag": "a"},
        "proxy": {"repository": "a", "tag": "1"},
        "other": {"image": "a"},
    }
    assert is_of_image(("image", "tag"), values)
    assert is_of_image(("proxy", "tag"), values)
    assert is_of_image(("other", "image"), values)
    assert not is_of_image(("git", "tag"), values)
    assert not is_of_image(("image", "pullPolicy"), values)


def test_digests_are_short():
    assert told(f"a:1@{DIGEST}", f"a:2@{DIGEST}") == ("a:1", "a:2")
    assert told(f"a:1@{DIGEST}", f"a:1@{OTHER}") == ("a:1@sha256:aaaaaaaaaaaa", "a:1@sha256:bbbbbbbbbbbb")
    assert told("a:1", f"a:1@{OTHER}") == ("a:1", "a:1@sha256:bbbbbbbbbbbb")


def test_an_image_in_another_text():
    digests = [f"sha256:{letter * 64}" for letter in "ab"]
    for old, new, expected in (
        ("a.io/b:1.2.3", "a.io/b:1.2.4", (Part.PATCH, "a newer patch version")),
        ("a.io/b:1.2.3", "a.io/b:1.3.0", (Part.MINOR, "a newer minor version")),
        (*digests, (Part.PATCH, "another build")),
        ("a.io/b:1.2.3", "a.io/c:1.2.4", None),
        ("a.io/b", "a.io/b:1", None),
        ("host:80", "host:81", None),
        ("a", 1, None),
        ("a.io/b:1", "a.io/b:1", None),
    ):
        assert compare_text(old, new) == expected
