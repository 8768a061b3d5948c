"""Which image is which, and what it holds."""

import pytest

from chartgen.lint.programs import MULTUS_BIN, flags_of, homes, image_and_tag, image_of, lacks

MULTUS = "ghcr.io/k8snetworkplumbingwg/multus-cni"
WHEREABOUTS = "ghcr.io/k8snetworkplumbingwg/whereabouts"


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        (f"{MULTUS}:v4.2.1", "multus-cni 4.2.1"),
        (f"{MULTUS}:v4.2.1-thick@sha256:{'0' * 64}", "multus-cni 4.2.1-thick"),
        (f"{WHEREABOUTS}:v0.5.3-amd64", "whereabouts 0.5.3"),
        ("localhost:5000/whereabouts:v0.9.4", "whereabouts 0.9.4"),
        ("gcr.io/gke-release/multus-cni:v4.2.1-gke.6", "multus-cni 4.2.1 (Google's build)"),
    ],
)
def test_an_image_is_known_by_its_tag(reference: str, wanted: str):
    assert str(image_of(reference)) == wanted


@pytest.mark.parametrize(
    "reference",
    [
        "",
        f"{MULTUS}:snapshot-thick",
        f"{MULTUS}@sha256:{'0' * 64}",
        MULTUS,
        "localhost:5000/whereabouts",
        "docker.io/bitnami/multus-cni:4.2.2-debian-12-r0",
        "registry.example.com/eks/multus-cni:v4.1.4-eksbuild.4",
        "rancher/hardened-multus-cni:v4.3.0-build20260101",
        "registry.example.com/multus:v3.4.0",
    ],
)
def test_other_builds_and_moving_tags_are_unknown(reference: str):
    assert image_of(reference) is None


def test_an_image_has_a_name_without_a_version_too():
    assert image_and_tag(f"{MULTUS}:stable@sha256:00") == ("multus-cni", "stable")
    assert image_and_tag("registry.example.com/nginx:1.2.3") == ("", "")


@pytest.mark.parametrize(
    ("reference", "program", "is_missing"),
    [
        (f"{MULTUS}:v4.0.0", "/bin/sh", True),
        (f"{MULTUS}:v4.0.0", "cp", True),
        (f"{WHEREABOUTS}:v0.9.2", "bash", True),
        (f"{WHEREABOUTS}:v0.9.2", "cp", False),
        (f"{MULTUS}:v4.2.1-thick", "bash", False),
        (f"{MULTUS}:v3.9.3", "cp", False),
        (f"{MULTUS}:v4.2.1-thick", "cp", False),
        (f"{MULTUS}:v4.2.1-debug", "sh", False),
        (f"{MULTUS}:v4.2.1", "/opt/bin/cp", False),
        (f"{MULTUS}:v4.2.1-thick", "/install_multus", True),
        (f"{MULTUS}:v4.2.1-thick", f"{MULTUS_BIN}/install_multus", False),
        (f"{MULTUS}:v4.0.2", "/cert-approver", True),
        (f"{MULTUS}:v4.2.1", "/gkecmd", True),
        (f"{MULTUS}:v9.0.0", "/gkecmd", False),
        ("gcr.io/gke-release/multus-cni:v4.2.1-gke.6", "/thin_entrypoint", False),
        (f"{WHEREABOUTS}:v0.7.0", "sh", False),
        (f"{WHEREABOUTS}:v0.7.0", "/bin/bash", True),
        (f"{WHEREABOUTS}:v0.5.2", "/ip-control-loop", True),
        (f"{WHEREABOUTS}:v0.5.4", "ip-reconciler", False),
        (f"{WHEREABOUTS}:v0.6.0", "ip-reconciler", True),
        (f"{WHEREABOUTS}:v0.9.3", "/ip-reconciler", True),
        (f"{WHEREABOUTS}:v0.9.4", "/ip-reconciler", False),
        (f"{WHEREABOUTS}:v0.7.0", "/my/own", False),
    ],
)
def test_what_an_image_lacks(reference: str, program: str, is_missing: bool):
    image = image_of(reference)
    assert image is not None
    assert lacks(image, program) is is_missing


def test_a_program_has_homes():
    assert list(homes("/gkecmd")) == ["Google's builds"]
    assert list(homes("/ip-reconciler")) == [
        "whereabouts from 0.5.0 before 0.6.0",
        "whereabouts from 0.9.4",
    ]


@pytest.mark.parametrize(
    ("reference", "program", "flag", "is_flag"),
    [
        (f"{MULTUS}:v4.0.2", "/thin_entrypoint", "--skip-config-watch=true", False),
        (f"{MULTUS}:v4.1.0", "/thin_entrypoint", "--skip-config-watch=true", True),
        (f"{MULTUS}:v4.2.1", "/thin_entrypoint", "-cni-version=1.0.0", False),
        (f"{MULTUS}:v4.2.1", "/install_multus", "-t", True),
        (f"{MULTUS}:v4.2.1", f"{MULTUS_BIN}/multus-daemon", "-config=/a", True),
        (f"{WHEREABOUTS}:v0.9.4", "/ip-control-loop", "--log-level=debug", True),
        (f"{WHEREABOUTS}:v0.9.4", "/ip-control-loop", "--cron-schedule=@daily", False),
        (f"{WHEREABOUTS}:v0.5.0", "/ip-reconciler", "-timeout=30", False),
        (f"{WHEREABOUTS}:v0.5.2", "/ip-reconciler", "-timeout=30", True),
    ],
)
def test_flags_come_and_go(reference: str, program: str, flag: str, is_flag: bool):
    image = image_of(reference)
    assert image is not None
    flags = flags_of(image, program)
    assert flags is not None
    assert flags.knows(flag) is is_flag


def test_flags_of_closed_builds_and_of_other_programs_are_unknown():
    google, upstream = image_of("x/whereabouts:v0.7.0-gke.3"), image_of("x/whereabouts:v0.7.0")
    assert google is not None
    assert upstream is not None
    assert flags_of(google, "/ip-control-loop") is None
    assert flags_of(upstream, "/ip-reconciler") is None
    assert flags_of(upstream, "/own") is None


@pytest.mark.parametrize(
    ("tag", "wanted"), [("v4.2.1-gke.6", "multus-cni 4.2.1"), ("v9.9.9-gke.1", "multus-cni 4.3.0")]
)
def test_the_build_of_the_project_is_one_that_is_known(tag: str, wanted: str):
    image = image_of(f"{MULTUS}:{tag}")
    assert image is not None
    assert str(image.of_project) == wanted
    assert image.of_project.is_known
