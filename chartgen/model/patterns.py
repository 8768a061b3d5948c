"""JSON Schema fragments (draft-07) for the values of charts about networks.

Helm's programs check a schema with Go's RE2, editors with ECMA regular expressions, we with Python and
Rust. So a pattern here uses only what these read alike: ASCII classes, groups, small counts, `^` and `$`.
Python alone lets `$` match before a trailing newline; hence `not` a line break beside each pattern.

`$comment` says in words what the pattern wants: `chartgen.core.json_schema_plain` gives it to the user in
place of the pattern.
"""

from collections.abc import Mapping
from typing import Any, Final

Fragment = Mapping[str, Any]

# The type keeps this from refusing null where the value itself may be null.
NO_LINE_BREAK: Final[Fragment] = {"type": "string", "pattern": "[\r\n]"}


def matching(pattern: str, wanted: str, **more: Any) -> Fragment:
    """Give the fragment of a string that matches `pattern`, which must hold `^` and `$`.

    `wanted` continues the sentence "must be …"; `more` are further keywords such as maxLength.
    """
    return {
        "type": "string",
        "pattern": pattern,
        "not": NO_LINE_BREAK,
        **more,
        "$comment": f"must be {wanted}",
    }


def or_empty(fragment: Fragment) -> Fragment:
    """Let the empty string through as well: it stands for the platform's own value.

    One flat fragment, not an anyOf: Helm's message then names the one thing that is wrong.
    """
    changed = dict(fragment)
    if "pattern" in changed:
        changed["pattern"] = f"^$|{changed['pattern']}"
    if "enum" in changed:
        changed["enum"] = ["", *changed["enum"]]
    if changed.keys().isdisjoint(("pattern", "enum")) or changed.get("minLength"):
        return {"anyOf": [{"const": ""}, fragment]}
    if "$comment" in changed:
        changed["$comment"] += ", or empty"
    return changed


def or_null(fragment: Fragment) -> Fragment:
    """Let null through as well: it stands for a value that is not set."""
    if "type" not in fragment:
        if "enum" in fragment:
            return {**fragment, "enum": [*fragment["enum"], None]}
        return {"anyOf": [{"type": "null"}, fragment]}
    kinds = fragment["type"] if isinstance(fragment["type"], list) else [fragment["type"]]
    changed = {**fragment, "type": [*kinds, "null"]}
    if "enum" in changed:
        changed["enum"] = [*changed["enum"], None]
    return changed


# --- Addresses: what Go's net package reads, but for leading zeros (octal to some, decimal to others)
# and for IPv6 with an IPv4 tail, which whereabouts turns into an IPv4 range behind the user's back.
_OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_V4: Final = rf"(?:{_OCTET}\.){{3}}{_OCTET}"
_H: Final = "[0-9A-Fa-f]{1,4}"
_V6: Final = (
    "(?:"
    f"(?:{_H}:){{7}}{_H}"
    f"|(?:{_H}:){{1,7}}:"
    f"|(?:{_H}:){{1,6}}:{_H}"
    f"|(?:{_H}:){{1,5}}(?::{_H}){{2}}"
    f"|(?:{_H}:){{1,4}}(?::{_H}){{3}}"
    f"|(?:{_H}:){{1,3}}(?::{_H}){{4}}"
    f"|(?:{_H}:){{1,2}}(?::{_H}){{5}}"
    f"|{_H}:(?::{_H}){{6}}"
    f"|:(?:(?::{_H}){{1,7}}|:)"
    ")"
)
_V4_PREFIX: Final = "(?:3[0-2]|[12]?[0-9])"
_V6_PREFIX: Final = "(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])"

