"""A manifest that installs both programs with the images of one vendor, and what the linter finds in it.

It has the defects S1 to S23 of `recall.yaml` together. A line is named by a part of its text.
"""

from pathlib import Path

import pytest

from chartgen.core.finding import Finding, Severity
from chartgen.lint.engine import lint_manifests
from chartgen.lint.settings import Settings
from chartgen.validate.manifest_file import read_manifests

FILE = Path(__file__).with_name("seed.yaml")
LINES = FILE.read_text("utf-8").splitlines()

FOUND = {
    "S1": ("cni-init-order", ["- name: configure"]),
    "S2": ("nad-json", ['"range": 10.20.0.0/24']),
    "S3": ("image-vendor", ["# the entry point", "[/gkecmd]", "--enable-pod-watch"]),
    "S4": ("rbac-wildcard", ["# on networks", "# on the lease"]),
    "S5": ("token-refresh", ["- SLEEP=false /install-cni.sh"]),
    "S6": ("whereabouts-crd-old", ["# of pools", "# of reservations"]),
    "S7": ("crd-status", ["status: # the first", "status: # the second"]),
    "S8": ("volume-unused", ["- name: credentials"]),
    "S9": ("memory-low", ["              memory: 50Mi"]),
    "S10": ("reconcile-often", ["--cron-schedule"]),
    "S11": ("probe-missing", ["- name: collector"]),
    "S12": ("privileged", ["# to configure", "# for addresses", "# for programs"]),
    "S13": ("token-shared", ["serviceAccountName"]),
    "S14": ("everywhere", ["- operator: Exists"]),
    "S15": ("checksum-missing", ["            name: second-networks"]),
    "S16": ("node-cleanup", ["- name: configure"]),
    "S17": ("multus-config", ["multus.json: |", '"clusterNetwork"']),
    "S18": ("multus-isolation", ['"namespaceIsolation"']),
    "S19": ("multus-log", ['"logLevel"', "--log-level=debug"]),
    "S20": (
        "host-path-platform",
        ['"kubeconfig"', "{path: /var/lib/kubelet/kubeconfig", "path: /home/kubernetes/bin"],
    ),
    "S21": ("rbac-excess", ["verbs: [get, list, watch, create, update, patch, delete]"]),
    "S22": (
        "labels-standard",
        [
            "# the configuration",
            "# the account",
            "# ClusterRole network-reader",
            "# ClusterRoleBinding network-reader",
            "# ClusterRole address-keeper",
            "# ClusterRoleBinding address-keeper",
            "# the DaemonSet",
            "# the network",
        ],
    ),
}
NOT_FOUND = {
    "S23": "Prose is no part of a manifest.",
}


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return lint_manifests(read_manifests(FILE.read_bytes(), file="seed.yaml"), Settings())


@pytest.mark.parametrize("number", FOUND)
def test_found(number: str, findings: list[Finding]):
    rule, texts = FOUND[number]
    found = sorted(each.location.line for each in findings if each.rule == rule)
    assert found == sorted(line_of(text) for text in texts)


def test_every_defect_is_named():
    assert {*FOUND, *NOT_FOUND} == {f"S{number}" for number in range(1, 24)}


def test_it_breaks_in_no_other_way(findings: list[Finding]):
    """What the API server and the programs refuse is what is named above."""
    named = {rule for rule, _ in FOUND.values()}
    assert {each.rule for each in findings if each.severity is Severity.ERROR} <= named


def line_of(text: str) -> int:
    """Give the number of the only line with a text."""
    found = [number for number, line in enumerate(LINES, 1) if text in line]
    assert len(found) == 1, text
    return found[0]
