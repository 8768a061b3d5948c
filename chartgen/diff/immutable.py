"""Fields that Kubernetes lets nobody change once an object is there: an upgrade fails.

Read in the validation of Kubernetes 1.34 (`pkg/apis/<group>/validation`, functions `Validate…Update`).
"""

from collections.abc import Mapping
from typing import Any, Final

from chartgen.diff.fields import Difference, Path
from chartgen.lint.objects import Object, at
from chartgen.lint.quantities import read_quantity

_SELECTOR: Final = (("spec", "selector"),)
_FIELDS: Final[Mapping[str, tuple[Path, ...]]] = {
    "Deployment": _SELECTOR,
    "DaemonSet": _SELECTOR,
    "ReplicaSet": _SELECTOR,
    "Job": (
        *_SELECTOR,
        ("spec", "template"),
        ("spec", "completionMode"),
        ("spec", "podFailurePolicy"),
        ("spec", "backoffLimitPerIndex"),
        ("spec", "successPolicy"),
        ("spec", "managedBy"),
        ("spec", "podReplacementPolicy"),
    ),
    "Service": (("spec", "loadBalancerClass"),),
    "RoleBinding": (("roleRef",),),
    "ClusterRoleBinding": (("roleRef",),),
    "StorageClass": (("provisioner",), ("parameters",), ("reclaimPolicy",), ("volumeBindingMode",)),
    "VolumeAttributesClass": (("driverName",), ("parameters",)),
    "PriorityClass": (("value",), ("preemptionPolicy",)),
    "RuntimeClass": (("handler",),),
    "IngressClass": (("spec", "controller"),),
    "Secret": (("type",),),
    "CSIDriver": (("spec", "attachRequired"), ("spec", "volumeLifecycleModes")),
    "PersistentVolume": (
        ("spec", "volumeMode"),
        ("spec", "csi"),
        ("spec", "nfs"),
        ("spec", "hostPath"),
        ("spec", "local"),
    ),
    "EndpointSlice": (("addressType",),),
    "ControllerRevision": (("data",),),
}
"""By kind, the fields that stay as they are."""

_ONLY: Final[Mapping[str, tuple[Path, ...]]] = {
    "StatefulSet": tuple(
        ("spec", field)
        for field in (
            *("replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit"),
            *("persistentVolumeClaimRetentionPolicy", "minReadySeconds"),
        )
    ),
    "PersistentVolumeClaim": (("spec", "volumeAttributesClassName"),),
    "ResourceClaim": (),
    "ResourceClaimTemplate": (),
    "Pod": (
        ("spec", "activeDeadlineSeconds"),
        ("spec", "terminationGracePeriodSeconds"),
        ("spec", "tolerations"),
    ),
}
"""By kind, the only fields of `spec` that may change."""

_DEFAULTS: Final[Mapping[tuple[str, Path], Any]] = {
    ("StatefulSet", ("spec", "podManagementPolicy")): "OrderedReady",
    ("Job", ("spec", "completionMode")): "NonIndexed",
    ("StorageClass", ("reclaimPolicy",)): "Delete",
    ("StorageClass", ("volumeBindingMode",)): "Immediate",
    ("PriorityClass", ("preemptionPolicy",)): "PreemptLowerPriority",
    ("Secret", ("type",)): "Opaque",
    ("CSIDriver", ("spec", "attachRequired")): True,
    ("CSIDriver", ("spec", "volumeLifecycleModes")): ["Persistent"],
    ("PersistentVolume", ("spec", "volumeMode")): "Filesystem",
    ("PersistentVolumeClaim", ("spec", "volumeMode")): "Filesystem",
}
"""What the API server fills in: to write it, or to leave it out, changes nothing."""

_GROUPS: Final = frozenset(
    {"", "apps", "batch", "rbac.authorization.k8s.io", "storage.k8s.io", "scheduling.k8s.io", "node.k8s.io"}
    | {"networking.k8s.io", "discovery.k8s.io", "resource.k8s.io"}
)
_MAY_BE_SET: Final = frozenset({"Service"})
_DATA: Final = frozenset({"binaryData", "data", "immutable", "stringData"})
_STORAGE: Final = ("spec", "resources", "requests", "storage")
_HEADLESS: Final = "None"


def fixed(old: Object, found: Difference) -> Path | None:
    """Give the field that cannot be changed, if a difference from an object that is there is in one.

    Hooks are made anew each time.
    """
    if old.is_hook or old.group not in _GROUPS or _is_default(old.kind, found):
        return None
    path = found.path
    for known in _FIELDS.get(old.kind, ()):
        # What is unset may be set, of a few fields.
        if path[: len(known)] == known and (old.kind not in _MAY_BE_SET or found.old is not None):
            return known
    if old.kind in _ONLY and path[0] == "spec":
        return path[:2] if _is_fixed(old, found) else None
    if old.kind == "Service":
        return path[:2] if _is_another_address(found) else None
    if old.kind in {"ConfigMap", "Secret"} and old.value.get("immutable") is True:
        return path[:1] if path[0] in _DATA else None
    return path if _is_another_count(old, found) else None


def _is_default(kind: str, found: Difference) -> bool:
    default = _DEFAULTS.get((kind, found.path))
    return None in (found.old, found.new) and default is not None and default in (found.old, found.new)


def _is_fixed(old: Object, found: Difference) -> bool:
    path = found.path
    if old.kind == "Pod" and path[-1] == "image":
        return False
    if path == _STORAGE and old.kind == "PersistentVolumeClaim":
        before, after = read_quantity(found.old), read_quantity(found.new)
        return not (before is not None and after is not None and bool(after >= before))
    return all(path[: len(known)] != known for known in _ONLY[old.kind])


def _is_another_address(found: Difference) -> bool:
    """Say whether a Service gets another address, or gives up its own; `None` is one without addresses."""
    if found.path == ("spec", "ipFamilies"):
        return _first(found.old) is not None and _first(found.old) != _first(found.new or found.old)
    if found.path[:2] not in {("spec", "clusterIP"), ("spec", "clusterIPs")}:
        return False
    return bool(found.old or found.new in (_HEADLESS, [_HEADLESS]))


def _first(items: Any) -> Any:
    return items[0] if isinstance(items, list) and items else None


def _is_another_count(old: Object, found: Difference) -> bool:
    if old.kind != "Job" or found.path != ("spec", "completions"):
        return False
    return bool(at(old.value, ("spec", "completionMode")) != "Indexed")


def told(kind: str) -> str:
    """Say what becomes of an object with such a change."""
    if kind == "StatefulSet":
        return "cannot be changed: the StatefulSet must be made anew; its claims stay"
    return f"cannot be changed: the {kind} must be made anew"