IPV4: Final = matching(f"^{_V4}$", "an IPv4 address such as 172.16.1.1")
IPV6: Final = matching(f"^{_V6}$", "an IPv6 address such as fd00::1")
ADDRESS: Final = matching(f"^(?:{_V4}|{_V6})$", "an IPv4 or IPv6 address such as 172.16.1.1 or fd00::1")
IPV4_CIDR: Final = matching(f"^{_V4}/{_V4_PREFIX}$", "an IPv4 network such as 172.16.1.0/24")
IPV6_CIDR: Final = matching(f"^{_V6}/{_V6_PREFIX}$", "an IPv6 network such as fd00::/64")
CIDR: Final = matching(
    f"^(?:{_V4}/{_V4_PREFIX}|{_V6}/{_V6_PREFIX})$",
    "an IPv4 or IPv6 network such as 172.16.1.0/24 or fd00::/64",
)
EXCLUDE: Final = matching(
    f"^(?:{_V4}(?:/{_V4_PREFIX})?|{_V6}(?:/{_V6_PREFIX})?)$",
    "an address or a network to leave out, such as 172.16.1.1 or 172.16.1.0/28",
)
"""What whereabouts takes in `exclude`; a range `a-b` makes every pod start fail there."""

# Whereabouts never hands out the first and the last address of a network, so /31, /32, /127 and /128
# fail at every pod start ("net mask is too short"). A prefix of 0 is every address there is: the IPv6
# one gives a pool an invalid object name, and in the IPv4 one an exclude can keep the allocator, which
# then wraps round, busy for ever. Host bits are allowed: whereabouts masks them.
_V4_POOL: Final = "(?:30|[12][0-9]|[1-9])"
_V6_POOL: Final = "(?:12[0-6]|1[01][0-9]|[1-9][0-9]?)"
RANGE: Final = matching(
    f"^(?:{_V4}(?:-{_V4})?/{_V4_POOL}|{_V6}(?:-{_V6})?/{_V6_POOL})$",
    "an IPv4 or IPv6 range such as 172.16.1.0/24 or 172.16.1.10-172.16.1.99/24 "
    "with a prefix of 1 to 30 (IPv6: 126)",
)
"""What whereabouts can allocate from. That the ends lie inside and in order is not a matter of form."""

# --- Interfaces and CNI
# Printable ASCII but `/` and `:`; the kernel and libcni refuse those, blanks, `.` and `..`.
_NAME: Final = "[!-.0-9;-~]"
_NAME_NO_DOT: Final = "[!-,0-9;-~-]"
INTERFACE: Final = matching(
    rf"^(?:\.?{_NAME_NO_DOT}|\.\.{_NAME}){_NAME}*$",
    "the name of a network interface such as eth1: 1 to 15 characters without blank, / or :",
    maxLength=15,
)
IPVLAN_MODE: Final[Fragment] = {"enum": ["l2", "l3", "l3s"]}
CNI_VERSION: Final[Fragment] = {"enum": ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"]}
"""What the plugins, whereabouts and Multus name as supported."""
CNI_NETWORK_NAME: Final = matching(
    "^[a-zA-Z0-9][a-zA-Z0-9_.-]*$", "a CNI network name: letters, digits, _ . and -, first a letter or digit"
)
MTU: Final[Fragment] = {
    "type": "integer",
    "minimum": 0,
    "maximum": 65535,
    "not": {"type": "integer", "minimum": 1, "maximum": 67},
    "$comment": "must be 0 (the kernel's choice) or 68 to 65535",
}
"""The bounds of Linux for an ipvlan interface."""

# --- Kubernetes names
_LABEL: Final = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})*"
_QUALIFIED: Final = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
_ANY_CASE_LABEL: Final = "[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?"
DNS_LABEL: Final = matching(
    f"^{_LABEL}$", "a DNS label: up to 63 lower-case letters, digits and -", maxLength=63
)
DNS_SUBDOMAIN: Final = matching(
    f"^{_SUBDOMAIN}$", "a DNS name: up to 253 lower-case letters, digits, - and .", maxLength=253
)
LABEL_KEY: Final = matching(
    f"^(?:{_SUBDOMAIN}/)?{_QUALIFIED}$", "a label key such as team or example.org/team", maxLength=317
)
LABEL_VALUE: Final = matching(
    "^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$",
    "a label value: up to 63 letters, digits, - _ and ., first and last a letter or digit",
    maxLength=63,
)
ANNOTATION_KEY: Final = matching(
    rf"^(?:{_ANY_CASE_LABEL}(?:\.{_ANY_CASE_LABEL})*/)?{_QUALIFIED}$",
    "an annotation key such as note or example.org/note",
    maxLength=317,
)
LABELS: Final[Fragment] = {
    "type": "object",
    "propertyNames": LABEL_KEY,
    "additionalProperties": LABEL_VALUE,
}
ANNOTATIONS: Final[Fragment] = {
    "type": "object",
    "propertyNames": ANNOTATION_KEY,
    "additionalProperties": {"type": "string"},
}
PORT: Final[Fragment] = {"type": "integer", "minimum": 1, "maximum": 65535}
INT_OR_PERCENT: Final[Fragment] = {
    "type": ["integer", "string"],
    "minimum": 1,
    "pattern": "^(?:100|[1-9][0-9]?)%$",
    "not": NO_LINE_BREAK,
    "$comment": "must be a number from 1 or a percentage from 1% such as 10%",
}
QUANTITY: Final[Fragment] = {
    "type": ["number", "string"],
    "minimum": 0,
    "pattern": r"^\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$",
    "not": NO_LINE_BREAK,
    "$comment": "must be a quantity such as 100m or 128Mi",
}
"""A resource quantity that a container may ask for, hence never negative."""

