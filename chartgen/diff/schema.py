"""Which values one JSON Schema allows and another does not, place by place.

Two schemas are compared as they are built: properties with properties, items with items, alternatives with
alternatives. That tells what charts do. Where two parts are built differently, it says so (`changed`), unless
a value that the old schema names itself proves that the new one allows less.
"""

from collections.abc import Callable
from typing import Any, Final

from chartgen.core.values_path import contains
from chartgen.diff.change import shown
from chartgen.diff.schema_bounds import Bound, bounds
from chartgen.diff.schema_difference import ANY_KEY, ITEM, UNDECLARED, Difference, Effect
from chartgen.diff.schema_node import (
    ANY,
    NOTHING,
    Node,
    Root,
    alternatives,
    by_type,
    constant,
    described,
    mapping,
    named,
    names,
    refused,
    rules,
    types,
    unwrapped,
    values,
    without_equal,
)

_DEEPEST: Final = 48
_PRESERVE: Final = "x-kubernetes-preserve-unknown-fields"


def differences(old: Any, new: Any, *, defaults: Any = None, is_pruned: bool = False) -> list[Difference]:
    """Compare two schemas.

    `defaults` are the values that the new chart has by itself: what stands there need not be given. With
    `is_pruned` a map has no keys but those that are named, as in CRDs.
    """
    walk = _Walk(Root(old), Root(new), defaults, is_pruned=is_pruned)
    try:
        walk.compare(walk.old.schema, walk.new.schema, ())
    except RecursionError:
        return [Difference("changed", (), "nested too deeply to be compared")]
    return walk.found


