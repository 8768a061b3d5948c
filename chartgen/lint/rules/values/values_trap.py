"""Values are read as they look: texts that YAML takes for something else are in quotes.

*Why.* Helm reads YAML 1.1: a tag 1.10 becomes 1.1, 20261128 prints as 2.0261128e+07, 010 is eight, 1_000 a
thousand, and the country NO is false.

*Fix.* Put texts in quotes; write true and false for switches.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from chartgen.chart.reference import VALUES_FILE
from chartgen.core import yaml_nodes
from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.core.yaml_scalars import resolve_plain
from chartgen.lint.facts import ChartFacts
from chartgen.lint.rule import Hit, Rule
from chartgen.render.sourcemap.insertion import text_of

RULE: Final = Rule("values-trap", Severity.WARNING, since="0.1.0", sees="chart")

_VERSION: Final = re.compile(r"(?:.*(?:[vV]ersion|[tT]ag))")
_MODE: Final = re.compile(r".*[mM]ode|.*[uU]mask")
_OCTAL: Final = re.compile(r"0o?[0-7]+")
# As everybody writes numbers: neither other bases, nor exponents, nor underscores.
_PLAIN: Final = re.compile(r"-?(?:(?:0|[1-9][0-9]*)(?:[.][0-9]+)?|[.][0-9]+)")
_PLAIN_DIGITS: Final = 6
_SWITCH: Final = frozenset({"yes", "no", "on", "off"})


def check(facts: ChartFacts) -> Iterator[Hit]:
    """Look at the plain scalars of values.yaml, and of the files of scenarios."""
    for path, content in facts.chart.files.items():
        if path != VALUES_FILE and not re.fullmatch(r"ci/[^/]+-values\.yaml", path):
            continue
        for root in yaml_nodes.documents(text_of(content), file=facts.chart.path_of(path)):
            for scalar, key in _scalars(root, ""):
                severity = _severity(scalar, key)
                if severity:
                    shown = _printed(resolve_plain(scalar.text))
                    place = Location(facts.chart.path_of(path), scalar.line, scalar.column)
                    hint = f'write "{scalar.text}" if it is a text, {shown} if not'
                    yield Hit(f"Helm reads {scalar.text} as {shown}", None, (), place, hint, severity)


def _severity(scalar: yaml_nodes.Scalar, key: str) -> Severity | None:
    value = resolve_plain(scalar.text) if scalar.plain and not scalar.tag else None
    if isinstance(value, bool) and scalar.text.lower() not in {"true", "false"}:
        # Few mean a text; who writes one letter, or all in capitals, may.
        return Severity.INFO if scalar.text in _SWITCH else Severity.WARNING
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not isfinite(value):
        return None
    text = scalar.text
    is_other = _VERSION.fullmatch(key) and _printed(value) != text
    is_odd = not _PLAIN.fullmatch(text) and not (_MODE.fullmatch(key) and _OCTAL.fullmatch(text))
    loses_digits = text.isdecimal() and int(text) != int(float(text))
    return Severity.WARNING if is_other or is_odd or loses_digits else None


def _printed(value: Any) -> str:
    """Give what a template prints of it: all numbers are floats, large ones with an exponent."""
    if isinstance(value, bool):
        return str(value).lower()
    if value != int(value) or value < 0:
        return repr(value)
    if len(digits := str(int(value))) <= _PLAIN_DIGITS:
        return digits
    mantissa, exponent = f"{Decimal(repr(float(value))):e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent):+03}"


def _scalars(node: yaml_nodes.Node, key: str) -> Iterator[tuple[yaml_nodes.Scalar, str]]:
    """Yield the scalars that are values, each with the key that it belongs to."""
    if isinstance(node, yaml_nodes.Scalar):
        yield node, key
    elif isinstance(node, yaml_nodes.Mapping):
        for name, value in zip(node.items[::2], node.items[1::2], strict=True):
            yield from _scalars(value, getattr(name, "text", key))
    elif isinstance(node, yaml_nodes.Sequence):
        yield from (each for item in node.items for each in _scalars(item, key))
