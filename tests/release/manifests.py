"""GKE's manifest, and newer ones made of it."""

from pathlib import Path

import yaml

MANIFEST = Path(__file__).parents[1] / "chart/parity/reference/gke-multus.yaml"


def objects():
    """Give the objects of the manifest, to be changed."""
    return list(yaml.safe_load_all(MANIFEST.read_text("utf-8")))


def daemonset(found):
    """Give its DaemonSet."""
    return next(each for each in found if each["kind"] == "DaemonSet")


def containers(found):
    """Give the containers of the DaemonSet by name."""
    pod = daemonset(found)["spec"]["template"]["spec"]
    return {each["name"]: each for each in (*pod["initContainers"], *pod["containers"])}


def with_images(found, multus="", whereabouts=""):
    """Put other references in the place of the images."""
    for each in containers(found).values():
        each["image"] = (multus if "multus" in each["image"] else whereabouts) or each["image"]
    return found


def text(found):
    """Write objects as a manifest."""
    return yaml.safe_dump_all(found, sort_keys=False)
