"""What of a network is judged although the schema or the chart refuses a part of it: the policy stands here.

Whatever is refused is told once, and nothing is told that only follows from it:

- where the network's use, its version or what keeps its pools apart is refused, or anything about a network
  with a `config` of the user's, nothing more is said of it;
- a range with a refused part is left out, and the others are judged each by itself, without what hangs on all
  of them (gateway, routes, addresses that a pod would get twice);
- without mode or master nothing is said of parents, without a name nothing of names;
- plugins behind ipvlan are not read.
"""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from chartgen.chart import typed
from chartgen.chart.attachment import attachment
from chartgen.chart.networks import Network
from chartgen.cni.nad import Attachment
from chartgen.cni.versions import Versions
from chartgen.core.values_path import Steps

_WHOLE: Final = frozenset({"enabled", "cniVersion", "networkName", "config"})
_SHORT: Final = frozenset({"range", "rangeStart", "rangeEnd", "exclude"})
_RANGES: Final = _SHORT | {"ranges"}


def parts(network: Network, refused: Iterable[Steps], of_defaults: Iterable[Steps]) -> set[Steps]:
    """Give what is refused of a network, as steps below it.

    `refused` are values paths of its own, `of_defaults` those of `networkDefaults`, which count where it has
    no value of its own.
    """
    own = {path[2:] for path in refused}
    return own | {path[1:] for path in of_defaults if len(path) > 1 and path[1] not in network.own}


def without(network: Network, told: AbstractSet[Steps]) -> Network | None:
    """Give a network without what is refused; None where nothing of it can be judged."""
    if not told:
        return network
    heads = _heads(told)
    if () in told or heads & _WHOLE or network.fields.get("config") is not None:
        return None
    dropped = heads - {"ranges"} | (_SHORT if heads & _SHORT else frozenset())
    fields = {key: value for key, value in network.fields.items() if key not in dropped}
    if "ranges" in heads:
        lost = {path[1] for path in told if path[0] == "ranges" and len(path) > 1}
        whole = fields.pop("ranges", None)
        if ("ranges",) not in told and isinstance(whole, list):
            fields["ranges"] = [None if at in lost else each for at, each in enumerate(whole)]
    return replace(network, fields=fields)


def is_named(told: AbstractSet[Steps]) -> bool:
    """Say whether the network's name is known, and with it what the chart thinks of it."""
    return "name" not in _heads(told)


def follows(refused: Steps, told: AbstractSet[Steps]) -> bool:
    """Say whether the chart refuses only that something is missing which was left out."""
    field, heads = (*refused, "", "", "")[2], _heads(told)
    return field in heads or (field == "range" and bool(heads & _RANGES))


def read(
    network: Network, told: AbstractSet[Steps], refused: Collection[Steps], versions: Versions
) -> Attachment | None:
    """Read what can be read of a network; None where nothing of it can be judged.

    `told` is what the schema refuses of it, `refused` are the values paths of what the chart refuses.
    """
    if not told and not refused:
        return attachment(network, versions)
    if network.fields.get("config") is not None:
        return None
    told = told | {path[2:] for path in refused if len(path) > 2}  # noqa: PLR2004 -- below the network
    rest = without(network, told)
    if rest is None or not rest.fields.get("cniVersion"):
        return None
    dropped = {"plugins"}
    if "mode" in _heads(told):
        dropped.add("master")
    if rest.fields.get("ranges") and any(rest.fields.get(key) for key in _SHORT):
        dropped |= _RANGES
    fields = {key: value for key, value in rest.fields.items() if key not in dropped}
    return typed.read(replace(rest, fields=fields), versions)


def _heads(told: AbstractSet[Steps]) -> set[str | int]:
    return {path[0] for path in told if path}
