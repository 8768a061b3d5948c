"""A part of the chart with its values."""

from dataclasses import dataclass

from chartgen.model.value import Value


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the chart; its templates stand in the folder of the same name.

    `summary` heads its section in `values.yaml` and in the README. The order of `values` is the order
    in both.
    """

    name: str
    summary: str
    values: tuple[Value, ...]