class _Walk:
    def __init__(self, old: Root, new: Root, defaults: Any, *, is_pruned: bool) -> None:
        self.old, self.new, self.defaults, self.is_pruned = old, new, defaults, is_pruned
        self.found: list[Difference] = []
        self._depth = 0
        self._has_same_definitions = old.definitions == new.definitions
        # Of parts that are referred to often, the first place is told.
        self._seen: set[tuple[int, int]] = set()
        self._kept: list[Node] = []

    def compare(self, old_value: Any, new_value: Any, path: tuple[str, ...]) -> None:
        old, new = unwrapped(self.old, self.old.node(old_value), self.new, self.new.node(new_value))
        if old is new or (old == new and self._has_same_definitions) or self._depth > _DEEPEST:
            return
        if not rules(new) or not rules(old) or NOTHING in (old, new):
            self._whole(old, new, path)
            return
        if self._is_known(old, new):
            return
        self._depth += 1
        self._inside(old, new, path)
        self._depth -= 1

    def _inside(self, old: Node, new: Node, path: tuple[str, ...]) -> None:
        choices = alternatives(old), alternatives(new)
        if any(len(choice) > 1 for choice in choices):
            before, after = constant(self.old, choices[0]), constant(self.new, choices[1])
            if before is None or after is None:
                self._choices(*choices, path)
            else:
                self._values(before, after, path)
            return
        if self._types(old, new, path):
            self._parts(old, new, path)

    def _parts(self, old: Node, new: Node, path: tuple[str, ...]) -> None:
        self._values(old, new, path)
        if self.is_pruned and old.get("default") != new.get("default"):
            # The API server writes it into objects.
            given = {
                side: shown(node["default"])
                for side, node in (("old", old), ("new", new))
                if "default" in node
            }
            self._tell("changed", path, "default is another", **given)
        for bound in bounds(old, new):
            self._bound(bound, old, new, path)
        for word, choose in (("anyOf", self._choices), ("oneOf", self._choices), ("allOf", self._all)):
            parts = old.get(word), new.get(word)
            if parts[0] != parts[1] or not self._has_same_definitions:
                self._listed(word, *parts, path, choose)
        if "object" in types(old) & types(new):
            self._properties(old, new, path)
        if "array" in types(old) & types(new):
            self._items(old, new, path)

    def _is_known(self, old: Node, new: Node) -> bool:
        pair = id(old), id(new)
        if pair in self._seen:
            return True
        self._seen.add(pair)
        # What is made for the comparison must live on, or another node gets its id.
        self._kept += (old, new)
        return False

    def _tell(self, effect: Effect, path: tuple[str, ...], text: str = "", **more: Any) -> None:
        self.found.append(Difference(effect, path, text, **more))

    def _whole(self, old: Node, new: Node, path: tuple[str, ...]) -> None:
        """Compare where one side allows everything, or nothing."""
        if new == NOTHING != old:
            self._tell("removed", path, "is refused now", old=described(old), node=old)
        elif old == NOTHING != new:
            self._tell("added", path, "is allowed now", new=described(new), node=new)
        elif rules(old) and not rules(new):
            self._tell("opened", path, old=described(old), new="any value", node=new)
        elif rules(new) and not rules(old):
            self._tell("narrowed", path, old="any value", new=described(new))

    def _types(self, old: Node, new: Node, path: tuple[str, ...]) -> bool:
        """Compare types; say whether they have one in common, so that there is more to compare."""
        before, after = (types(node, is_of_crd=self.is_pruned) for node in (old, new))
        if not path and "object" in before & after:
            # Values as a whole are a map, whatever is said.
            before, after = frozenset({"object"}), frozenset({"object"})
        if before - after == {"null"} and self._has_default(path):
            # Helm takes a null of the user for a default to be left out, and never shows it to the schema.
            before -= {"null"}
        old_text, new_text = " | ".join(named(before)), " | ".join(named(after))
        if before - after:
            self._tell("narrowed", path, old=old_text, new=new_text)
        elif after - before:
            self._tell("widened", path, old=old_text, new=new_text)
        return bool(before & after)

    def _values(self, old: Node, new: Node, path: tuple[str, ...]) -> None:
        before, after = values(old), values(new)
        if before is None and after is None:
            return
        if before is None or after is None:
            effect: Effect = "narrowed" if before is None else "widened"
            self._tell(effect, path, old=described(old), new=described(new))
            return
        gone, more = sorted(before.texts - after.texts), sorted(after.texts - before.texts)
        both = {"old": described(old), "new": described(new)}
        if gone:
            self._tell("narrowed", path, f"{', '.join(gone)} no longer allowed", **both)
        if more:
            self._tell("widened", path, f"{', '.join(more)} allowed now", **both)

    def _bound(self, bound: Bound, old: Node, new: Node, path: tuple[str, ...]) -> None:
        before, after = bound.shown
        if bound.effect != "changed":
            self._tell(bound.effect, path, bound.text, old=before, new=after)
            return
        proof = next(refused(self.old, old, self.new, new), None)
        effect: Effect = "changed" if proof is None else "narrowed"
        text = f"{bound.word} is another" if proof is None else f"{bound.word}: {proof} is refused now"
        self._tell(effect, path, text, old=before, new=after)

    def _listed(
        self,
        word: str,
        old: Any,
        new: Any,
        path: tuple[str, ...],
        compare: Callable[[list[Any], list[Any], tuple[str, ...]], None],
    ) -> None:
        """Compare lists of schemas; one side may have none."""
        if isinstance(old, list) and isinstance(new, list):
            compare(old, new, path)
        elif isinstance(new, list):
            self._tell("narrowed", path, f"{word} is demanded now")
        elif isinstance(old, list):
            self._tell("widened", path, f"{word} is no longer demanded")

    def _choices(self, old: list[Any], new: list[Any], path: tuple[str, ...]) -> None:
        """Compare alternatives: equal ones go, others are compared with one of the same types."""
        gone, more = without_equal(self.old, old, self.new, new)
        gone = [node for each in gone for node in by_type(self.old.node(each))]
        more = [node for each in more for node in by_type(self.new.node(each))]
        gone, more = without_equal(self.old, gone, self.new, more)
        for each in [*gone]:
            wanted = types(self.old.node(each))
            partner = next((other for other in more if types(self.new.node(other)) == wanted), None)
            if partner is not None:
                gone.remove(each)
                more.remove(partner)
                self.compare(each, partner, path)
        for each in gone:
            self._tell("narrowed", path, f"{described(self.old.node(each))} no longer allowed")
        for each in more:
            self._tell("widened", path, f"{described(self.new.node(each))} allowed now")

    def _all(self, old: list[Any], new: list[Any], path: tuple[str, ...]) -> None:
        """Compare demands that all hold."""
        gone, more = without_equal(self.old, old, self.new, new)
        if len(gone) == len(more):
            for before, after in zip(gone, more, strict=True):
                self.compare(before, after, path)
            return
        if more:
            self._tell("changed" if gone else "narrowed", path, "more is demanded")
        else:
            self._tell("widened", path, "less is demanded")

    def _properties(self, old: Node, new: Node, path: tuple[str, ...]) -> None:
        before, after = mapping(old, "properties"), mapping(new, "properties")
        for key in before:
            if key in after:
                self.compare(before[key], after[key], (*path, key))
            else:
                self._gone(before[key], self._others(new), (*path, key))
        for key in after.keys() - before.keys():
            self._come(self._others(old), after[key], (*path, key))
        patterns = mapping(old, "patternProperties"), mapping(new, "patternProperties")
        for pattern in patterns[0].keys() & patterns[1].keys():
            self.compare(patterns[0][pattern], patterns[1][pattern], (*path, ANY_KEY))
        if patterns[0].keys() != patterns[1].keys():
            self._tell(
                "changed",
                path,
                "keys of other patterns",
                old=shown([*patterns[0]]),
                new=shown([*patterns[1]]),
            )
        self._open_keys(self._others(old), self._others(new), path)
        self._required(old, new, path)

    def _gone(self, before: Any, others: Any, path: tuple[str, ...]) -> None:
        """Tell of a key without a schema of its own now, unless others of a schema are allowed."""
        others = self.new.node(others)
        if rules(others) and others != NOTHING:
            self.compare(before, others, path)
        else:
            text = "is no longer known" if others == NOTHING else f"{UNDECLARED}: it has no effect"
            node = self.old.node(before)
            self._tell("removed", path, text, old=described(node), node=node)

    def _come(self, others: Any, after: Any, path: tuple[str, ...]) -> None:
        others = self.old.node(others)
        if rules(others) and others != NOTHING:
            self.compare(others, after, path)
        else:
            node = self.new.node(after)
            self._tell("added", path, "is new", new=described(node), node=node)

    def _open_keys(self, before: Any, after: Any, path: tuple[str, ...]) -> None:
        old, new = self.old.node(before), self.new.node(after)
        if new == NOTHING != old:
            self._tell("narrowed", path, "unknown keys are refused now")
        elif old == NOTHING != new:
            self._tell("widened", path, "unknown keys are allowed now")
        elif NOTHING not in (old, new):
            self.compare(old, new, (*path, ANY_KEY))

    def _others(self, node: Node) -> Any:
        """Give the schema of the keys that are not named."""
        if self.is_pruned and "additionalProperties" not in node:
            return ANY if node.get(_PRESERVE) else False
        return node.get("additionalProperties", ANY)

    def _required(self, old: Node, new: Node, path: tuple[str, ...]) -> None:
        before, after = (frozenset(names(node.get("required"))) for node in (old, new))
        for key in sorted(after - before):
            whole = (*path, key)
            if self._has_default(whole):
                continue
            is_filled = self.is_pruned and "default" in self.new.node(mapping(new, "properties").get(key))
            if not is_filled:
                self._tell("required", whole, "must be given now")
        for key in sorted(before - after):
            # Of a key that is gone, that it is gone is told.
            if key in mapping(new, "properties") or key not in mapping(old, "properties"):
                self._tell("widened", (*path, key), "need not be given any more")

    def _has_default(self, path: tuple[str, ...]) -> bool:
        return bool(path) and not ({ANY_KEY, ITEM} & {*path}) and contains(self.defaults, path)

    def _items(self, old: Node, new: Node, path: tuple[str, ...]) -> None:
        before, after = old.get("items", ANY), new.get("items", ANY)
        if isinstance(before, list) or isinstance(after, list):
            if before != after:
                self._tell("changed", (*path, ITEM), "items are described otherwise")
            return
        self.compare(before, after, (*path, ITEM))
