"""Programs of CNI log little unless somebody looks for a fault.

*Why.* They run for each pod that comes or goes. What Multus logs into a file stays on the node's disk, and
at `debug` and `verbose` that is all configurations and requests.

*Fix.* Log at `error`, and more where something is looked for.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import Call, calls
from chartgen.lint.multus_config import configs
from chartgen.lint.objects import Object
from chartgen.lint.programs import flags_of, image_of
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("multus-log", Severity.INFO, since="0.1.0", sees="object")

_MUCH: Final = ("debug", "verbose")
_LOOPS: Final = frozenset({"ip-control-loop", "ip-reconciler"})
_HINT: Final = "take error"


def check(each: Object) -> Iterator[Hit]:
    """Look for levels that log much, in configurations and in flags."""
    for config in configs(each):
        file, level = config.text_of("logFile"), config.text_of("logLevel")
        if file and level in _MUCH:
            yield config.hit(f"Multus logs at {level} to {file} on each node", "logLevel", hint=_HINT)
    for container in each.pod.containers if each.pod else ():
        image = image_of(container.image)
        for call in calls(container):
            known = flags_of(image, call.program.text) if image else None
            if known is None or known.is_strict:
                yield from _flags(each, call)


def _flags(each: Object, call: Call) -> Iterator[Hit]:
    if call.name in _LOOPS:
        level = call.flag("log-level")
        where = ""
    elif call.name == "thin_entrypoint" and (file := call.flag("multus-log-file")):
        level = call.flag("multus-log-level")
        where = f" to {file.text} on each node"
    else:
        return
    if level and level.text in _MUCH:
        yield each.hit(f"{call.name} logs at {level.text}{where}", level.path, hint=_HINT)
