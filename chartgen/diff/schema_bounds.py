"""Two nodes of JSON Schemas by the words that bound a value: from, to, how long, of which form."""

from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple

from chartgen.diff.change import shown
from chartgen.diff.schema_node import Node

Effect = Literal["narrowed", "widened", "changed"]

_LOWEST: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_HIGHEST: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_FROM_ZERO: Final = frozenset({"minLength", "minItems", "minProperties"})
# Of these a new one, or another one, may refuse what was allowed.
_FORMS: Final = (
    *("pattern", "format", "multipleOf", "not", "propertyNames", "contains", "dependencies"),
    *("dependentRequired", "dependentSchemas", "contentEncoding", "contentMediaType", "unevaluatedItems"),
    *("unevaluatedProperties", "prefixItems", "additionalItems", "$dynamicRef", "x-kubernetes-validations"),
    *("x-kubernetes-list-type", "x-kubernetes-embedded-resource"),
)
_SAYS_NOTHING: Final = {"x-kubernetes-list-type": "atomic", "x-kubernetes-embedded-resource": False}
_CONDITION: Final = ("if", "then", "else")


class Bound(NamedTuple):
    """A word that differs, and what that does."""

    effect: Effect
    word: str
    old: Any
    new: Any

    @property
    def shown(self) -> tuple[str, str]:
        """What stands behind the word, as short texts; empty where there is none."""
        old, new = ("" if each is None else shown(each) for each in (self.old, self.new))
        return old, new

    @property
    def text(self) -> str:
        """What to say of a bound that is narrower or wider."""
        if isinstance(self.old, (dict, list)) or isinstance(self.new, (dict, list)):
            return f"{self.word} is {'demanded now' if self.effect == 'narrowed' else 'no longer demanded'}"
        old, new = self.shown
        return f"{self.word} {old or 'unset'} → {new or 'unset'}"


def bounds(old: Node, new: Node) -> Iterator[Bound]:
    """Yield the words by which two nodes bound a value differently."""
    for word in _LOWEST:
        yield from _limit(word, old, new, sign=1)
    for word in _HIGHEST:
        yield from _limit(word, old, new, sign=-1)
    if bool(old.get("uniqueItems")) != bool(new.get("uniqueItems")):
        effect: Effect = "narrowed" if new.get("uniqueItems") else "widened"
        yield Bound(effect, "uniqueItems", old.get("uniqueItems"), new.get("uniqueItems"))
    for word in _FORMS:
        before, after = (
            None if node.get(word) == _SAYS_NOTHING.get(word) else node.get(word) for node in (old, new)
        )
        if before != after:
            yield Bound(_effect(before, after), word, before, after)
    before, after = ([node.get(word) for word in _CONDITION] for node in (old, new))
    if before != after:
        yield Bound(_effect(before[0], after[0]), "if", before[0], after[0])


def _effect(before: Any, after: Any) -> Effect:
    if before is None:
        return "narrowed"
    return "widened" if after is None else "changed"


def _limit(word: str, old: Node, new: Node, *, sign: int) -> Iterator[Bound]:
    before, after = (_said(word, node.get(word)) for node in (old, new))
    if before == after:
        return
    if _is_number(before) and _is_number(after):
        yield Bound("narrowed" if (after - before) * sign > 0 else "widened", word, before, after)
    else:
        yield Bound(_effect(before, after), word, before, after)


def _said(word: str, value: Any) -> Any:
    """Give a limit; None for one that limits nothing. In CRDs and draft 4, some are flags."""
    return None if value is False or (value == 0 and word in _FROM_ZERO) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
