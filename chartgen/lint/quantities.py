"""Amounts of CPU and memory, and what containers ask for and may use."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from chartgen.lint.objects import Container, Pod, mapping_at

_QUANTITY: Final = re.compile(
    r"([+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40}))(?:(m|u|n|[kMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]{1,2}))?",
    re.ASCII,
)
_UNITS: Final = {
    "n": Decimal("1e-9"),
    "u": Decimal("1e-6"),
    "m": Decimal("1e-3"),
    **{unit: Decimal(1000) ** power for power, unit in enumerate("kMGTPE", 1)},
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", 1)},
}


def read_quantity(value: Any) -> Decimal | None:
    """Read an amount such as 100m, 0.1, or 128Mi; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = _QUANTITY.fullmatch(str(value))
    if not found:
        return None
    factor = _UNITS[found[2]] if found[2] else Decimal(10) ** int(found[3] or 0)
    return Decimal(found[1]) * factor


def limits(container: Container) -> Mapping[str, Any]:
    """Give the limits of a container."""
    return mapping_at(container.value, ("resources", "limits"))


def requests(container: Container) -> Mapping[str, Any]:
    """Give what a container asks for: its requests, and its limits where it has none."""
    return {**_given(limits(container)), **_given(mapping_at(container.value, ("resources", "requests")))}


def has_own_resources(pod: Pod) -> bool:
    """Whether the pod as a whole has requests or limits, which its containers share."""
    resources = mapping_at(pod.spec, ("resources",))
    return bool(resources.get("requests") or resources.get("limits"))


def is_guaranteed(container: Container) -> bool:
    """Whether a container asks for all CPU and memory that it may use."""
    asked = requests(container)
    for name in ("cpu", "memory"):
        limit = read_quantity(limits(container).get(name))
        if not limit or read_quantity(asked.get(name)) != limit:
            return False
    return True


def _given(amounts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: amount for name, amount in amounts.items() if amount is not None}
