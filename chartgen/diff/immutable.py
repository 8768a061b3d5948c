"""Fields that Kubernetes lets nobody change once an object is there: an upgrade fails.

Read in the validation of Kubernetes 1.34 (`pkg/apis/<group>/validation`, functions `Validate…Update`), and
asked of an API server 1.36 for some 760 changes of 35 kinds.
"""

from collections.abc import Mapping
from typing import Any, Final

from chartgen.diff.fields import Difference, Path
from chartgen.diff.rights import GROUP
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
    "ResourceQuota": (("spec", "scopes"),),
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
    "PersistentVolume": tuple(
        ("spec", field)
        for field in (
            *("accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity"),
            *("persistentVolumeReclaimPolicy", "storageClassName", "volumeAttributesClassName"),
        )
    ),
    "ResourceClaim": (),
    "ResourceClaimTemplate": (),
    "Pod": (("spec", "activeDeadlineSeconds"), ("spec", "tolerations")),
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
    ("PersistentVolume", ("spec", "hostPath", "type")): "",
    ("PersistentVolume", ("spec", "volumeMode")): "Filesystem",
    ("PersistentVolumeClaim", ("spec", "volumeMode")): "Filesystem",
    ("Pod", ("spec", "hostNetwork")): False,
    ("Pod", ("spec", "priority")): 0,
    **{(kind, ("roleRef", "apiGroup")): GROUP for kind in ("RoleBinding", "ClusterRoleBinding")},
}
"""What the API server fills in: to write it, or to leave it out, changes nothing."""

_GROUPS: Final = frozenset(
    {"", "apps", "batch", "rbac.authorization.k8s.io", "storage.k8s.io", "scheduling.k8s.io", "node.k8s.io"}
    | {"networking.k8s.io", "discovery.k8s.io", "resource.k8s.io"}
)
_MAY_BE_SET: Final[Mapping[str, Path]] = {
    "Service": ("spec", "loadBalancerClass"),
    "PersistentVolume": ("spec", "nodeAffinity"),
}
"""By kind, the field that may be set once."""

_WHILE_SUSPENDED: Final[tuple[Path, ...]] = tuple(
    ("spec", "template", *field)
    for field in (
        *(("metadata", "labels"), ("metadata", "annotations"), ("spec", "nodeSelector")),
        *(("spec", "tolerations"), ("spec", "affinity"), ("spec", "schedulingGates")),
    )
)
"""What a Job may change of its pods while it has not started."""

_DATA: Final = frozenset({"binaryData", "data", "immutable", "stringData"})
_STORAGE: Final = ("spec", "resources", "requests", "storage")
_CLAIMS: Final = ("spec", "volumeClaimTemplates")


def fixed(old: Object, new: Object, found: Difference) -> Path | None:
    """Give the field that cannot be changed, if a difference between two versions of an object is in one.

    Hooks are made anew each time.
    """
    if old.is_hook or old.group not in _GROUPS or _is_no_change(old.kind, found):
        return None
    path = found.path
    for known in _FIELDS.get(old.kind, ()):
        if path[: len(known)] == known:
            return None if _may_change(old, known, path) else known
    if old.kind in _ONLY and path[0] == "spec":
        return path[:2] if _is_fixed(old, new, found) else None
    if old.kind == "Service":
        return path[:2] if _is_another_address(old, found) else None
    if old.kind in {"ConfigMap", "Secret"} and old.value.get("immutable") is True:
        return path[:1] if path[0] in _DATA else None
    return path if _is_another_count(old, new, found) else None


def _is_no_change(kind: str, found: Difference) -> bool:
    """Say whether the API server has the same for both: an empty list or a default is as good as none."""
    values = (found.old, found.new)
    if all(value in (None, []) for value in values):
        return True
    default = _DEFAULTS.get((kind, found.path))
    return None in values and default is not None and default in values


def _may_change(old: Object, known: Path, path: Path) -> bool:
    if known == _MAY_BE_SET.get(old.kind):
        return at(old.value, known) is None
    is_suspended = old.kind == "Job" and at(old.value, ("spec", "suspend")) is True
    return is_suspended and any(path[: len(each)] == each for each in _WHILE_SUSPENDED)


def _is_fixed(old: Object, new: Object, found: Difference) -> bool:
    """Say whether a difference is in a field of `spec` that is not among those that may change."""
    path = found.path
    if path[:2] not in _ONLY[old.kind]:
        # What kind of object a claim is goes without saying.
        is_word = path[:2] == _CLAIMS and path[3:] in {("apiVersion",), ("kind",)}
        if path == _STORAGE and old.kind == "PersistentVolumeClaim":
            return _shrinks(found)
        return not is_word and (old.kind, path[-1]) != ("Pod", "image")
    if path[:2] == _MAY_BE_SET.get(old.kind):
        return at(old.value, path[:2]) is not None
    if path == ("spec", "activeDeadlineSeconds"):
        before, after = read_quantity(found.old), read_quantity(found.new)
        return after is None or (before is not None and after > before)
    return old.kind == "Pod" and not _tolerated(old) <= _tolerated(new)


def _shrinks(found: Difference) -> bool:
    before, after = read_quantity(found.old), read_quantity(found.new)
    return before is None or after is None or after < before


def _tolerated(pod: Object) -> frozenset[str]:
    """Give what a pod tolerates, for whatever time."""
    items = at(pod.value, ("spec", "tolerations"))
    return frozenset(
        repr(sorted((key, value) for key, value in each.items() if key != "tolerationSeconds"))
        for each in (items if isinstance(items, list) else ())
        if isinstance(each, Mapping)
    )


def _is_another_address(old: Object, found: Difference) -> bool:
    """Say whether a Service gets another address than it has; what is left out, it keeps.

    One that names none has been given some; `None` is one without addresses.
    """
    if at(old.value, ("spec", "type")) == "ExternalName":
        return False
    if found.path == ("spec", "ipFamilies"):
        return _first(found.old) is not None and _first(found.old) != _first(found.new or found.old)
    return found.path[:2] in {("spec", "clusterIP"), ("spec", "clusterIPs")} and bool(found.new)


def _first(items: Any) -> Any:
    return items[0] if isinstance(items, list) and items else None


def _is_another_count(old: Object, new: Object, found: Difference) -> bool:
    """Say whether a Job gets another number of completions; an indexed one may, with as many pods at once."""
    if old.kind != "Job" or found.path != ("spec", "completions"):
        return False
    is_indexed = at(old.value, ("spec", "completionMode")) == "Indexed"
    return not (is_indexed and found.new == at(new.value, ("spec", "parallelism")))


def told(kind: str) -> str:
    """Say what becomes of an object with such a change."""
    if kind == "StatefulSet":
        return "cannot be changed: the StatefulSet must be made anew; its claims stay"
    return f"cannot be changed: the {kind} must be made anew"
