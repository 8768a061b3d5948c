"""What the chart's templates refuse in networks, all of it at once and with their words."""

from collections.abc import Iterator
from typing import Any, Final

from chartgen.chart.networks import Network
from chartgen.chart.refusal import Refusal, quoted, refusal
from chartgen.cni.annotation import is_dns_label
from chartgen.cni.json_text import JsonTextError, plain, read
from chartgen.core.values_path import Steps
from chartgen.model.components.networks import TYPED

_SHOWN: Final = 60


def network_refusals(found: list[Network], cluster_network: str) -> Iterator[tuple[Network, Refusal]]:
    """Yield what the chart refuses in networks, each with the network."""
    owners: dict[tuple[str, str], str] = {}
    # With `auto` the cluster network has the name that stands in a file on the node.
    reserved = ("multus-cni-network", "" if cluster_network == "auto" else cluster_network)
    for network in found:
        yield from ((network, each) for each in _network(network, reserved, owners))


def _network(
    network: Network, reserved: tuple[str, ...], owners: dict[tuple[str, str], str]
) -> Iterator[Refusal]:
    here = ("networks", network.key)
    at = f"networks.{network.key}"
    fields, name = network.fields, network.name
    if not is_dns_label(str(name)):
        yield Refusal(
            network.path("name") if "name" in network.own else here,
            f"{at}: the name {quoted(name)} is no DNS label (small letters, digits and dashes, at most 63); "
            f"pods could not ask for it. Set {at}.name",
        )
    if name in reserved:
        yield Refusal(
            here,
            f"{at}: the name {name} is that of the cluster network or of Multus itself; a network of that "
            f"name would take its place. Set {at}.name",
        )
    if not fields.get("cniVersion"):
        problem = "missing; give it here or in networkDefaults.cniVersion"
        yield refusal((*here, "cniVersion"), problem)
    if not network.namespaces:
        yield refusal((*here, "namespaces"), "missing; give it here or in networkDefaults.namespaces")
    for namespace in network.namespaces:
        owner = owners.setdefault((namespace, name), network.key)
        if owner != network.key:
            yield Refusal(
                here,
                f"{at}: networks.{owner} already is the network {name} in namespace {namespace}; give one of "
                "them another name",
            )
    yield from _raw(network, here) if network.own.get("config") is not None else _typed(network, here)


def _typed(network: Network, here: Steps) -> Iterator[Refusal]:
    fields, at = network.fields, f"networks.{network.key}"
    if not fields.get("master"):
        yield refusal(
            (*here, "master"),
            "missing; name the node's interface that carries the network, such as eth1, here or in "
            "networkDefaults.master",
        )
    short = [fields.get(key) for key in ("range", "rangeStart", "rangeEnd", "exclude")]
    if fields.get("ranges") and any(short):
        problem = (
            "range, rangeStart, rangeEnd and exclude are the short form of one entry of ranges; use one "
        )
        yield Refusal(here, f"{at}: {problem}form, not both")
    if not fields.get("ranges") and not fields.get("range"):
        yield refusal((*here, "range"), "missing; give the addresses of the network, such as 172.16.1.0/24")


def _raw(network: Network, here: Steps) -> Iterator[Refusal]:
    """Yield what is wrong with a configuration of the user's."""
    for field in TYPED:
        if network.own.get(field) is not None:
            yield refusal(
                (*here, field),
                f"config describes the whole network, so {field} cannot stand beside it; remove one of them",
            )
    at = (*here, "config")
    config = network.own["config"]
    if isinstance(config, str):
        if not config.strip().startswith("{"):
            yield refusal(at, f"{quoted(config[:_SHOWN])} is not a JSON object; it must start with {{")
            return
        try:
            config = plain(read(config))
        except JsonTextError as error:
            yield refusal(at, f"not a JSON object: {error}")
            return
    yield from _shape(config, at)


def _shape(config: dict[str, Any], at: Steps) -> Iterator[Refusal]:
    for field in ("name", "cniVersion"):
        value = config.get(field)
        if field in config and not (value and isinstance(value, str)):
            problem = "must be a text that is not empty; leave it out to get the network's"
            yield refusal((*at, field), problem)
    if "type" in config and not isinstance(config["type"], str):
        yield refusal((*at, "type"), "must be a text, the name of a plugin")
        return
    plugins = config.get("plugins")
    if "plugins" in config and not isinstance(plugins, list):
        yield refusal((*at, "plugins"), "must be a list of plugins")
        return
    if not config.get("type") and not plugins:
        yield refusal(at, "names no plugin; give it a type, or plugins with a type each")
    types = [plugin.get("type") if isinstance(plugin, dict) else None for plugin in plugins or ()]
    if not all(each and isinstance(each, str) for each in types):
        yield refusal((*at, "plugins"), "each plugin needs a type, a text")
