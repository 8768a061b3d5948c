"""Which programs a container runs, and with what: from its command, its arguments, and scripts in them."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from chartgen.core.values_path import Steps
from chartgen.lint.objects import Container, mappings_at
from chartgen.lint.programs import image_of

_SHELLS: Final = frozenset({"ash", "bash", "dash", "sh"})
_ENDLESS: Final = frozenset({"entrypoint.sh", "ip-control-loop", "multus-daemon", "thin_entrypoint"})
INSTALLER: Final = "install-cni.sh"
"""Whereabouts' script, which sleeps in the end unless it is told not to."""
_BREAKS: Final = ";&|()\n"
_HEREDOC: Final = re.compile(r"(?ms)<<-?[ \t]*(['\"]?)(\w+)\1([^\n]*)\n.*?^[ \t]*\2[ \t]*$")
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)=(.*)", re.ASCII | re.DOTALL)
_QUOTED: Final = r"'[^']*'|\"(?:\\.|[^\"\\])*\"|\\."
_IDLE: Final = re.compile(
    rf"(?s)(?P<quoted>{_QUOTED})"
    rf"|(?<![^\s;&|()])\#[^\n]*"
    rf"|(?:&>>?|(?:(?<![^\s;&|()])[0-9]+)?(?:<<<|>>|>\||<>|[<>]&?))"
    rf"[ \t]*(?:{_QUOTED}|[^\s;&|()<>'\"\\])*"
)
"""A comment, or a redirection with its file or number; and what may look like one in quotes."""
_PREFIX: Final = re.compile(r"!|\.|do|elif|else|exec|export|if|nohup|source|sudo|then|until|while|\{")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a command, and the path in the object of the text that holds it."""

    text: str
    path: Steps


@dataclass(frozen=True, slots=True)
class Call:
    """A program that is run; `environment` is what a script sets for it alone."""

    program: Word
    arguments: tuple[Word, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the program without its folder."""
        return self.program.text.rpartition("/")[2]

    def flags(self) -> Iterator[Word]:
        """Yield the arguments that are flags."""
        return (word for word in self.arguments if word.text.startswith("-") and word.text.strip("-"))

    def flag(self, name: str) -> Word | None:
        """Give the value of a flag, written `--name=value` or `-name value`; None for one that is not set."""
        for index, word in enumerate(self.arguments):
            key, equals, value = word.text.partition("=")
            if not key.startswith("-") or key.lstrip("-") != name:
                continue
            if equals:
                return Word(value, word.path)
            behind = self.arguments[index + 1 : index + 2]
            return behind[0] if behind and not behind[0].text.startswith("-") else Word("true", word.path)
        return None


@lru_cache(maxsize=256)
def calls(container: Container) -> tuple[Call, ...]:
    """Give what a container runs, in order; a shell comes before what its script calls."""
    command = list(_words(container, "command"))
    words = [*command, *_words(container, "args")]
    image = image_of(container.image)
    if not command and image is not None and image.entrypoint and (image.takes_arguments or not words):
        words.insert(0, Word(image.entrypoint, (*container.path, "image")))
    if not words or (not command and (image is None or not image.entrypoint)):
        return ()
    found = Call(words[0], tuple(words[1:]))
    script = script_of(found)
    return (found, *(_calls_of(script) if script else ()))


def is_mounted(container: Container, program: str) -> bool:
    """Say whether a program may come from a volume."""
    return any(
        program == path or program.startswith(f"{path.rstrip('/')}/")
        for _, mount in mappings_at(container.value, ("volumeMounts",))
        if isinstance(path := mount.get("mountPath"), str)
    )


def never_ends(container: Container, call: Call) -> bool:
    """Say whether a program of the projects' own images runs until it is stopped."""
    if call.name != INSTALLER:
        return call.name in _ENDLESS
    env = {str(item.get("name")): item for _, item in mappings_at(container.value, ("env",))}
    if "SLEEP" in call.environment:
        return call.environment["SLEEP"] == "true"
    return "SLEEP" not in env or env["SLEEP"].get("value") == "true"


def _words(container: Container, field_name: str) -> Iterator[Word]:
    found = container.value.get(field_name)
    for index, word in enumerate(found if isinstance(found, list) else ()):
        yield Word(str(word), (*container.path, field_name, index))


def script_of(shell: Call) -> Word | None:
    """Give the script that a shell is given after `-c`; None for what is no shell."""
    if shell.name not in _SHELLS:
        return None
    for index, word in enumerate(shell.arguments):
        if not word.text.startswith("-"):
            return None
        if not word.text.startswith("--") and "c" in word.text:
            return next(
                (each for each in shell.arguments[index + 1 :] if not each.text.startswith("-")), None
            )
    return None


def _calls_of(script: Word) -> Iterator[Call]:
    exported: dict[str, str] = {}
    for line in _lines(script.text):
        environment: dict[str, str] = {}
        words = list(line)
        while words:
            assigned = _ASSIGNMENT.fullmatch(words[0])
            if assigned:
                environment[assigned[1]] = assigned[2]
            elif not _PREFIX.fullmatch(words[0]):
                break
            del words[0]
        if not words:
            exported |= environment
        else:
            arguments = tuple(Word(word, script.path) for word in words[1:])
            yield Call(Word(words[0], script.path), arguments, exported | environment)


@lru_cache(maxsize=256)
def _lines(script: str) -> tuple[tuple[str, ...], ...]:
    """Give the simple commands of a script as words, as far as it can be read."""
    text = _HEREDOC.sub(r"\3", script.replace("\\\n", " "))
    text = _IDLE.sub(lambda found: found["quoted"] or " ", text)
    reader = shlex.shlex(text, posix=True, punctuation_chars=_BREAKS)
    reader.whitespace, reader.whitespace_split, reader.commenters = " \t\r", True, ""
    found: list[tuple[str, ...]] = []
    words: list[str] = []
    try:
        for token in reader:
            if token and not token.strip(_BREAKS):
                found.append(tuple(words))
                words = []
            else:
                words.append(token)
    except ValueError:
        # A quote that is left open: what came before it stands.
        pass
    return (*found, tuple(words))
