"""What a bump does or did, in words for people."""

import shlex
from collections.abc import Iterable, Sequence

from chartgen.core.visible import visible
from chartgen.release.bump import Plan
from chartgen.release.images import Step
from chartgen.release.items import Item

_MOST_REASONS = 10


def render(plan: Plan, steps: Iterable[Step], baseline: str) -> str:
    """Say which version comes next, why, and what is in it; nothing to do is one line."""
    old, new = plan.project.definition, plan.definition
    title = f"{new.name} {new.version}"
    if new == old:
        if plan.part is None:
            return f"{title}: nothing differs from {baseline}\n"
        return f"{title}: the {plan.part} version that the difference from {baseline} requires is there\n"
    lines = [f"{new.name} {old.version} → {new.version}" if new.version != old.version else title]
    lines += ["", f"{plan.part or 'no'} difference from {baseline}", *_reasons(plan)]
    images = [f"  {step.name}: {step.old.reference} → {step.new.reference}" for step in steps]
    lines += ["", "Images", *images] if images else []
    notes = [f"  {each.kind.capitalize()}: {each.description}" for each in new.changes]
    lines += ["", f"Changelog of {new.version}", *notes] if notes else []
    return "\n".join(map(visible, lines)) + "\n"


def _reasons(plan: Plan) -> list[str]:
    lines = [f"  {reason}" for reason in plan.reasons[:_MOST_REASONS]]
    more = len(plan.reasons) - _MOST_REASONS
    if more > 0:
        lines.append(f"  and {more} more: see `chartgen diff`")
    if plan.is_eased:
        lines.append(
            "  This breaks users; below 1.0.0 that asks for the minor part, and --part major leaves 0.x."
        )
    return lines


def render_items(items: Sequence[Item]) -> str:
    """List what a person has to look at, and how to say that it was."""
    lines = [f"{len(items)} {'thing' if len(items) == 1 else 'things'} to look at; nothing is written", ""]
    for item in items:
        lines += [f"{item.name}{f'  ({item.component})' if item.component else ''}", f"  {item.text}"]
    accepted = " ".join(f"--accept {shlex.quote(item.name)}" for item in items)
    lines += ["", "Change the model where it has to follow, then add what you looked at:", f"  {accepted}"]
    return "\n".join(map(visible, lines)) + "\n"
