"""Programs of Multus and Whereabouts get only flags that their version knows.

*Why.* A flag that the program does not know ends it at once, and the pod starts again and again. The
control loop of Whereabouts before 0.9.4 looks at no flag at all: what is set there never happens.

*Fix.* Leave the flag out, or take the image that has it: `--enable-pod-watch` and `--cron-schedule` are
those of Google's builds.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import Call, Word, calls
from chartgen.lint.objects import Object
from chartgen.lint.programs import Flags, flags_of, image_of
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("image-flag", Severity.ERROR, since="0.1.0", sees="object")


def check(each: Object) -> Iterator[Hit]:
    """Look for flags that the program of the image's version does not have."""
    for container in each.pod.containers if each.pod else ():
        image = image_of(container.image)
        if image is None:
            continue
        for call in calls(container):
            flags = flags_of(image, call.program.text)
            if flags is None:
                continue
            for word in call.flags():
                if not flags.is_strict:
                    if not _is_default(call, word):
                        message = f"{call.name} of {image} looks at no flags: {word.text} does nothing"
                        yield each.hit(message, word.path, severity=Severity.WARNING)
                elif not flags.knows(word.text):
                    message = f"{call.name} of {image} has no flag {_written(word)}"
                    yield each.hit(message, word.path, hint=_hint(flags, word))


def _is_default(call: Call, word: Word) -> bool:
    """Say whether a flag asks for what happens anyway, as the project's own manifests do."""
    if word.text.lstrip("-").partition("=")[0] != "log-level":
        return False
    level = call.flag("log-level")
    return level is not None and level.text == "debug"


def _written(word: Word) -> str:
    return word.text.partition("=")[0]


def _hint(flags: Flags, word: Word) -> str:
    name = _written(word).lstrip("-")
    if name in flags.names:
        return f"write it with two dashes: --{name}"
    return f"it has: {', '.join(f'--{each}' for each in sorted(flags.names) if len(each) > 1)}"
