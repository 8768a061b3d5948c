"""Versions of Multus and Whereabouts from which on something else has to change with the image.

Facts: the sources of Multus 4.2.1 to 4.3.0 (cmd/thin_entrypoint) and of Whereabouts 0.7.0 to 0.9.4 (CRDs in
doc/crds, cmd/controlloop, cmd/reconciler).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.diff.change import Part
from chartgen.model.catalogue import Catalogue
from chartgen.model.definition import Change
from chartgen.model.profile import Profile
from chartgen.model.tag import Upstream
from chartgen.release.images import Step
from chartgen.release.items import Item


@dataclass(frozen=True, slots=True)
class Ground:
    """What has to be ready for an image: the profile that it runs in, and the CRDs of the chart by name."""

    profile: Profile
    crds: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Cliff:
    """What is new from a version of a component on.

    `is_ready` says whether model and chart are made for it; `missing` is what a person has to do where they
    are not. `note` is for the changelog, `part` what it asks of the version.
    """

    name: str
    component: str
    since: Upstream
    note: Change
    part: Part
    is_ready: Callable[[Ground], bool]
    missing: str


def _takes_new_reservations(ground: Ground) -> bool:
    crd = ground.crds.get("overlappingrangeipreservations.whereabouts.cni.cncf.io", {})
    versions = crd.get("spec", {}).get("versions", [])
    specs = [
        version["schema"]["openAPIV3Schema"].get("properties", {}).get("spec", {}) for version in versions
    ]
    return bool(specs) and all("containerid" not in spec.get("required", ()) for spec in specs)


def _has_reconciler(ground: Ground) -> bool:
    return any(each.component == "whereabouts" for each in ground.profile.deployments)


CLIFFS: Final = (
    Cliff(
        "whereabouts-0.8.0",
        "whereabouts",
        Upstream(0, 8, 0),
        Change(
            "changed",
            "Whereabouts 0.8.0 and newer need the CRDs of this chart, and Helm leaves those of a cluster "
            "as they are: apply them before the upgrade, with kubectl apply --server-side "
            "--force-conflicts -f crds/",
        ),
        Part.MAJOR,
        _takes_new_reservations,
        "the chart's CRD of reservations refuses those that Whereabouts 0.8.0 and newer write, without "
        "containerid: every pod with overlap checks would stay without an address",
    ),
    Cliff(
        "whereabouts-0.9.4",
        "whereabouts",
        Upstream(0, 9, 4),
        Change(
            "changed",
            "Whereabouts 0.9.4 frees leaked addresses from one Deployment, ip-reconciler, and no longer on "
            "every node; its programs stop at a flag that they do not know",
        ),
        Part.MINOR,
        _has_reconciler,
        "Whereabouts 0.9.4 frees leaked addresses in a program of its own, ip-reconciler, which this "
        "profile does not run, and its control loop stops at flags that it does not know",
    ),
    Cliff(
        "multus-4.2.3",
        "multus",
        Upstream(4, 2, 3),
        Change(
            "fixed",
            "Multus 4.2.3 writes the address of an IPv4 API server without brackets into its kubeconfig, "
            "as newer versions of Go demand",
        ),
        Part.PATCH,
        lambda _: True,
        "",
    ),
)


def crossed(found: list[Step]) -> Iterator[tuple[Step, Cliff]]:
    """Yield the cliffs that lie between the old and the new version of an image."""
    for step, cliff in _reached(found):
        if step.versions[0] is not None:
            yield step, cliff


def _reached(found: list[Step]) -> Iterator[tuple[Step, Cliff]]:
    """Yield the cliffs that an image may not have been above before: one of no version is anywhere."""
    for step in found:
        old, new = step.versions
        for cliff in CLIFFS:
            is_below = old is None or old.upstream < cliff.since
            if cliff.component == step.key[1] and is_below and new and cliff.since <= new.upstream:
                yield step, cliff


def items(found: list[Step], catalogue: Catalogue, crds: Mapping[str, Mapping[str, Any]]) -> Iterator[Item]:
    """Yield the cliffs that model and chart are not ready for."""
    profiles = {profile.name: profile for profile in catalogue.profiles}
    for step, cliff in _reached(found):
        if not cliff.is_ready(Ground(profiles[step.key[0]], crds)):
            yield Item(f"cliffs/{step.key[0]}/{cliff.name}", cliff.component, cliff.missing)
