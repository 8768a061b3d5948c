"""One value of the chart: declared once, read by everything that is generated from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Fragment = Mapping[str, Any]
"""A JSON Schema fragment (draft-07)."""

STRING: Final[Fragment] = {"type": "string"}
BOOLEAN: Final[Fragment] = {"type": "boolean"}
AUTO_OR_BOOLEAN: Final[Fragment] = {"enum": ["auto", True, False]}


class _Unset:
    """The default of a value that has none."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = _Unset()


@dataclass(frozen=True, slots=True)
class Value:
    """One leaf of `values.yaml`.

    `path` is dotted (`multus.image.tag`). `schema` is the fragment that a given value must satisfy.
    A `default` of UNSET makes the leaf a commented-out line that shows the first example: Helm 3 and
    Helm 4 treat a null default differently, so the chart has none.
    """

    path: str
    default: Any
    doc: str
    schema: Fragment
    examples: tuple[Any, ...] = ()


def text(path: str, default: Any, doc: str, schema: Fragment = STRING, *examples: Any) -> Value:
    """Declare a string, by default any string."""
    return Value(path, default, doc, schema, examples)


def flag(path: str, *, default: bool, doc: str) -> Value:
    """Declare a boolean."""
    return Value(path, default, doc, BOOLEAN)


def kubernetes_object(path: str, default: Any, doc: str, *examples: Any) -> Value:
    """Declare a map that Kubernetes defines: passed through, open for keys of every version."""
    return Value(path, default, doc, {"type": "object"}, examples)


def kubernetes_list(path: str, default: Any, doc: str, *examples: Any) -> Value:
    """Declare a list of objects that Kubernetes defines: passed through."""
    return Value(path, default, doc, list_of({"type": "object"}), examples)


def list_of(items: Fragment, **more: Any) -> Fragment:
    """Give the fragment of a list whose items satisfy `items`."""
    return {"type": "array", "items": items, **more}


def map_of(values: Fragment, **more: Any) -> Fragment:
    """Give the fragment of a map with free keys."""
    return {"type": "object", "additionalProperties": values, **more}


def one_of_words(*words: Any) -> Fragment:
    """Give the fragment of a value that is one of a few words."""
    return {"enum": list(words)}


def tree(values: Iterable[Value]) -> dict[str, Any]:
    """Nest values by their paths: maps of maps with a Value at each leaf.

    Raises:
        ValueError: two values claim the same path, or one lies inside another.
    """
    root: dict[str, Any] = {}
    for value in values:
        *parents, leaf = value.path.split(".")
        node = root
        for parent in parents:
            node = node.setdefault(parent, {})
            if isinstance(node, Value):
                raise ValueError(f"{value.path} lies inside {node.path}")  # noqa: TRY004 -- a mistake in the data
        if leaf in node:
            raise ValueError(f"{value.path} is declared twice")
        node[leaf] = value
    return root


def default_tree(values: Iterable[Value]) -> dict[str, Any]:
    """Give the defaults as `values.yaml` nests them, without those that are unset."""
    return _defaults(tree(values))


def _defaults(node: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for key, child in node.items():
        if not isinstance(child, Value):
            nested[key] = _defaults(child)
        elif child.default is not UNSET:
            nested[key] = child.default
    return nested
