"""Plain manifests: NetworkAttachmentDefinitions, and whatever makes pods that ask for networks.

`findings` takes objects with a function that finds a place in each, so that files and rendered charts go
through the same checks.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from chartgen.cni import advice, nad
from chartgen.cni.addresses import Network
from chartgen.cni.problem import Problem, warning
from chartgen.cni.versions import Versions
from chartgen.core.finding import Finding
from chartgen.core.values_path import Steps
from chartgen.validate import fit, overlaps, pods
from chartgen.validate.attached import Attached, finding
from chartgen.validate.manifest_file import Manifest

KIND: Final = "NetworkAttachmentDefinition"
_GROUP: Final = "k8s.cni.cncf.io/"


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
        for problem in fit.crd_problems(manifest.value, versions.whereabouts):
            found.append(finding(problem, manifest.locate(problem.path)))
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
    problems = [*attachment.problems, *advice.problems(attachment, versions.whereabouts)]
    if "." in manifest.name:
        text = "a name with a dot can only be asked for in the JSON form of the annotation"
        problems.append(warning("nad-object-name", text))
    one = Attached(
        manifest.label,
        manifest.name,
        (manifest.namespace,),
        attachment,
        lambda inside: manifest.locate_inside(path, config, inside),
    )
    return one, list(one.findings(problems))


def _found(manifest: Manifest, path: Steps, problem: Problem) -> Finding:
    return finding(problem, manifest.locate(path))
