"""What libcni demands of a configuration before it starts a plugin.

Source: containernetworking/cni 1.3.0 libcni/conf.go, libcni/api.go, pkg/types, pkg/utils, pkg/skel.
"""

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from chartgen.cni.go_types import (
    Anything,
    Boolean,
    Entries,
    Items,
    Kind,
    Mismatch,
    Optional,
    Record,
    Text,
    fold,
    unmarshal,
)
from chartgen.cni.json_text import Members, Number, rewritten
from chartgen.cni.problem import Problem, shown
from chartgen.core.values_path import Steps

CNI_VERSIONS: Final = ("0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0")
"""What plugins of 1.9.1, Whereabouts 0.7.0 to 0.9.4 and Multus support."""
ONE_ADDRESS: Final = ("", "0.1.0", "0.2.0")
"""The versions whose results hold one address of each family; no version means 0.1.0."""

LONGEST_NAME: Final = 255 - len("--net1") - 64
"""With a container's id of 64 characters and the interface net1, the longest name of a file on Linux."""

_NETWORK_NAME: Final = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.\-]*", re.ASCII)
_LONGEST_INTERFACE: Final = 15
BLANKS: Final = (
    "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
"""What Go's unicode.IsSpace takes for blank."""
_NOT_IN_INTERFACE: Final = re.compile(f"[/:{BLANKS}]")
_NEWEST: Final = (1, 1, 0)
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_MOST_PARTS: Final = 3

DNS: Final = Record(
    {"nameservers": Items(Text()), "domain": Text(), "search": Items(Text()), "options": Items(Text())}
)
PLUGIN_FIELDS: Final[dict[str, Kind]] = {
    "cniVersion": Text(),
    "name": Text(),
    "type": Text(),
    "capabilities": Entries(Boolean()),
    "ipam": Record({"type": Text()}),
    "dns": DNS,
    "prevResult": Entries(Anything()),
    "cni.dev/valid-attachments": Items(Record({"containerID": Text(), "ifname": Text()})),
}
PLUGIN: Final = Record(PLUGIN_FIELDS)
"""types.PluginConf: what Multus and libcni read of a plugin's configuration."""
PLUGIN_LIST: Final = Record(
    {
        "cniVersion": Text(),
        "name": Text(),
        "disableCheck": Boolean(),
        "disableGC": Boolean(),
        "plugins": Items(Optional(PLUGIN)),
    }
)
"""types.NetConfList: what Multus reads of a list."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """One plugin as libcni starts it; `stdin` is the tree that it gets, `path` where it stands."""

    type: str
    ipam_type: str
    stdin: Members
    path: Steps = ()


@dataclass(frozen=True, slots=True)
class PluginList:
    """A network as libcni reads it."""

    name: str
    cni_version: str
    plugins: tuple[Plugin, ...]


def type_problems(rule: str, mismatches: list[Mismatch]) -> list[Problem]:
    """Give what Go cannot read as problems."""
    return [Problem(rule, f"{_last(each.path)}{each.message}", each.path) for each in mismatches]


def _last(path: Steps) -> str:
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    return f"{name} " if name else ""


def read_list(tree: Members) -> tuple[PluginList | None, list[Problem]]:
    """Read a list, whose keys count letter for letter here; None where libcni refuses it."""
    problems = [*_name_and_version(tree), *_switches(tree)]
    raw = tree.get("plugins")
    confs: list[tuple[Members, dict[str, Any]]] = []
    if not tree.has("plugins"):
        if tree.get("loadOnlyInlinedPlugins") in (True, "true") or problems:
            problems.append(Problem("nad-plugins", "has no plugins", (), "name the plugins in `plugins`"))
        else:
            hint = "write `plugins` in small letters"
            problems.append(
                Problem("nad-plugins", "libcni finds no plugins, and Multus crashes", (), hint, is_crash=True)
            )
    elif not isinstance(raw, list):
        problems.append(Problem("nad-plugins", "plugins must be a list", ("plugins",)))
    elif not raw:
        problems.append(Problem("nad-plugins", "plugins is empty", ("plugins",)))
    else:
        confs, refused = _read_plugins(raw)
        problems += refused
    if problems:
        return None, problems
    version = _chosen_version(tree)
    plugins = tuple(
        plugin(item, conf, tree.get("name"), version, ("plugins", at))
        for at, (item, conf) in enumerate(confs)
    )
    return PluginList(tree.get("name"), version, plugins), []


def read_single(tree: Members, conf: dict[str, Any]) -> tuple[PluginList | None, list[Problem]]:
    """Read a configuration of one plugin; `conf` is what Multus reads of it, where keys may stand twice."""
    plugins, problems = _read_plugins([tree])
    problems = [replace(each, path=each.path[2:]) for each in problems]
    if problems:
        return None, problems
    started = plugin(*plugins[0], conf["name"], conf["cniVersion"])
    # Which plugin is started was read before the text was written again.
    started = replace(started, type=conf["type"])
    return PluginList(conf["name"], conf["cniVersion"], (started,)), []


def plugin(tree: Members, conf: dict[str, Any], name: str, cni_version: str, path: Steps = ()) -> Plugin:
    """Give a plugin with what it gets on its standard input; `tree` is rewritten, `conf` read from it."""
    injected = {**dict(tree), "name": name, "cniVersion": cni_version}
    stdin = Members((key, injected[key]) for key in sorted(injected))
    return Plugin(conf["type"], conf["ipam"]["type"], stdin, path)


def start_problems(plugin: Plugin, name: str) -> list[Problem]:
    """Give what keeps libcni from starting a plugin, and the plugin from looking at its configuration.

    A plugin reads its name and version again, in any letter case: a misspelt key may come behind the right.
    """
    problems = []
    if "/" in plugin.type:
        problem = f"{shown(plugin.type)} is no plugin name"
        problems.append(Problem("nad-plugin-name", problem, (*plugin.path, "type")))
    for each in dict.fromkeys((name, _seen(plugin.stdin, "name"))):
        problems += network_name_problems(each)
    version = _seen(plugin.stdin, "cniVersion")
    if version and version not in CNI_VERSIONS:
        hint = f"use one of {', '.join(CNI_VERSIONS)}"
        problem = f"cniVersion {shown(version)} is none that plugins support"
        problems.append(Problem("nad-version", problem, ("cniVersion",), hint))
    return problems


def _seen(stdin: Members, field: str) -> str:
    """Give the text that a plugin reads of a field."""
    folded = fold(field)
    for key, value in reversed(stdin):
        if value is not None and fold(key) == folded:
            return str(value)
    return ""


def network_name_problems(name: str) -> list[Problem]:
    """Give what libcni refuses in a network's name."""
    if not name:
        return [Problem("nad-name", "name is empty", ("name",))]
    if len(name) > LONGEST_NAME:
        problem = f"name is longer than {LONGEST_NAME} characters: libcni makes it part of a file's name"
        return [Problem("nad-name", problem, ("name",))]
    if _NETWORK_NAME.fullmatch(name):
        return []
    hint = "letters, digits, _ . and -, first a letter or digit"
    return [Problem("nad-name", f"name {shown(name)} is none that libcni takes", ("name",), hint)]


def interface_name_problem(name: str) -> str:
    """Say why libcni refuses an interface's name; empty if it does not."""
    if len(name.encode(errors="surrogatepass")) > _LONGEST_INTERFACE:
        return f"is longer than {_LONGEST_INTERFACE} bytes"
    if name in ("", ".", ".."):
        return "is empty" if not name else "is no name"
    return "has a blank, / or :" if _NOT_IN_INTERFACE.search(name) else ""


def parse_cni_version(text: str) -> tuple[int, ...] | None:
    """Read a version as libcni does: up to three numbers, none is 0.1.0; None for what it refuses."""
    if not text:
        return (0, 1, 0)
    parts = text.split(".")
    if len(parts) > _MOST_PARTS or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    return tuple(int(part) for part in (*parts, "0", "0")[:_MOST_PARTS])


def _name_and_version(tree: Members) -> list[Problem]:
    problems = [
        Problem("nad-type", f"{key} must be a text, not null", (key,))
        for key in ("name", "cniVersion")
        if tree.has(key) and tree.get(key) is None
    ]
    versions = tree.get("cniVersions")
    if not tree.has("cniVersions"):
        return problems
    if not isinstance(versions, list):
        return [*problems, Problem("nad-version", "cniVersions must be a list", ("cniVersions",))]
    for at, version in enumerate(versions):
        is_text = isinstance(version, str) and not isinstance(version, Number)
        if not is_text or parse_cni_version(version) is None:
            problem = "cniVersions must hold versions such as 1.0.0"
            problems.append(Problem("nad-version", problem, ("cniVersions", at)))
    own = tree.get("cniVersion")
    if isinstance(own, str) and parse_cni_version(own) is None:
        problems.append(Problem("nad-version", f"cniVersion {shown(own)} is no version", ("cniVersion",)))
    return problems


def _chosen_version(tree: Members) -> str:
    """Give the version that counts: the highest of cniVersions and cniVersion that libcni knows."""
    own = str(tree.get("cniVersion", ""))
    versions = tree.get("cniVersions")
    if not isinstance(versions, list):
        return own
    known = [
        version
        for version in (*versions, *([own] if own else []))
        if (parse_cni_version(version) or _NEWEST) <= _NEWEST
    ]
    return max(known, key=lambda version: parse_cni_version(version) or ()) if known else own


def _switches(tree: Members) -> list[Problem]:
    problems = []
    for key in ("disableCheck", "disableGC", "loadOnlyInlinedPlugins"):
        value = tree.get(key, default=False)
        is_text = isinstance(value, str) and not isinstance(value, Number)
        if not (isinstance(value, bool) or (is_text and value.lower() in ("true", "false"))):
            problems.append(Problem("nad-type", f"{key} must be true or false", (key,)))
    return problems


def _read_plugins(raw: list[Any]) -> tuple[list[tuple[Members, dict[str, Any]]], list[Problem]]:
    """Read the plugins of a list as Go writes them again, each with what libcni reads of it."""
    found, problems = [], []
    for at, item in enumerate(raw):
        path: Steps = ("plugins", at)
        tree = rewritten(item)
        conf, mismatches = unmarshal(PLUGIN, tree, path)
        problems += type_problems("nad-type", mismatches)
        if not conf["type"] and not mismatches:
            hint = "name the plugin, such as ipvlan, in `type`"
            problems.append(Problem("nad-plugins", "a plugin has no type", path, hint))
        found.append((tree, conf))
    return found, problems
