"""From a NetworkAttachmentDefinition to the plugins that Multus starts for a pod.

Sources: network-attachment-definition-client 1.7.7 pkg/utils/cniconfig.go; multus-cni 4.2.1 to 4.3.0
pkg/types/conf.go LoadDelegateNetConf, pkg/multus/multus.go.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from chartgen.cni import allocation, ipvlan, libcni, whereabouts
from chartgen.cni.addresses import Interface
from chartgen.cni.go_types import fold, unmarshal
from chartgen.cni.json_text import (
    JsonTextError,
    Members,
    TooDeepError,
    read,
    rewritten,
    unsound_numbers,
)
from chartgen.cni.libcni import PLUGIN, PLUGIN_LIST, Plugin, PluginList, type_problems
from chartgen.cni.problem import Problem, has_errors, warning
from chartgen.cni.versions import Versions
from chartgen.cni.whereabouts import Ipam

_NO_JSON: Final = "write a JSON object, as `kubectl get net-attach-def -o yaml` shows it"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One network as the programs on a node read it, as far as they come.

    `ipams` are the configurations of Whereabouts in it, by the index of their plugin; `first_pod` are the
    addresses that the first pod gets of each. `tree` is the configuration itself, None where it is no JSON
    object or was never one.
    """

    network: PluginList | None
    is_list: bool
    ipams: dict[int, Ipam]
    first_pod: dict[int, list[Interface]]
    problems: tuple[Problem, ...]
    tree: Members | None = None

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """The plugins in the order in which they are started."""
        return self.network.plugins if self.network else ()

    @property
    def network_name(self) -> str:
        """The name by which libcni knows the network, empty where it does not come so far."""
        return self.network.name if self.network else ""

    @property
    def works(self) -> bool:
        """Whether no program refuses it."""
        return not has_errors(self.problems)


def check(text: str, name: str, versions: Versions) -> Attachment:
    """Read the text of `spec.config` of the NetworkAttachmentDefinition `name`."""
    try:
        tree = read(text)
    except TooDeepError as error:
        return _unread(warning("nad-unchecked", f"is {error}, and was not checked"))
    except JsonTextError as error:
        problem = f"is no JSON to Multus: {error}"
        return _unread(Problem("nad-json", problem, hint=error.hint or _NO_JSON, position=error.position))
    return check_tree(tree, name, versions)


def check_tree(tree: Any, name: str, versions: Versions) -> Attachment:
    """Check a configuration that was read already, as `json_text` gives it."""
    if tree is None:
        return _unread(Problem("nad-json", "is null, on which Multus crashes", hint=_NO_JSON, is_crash=True))
    if not isinstance(tree, Members):
        return _unread(Problem("nad-json", "must be a JSON object", hint=_NO_JSON))
    if numbers := unsound_numbers(tree):
        return _unread(Problem("nad-json", f"the number {numbers[0]:.40} is too large"))
    return replace(_check(tree, name, versions), tree=tree)


def _check(tree: Members, name: str, versions: Versions) -> Attachment:
    if tree.get("name", "") == "":
        tree = rewritten(Members((*tree, ("name", name))))
    conf, mismatches = unmarshal(PLUGIN, tree)
    problems = type_problems("nad-type", mismatches)
    if conf["type"]:
        network = None
        if not problems:
            network, problems = libcni.read_single(tree, conf)
        return _with_plugins(network, problems, versions, is_list=False)
    if not any(fold(str(each.path[0])) in ("type", "plugins") for each in mismatches):
        problems = list(dict.fromkeys((*problems, *_list_problems(tree))))
    network = None
    if not problems:
        network, problems = libcni.read_list(tree)
    return _with_plugins(network, problems, versions, is_list=True)


def _list_problems(tree: Members) -> list[Problem]:
    """Give what Multus refuses in a list of plugins."""
    conf, mismatches = unmarshal(PLUGIN_LIST, tree)
    if mismatches:
        return type_problems("nad-type", mismatches)
    plugins = conf["plugins"]
    if plugins is None:
        return [Problem("nad-plugins", "has neither type nor plugins", hint="give it one of them")]
    if not plugins or plugins[0] is None:
        problem = "plugins is empty" if not plugins else "the first plugin is null"
        return [Problem("nad-plugins", f"{problem}, on which Multus crashes", ("plugins",), is_crash=True)]
    if not plugins[0]["type"]:
        hint = "name the plugin, such as ipvlan, in `type`"
        return [Problem("nad-plugins", "the first plugin has no type", ("plugins", 0), hint)]
    return []


def _with_plugins(
    network: PluginList | None, problems: list[Problem], versions: Versions, *, is_list: bool
) -> Attachment:
    """Go on with what each plugin makes of its part."""
    ipams: dict[int, Ipam] = {}
    first_pod: dict[int, list[Interface]] = {}
    if network is None:
        return Attachment(None, is_list, ipams, first_pod, tuple(dict.fromkeys(problems)))
    for at, started in enumerate(network.plugins):
        problems += libcni.start_problems(started, network.name)
        found = ipvlan.check(started.stdin, is_first=at == 0) if started.type == ipvlan.TYPE else []
        ipam = None
        # Whereabouts is called by a plugin, or is one itself; then nobody looks at ipam.type before.
        is_plugin = started.type == whereabouts.TYPE
        if is_plugin or started.ipam_type == whereabouts.TYPE:
            ipam, refused = whereabouts.read(started.stdin, versions.whereabouts)
            found += refused
        if ipam is not None:
            ipams[at] = ipam = replace(ipam, is_for_interface=not is_plugin)
            first_pod[at], more = allocation.first_pod(ipam, versions.whereabouts)
            found += more
        problems += [each.under(*started.path) for each in found]
    return Attachment(network, is_list, ipams, first_pod, tuple(dict.fromkeys(problems)))


def _unread(problem: Problem) -> Attachment:
    return Attachment(network=None, is_list=False, ipams={}, first_pod={}, problems=(problem,))
