"""The 64-bit integers of `--set`, which values given as JSON cannot hold.

To Helm each number of a values file is a float (a template prints 1000000 as `1e+06`), but `--set` gives
integers. Both engines take JSON, so a template that Helm runs before all others puts the integers into
`.Values`.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

Path = tuple[str | int, ...]


def integers_template(values: Mapping[str, Any], integers: Collection[Path]) -> str:
    """Write the template that turns the floats at the paths `integers` of `values` into integers.

    Subcharts see the mappings of their parent, except for `global`, of which each has a copy.
    """
    anchors = {_anchor(path) for path in integers}
    assignments = {
        anchor: _assignment(anchor, _expression(_at(values, anchor), anchor, integers))
        for anchor in sorted(anchors, key=str)
    }
    every_chart = "".join(text for anchor, text in assignments.items() if anchor[0] == "global")
    this_chart = "".join(text for anchor, text in assignments.items() if anchor[0] != "global")
    if not every_chart:
        return this_chart
    subcharts = '{{ range .Subcharts }}{{ template "chartgen.integers" . }}{{ end }}'
    definition = f'{{{{ define "chartgen.integers" }}}}{every_chart}{subcharts}{{{{ end }}}}'
    return f'{definition}{this_chart}{{{{ template "chartgen.integers" . }}}}'


def _anchor(path: Path) -> Path:
    """Cut the path before its first list index: a template can set a key but not an item."""
    return next((path[:depth] for depth, step in enumerate(path) if isinstance(step, int)), path)


def _at(values: Any, path: Path) -> Any:
    for step in path:
        values = values[step]
    return values


def _assignment(path: Path, expression: str) -> str:
    parent = "".join(f" {_string(step)}" for step in path[:-1])
    mapping = f"(index .Values{parent})" if parent else ".Values"
    return f"{{{{ $_ := set {mapping} {_string(path[-1])} {expression} }}}}"


def _expression(value: Any, path: Path, integers: Collection[Path]) -> str:
    """Write a value as a template makes it."""
    if isinstance(value, Mapping):
        parts = (f"{_string(key)} {_expression(item, (*path, key), integers)}" for key, item in value.items())
        return f"(dict {' '.join(parts)})"
    if isinstance(value, (list, tuple)):
        items = (_expression(item, (*path, index), integers) for index, item in enumerate(value))
        return f"(list {' '.join(items)})"
    if isinstance(value, str):
        return _string(value)
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return str(value).lower()
    return f"(int64 {value})" if path in integers else repr(float(value))


def _string(text: str | int) -> str:
    # A JSON string is a Go string where no character needs two escapes.
    return json.dumps(str(text), ensure_ascii=False)
