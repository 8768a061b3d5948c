"""The shape of a manifest: what is compared of its objects, as trees in which order and place mean nothing.

Containers, variables, mounts and volumes are found by their names, flags by theirs, rights by group and
resource, CRDs by their structure, JSON in a ConfigMap by its keys. Of an image only the repository stays:
tags and digests are what a bump adopts.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from chartgen.kubernetes.crd import structure
from chartgen.lint.images import read_image

Tree = dict[str, Any]
"""Maps down to leaves of JSON."""

_FLAG: Final = re.compile(r"(--?[A-Za-z][\w.-]*)(?:=(.*))?", re.ASCII | re.DOTALL)
# What the API server or kubectl writes.
_OF_SERVER: Final = frozenset(
    {"creationTimestamp", "resourceVersion", "uid", "generation", "managedFields", "selfLink"}
)
_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
_CONTAINERS: Final = ("initContainers", "containers")
_DEEPEST: Final = 50


def shape(value: Mapping[str, Any]) -> Tree:
    """Give the shape of an object."""
    kind = str(value.get("kind"))
    if kind == "CustomResourceDefinition":
        spec = _mapping(structure(value).get("spec"))
        return {**spec, "versions": _by_key(spec.get("versions"), "name")}
    tree = {
        key: each for key, each in value.items() if key not in {"apiVersion", "kind", "metadata", "status"}
    }
    tree["metadata"] = _metadata(value.get("metadata"))
    if kind in {"Role", "ClusterRole"}:
        tree["rules"] = _rights(value.get("rules") or [])
    if kind == "ConfigMap":
        tree["data"] = {key: _json(each) for key, each in _mapping(value.get("data")).items()}
    found: Tree = _without_empty(_pods_of(tree))
    return found


def objects_by_name(objects: Iterable[Mapping[str, Any]]) -> dict[str, Tree]:
    """Give the shapes of objects by `<kind>/<name>`.

    Of several in different namespaces all but the first namespace have theirs too. Of one that stands twice
    the last counts, as for whoever applies it.
    """
    named: dict[str, dict[str, Tree]] = {}
    for value in objects:
        metadata = _mapping(value.get("metadata"))
        name = f"{value.get('kind')}/{metadata.get('name')}"
        named.setdefault(name, {})[str(metadata.get("namespace") or "")] = shape(value)
    return {
        f"{name}@{namespace}" if at else name: spaces[namespace]
        for name, spaces in named.items()
        for at, namespace in enumerate(sorted(spaces))
    }


def _metadata(value: Any) -> Tree:
    kept = {key: each for key, each in _mapping(value).items() if key not in _OF_SERVER | {"name"}}
    notes = {key: each for key, each in _mapping(kept.get("annotations")).items() if key != _APPLIED}
    return {**kept, "annotations": notes}


def _pods_of(tree: Tree) -> Tree:
    """Lift what a workload says of its pods to the top, where people look for it."""
    template, rest = _template(_mapping(tree.get("spec")))
    pod = _mapping(template.get("spec"))
    if not pod:
        return tree
    labels = _metadata(template.get("metadata"))
    volumes = _by_key(pod.get("volumes"), "name", _volume)
    containers = {field: _by_key(pod.get(field), "name", _container) for field in _CONTAINERS}
    order = [each.get("name") for each in _list(pod.get("initContainers")) if isinstance(each, dict)]
    others = {key: each for key, each in pod.items() if key not in {*_CONTAINERS, "volumes"}}
    return {
        "metadata": tree["metadata"],
        "spec": rest,
        "podMetadata": labels,
        "pod": others,
        "volumes": volumes,
        "order": order,
        **containers,
    }


def _template(spec: Mapping[str, Any]) -> tuple[Mapping[str, Any], Tree]:
    """Give the template of the pods of a workload, or a pod as one, and the rest of what is said."""
    if "containers" in spec:
        return {"spec": spec}, {}
    jobs = _mapping(spec.get("jobTemplate"))
    if jobs:
        template, rest = _template(_mapping(jobs.get("spec")))
        return template, {**spec, "jobTemplate": {**jobs, "spec": rest}}
    return _mapping(spec.get("template")), {key: each for key, each in spec.items() if key != "template"}


def _volume(value: Tree) -> Tree:
    """Give a volume; a folder of the pod's own says nothing of itself and is one all the same."""
    is_own = not any(said for key, said in value.items() if key != "name")
    return {**value, "emptyDir": "{}"} if is_own else value


def _container(value: Tree) -> Tree:
    image = read_image(str(value.get("image", "")))
    return {
        **value,
        "image": image.repository if image else value.get("image"),
        "args": _arguments(value.get("args")),
        "env": _by_key(value.get("env"), "name", lambda each: each.get("value", each.get("valueFrom"))),
        "volumeMounts": _by_key(value.get("volumeMounts"), "mountPath"),
    }


def _arguments(value: Any) -> Tree:
    """Give arguments by their flags; what is none, by its number."""
    found: Tree = {}
    for number, text in enumerate(map(str, _list(value))):
        flag = _FLAG.fullmatch(text)
        key, said = (flag[1], flag[2]) if flag else (f"#{number}", text.strip())
        # A flag may stand there more than once.
        found[key] = said if key not in found else [*_list(found[key], wrap=True), said]
    return found


def _rights(value: Any) -> Any:
    """Give the verbs by group, resource and name of a resource; what is no list of rules, as it is."""
    if not isinstance(value, list) or not all(map(_is_rule, value)):
        return value
    verbs: dict[str, set[str]] = {}
    for rule in value:
        for group in _list(rule.get("apiGroups")) or [""]:
            for resource in [*_list(rule.get("resources")), *_list(rule.get("nonResourceURLs"))]:
                for name in _list(rule.get("resourceNames")) or [""]:
                    key = "/".join(filter(None, (str(group or "core"), str(resource), str(name))))
                    verbs.setdefault(key, set()).update(map(str, _list(rule.get("verbs"))))
    return {key: sorted(each) for key, each in verbs.items()}


def _is_rule(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, list) for each in value.values())


def _json(text: Any) -> Any:
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return text
    return found if isinstance(found, dict) and not _is_deeper(found, _DEEPEST) else text


def _is_deeper(tree: Any, levels: int) -> bool:
    level = [tree]
    for _ in range(levels):
        maps_and_lists = [each for each in level if isinstance(each, (dict, list))]
        level = [
            inner for each in maps_and_lists for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(level)


def _by_key(value: Any, key: str, inner: Callable[[Tree], Any] = dict) -> Any:
    """Give a list of maps by one of their fields; as it is where one has none, or two have the same."""
    entries = _list(value)
    names = [each.get(key) if isinstance(each, dict) else None for each in entries]
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        return entries
    found = {}
    for name, each in zip(names, entries, strict=True):
        made = inner(each)
        found[str(name)] = (
            {field: said for field, said in made.items() if field != key} if isinstance(made, dict) else made
        )
    return found


def _without_empty(tree: Any) -> Any:
    """Drop maps and lists that say nothing: whether they are written is no difference."""
    if not isinstance(tree, dict):
        return tree
    kept = {str(key): _without_empty(value) for key, value in tree.items()}
    return {key: value for key, value in kept.items() if value not in ({}, [])}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any, *, wrap: bool = False) -> list[Any]:
    if isinstance(value, list):
        return value
    return [value] if wrap else []
