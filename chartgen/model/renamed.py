"""Values that had another name in an earlier version of the chart."""

from collections.abc import Mapping
from typing import Final

RENAMED: Final[Mapping[str, str]] = {
    "daemonset.idle": "daemonset.agent",
    "whereabouts.gc.logLevel": "whereabouts.logLevel",
}
"""The new path by the old one. The schema lets the old ones through; the chart refuses them."""
