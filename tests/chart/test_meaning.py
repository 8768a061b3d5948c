"""What single values mean, beyond the fact that they change something."""

import json
from typing import Any

import pytest

from tests.chart.conftest import RenderValues, objects_of

GOOD = {"master": "eth1", "range": "10.0.0.0/24"}


def settings(values: dict[str, Any]) -> list[str]:
    return [f"{key}={json.dumps(value)}" for key, value in values.items()]


def network(**fields: Any) -> dict[str, Any]:
    return {"networks": {"a": {**GOOD, **fields}}}


@pytest.fixture
def objects(render_values: RenderValues):
    """Give the objects of some values by kind; one of each is enough here."""

    def render(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
        return {each["kind"]: each for each in objects_of(render_values(settings(values)).stream)}

    return render


def test_each_field_of_a_network_has_its_place(objects) -> None:
    made = objects(
        network(
            rangeStart="10.0.0.5",
            rangeEnd="10.0.0.9",
            gateway="10.0.0.1",
            mtu=1400,
            mode="l3",
            networkName="shared",
            enableOverlappingRanges=False,
            routes=[{"dst": "10.9.0.0/16", "gw": "10.0.0.1"}, {"dst": "10.8.0.0/16"}],
            exclude=["10.0.0.6/32"],
            plugins=[{"type": "tuning", "mtu": 1300}],
        )
    )
    config = json.loads(made["NetworkAttachmentDefinition"]["spec"]["config"])
    first, second = config["plugins"]
    assert second == {"type": "tuning", "mtu": 1300}
    ipam = first.pop("ipam")
    assert first == {"type": "ipvlan", "master": "eth1", "mode": "l3", "mtu": 1400}
    assert ipam == {
        "type": "whereabouts",
        "range": "10.0.0.0/24",
        "range_start": "10.0.0.5",
        "range_end": "10.0.0.9",
        "exclude": ["10.0.0.6/32"],
        "gateway": "10.0.0.1",
        "routes": [{"dst": "10.9.0.0/16", "gw": "10.0.0.1"}, {"dst": "10.8.0.0/16"}],
        "network_name": "shared",
        "enable_overlapping_ranges": False,
    }


@pytest.mark.parametrize("repository", ["localhost/a", "host:5000/a", "x.io/a", "a"])
def test_a_mirror_takes_the_place_of_the_host(objects, repository: str) -> None:
    image = {"repository": repository, "tag": "v1"}
    made = objects({"global": {"imageRegistry": "m.io/p/"}, "multus": {"image": image}})
    containers = made["DaemonSet"]["spec"]["template"]["spec"]["initContainers"]
    assert "m.io/p/a:v1" in {container["image"] for container in containers}


def test_what_is_nearer_wins(objects) -> None:
    made = objects(
        {
            "commonLabels": {"l": "common", "c": "common"},
            "commonAnnotations": {"n": "common", "c": "common"},
            "networkDefaults": {"labels": {"l": "default", "d": "default"}},
            **network(labels={"l": "own"}, annotations={"n": "own"}),
        }
    )
    metadata = made["NetworkAttachmentDefinition"]["metadata"]
    labels = {key: value for key, value in metadata["labels"].items() if "/" not in key}
    assert labels == {"l": "own", "d": "default", "c": "common"}
    assert metadata["annotations"] == {"n": "own", "c": "common"}


def test_nobody_takes_the_place_of_a_checksum(objects) -> None:
    def annotations(values: dict[str, Any]) -> dict[str, str]:
        return objects(values)["DaemonSet"]["spec"]["template"]["metadata"]["annotations"]

    (name,) = [key for key in annotations({}) if key.startswith("checksum/")]
    given = {"daemonset": {"podAnnotations": {name: "x", "own": "y"}}}
    assert annotations(given) == {**annotations({}), "own": "y"}


def test_what_is_off_leaves_nothing(objects) -> None:
    off = {"enabled": False}
    assert set(objects({"multus": off, "whereabouts": off, **network()})) == {"NetworkAttachmentDefinition"}
    pod = objects({"multus": off})["DaemonSet"]["spec"]["template"]["spec"]
    assert "kubelet-credentials" not in {volume["name"] for volume in pod["volumes"]}
    assert [container["name"] for container in pod["initContainers"]] == ["install-whereabouts", "activate"]


def test_notes_say_what_is_there(render_values: RenderValues) -> None:
    def notes(values: dict[str, Any]) -> str:
        return render_values(settings(values)).notes or ""

    assert "node parts   Multus Whereabouts" in notes({})
    assert "There is no network yet" in notes({})
    some = notes({"multus": {"enabled": False}, **network(namespaces=["x", "y"])})
    assert "node parts   Whereabouts" in some
    assert all(f"k8s.v1.cni.cncf.io/networks: {place}/a\n" in some for place in ("x", "y"))
    none = notes({"multus": {"enabled": False}, "whereabouts": {"enabled": False}, **network(enabled=False)})
    assert "node parts   none" in none
    assert "All networks in the values are switched off" in none
