"""Volumes of the node say what must be at their path.

*Why.* Without a type the runtime makes a folder, owned by root, of whatever is missing: also where a file or
a socket was meant, and on nodes where the path is another.

*Fix.* Give `type`: `Directory`, `File` or `Socket` to insist on it, `DirectoryOrCreate` to make it.
"""

import posixpath
from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, mapping_at
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("host-path-type", Severity.WARNING, since="0.1.0", sees="object")

# What each Linux node has, so that a type makes no difference.
_EVERYWHERE: Final = frozenset(
    {
        "/",
        "/dev",
        "/etc",
        "/etc/hostname",
        "/etc/hosts",
        "/etc/os-release",
        "/etc/passwd",
        "/lib/modules",
        "/proc",
        "/run",
        "/sys",
        "/tmp",  # noqa: S108 -- a path of nodes
        "/usr",
        "/var",
        "/var/lib",
        "/var/log",
        "/var/run",
    }
)


def check(each: Object) -> Iterator[Hit]:
    """Look for volumes of the node without a type."""
    pod = each.pod
    for path, volume in pod.volumes if pod else ():
        source = mapping_at(volume, ("hostPath",))
        folder = source.get("path")
        if not isinstance(folder, str) or source.get("type"):
            continue
        normal = posixpath.normpath(folder)
        if normal not in _EVERYWHERE and not normal.startswith(("/proc/", "/sys/")):
            yield each.hit(f"the hostPath {folder} has no type", (*path, "hostPath", "path"))
