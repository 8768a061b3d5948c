"""Which labels a selector selects."""

from collections.abc import Mapping
from typing import Any

from chartgen.lint.objects import mapping_at, mappings_at


def has_all(labels: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether labels have all those that are wanted."""
    return all(key in labels and labels[key] == value for key, value in wanted.items())


def selects(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether a selector with `matchLabels` and `matchExpressions` selects what has these labels."""
    return has_all(labels, mapping_at(selector, ("matchLabels",))) and all(
        _holds(expression, labels) for _, expression in mappings_at(selector, ("matchExpressions",))
    )


def _holds(expression: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    key, values = str(expression.get("key")), expression.get("values")
    given = values if isinstance(values, list) else []
    match expression.get("operator"):
        case "In":
            return key in labels and labels[key] in given
        case "NotIn":
            return key not in labels or labels[key] not in given
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case _:
            return False
