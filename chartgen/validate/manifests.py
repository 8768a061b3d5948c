"""Plain manifests: NetworkAttachmentDefinitions, and whatever makes pods that ask for networks.

`findings` takes objects with a function that finds a place in each, so that files and rendered charts go
through the same checks.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from chartgen.cni import advice, nad
from chartgen.cni.addresses import Network
from chartgen.cni.problem import Problem, warning
from chartgen.cni.versions import Versions
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.finding import Finding
from chartgen.core.go_json import whole_characters
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.validate import overlaps, pods
from chartgen.validate.attached import Attached, finding

KIND: Final = "NetworkAttachmentDefinition"
_GROUP: Final = "k8s.cni.cncf.io/"
_ESCAPE: Final = re.compile(
    r"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_NO_NAMESPACE: Final = "default"


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """One object; `place` finds the value at a path of it."""

    value: dict[str, Any]
    place: Callable[[Steps], Location]

    @property
    def kind(self) -> str:
        """Its kind."""
        return str(self.value.get("kind", ""))

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._metadata.get("name") or self._metadata.get("generateName") or "")

    @property
    def namespace(self) -> str:
        """Its namespace, `default` where it names none."""
        return str(self._metadata.get("namespace") or _NO_NAMESPACE)

    @property
    def label(self) -> str:
        """What messages about others call it."""
        return f"{self.namespace}/{self.name}"

    @property
    def _metadata(self) -> dict[str, Any]:
        found = self.value.get("metadata")
        return found if isinstance(found, dict) else {}

    def locate(self, path: Steps) -> Location:
        """Give the place of a value of the object, which the location names."""
        place = self.place(path)
        return replace(place, values_path="", object=f"{self.kind}/{self.namespace}/{self.name}")


def read_manifests(data: bytes | str, *, file: str) -> list[Manifest]:
    """Read the objects of a file or stream of YAML or JSON; the items of lists are objects of their own.

    Raises:
        InputError: neither YAML nor JSON.
    """
    found: list[Manifest] = []
    for document in _documents(data, file):
        found += _objects(document.value, document.locate, ())
    return found


def _documents(data: bytes | str, file: str) -> list[yaml.Document]:
    text = yaml.decode(data, file=file)
    if text.lstrip().startswith(("{", "[")):
        text = _ESCAPE.sub(_character, text)
    try:
        return yaml.load_all(text, file=file)
    except InputError:
        # JSON values one after the other are no YAML.
        if not text.lstrip().startswith("{"):
            raise
        documents = _json_values(text, file)
        if documents is None:
            raise
        return documents


def _character(escape: "re.Match[str]") -> str:
    """Give the character of an escape that YAML does not know: JSON writes those beyond 16 bits as two."""
    if escape[1] is None:
        return escape[0]
    return json.dumps(whole_characters(json.loads(f'"{escape[0]}"')), ensure_ascii=False)[1:-1]


def _json_values(text: str, file: str) -> list[yaml.Document] | None:
    decoder = json.JSONDecoder()
    found, at, line = [], 0, 1
    while at < len(text):
        if text[at].isspace():
            line += text[at] == "\n"
            at += 1
            continue
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        part = text[at:end]
        found.append(yaml.load(part, file=file, first_line=line))
        line += part.count("\n")
        at = end
    return found


def _objects(value: Any, locate: Callable[[Steps], Location], path: Steps) -> Iterator[Manifest]:
    if not isinstance(value, dict):
        return
    items = value.get("items")
    if str(value.get("kind", "")).endswith("List") and isinstance(items, list):
        for at, item in enumerate(items):
            yield from _objects(item, locate, (*path, "items", at))
        return
    if value.get("kind"):
        yield Manifest(value, lambda inner: locate((*path, *inner)))


def findings(
    manifests: Iterable[Manifest], versions: Versions, taken: Sequence[tuple[str, Network]] = ()
) -> list[Finding]:
    """Give what is wrong with networks and with pods that ask for them, sorted by place."""
    found: list[Finding] = []
    attached: list[Attached] = []
    others: list[Manifest] = []
    for manifest in manifests:
        if manifest.kind != KIND or not str(manifest.value.get("apiVersion", "")).startswith(_GROUP):
            others.append(manifest)
            continue
        one, problems = _network(manifest, versions)
        found += problems
        if one is not None:
            attached.append(one)
    for network, problem in overlaps.all_problems(attached, taken):
        found += network.findings([problem])
    known = {(network.namespaces[0], network.name): network.attachment for network in attached}
    for manifest in others:
        found += pods.findings(manifest.value, manifest.namespace, manifest.locate, known, versions)
    return sorted(set(found))


def _network(manifest: Manifest, versions: Versions) -> tuple[Attached | None, list[Finding]]:
    spec = manifest.value.get("spec") or {}
    config = spec.get("config") if isinstance(spec, dict) else [spec]
    path: Steps = ("spec", "config")
    if config is None or config == "":
        problem = f"spec.config is empty: Multus looks on each node for a file with the name {manifest.name}"
        return None, [_found(manifest, path, warning("nad-config", problem))]
    if not isinstance(config, str):
        problem = "spec.config must be a text, and the API server refuses it"
        hint = "write the JSON as text: put it behind `config: |-`"
        return None, [_found(manifest, path, Problem("nad-config", problem, hint=hint))]
    attachment = nad.check(config, manifest.name, versions)
    problems = [*attachment.problems, *advice.problems(attachment)]
    if "." in manifest.name:
        text = "a name with a dot can only be asked for in the JSON form of the annotation"
        problems.append(warning("nad-object-name", text))
    one = Attached(
        manifest.label,
        manifest.name,
        (manifest.namespace,),
        attachment,
        lambda _: manifest.locate(path),
    )
    return one, list(one.findings(problems))


def _found(manifest: Manifest, path: Steps, problem: Problem) -> Finding:
    return finding(problem, manifest.locate(path))
