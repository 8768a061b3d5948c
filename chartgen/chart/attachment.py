"""A network of the values as the programs on a node read it."""

from typing import Any

from chartgen.chart import typed
from chartgen.chart.networks import Network
from chartgen.cni import nad
from chartgen.cni.json_text import JsonTextError, Members, from_value, read
from chartgen.cni.nad import Attachment
from chartgen.cni.versions import Versions


def attachment(network: Network, versions: Versions) -> Attachment:
    """Read a network that neither the schema nor the chart's helper refuses."""
    if typed.is_simple(network):
        return typed.read(network, versions)
    return nad.check_tree(_tree(network), str(network.name), versions)


def _tree(network: Network) -> Any:
    """Give the configuration as the chart writes it into the NetworkAttachmentDefinition."""
    config = network.config()
    if not isinstance(config, str):
        return from_value(config)
    try:
        tree = read(config)
    except JsonTextError:
        return None
    if not isinstance(tree, Members):
        return tree
    front = [(key, from_value(value)) for key, value in network.missing().items() if not tree.has(key)]
    return Members((*front, *tree))
