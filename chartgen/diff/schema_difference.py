"""One place where two JSON Schemas differ."""

from dataclasses import dataclass, field
from typing import Final, Literal

from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path
from chartgen.diff.schema_node import Node

ANY_KEY: Final = "*"
"""The step of a path that stands for each key which has no schema of its own."""
ITEM: Final = "[]"
"""The step that stands for each item of a list."""
UNDECLARED: Final = "is no longer declared"
"""What is told of a key that has no schema any more where anything is allowed."""

Effect = Literal["removed", "added", "required", "narrowed", "widened", "changed", "opened"]


@dataclass(frozen=True, eq=False)
class Difference:
    """One place where schemas differ; `node` is what was removed, or what was added or opened.

    `opened` is a place of which the new schema says nothing any more: anything is allowed.
    """

    effect: Effect
    path: tuple[str, ...]
    text: str = ""
    old: str = ""
    new: str = ""
    node: Node = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The path as users write it, `networks.*.ranges[].range`."""
        return format_place(self.path)

    @property
    def steps(self) -> Steps | None:
        """The path of the value, if it is of one."""
        return None if {ANY_KEY, ITEM} & {*self.path} else self.path


def format_place(path: tuple[str, ...]) -> str:
    """Write the path of a schema."""
    text = ""
    for step in path:
        text += step if step == ITEM else f"{'.' if text else ''}{format_path([step])}"
    return text
