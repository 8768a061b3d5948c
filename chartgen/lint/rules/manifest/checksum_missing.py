"""Pods are started anew when the configuration of their release changes.

*Why.* A container reads its environment, and an init container its files, only once: after `helm upgrade` the
pods go on with the old configuration until somebody deletes them.

*Fix.* Annotate the pod template with a hash, such as `checksum/config: {{ include … | sha256sum }}`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chartgen.core.finding import Severity
from chartgen.lint.objects import Object, Pod, Release
from chartgen.lint.references import Reference, keys_of, references
from chartgen.lint.rule import Hit, Rule

RULE: Final = Rule("checksum-missing", Severity.WARNING, since="0.1.0", sees="release")

_KINDS: Final = ("DaemonSet", "Deployment", "StatefulSet")
_HASH: Final = re.compile(r"[0-9a-f]{32,128}", re.ASCII)
# Controllers that start pods anew, and sidecars that tell the program.
_RELOADER: Final = ("reloader.stakater.com", "wave.pusher.com")
_SIDECAR: Final = ("reload", "k8s-sidecar")


def check(release: Release) -> Iterator[Hit]:
    """Look for workloads that read what is in the release, and whose pods have no hash of it."""
    for each in release.of_kind(*_KINDS):
        pod = each.pod
        if pod is None or each.is_hook or _has_hash(pod) or _is_reloaded(each, pod):
            continue
        read = [reference for reference in references(pod) if _can_change(release, each, reference)]
        if read:
            yield _hit(each, read)


def _hit(each: Object, read: Sequence[Reference]) -> Hit:
    once = [reference for reference in read if not reference.is_live]
    names = ", ".join(dict.fromkeys(reference.label for reference in once or read))
    if once:
        return each.hit(f"the pods read {names} once; a change does not start them anew", once[0].path)
    message = f"a change of {names} does not start the pods anew"
    hint = "add a hash, unless the program reads its files again"
    return each.hit(message, read[0].path, hint=hint, severity=Severity.INFO)


def _has_hash(pod: Pod) -> bool:
    return any(
        "checksum" in str(key) or _HASH.fullmatch(str(value)) for key, value in pod.annotations.items()
    )


def _is_reloaded(each: Object, pod: Pod) -> bool:
    annotations = (*each.annotations, *pod.annotations)
    images = (f"{container.name} {container.image}" for container in pod.containers)
    return any(name in str(key) for key in annotations for name in _RELOADER) or any(
        name in image for image in images for name in _SIDECAR
    )


def _can_change(release: Release, each: Object, reference: Reference) -> bool:
    found = release.find(reference.kind, each.namespace, reference.name)
    return found is not None and bool(keys_of(found)) and found.value.get("immutable") is not True
