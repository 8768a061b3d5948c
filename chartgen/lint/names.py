"""What the API server takes as names, labels and annotations, and how long a name may be for its kind."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from chartgen.cni.problem import shown
from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, mapping_at
from chartgen.model import patterns

MAX_LABEL: Final = 63
_MAX_NAME: Final = 253
_MAX_PREFIX: Final = 253

# Of a group whose objects are named by the path in which they are asked for, so by nearly anything.
_PATH_GROUPS: Final = frozenset({"rbac.authorization.k8s.io", "flowcontrol.apiserver.k8s.io"})
_LABELS: Final = frozenset({"Namespace", "Service"})
_LIMITS: Final[Mapping[str, tuple[int, str, Severity]]] = {
    "CronJob": (52, "its jobs are called by it and a time", Severity.ERROR),
    "Job": (MAX_LABEL, "it is a label of its pods", Severity.ERROR),
    "Namespace": (MAX_LABEL, "it is a DNS label", Severity.ERROR),
    "Service": (MAX_LABEL, "it is a DNS label", Severity.ERROR),
    # Taken by the API server; then no pod is made: the revision's name, 11 longer, is a label of each.
    "StatefulSet": (52, "it and a hash are a label of its pods", Severity.WARNING),
}


def _compiled(fragment: Mapping[str, Any]) -> "re.Pattern[str]":
    return re.compile(str(fragment["pattern"]).removeprefix("^").removesuffix("$"))


_LABEL: Final = _compiled(patterns.DNS_LABEL)
_SUBDOMAIN: Final = _compiled(patterns.DNS_SUBDOMAIN)
_LABEL_KEY: Final = _compiled(patterns.LABEL_KEY)
_ANNOTATION_KEY: Final = _compiled(patterns.ANNOTATION_KEY)
_LABEL_VALUE: Final = _compiled(patterns.LABEL_VALUE)


def name_problem(each: Object, name: str) -> str:
    """Say what is wrong with the form of a name for the kind of an object; its length is another matter."""
    if each.group in _PATH_GROUPS:
        if name in {".", ".."} or "/" in name or "%" in name:
            return f"the name {shown(name)} must be neither . nor .., and have neither / nor % in it"
        return ""
    wanted = _wanted_name(each)
    if wanted and name != wanted:
        return f"the name is {shown(name)}, and must be {shown(wanted)}"
    if each.kind in _LABELS and not _LABEL.fullmatch(name):
        return f"the name {shown(name)} must be small letters, digits and -"
    if not _SUBDOMAIN.fullmatch(name):
        return f"the name {shown(name)} must be small letters, digits, - and ."
    return ""


def _wanted_name(each: Object) -> str:
    spec = mapping_at(each.value, ("spec",))
    if each.kind == "CustomResourceDefinition":
        parts = (mapping_at(spec, ("names",)).get("plural"), spec.get("group"))
    elif each.kind == "APIService":
        parts = (spec.get("version"), spec.get("group"))
    else:
        return ""
    return ".".join(map(str, parts)) if all(isinstance(part, str) and part for part in parts) else ""


def length_problem(each: Object, name: str) -> tuple[str, Severity] | None:
    """Say that a name is too long for the kind of an object, and how bad that is."""
    limit, why, severity = _MAX_NAME, "", Severity.ERROR
    if each.kind in _LIMITS:
        limit, why, severity = _LIMITS[each.kind]
    if len(name) <= limit or each.group in _PATH_GROUPS:
        return None
    reason = f", since {why}" if why else ""
    return f"the name {shown(name)} has {len(name)} characters of at most {limit}{reason}", severity


def namespace_problem(name: str) -> str:
    """Say why there can be no namespace of a name."""
    if len(name) <= MAX_LABEL and _LABEL.fullmatch(name):
        return ""
    return f"no namespace can be called {shown(name)}: up to {MAX_LABEL} small letters, digits and -"


@lru_cache(maxsize=1024)
def label_key_problem(key: str, *, is_annotation: bool = False) -> str:
    """Say what is wrong with the key of a label or annotation."""
    pattern = _ANNOTATION_KEY if is_annotation else _LABEL_KEY
    prefix, slash, _ = key.rpartition("/")
    if pattern.fullmatch(key) and (not slash or len(prefix) <= _MAX_PREFIX):
        return ""
    return f"the key {shown(key)} must be up to {MAX_LABEL} letters, digits, -, _ and ., or DOMAIN/ and those"


@lru_cache(maxsize=1024)
def label_value_problem(value: str) -> str:
    """Say what is wrong with the value of a label."""
    if len(value) > MAX_LABEL:
        return f"the value {shown(value)} has {len(value)} characters of at most {MAX_LABEL}"
    if _LABEL_VALUE.fullmatch(value):
        return ""
    wanted = "letters, digits, -, _ and ., with a letter or digit at both ends"
    return f"the value {shown(value)} must be {wanted}"
