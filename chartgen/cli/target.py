"""For which release and cluster a command line renders or judges."""

from collections.abc import Mapping
from typing import Any

from chartgen.kubernetes import store
from chartgen.render.engine import Release
from chartgen.render.scenario import Target


def target(given: Mapping[str, Any]) -> Target:
    """Give what the options of `options.target` say; without a version, the newest Kubernetes known."""
    return Target(
        Release(given["release_name"], given["namespace"], given["is_upgrade"]),
        given["kube_version"] or store.newest(),
        given["api_versions"],
        given.get("include_crds", False),
    )
