"""The chart's README: its table of values comes from the model."""

import json
from collections.abc import Iterator

from chartgen.model.component import Component
from chartgen.model.value import UNSET, Value


def values_table(components: tuple[Component, ...]) -> str:
    """Write one Markdown table a component."""
    return "\n".join(_table(components)).rstrip()


def _table(components: tuple[Component, ...]) -> Iterator[str]:
    for component in components:
        yield f"### {component.summary}"
        yield ""
        yield "| Value | Default | Meaning |"
        yield "|---|---|---|"
        for value in component.values:
            yield f"| `{value.path}` | {_default(value)} | {_meaning(value)} |"
        yield ""


def _default(value: Value) -> str:
    return "unset" if value.default is UNSET else _code(value.default)


def _meaning(value: Value) -> str:
    examples = ", ".join(_code(example) for example in value.examples)
    text = f"{value.doc} Example: {examples}" if examples else value.doc
    return text.replace("|", "\\|")


def _code(value: object) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`".replace("|", "\\|")
