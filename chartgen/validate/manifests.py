"""Plain manifests: NetworkAttachmentDefinitions, and whatever makes pods that ask for networks.

`findings` takes objects with a function that finds a place in each, so that files and rendered charts go
through the same checks.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from chartgen.cni import advice, nad
from chartgen.cni.addresses import Network
from chartgen.cni.annotation import is_dns_label
from chartgen.cni.pools import is_object_name
from chartgen.cni.problem import Problem, shown, warning
from chartgen.cni.versions import Versions
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.validate import fit, isolation, overlaps, pods
from chartgen.validate.attached import Attached, finding
from chartgen.validate.manifest_file import Manifest

KIND: Final = "NetworkAttachmentDefinition"
_GROUP: Final = "k8s.cni.cncf.io/"


def findings(
    manifests: Iterable[Manifest], versions: Versions, taken: Sequence[tuple[str, Network]] = ()
) -> list[Finding]:
    """Give what is wrong with networks and with pods that ask for them, sorted by place."""
    found: list[Finding] = []
    # Of equal names the later one counts, as in the cluster.
    attached: dict[tuple[str, str], Attached] = {}
    others: list[Manifest] = []
    networks: list[Manifest] = []
    for manifest in manifests:
        (networks if _is_network(manifest) else others).append(manifest)
    for manifest in networks:
        one, problems = _network(manifest, versions)
        found += [*problems, *_name_findings(manifest)]
        if one is not None:
            attached[manifest.namespace, manifest.name] = one
    found += _replaced(networks)
    for network, problem in overlaps.all_problems([*attached.values()], taken):
        found += network.findings([problem])
    known = pods.Networks(
        {
            **{(manifest.namespace, manifest.name): None for manifest in networks},
            **{names: network.attachment for names, network in attached.items()},
        },
        isolation.find(manifest.value for manifest in others),
    )
    for manifest in others:
        for problem in (*_lookalike(manifest), *fit.crd_problems(manifest.value, versions.whereabouts)):
            found.append(finding(problem, manifest.locate(problem.path)))
        found += pods.findings(manifest, known, versions)
    return sorted(set(found))


def unchecked(manifests: Iterable[Manifest], files: Iterable[str]) -> Iterator[Finding]:
    """Yield a warning at each file or folder if there is nothing in them that `findings` looks at."""
    if any(
        manifest.kind.lower() == KIND.lower() or manifest.kind == fit.CRD or pods.has_pod(manifest.value)
        for manifest in manifests
    ):
        return
    hint = "name NetworkAttachmentDefinitions and what makes pods; values go behind -f, without --manifests"
    for file in files:
        problem = "nothing was checked: there is no network and no pod in it"
        yield Finding(Location(file), "nothing-checked", Severity.WARNING, problem, hint)


def _is_network(manifest: Manifest) -> bool:
    return manifest.kind == KIND and str(manifest.value.get("apiVersion", "")).startswith(_GROUP)


def _lookalike(manifest: Manifest) -> Iterator[Problem]:
    """Yield why something that looks like a network is none."""
    if manifest.kind.lower() != KIND.lower() or _is_network(manifest):
        return
    if manifest.kind != KIND:
        problem = f"there is no kind {shown(manifest.kind)}, and this was not checked"
        yield warning("nad-kind", problem, ("kind",), f"write {KIND}")
    else:
        version = shown(str(manifest.value.get("apiVersion", "")))
        problem = f"apiVersion {version} is not that of Multus' networks, and this was not checked"
        yield warning("nad-kind", problem, ("apiVersion",), f"write {_GROUP}v1")


def _name_findings(manifest: Manifest) -> Iterator[Finding]:
    """Yield what the API server or Multus make of the names."""
    name = manifest.name
    if manifest.has_own_name and not is_object_name(name):
        problem = f"the API server refuses the name {shown(name)}"
        hint = "use small letters, digits and -, with a letter or digit at both ends"
        yield _found(manifest, ("metadata", "name"), Problem("nad-object-name", problem, hint=hint))
    elif "." in name:
        problem = "a name with a dot can only be asked for in the JSON form of the annotation"
        yield _found(manifest, ("metadata", "name"), warning("nad-dotted-name", problem))
    if not is_dns_label(manifest.namespace):
        problem = f"no namespace can be called {shown(manifest.namespace)}; the API server refuses it"
        yield _found(manifest, ("metadata", "namespace"), Problem("nad-object-name", problem))


def _replaced(networks: Iterable[Manifest]) -> Iterator[Finding]:
    """Yield the networks that take the place of an earlier one."""
    path = ("metadata", "name")
    known: dict[tuple[str, str], Manifest] = {}
    for manifest in networks:
        if not manifest.has_own_name:
            continue
        first = known.setdefault((manifest.namespace, manifest.name), manifest)
        # Not before there are two: the place of what is rendered costs a render.
        if first is manifest:
            continue
        earlier = first.locate(path)
        if earlier != manifest.locate(path):
            problem = f"{manifest.label} stands in {earlier} already, and this one replaces it"
            hint = "remove one of the two; check the files of different clusters one cluster at a time"
            yield _found(manifest, path, warning("nad-twice", problem, hint=hint))


def _network(manifest: Manifest, versions: Versions) -> tuple[Attached | None, list[Finding]]:
    spec = manifest.value.get("spec") or {}
    config = spec.get("config") if isinstance(spec, dict) else [spec]
    path: Steps = ("spec", "config")
    if config is None or config == "":
        problem = f"spec.config is empty: Multus looks on each node for a file with the name {manifest.name}"
        return None, [_found(manifest, path, warning("nad-config-file", problem))]
    if not isinstance(config, str):
        problem = "spec.config must be a text, and the API server refuses it"
        hint = "write the JSON as text: put it behind `config: |-`"
        return None, [_found(manifest, path, Problem("nad-config", problem, hint=hint))]
    attachment = nad.check(config, manifest.name, versions)
    problems = [*attachment.problems, *advice.problems(attachment, versions.whereabouts)]
    one = Attached(
        manifest.label,
        manifest.name,
        (manifest.namespace,),
        attachment,
        lambda inside: manifest.locate_inside(path, config, inside),
    )
    found = list(one.findings(each for each in problems if each.position is None))
    found += (
        finding(each, manifest.locate_position(path, each.position)) for each in problems if each.position
    )
    return one, found


def _found(manifest: Manifest, path: Steps, problem: Problem) -> Finding:
    return finding(problem, manifest.locate(path))
