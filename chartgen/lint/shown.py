"""Whether a value can be what stands in a part of an object, and not only elsewhere in the same line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from chartgen.core import yaml
from chartgen.core.values_path import Steps
from chartgen.lint.objects import at

# A map with other things in it is not at fault for one that is missing.
_SEVERAL: Final = ("", "")
_IN_FLOW: Final = re.compile(r"[{\[,]")
_WRITTEN: Final = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\'\'|[^\'])*\'|[^,}\]]*')


class Part(NamedTuple):
    """What stands at a path of a document, and its line in the output of a template."""

    template: str
    line: int
    document: yaml.Document
    path: Steps

    def may_show(self, leaf: Any, line: str) -> bool:
        """Say whether a leaf of the values, which the text of the line shows, can be the part, or its key.

        It can where the text of the part has it, and the rest of the line has not.
        """
        own = list(_scalars(_nearest(self.document.value, self.path)))
        names = [step for step in self.path[-1:] if isinstance(step, str)]
        if not (len(own) == 1 and _has(own[0], leaf)) and not any(_has(name, leaf) for name in names):
            return False
        key, value = self.document.locate(self.path, key=True), self.document.locate(self.path)
        before = line[: key.column - 1]
        if not _IN_FLOW.search(before):
            return True
        written = _WRITTEN.match(line, value.column - 1)
        behind = line[written.end() :] if written and value.line == key.line else ""
        return not _has(before + behind, leaf)


def _nearest(value: Any, path: Steps) -> Any:
    """Give what stands at a path; of one that is not there, the one value that should have it."""
    for length in range(len(path)):
        inner = at(value, path[:length])
        if not isinstance(inner, (Mapping, list)) or not inner:
            return inner
        if isinstance(inner, Mapping) and path[length] not in inner:
            return _SEVERAL
    return at(value, path)


def _scalars(value: Any) -> Iterator[Any]:
    """Yield the scalars in a value, and maps and lists without any."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if found and isinstance(found, Mapping):
            waiting += found.values()
        elif found and isinstance(found, (list, tuple)):
            waiting += found
        else:
            yield found


def _has(own: Any, leaf: Any) -> bool:
    """Say whether a scalar has the text of a leaf in it, or is a part of a longer one."""
    if isinstance(own, (Mapping, list)) or isinstance(leaf, (Mapping, list)):
        return own == leaf or (isinstance(own, str) and ("{}" in own or "[]" in own))
    if own in {None, ""} or leaf in {None, ""}:
        return own in {None, ""} and leaf in {None, ""}
    text, forms = _text(own), {_text(leaf), f"{leaf:g}" if isinstance(leaf, float) else ""}
    return any(form and (form in text or text in form) for form in forms)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
