import pytest

from chartgen.lint.artifacthub import Refusal, read, refusals


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("prerelease", "false"),
        ("operator", "T"),
        ("category", "networking"),
        ("license", "Apache-2.0"),
        ("changes", "- a text\n- kind: added\n  description: a map\n"),
        ("images", "- image: a.example/b:1\n"),
        ("crdsExamples", "- kind: A\n"),
        ("signKey", "fingerprint: A\n"),
        ("links", "[]"),
    ],
)
def test_what_artifact_hub_takes(name, text):
    assert list(refusals(name, text)) == []


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        ("image", "", Refusal("Artifact Hub knows no such annotation", "did you mean 'images'?")),
        ("prerelease", "no", Refusal("'no' is neither true nor false")),
        ("category", "network", Refusal("'network' is no category", "did you mean 'networking'?")),
        (
            "license",
            "Apache 2.0",
            Refusal("'Apache 2.0' is no identifier of SPDX", "write one such as Apache-2.0"),
        ),
        ("links", "name: a", Refusal("this is no list in YAML")),
        ("links", "[", Refusal("this is no list in YAML")),
        ("links", "- a", Refusal("entry 1 is no map")),
        ("maintainers", "- {}", Refusal("entry 1 has no name and no email")),
        (
            "changes",
            "- {kind: new, description: a}",
            Refusal(
                "entry 1 has the kind 'new', which is none",
                "use one of added, changed, deprecated, removed, fixed, security",
            ),
        ),
        (
            "changes",
            "- {kind: [], description: a}",
            Refusal(
                "entry 1 has the kind [], which is none",
                "use one of added, changed, deprecated, removed, fixed, security",
            ),
        ),
    ],
)
def test_what_it_refuses(name, text, refusal):
    assert list(refusals(name, text)) == [refusal]


def test_what_is_no_yaml_reads_as_nothing():
    assert read("[") is None
