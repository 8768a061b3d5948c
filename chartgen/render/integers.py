"""The 64-bit integers of `--set`, which values given as JSON cannot hold.

To Helm each number of a values file is a float (a template prints 1000000 as `1e+06`), but `--set` gives
integers. Both engines take JSON, so a template that Helm runs before all others puts the integers into
`.Values`.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from chartgen.core.values_path import Steps


def integers_template(values: Mapping[str, Any], integers: Collection[Steps]) -> str:
    """Write the template that turns the floats at the paths `integers` of `values` into integers.

    Subcharts see the mappings of their parent, except for `global`: the chart that it is given for and each
    below it have merged copies. A float changes only where it is still what the user gave: Helm's merge may
    have put something else there.
    """
    anchors = sorted({_anchor(path) for path in integers}, key=str)
    here, definitions, calls = [], [], []
    for number, anchor in enumerate(anchors):
        value = _at(values, anchor)
        new, old = _expression(value, anchor, integers), _expression(value, anchor, ())
        here.append(_assignment(anchor, old, new))
        if "global" in anchor:
            depth = anchor.index("global")
            name = f"chartgen.integers.{number}"
            below = f'{{{{ range .Subcharts }}}}{{{{ template "{name}" . }}}}{{{{ end }}}}'
            body = _assignment(anchor[depth:], old, new) + below
            definitions.append(f'{{{{ define "{name}" }}}}{body}{{{{ end }}}}')
            calls.append(_call(name, anchor[:depth]))
    return "".join((*definitions, *here, *calls))


def _call(name: str, subchart: Steps) -> str:
    """Run a template for a subchart, given by the names on the way to it."""
    opened = "".join(f"{{{{ with index .Subcharts {_string(step)} }}}}" for step in subchart)
    return f'{opened}{{{{ template "{name}" . }}}}{"{{ end }}" * len(subchart)}'


def _anchor(path: Steps) -> Steps:
    """Cut the path before its first list index: a template can set a key but not an item."""
    return next((path[:depth] for depth, step in enumerate(path) if isinstance(step, int)), path)


def _at(values: Any, path: Steps) -> Any:
    for step in path:
        values = values[step]
    return values


def _assignment(path: Steps, old: str, new: str) -> str:
    """Set the value at `path` to `new` where it is `old`; both are expressions."""
    is_map = '{{ if kindIs "map" $m }}'
    steps = "".join(f"{is_map}{{{{ $m = index $m {_string(step)} }}}}{{{{ end }}}}" for step in path[:-1])
    key = _string(path[-1])
    is_old = f"{{{{ if (eq (toJson (index $m {key})) (toJson {old})) }}}}"
    change = f"{{{{ $_ := (set $m {key} {new}) }}}}"
    return f"{{{{ $m := .Values }}}}{steps}{is_map}{is_old}{change}{{{{ end }}}}{{{{ end }}}}"


def _expression(value: Any, path: Steps, integers: Collection[Steps]) -> str:
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
