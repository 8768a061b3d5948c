"""Default overrides of a definition, put into the model's values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chartgen.core.errors import InputError
from chartgen.core.suggest import did_you_mean
from chartgen.model.component import Component
from chartgen.model.definition import Definition
from chartgen.model.value import UNSET, Value, tree


def apply_defaults(components: tuple[Component, ...], definition: Definition) -> tuple[Component, ...]:
    """Give the components with the defaults that the definition sets instead of the model's.

    Raises:
        InputError: the definition sets something that is no value of the chart.
    """
    known = tree(value for component in components for value in component.values)
    overrides = dict(_overrides(definition.defaults, known, (), definition))
    return tuple(
        replace(
            component,
            values=tuple(
                replace(value, default=overrides[value.path]) if value.path in overrides else value
                for value in component.values
            ),
        )
        for component in components
    )


def _overrides(
    given: Mapping[str, Any], known: Mapping[str, Any], path: Sequence[str], definition: Definition
) -> Iterator[tuple[str, Any]]:
    for key, item in given.items():
        here = (*path, key)
        where = definition.locate(("defaults", *here), key=True)
        target = known.get(key)
        if target is None:
            raise InputError(
                f"defaults.{'.'.join(here)}: no such value in the chart",
                where=where,
                hint=did_you_mean(key, known) or f"known here: {', '.join(sorted(known))}",
            )
        if isinstance(target, Value):
            yield target.path, item
        elif isinstance(item, Mapping):
            yield from _overrides(item, target, here, definition)
        else:
            raise InputError(f"defaults.{'.'.join(here)}: must be a map", where=where)


def needed_keys(components: tuple[Component, ...]) -> list[tuple[str, list[str]]]:
    """Give the values that templates cannot do without: keys by the path of their section, parents first.

    Null in a user's values takes away a default, and Helm then checks and renders without it. An empty
    default says that templates can do without; networks ask themselves for what is missing in them.
    """
    sections: dict[str, dict[str, None]] = {"": {}}
    for value in (value for component in components for value in component.values):
        *parents, leaf = value.path.split(".")
        for depth, parent in enumerate(parents):
            sections[".".join(parents[:depth])][parent] = None
            sections.setdefault(".".join(parents[: depth + 1]), {})
        is_optional = value.default is UNSET or isinstance(value.default, (dict, list)) or value.default == ""
        if not is_optional and not value.path.startswith("networkDefaults."):
            sections[".".join(parents)][leaf] = None
    return [(section, list(keys)) for section, keys in sections.items() if keys]
