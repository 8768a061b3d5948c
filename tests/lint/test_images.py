import pytest

from chartgen.lint.images import Image, program_of, read_image

DIGEST = "sha256:" + "ab" * 32


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("busybox", Image("busybox")),
        ("busybox:1.37", Image("busybox", "1.37")),
        ("localhost:5000/a/b", Image("localhost:5000/a/b")),
        ("Registry.example.com/a_b/c--d:v1_x", Image("Registry.example.com/a_b/c--d", "v1_x")),
        ("[::1]:5000/a:b", Image("[::1]:5000/a", "b")),
        (f"a@{DIGEST}", Image("a", "", DIGEST)),
        (f"a:1@{DIGEST}", Image("a", "1", DIGEST)),
    ],
)
def test_parts(text, image):
    assert read_image(text) == image


@pytest.mark.parametrize(
    "text",
    [
        "",
        " a",
        "a ",
        "a:",
        "a:b:c",
        "/a",
        "a/",
        "A",
        "a/B",
        "a:-b",
        "a@sha256:12",
        "a:b@",
        "https://a/b",
        ":1.0",
        "a::b",
        "a:" + "b" * 129,
    ],
)
def test_no_runtime_takes(text):
    assert read_image(text) is None


@pytest.mark.parametrize(
    ("tag", "moving"),
    [
        ("latest", True),
        ("latest-thick", True),
        ("stable-debug", True),
        ("Main", True),
        ("main-7f3c9a1", False),
        ("stable-alpine3.20", False),
        ("v4.3.0", False),
        ("4", False),
        ("", False),
    ],
)
def test_moving(tag, moving):
    assert Image("a", tag).is_moving is moving


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("ghcr.io/k8snetworkplumbingwg/multus-cni:v4.3.0-thick", "multus"),
        ("rancher/hardened-multus-thick:v4.2.1", "multus"),
        ("ghcr.io/k8snetworkplumbingwg/whereabouts:v0.9.4", "whereabouts"),
        ("ghcr.io/k8snetworkplumbingwg/multus-dynamic-networks-controller:v0.3.7", ""),
        ("multus-cni:v4.3.0", "multus"),
        ("x/not-multus:v1", ""),
        ("a b", ""),
    ],
)
def test_program(text, program):
    assert program_of(text) == program


def test_version():
    assert Image("multus", "v4.2.1-gke.6").version == (4, 2, 1)
    assert Image("multus", "thick").version is None
