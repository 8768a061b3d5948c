"""No list has two entries with what tells its entries apart.

*Why.* The API server refuses two containers of one name, or two ports of a Service with one number. Two
variables of one name, or two equal ports of a container, it takes from Helm 3, and the next upgrade may lose
one of them; from Helm 4, which applies on the server, it refuses them.

*Fix.* Remove one of the two. Variables that a value adds must not have the name of one of the chart.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.core.values_path import Steps
from chartgen.lint.objects import Object, mappings_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("duplicate-entry", Severity.ERROR, since="0.1.0", sees="object")

_Entry = tuple[Steps, Mapping[str, Any]]

_TCP: Final = {"protocol": "TCP"}
_OF_POD: Final = {
    "volumes": ("name",),
    "imagePullSecrets": ("name",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey", "whenUnsatisfiable"),
}
_OF_CONTAINER: Final = {
    "env": ("name",),
    "ports": ("containerPort", "protocol"),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
}
# Refused only where the list is applied on the server.
_TAKEN_BY_HELM_3: Final = frozenset({"env", "containerPort", "imagePullSecrets", "hostAliases"})
_HINT: Final = "Helm 4 fails here; Helm 3 does not, and may lose one of them with an upgrade"
_WEBHOOKS: Final = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")


def check(each: Object) -> Iterator[Hit]:
    """Compare the entries of each list that has such fields."""
    if each.pod is not None:
        for field, keys in _OF_POD.items():
            yield from _twice(each, mappings_at(each.value, each.pod.under("spec", field)), keys)
        containers = [(container.path, container.value) for container in each.pod.containers]
        yield from _twice(each, containers, ("name",))
        for path, _ in containers:
            for field, keys in _OF_CONTAINER.items():
                yield from _twice(each, mappings_at(each.value, (*path, field)), keys)
    if each.kind == "Service":
        ports = [*mappings_at(each.value, ("spec", "ports"))]
        yield from _twice(each, ports, ("name",))
        yield from _twice(each, ports, ("port", "protocol"))
    if each.kind in _WEBHOOKS:
        yield from _twice(each, mappings_at(each.value, ("webhooks",)), ("name",))


def _twice(each: Object, entries: Iterable[_Entry], keys: tuple[str, ...]) -> Iterator[Hit]:
    known: set[str] = set()
    for path, entry in entries:
        if keys[0] not in entry:
            continue
        said = ", ".join(f"{key} {(_TCP | dict(entry)).get(key)}" for key in keys)
        if said in known:
            hint = "" if _TAKEN_BY_HELM_3.isdisjoint((path[-2], keys[0])) else _HINT
            yield each.hit(f"there is another entry with {said}", (*path, keys[0]), hint=hint)
        known.add(said)
