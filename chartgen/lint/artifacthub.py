"""What Artifact Hub reads of the annotations in `Chart.yaml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chartgen.chart.metadata import scalar_text
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.suggest import did_you_mean

PREFIX: Final = "artifacthub.io/"

CATEGORIES: Final = (
    "ai-machine-learning",
    "database",
    "integration-delivery",
    "monitoring-logging",
    "networking",
    "security",
    "skip-prediction",
    "storage",
    "streaming-messaging",
)
_CHANGES: Final = ("added", "changed", "deprecated", "removed", "fixed", "security")
_FLAGS: Final = ("containsSecurityUpdates", "operator", "prerelease")
# What Go takes for a bool.
_YES_OR_NO: Final = re.compile("[10tTfF]|TRUE|[tT]rue|FALSE|[fF]alse")
# Of each list, what its entries must have.
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "changes": ("description",),
    "crds": ("kind", "version", "name", "displayName", "description"),
    "crdsExamples": (),
    "images": ("image",),
    "links": ("name", "url"),
    "maintainers": ("name", "email"),
    "recommendations": ("url",),
    "screenshots": ("title", "url"),
}
_TEXTS: Final = ("alternativeName", "category", "license", "operatorCapabilities")
KNOWN: Final = (*_LISTS, *_TEXTS, *_FLAGS, "signKey")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with an annotation."""

    message: str
    hint: str = ""


def refusals(name: str, text: str) -> Iterator[Refusal]:
    """Yield what is wrong with an annotation, whose name is given without its prefix."""
    if name not in KNOWN:
        yield Refusal("Artifact Hub knows no such annotation", did_you_mean(name, KNOWN))
    elif name in _FLAGS and not _YES_OR_NO.fullmatch(text):
        yield Refusal(f"{text!r} is neither true nor false")
    elif name == "category" and text not in CATEGORIES:
        yield Refusal(f"{text!r} is no category", did_you_mean(text, CATEGORIES))
    elif name == "license" and " " in text.strip():
        yield Refusal(f"{text!r} is no identifier of SPDX", "write one such as Apache-2.0")
    elif name in _LISTS:
        yield from _entries(name, text)


def read(text: str) -> Any:
    """Read the YAML in an annotation; None where it is none."""
    try:
        return yaml.load(text, file="").value
    except InputError:
        return None


def _entries(name: str, text: str) -> Iterator[Refusal]:
    entries = read(text)
    if not isinstance(entries, list):
        yield Refusal("this is no list in YAML")
        return
    for number, entry in enumerate(entries, 1):
        if name == "changes" and isinstance(entry, str):
            continue
        if not isinstance(entry, Mapping):
            yield Refusal(f"entry {number} is no map")
            continue
        if missing := [field for field in _LISTS[name] if not scalar_text(entry.get(field))]:
            yield Refusal(f"entry {number} has no {' and no '.join(missing)}")
        kind = entry.get("kind")
        if name == "changes" and kind is not None and kind not in _CHANGES:
            hint = f"use one of {', '.join(_CHANGES)}"
            yield Refusal(f"entry {number} has the kind {kind!r}, which is none", hint)
