"""File name patterns as Helm reads them in `.helmignore` and `--show-only`: those of Go's `filepath.Match`.

A star and a question mark never match a slash, a class such as `[^a]` does; a backslash takes the next
character as it is.
"""

import re
from typing import Final, NamedTuple

_ONE: Final = re.compile(r"\\(.)|([^\\\]-])", re.DOTALL)


class Glob(NamedTuple):
    """A compiled pattern: the parts between its stars, each without a star inside; or the one name it is."""

    parts: tuple[tuple[bool, re.Pattern[str]], ...]
    literal: str | None = None

    def matches(self, name: str) -> bool:
        """Say whether the pattern describes the whole of `name`.

        Takes time in proportion to pattern times name: each part is searched once from where the last ended.
        """
        if self.literal is not None:
            return name == self.literal
        position = 0
        for star, part in self.parts:
            found = part.search(name, position) if star else part.match(name, position)
            # What a star skips has no slash.
            if not found or "/" in name[position : found.start()]:
                return False
            position = found.end()
        return True


def compile_glob(pattern: str) -> Glob:
    """Read a pattern.

    Raises:
        ValueError: a class or an escape is not finished.
    """
    if not any(char in pattern for char in "*?[\\"):
        return Glob((), pattern)
    parts: list[tuple[bool, re.Pattern[str]]] = []
    star, text, position = False, "", 0
    while position < len(pattern):
        if pattern[position] == "*":
            if text or not star:
                parts.append((star, re.compile(text, re.DOTALL)))
            star, text, position = True, "", position + 1
            continue
        piece, position = _single(pattern, position)
        text += piece
    # The last part ends where the name does.
    parts.append((star, re.compile(rf"{text}\Z", re.DOTALL)))
    return Glob(tuple(parts))


def _single(pattern: str, position: int) -> tuple[str, int]:
    """Translate what matches one character at `position`; gives the regex and where the pattern goes on."""
    char = pattern[position]
    if char == "?":
        return "[^/]", position + 1
    if char == "[":
        return _class(pattern, position + 1)
    if char == "\\":
        position += 1
        if position == len(pattern):
            raise ValueError("a backslash at its end escapes nothing")
    return re.escape(pattern[position]), position + 1


def _class(pattern: str, position: int) -> tuple[str, int]:
    negated = pattern.startswith("^", position)
    position += negated
    members: list[tuple[str, str]] = []
    while not (members and pattern.startswith("]", position)):
        low, position = _member(pattern, position)
        high = low
        if pattern.startswith("-", position):
            high, position = _member(pattern, position + 1)
        members.append((low, high))
    # A range that runs backwards holds nothing.
    held = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in members if low <= high)
    if negated:
        return f"[^{held}]" if held else ".", position + 1
    return f"[{held}]" if held else "(?!)", position + 1


def _member(pattern: str, position: int) -> tuple[str, int]:
    found = _ONE.match(pattern, position)
    if not found:
        raise ValueError("a class in [] is not finished")
    return found[1] or found[2], found.end()
