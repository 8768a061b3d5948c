"""`chartgen.cni` says what the code of Multus and Whereabouts says, over many generated cases.

Compared are acceptance, crashes, ranges and the first addresses: of the first pod, and of five pods one
after the other. Each case is compared for both versions of Whereabouts.
"""

import itertools
import json
from collections import Counter
from collections.abc import Iterator

import pytest

from chartgen.cni import annotation, nad
from chartgen.cni.addresses import format_address
from chartgen.cni.nad import Attachment
from chartgen.cni.pools import pool_name
from chartgen.cni.problem import Problem
from chartgen.cni.ranges import parse_excluded
from chartgen.cni.versions import Versions
from chartgen.core.finding import Severity
from chartgen.validate import manifests
from chartgen.validate.manifest_file import read_manifests
from tests.oracle import cases, driver

VERSIONS = {"0.7.0": Versions((4, 3, 0), (0, 7, 0)), "0.9.4": Versions((4, 3, 0), (0, 9, 4))}
MANY = 120_000
SOME = 3_000
# A program that never ends looks like one that crashed to whoever waits for the pod.
CRASHES = ("panic", "timeout")
# These the pod asks for; the network alone is judged without them.
ASKED = ("interface", "ips", "mac")


@pytest.fixture(autouse=True)
def _programs() -> None:
    if missing := driver.missing_program():
        pytest.skip(f"{missing} is absent: run `make tools`")


def outcome(problems: tuple[Problem, ...] | list[Problem]) -> str:
    """Give what the first error means."""
    errors = [each for each in problems if each.severity is Severity.ERROR]
    if not errors:
        return "accepted"
    return "crash" if errors[0].is_crash else "refused"


def theirs(verdict: driver.Verdict) -> str:
    return "crash" if verdict["outcome"] in CRASHES else verdict["outcome"]


def addresses(attachment: Attachment) -> list[str]:
    return [
        f"{format_address(each.address)}/{each.network.short_prefix}"
        for given in attachment.first_pod.values()
        for each in given
    ]


def following(attachment: Attachment) -> list[list[str]]:
    """Give the first five addresses of each range.

    The oracle walks with what is excluded, and ends at what it cannot read; Whereabouts does not come to that
    where nodes have slices, since it drops what is excluded then.
    """
    return [
        [format_address(address) for address in itertools.islice(part.usable.addresses(), 5)]
        if part.usable and None not in map(parse_excluded, part.exclude)
        else []
        for ipam in attachment.ipams.values()
        for part in ipam.ranges
    ]


def ranges(attachment: Attachment) -> list[dict[str, str]]:
    return [
        {
            "range": str(part.network),
            "first": format_address(part.usable.first),
            "last": format_address(part.usable.last),
            "pool": pool_name(part.network, ipam.network_name),
        }
        for ipam in attachment.ipams.values()
        for part in ipam.ranges
        if part.usable
    ]


def network_differences(case: driver.Case, verdict: driver.Verdict) -> Iterator[str]:
    for version, versions in VERSIONS.items():
        said = verdict["whereabouts"][version] or verdict["multus"]
        attachment = nad.check(case["config"], case["name"], versions)
        if outcome(attachment.problems) != theirs(said):
            yield f"{version}: {theirs(said)} {said.get('error')}, not {attachment.problems[:2]}"
        elif theirs(said) == "accepted" and verdict["whereabouts"][version]:
            if ranges(attachment) != [
                {key: each[key] for key in ("range", "first", "last", "pool")} for each in said["ranges"]
            ]:
                yield f"{version}: ranges {said['ranges']}, not {ranges(attachment)}"
            if addresses(attachment)[: len(said["allocated"])] != said["allocated"]:
                yield f"{version}: first pod {said['allocated']}, not {addresses(attachment)}"
            if following(attachment) != said["next"]:
                yield f"{version}: next {said['next']}, not {following(attachment)}"


def annotation_differences(case: driver.Case, verdict: driver.Verdict) -> Iterator[str]:
    said = verdict["multus"]
    requests, problems = annotation.check(case["value"], case["namespace"])
    if outcome(problems) != theirs(said):
        yield f"{theirs(said)} {said.get('error')}, not {problems[:2]}"
    elif theirs(said) == "accepted":
        ours = [[each.name, each.namespace, each.interface, list(each.ips), each.mac] for each in requests]
        real = [
            [each["name"], each["namespace"], each["interface"], each["ips"] or [], each["mac"]]
            for each in said["elements"]
        ]
        if ours != real:
            yield f"{real}, not {ours}"


def requested_differences(case: driver.Case, verdict: driver.Verdict) -> Iterator[str]:
    """Compare a network and a pod that asks for it in its own way, as `validate --manifests` reads them."""
    wanted = {key: case[key] for key in ASKED if case.get(key)}
    objects = [
        {
            "apiVersion": "k8s.cni.cncf.io/v1",
            "kind": "NetworkAttachmentDefinition",
            "metadata": {"name": "data", "namespace": "default"},
            "spec": {"config": case["config"]},
        },
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": "pod",
                "namespace": "default",
                "annotations": {annotation.NETWORKS: json.dumps([{"name": "data", **wanted}])},
            },
        },
    ]
    read = read_manifests("".join(json.dumps(each) + "\n" for each in objects), file="m.json")
    for version, versions in VERSIONS.items():
        said = verdict["whereabouts"][version] or verdict["multus"]
        found = manifests.findings(read, versions)
        ours = "refused" if any(each.severity is Severity.ERROR for each in found) else "accepted"
        real = "accepted" if said["outcome"] == "accepted" else "refused"
        # A network without addresses works for a pod that brings its own, and for no other.
        if ours != real and not (
            case.get("ips") and any("no range and no address" in each.message for each in found)
        ):
            yield f"{version}: {real} {said.get('error')}, not {[each.message for each in found][:2]}"


def differences(given: list[driver.Case]) -> tuple[list[str], list[driver.Verdict]]:
    verdicts = driver.judge(given)
    found = []
    for case, verdict in zip(given, verdicts, strict=True):
        if case["kind"] == "annotation":
            said = annotation_differences(case, verdict)
        elif not case["config"]:
            # Multus then looks for a file on the node, which nobody here knows.
            continue
        elif any(case.get(key) for key in ASKED):
            said = requested_differences(case, verdict)
        else:
            said = network_differences(case, verdict)
        found += [f"{each}\n    {case}" for each in said]
    return found, verdicts


def test_some_cases_have_no_difference():
    found, verdicts = differences(list(cases.cases(SOME, seed=3)))
    assert found == []
    assert len(verdicts) == SOME


@pytest.mark.slow
def test_many_cases_have_no_difference():
    given = list(cases.cases(MANY, seed=2026))
    found, verdicts = differences(given)
    print(driver.table(given, verdicts))  # noqa: T201 -- the rates by class, with -s
    refused = Counter(
        driver.outcome(each, version) != driver.ACCEPTED for each in verdicts for version in VERSIONS
    )
    assert found[:20] == []
    assert refused[True] > 0.3 * refused.total()
