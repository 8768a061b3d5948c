"""Which files of a chart directory Helm leaves out: `.helmignore`, read as Helm reads it.

The rules are not those of git: the first one that decides wins, there is no `**`, and a rule with `!` leaves
out everything that it does not describe. Hidden files in `templates/` are always left out.
"""

import codecs
from typing import Final, NamedTuple

from chartgen.chart.glob import Glob, compile_glob
from chartgen.core.errors import InputError
from chartgen.core.location import Location

FILE_NAME: Final = ".helmignore"
_ALWAYS: Final = "templates/.?*"


class _Rule(NamedTuple):
    glob: Glob
    whole_path: bool
    negated: bool
    only_directories: bool

    def decides(self, path: str, *, is_directory: bool) -> bool:
        """Say whether this rule leaves `path` out."""
        if self.only_directories and not is_directory:
            return self.negated
        name = path if self.whole_path else path.rsplit("/", 1)[-1]
        return self.glob.matches(name) != self.negated


class IgnoreRules(NamedTuple):
    """The rules of one chart directory, in their order."""

    rules: tuple[_Rule, ...]

    def leave_out(self, path: str, *, is_directory: bool) -> bool:
        """Say whether Helm leaves out the file or directory `path` (POSIX, inside the chart)."""
        return any(rule.decides(path, is_directory=is_directory) for rule in self.rules)

    def leave_out_file(self, path: str) -> bool:
        """Say whether Helm leaves out a file, for itself or for a directory that it is in."""
        parts = path.split("/")
        above = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        return self.leave_out(path, is_directory=False) or any(
            self.leave_out(directory, is_directory=True) for directory in above
        )


def parse(content: bytes, *, file: str) -> IgnoreRules:
    """Read the rules of a `.helmignore` file; empty content gives what Helm always leaves out.

    Raises:
        InputError: a rule that Helm refuses, with its line.
    """
    lines = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape").split("\n")
    rules = []
    for number, line in enumerate([*lines, _ALWAYS], 1):
        text = line.strip()
        if text and not text.startswith("#"):
            rules.append(_rule(text, Location(file, number)))
    return IgnoreRules(tuple(rules))


def _rule(text: str, where: Location) -> _Rule:
    if "**" in text:
        hint = "write one rule per level, such as */*.md"
        raise InputError("Helm does not know ** in its ignore rules", where=where, hint=hint)
    pattern = text.removeprefix("!")
    only_directories = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    rooted = pattern.startswith("/")
    try:
        glob = compile_glob(pattern.removeprefix("/"))
    except ValueError as error:
        hint = "a backslash before [ or \\ takes it as it is"
        raise InputError(f"not a file name pattern: {error}", where=where, hint=hint) from error
    return _Rule(glob, rooted or "/" in pattern, text.startswith("!"), only_directories)