# --- Images
_HOST_PART: Final = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_HOST: Final = rf"(?:{_HOST_PART}(?:\.{_HOST_PART})*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?"
_PATH_PART: Final = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
IMAGE_REPOSITORY: Final = matching(
    f"^(?:{_HOST}/)?{_PATH_PART}(?:/{_PATH_PART})*$",
    "an image repository without tag or digest, such as ghcr.io/example/image",
    maxLength=255,
)
IMAGE_REGISTRY: Final = matching(
    f"^{_HOST}(?:/{_PATH_PART})*/?$", "a registry such as mirror.example.com, with a path if need be"
)
IMAGE_TAG: Final = matching(
    "^[A-Za-z0-9_][A-Za-z0-9_.-]*$", "an image tag such as v1.2.3: up to 128 characters", maxLength=128
)
IMAGE_DIGEST: Final = matching("^sha256:[a-f0-9]{64}$", "an image digest: sha256: and 64 hexadecimal digits")

# --- Paths
# A segment is any printable ASCII without `/` and `:` (container runtimes split mounts at it), not `.`
# or `..`, which Kubernetes refuses in host paths.
_SEGMENT: Final = r"(?:\.?[ !-,0-9;-~-]|\.\.[ -.0-9;-~])[ -.0-9;-~]*"
ABSOLUTE_PATH: Final = matching(
    f"^/(?:{_SEGMENT}(?:/{_SEGMENT})*/?)?$", "an absolute path such as /opt/cni/bin, without . and .. in it"
)


# --- Schedules: the five fields and descriptors of robfig/cron's standard parser (Sunday is 0, never 7).
# Left out on purpose: TZ= (the node's image may know no time zones, and then the program ends), blanks
# at the ends, empty list items.
def _either_case(names: str) -> str:
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in name) for name in names.split())


def _field(number: str) -> str:
    item = rf"(?:(?:\*|\?|{number})(?:-{number})?(?:/0*[1-9][0-9]*)?)"
    return f"{item}(?:,{item})*"


_MONTH: Final = f"(?:0?[1-9]|1[0-2]|{_either_case('jan feb mar apr may jun jul aug sep oct nov dec')})"
_WEEKDAY: Final = f"(?:0?[0-6]|{_either_case('sun mon tue wed thu fri sat')})"
_FIELDS: Final = " +".join(
    _field(number)
    for number in ("[0-5]?[0-9]", "(?:[01]?[0-9]|2[0-3])", "(?:0?[1-9]|[12][0-9]|3[01])", _MONTH, _WEEKDAY)
)
CRON_SCHEDULE: Final = matching(
    f"^(?:{_FIELDS}|@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)"
    r"|@every (?:[0-9]+(?:\.[0-9]+)?(?:ms|h|m|s))+)$",
    "a schedule of five fields such as 30 4 * * *, or @hourly, @daily and the like",
)
