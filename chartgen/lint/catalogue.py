"""Finds the rules: the modules below `chartgen.lint.rules`."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any

from chartgen.lint import rules
from chartgen.lint.rule import FAMILIES, Hit, Rule

Check = Callable[..., Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as the engine knows it.

    `title` is the first line of its docstring, `text` the rest. `options` is the class of its options, None
    for a rule without. `check` is None where the rule is decided elsewhere; it takes an object of `options`
    behind what it sees, if there is such a class.
    """

    rule: Rule
    family: str
    title: str
    text: str
    options: type[Any] | None
    check: Check | None

    @property
    def id(self) -> str:
        """The id."""
        return self.rule.id


@cache
def entries() -> Mapping[str, Entry]:
    """Give all rules by id, sorted by family and id.

    Raises:
        TypeError: a module of a rule is none, or two have one name: a mistake of ours.
    """
    found: dict[str, Entry] = {}
    for family in FAMILIES:
        package = import_module(f"{rules.__name__}.{family}")
        for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
            entry = _entry(import_module(f"{package.__name__}.{module}"), family)
            if entry.id in found or entry.id != module.replace("_", "-"):
                raise TypeError(f"the rule {entry.id!r} stands in {family}/{module}.py")
            found[entry.id] = entry
    return MappingProxyType(found)


def _entry(module: ModuleType, family: str) -> Entry:
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, Rule):
        raise TypeError(f"{module.__name__} has no RULE")
    check = getattr(module, "check", None)
    if (check is None) != (rule.sees == "elsewhere"):
        raise TypeError(f"{module.__name__}: whether there is a check and what the rule sees do not fit")
    title, _, text = inspect.cleandoc(module.__doc__ or "").partition("\n")
    options: type[Any] | None = getattr(module, "Options", None)
    if options is not None and not hasattr(options, "__dataclass_fields__"):
        raise TypeError(f"{module.__name__}: Options is no dataclass")
    return Entry(rule, family, title, text.strip(), options, check)
