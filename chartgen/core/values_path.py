"""Values paths: the steps from the top of a tree of maps and lists to one value of it."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

Steps = tuple[str | int, ...]
"""Keys of maps and indexes of lists."""

_INDEX: Final = r"\[(\d{1,9})\]"
_MISSING: Final = r"((?:\.[\w-]+)+): "


class Named(NamedTuple):
    """A path and the value there; None for one that is missing."""

    path: Steps
    value: Any

    @property
    def is_nested(self) -> bool:
        """Whether the value is a map or list, which in a file starts a line below its name."""
        return isinstance(self.value, (dict, list))


def contains(node: Any, path: Steps) -> bool:
    """Say whether there is a value at `path`, be it null."""
    for step in path:
        is_there = (
            step in node
            if isinstance(node, Mapping)
            else isinstance(node, list) and isinstance(step, int) and step < len(node)
        )
        if not is_there:
            return False
        node = node[step]
    return True


def path_at_start(text: str, tree: Any) -> Named | None:
    """Give the path in front of a text such as `networks.data.master: missing`, read along the tree.

    The tree's keys may hold anything.
    Where the text goes on below the tree, those steps are of a value that is missing. None is a text that
    starts otherwise.
    """
    return _follow(text, tree, ())


def _follow(text: str, node: Any, path: Steps) -> Named | None:
    if path and text.startswith(": "):
        return Named(path, node)
    if isinstance(node, dict) and (not path or text.startswith(".")):
        below = text[1:] if path else text
        # The longest first: of the keys `a` and `a.b`, `a.b.c: ` rather means the second.
        for key in sorted((key for key in node if below.startswith(key)), key=len, reverse=True):
            if found := _follow(below[len(key) :], node[key], (*path, key)):
                return found
    if isinstance(node, list) and (index := re.match(_INDEX, text, re.ASCII)) and int(index[1]) < len(node):
        return _follow(text[index.end() :], node[int(index[1])], (*path, int(index[1])))
    missing = re.match(_MISSING, text, re.ASCII) if path else None
    return Named((*path, *missing[1].split(".")[1:]), None) if missing else None
