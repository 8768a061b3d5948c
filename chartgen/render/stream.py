"""From rendered templates to the stream of `helm template`, and from a stream back to its documents.

Order, `# Source:` lines, hooks and what is left out follow Helm 4.3.1 (`pkg/action`, `pkg/release/v1/util`,
`pkg/cmd/template.go`), so that the stream is the same byte for byte.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from chartgen.chart.glob import compile_glob
from chartgen.chart.set_options import GO_SPACE
from chartgen.core.errors import UsageError
from chartgen.render.engine import Manifest, Rendered
from chartgen.render.head import Head, quick_head

INSTALL_ORDER: Final = (
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
)
"""The order of kinds (`kind_sorter.go`); others follow by name."""
HOOK_EVENTS: Final = frozenset(
    {
        "pre-install",
        "post-install",
        "pre-delete",
        "post-delete",
        "pre-upgrade",
        "post-upgrade",
        "pre-rollback",
        "post-rollback",
        "test",
        "test-success",
    }
)

_RANK: Final = {kind: rank for rank, kind in enumerate(INSTALL_ORDER)}
SEPARATOR: Final = re.compile(r"^---[ \t]*", re.MULTILINE)
"""What Helm splits the output of a template at."""
_SOURCE: Final = re.compile(r"# Source: [^/]+/(.+)")
_DOCUMENT: Final = re.compile(r"^---\n# Source: (.+)\n", re.MULTILINE)
_SHOWN: Final = 5

ReadHeads = Callable[[Sequence[tuple[str, str]]], Iterable[Head]]
"""Gives the heads of (path, document) pairs; raises InputError at the first that is none."""


class _Document(NamedTuple):
    path: str
    text: str
    head: Head


def split(text: str) -> list[str]:
    """Split a template's output into documents as Helm does: blank ones dropped, leading blanks cut."""
    text = text.lstrip(GO_SPACE)
    parts = (part.lstrip(GO_SPACE) for part in SEPARATOR.split(text)) if "---" in text else (text,)
    return [part for part in parts if part]


def build(
    files: Mapping[str, str], *, crds: Sequence[Manifest], notes: str, read_heads: ReadHeads
) -> Rendered:
    """Sort rendered templates (path with the chart's name in front → text) into Helm's order.

    `notes` is the path of the chart's own notes. `read_heads` reads what `quick_head` cannot.

    Raises:
        InputError: from `read_heads`.
    """
    pairs = [
        (path, document)
        for path in sorted(files)
        if not (path.endswith("NOTES.txt") or posixpath.basename(path).startswith("_"))
        for document in split(files[path])
    ]
    documents = _sorted(_with_heads(pairs, read_heads))
    manifests = tuple(_manifest(document) for document in documents if document.head.hook is None)
    hooks = tuple(_manifest(document) for document in documents if _is_known_hook(document.head))
    # Helm trims the text of the manifests, not what hooks add to it.
    stream = _text([*crds, *manifests]).strip(GO_SPACE) + "\n" + _text(hooks)
    return Rendered(stream, manifests, hooks, tuple(crds), files.get(notes, ""))


def parse(stream: str, *, read_heads: ReadHeads) -> Rendered:
    """Find the documents in a stream that a Helm program printed.

    Raises:
        InputError: from `read_heads`.
    """
    parts = _DOCUMENT.split(stream)[1:]
    # Helm adds a line end to each document and has trimmed the last one; Helm 3 trims all.
    pairs = [
        (path, text[:-1] if text.endswith("\n\n") else text)
        for path, text in zip(parts[::2], parts[1::2], strict=True)
    ]
    documents = _with_heads([pair for pair in pairs if not _is_crd(pair[0])], read_heads)
    return Rendered(
        stream,
        tuple(_manifest(document) for document in documents if document.head.hook is None),
        tuple(_manifest(document) for document in documents if document.head.hook is not None),
        tuple(Manifest(path, "", "", text) for path, text in pairs if _is_crd(path)),
    )


def show_only(stream: str, patterns: Iterable[str]) -> str:
    """Give the documents of a stream whose template matches: what `--show-only` prints, in its order.

    `patterns` are paths inside the chart, such as `templates/*.yaml`, as Go's `filepath.Match` reads them.

    Raises:
        UsageError: a pattern that matches nothing or is none.
    """
    sources = [(found[1], text) for text in split(stream) if (found := _SOURCE.search(text))]
    shown = []
    for pattern in patterns:
        try:
            glob = compile_glob(pattern)
        except ValueError as error:
            raise UsageError(f"{pattern!r} is not a pattern: {error}", where="--show-only") from error
        matching = [text for path, text in sources if glob.matches(path)]
        if not matching:
            names = list(dict.fromkeys(path for path, _ in sources))
            more = ", ..." if len(names) > _SHOWN else ""
            hint = f"there are {', '.join(names[:_SHOWN])}{more}" if names else "the chart renders nothing"
            raise UsageError(f"could not find template {pattern} in chart", where="--show-only", hint=hint)
        shown += matching
    return "".join(f"---\n{text}\n" for text in shown)


def _with_heads(pairs: Sequence[tuple[str, str]], read_heads: ReadHeads) -> list[_Document]:
    heads = [quick_head(text) for _, text in pairs]
    unread = [pair for pair, head in zip(pairs, heads, strict=True) if head is None]
    read = iter(read_heads(unread) if unread else ())
    return [
        _Document(path, text, head or next(read)) for (path, text), head in zip(pairs, heads, strict=True)
    ]


def _sorted(documents: list[_Document]) -> list[_Document]:
    unknown = len(INSTALL_ORDER)

    def key(document: _Document) -> tuple[int, str]:
        rank = _RANK.get(document.head.kind, unknown)
        return rank, document.head.kind if rank == unknown else ""

    return sorted(documents, key=key)


def _is_known_hook(head: Head) -> bool:
    """Say whether Helm knows every event of a hook; it leaves out a hook with one that it does not know."""
    events = head.hook.split(",") if head.hook is not None else [""]
    return all(event.strip(GO_SPACE).lower() in HOOK_EVENTS for event in events)


def _is_crd(path: str) -> bool:
    return "/crds/" in path and "/templates/" not in path


def _manifest(document: _Document) -> Manifest:
    head = document.head
    return Manifest(document.path, head.kind, head.name, document.text, head.hook or "")


def _text(manifests: Iterable[Manifest]) -> str:
    return "".join(f"---\n# Source: {each.path}\n{each.content}\n" for each in manifests)
