"""Programs of CNI get to the node in one step, never by a plain `cp` over the old ones.

*Why.* The kubelet runs these programs all the time. `cp` writes into the file that is there: Linux refuses
that while it runs (`Text file busy`), and else a pod that starts meanwhile runs half a program.

*Fix.* Copy beside it and rename: `cp plugin /host/opt/cni/bin/.plugin && mv -f /host/opt/cni/bin/.plugin
/host/opt/cni/bin/plugin`. `install_multus` does that for Multus.
"""

from collections.abc import Iterator
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.calls import Call, calls
from chartgen.lint.node_folders import Folder, folders
from chartgen.lint.objects import Object
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("binary-copy", Severity.WARNING, since="0.1.0", sees="object")

_HINT: Final = "copy to another name there, then mv"
_REPLACING: Final = frozenset({"--force", "--remove-destination"})


def check(each: Object) -> Iterator[Hit]:
    """Look for `cp` into the node's folder of programs."""
    pod = each.pod
    if pod is None:
        return
    for container in pod.containers:
        bins = [folder for folder in folders(pod, container) if folder.purpose == "programs"]
        run = calls(container) if bins else ()
        moved = [_target(call) for call in run if call.name == "mv"]
        for call in run:
            target = _target(call) if call.name == "cp" else ""
            if not _is_in(target, bins) or any(_is_in(each, bins) for each in moved):
                continue
            if _replaces(call):
                message = f"cp -f leaves {target} without a whole program for a moment"
                severity = Severity.INFO
            else:
                message = f"cp to {target} fails while the program runs (Text file busy)"
                severity = Severity.WARNING
            yield each.hit(message, call.program.path, hint=_HINT, severity=severity)


def _target(call: Call) -> str:
    """Give where a copy goes."""
    words = [word.text for word in call.arguments if not word.text.startswith("-")]
    named = call.flag("target-directory") or call.flag("t")
    if named:
        return named.text
    return words[-1] if len(words) > 1 else ""


def _is_in(target: str, bins: list[Folder]) -> bool:
    return any(folder.holds(target) for folder in bins)


def _replaces(call: Call) -> bool:
    texts = [word.text for word in call.flags()]
    return any(text in _REPLACING or (not text.startswith("--") and "f" in text) for text in texts)
