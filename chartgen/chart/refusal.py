"""One value that the chart's templates refuse, in the words of the chart."""

import json
from dataclasses import dataclass
from typing import Any

from chartgen.core.values_path import Steps


@dataclass(frozen=True, slots=True)
class Refusal:
    """One value that the chart refuses; `message` starts with its path, as Helm prints it."""

    path: Steps
    message: str


def refusal(path: Steps, problem: str) -> Refusal:
    """Make one whose message is the path and a problem."""
    return Refusal(path, f"{'.'.join(map(str, path))}: {problem}")


def quoted(text: Any) -> str:
    """Give a value as Go's %q prints it."""
    return json.dumps(text, ensure_ascii=False)
