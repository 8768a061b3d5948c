"""What the options of a rule are, as the class of them tells."""

import ast
import inspect
import itertools
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chartgen.lint.rule_options import names


@dataclass(frozen=True, slots=True)
class Option:
    """One option by its name in a file: `type` is as the class spells it, `text` the field's docstring."""

    name: str
    type: str
    default: Any
    text: str


def options_of(kind: type[Any] | None) -> Sequence[Option]:
    """Give the options of a class in the order of its fields; none where there is no class."""
    if kind is None:
        return ()
    written = _written(kind)
    default = kind()
    found = []
    for name, field in names(kind).items():
        type_, text = written[field]
        found.append(Option(name, type_, getattr(default, field), text))
    return found


def _written(kind: type[Any]) -> Mapping[str, tuple[str, str]]:
    """Give the type and the docstring of each field, which Python keeps in the source alone."""
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101 -- the source of a class is one
    found: dict[str, tuple[str, str]] = {}
    for node, following in itertools.pairwise([*definition.body, ast.Pass()]):
        if not isinstance(node, ast.AnnAssign):
            continue
        text = ""
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            text = " ".join(str(following.value.value).split())
        found[ast.unparse(node.target)] = (ast.unparse(node.annotation), text)
    return found
