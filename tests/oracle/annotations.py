"""Pod annotations for the oracle: the comma form by its parts, the JSON form by its fields."""

import random
from typing import Any

from tests.oracle.fields import Field
from tests.oracle.jsontext import Pairs, Raw, write

# A table reads best with a field on a line.
# fmt: off
_NAMES = ["data", "net-1", "a", "0"]
_ODD_NAMES = ["", " ", "a.b", "a_b", "-a", "a-", "a--b", "ä", "a" * 63, "a" * 64, "a" * 254, ".", "..", "a%b", "null", "7", "a b", "a/b", "a\n"]
_INTERFACES = ["data0", "eth1", "net9"]
_ODD_INTERFACES = ["", "lo", "eth0", "net2", "a" * 15, "a" * 16, ".", "..", "a:b", "a/b", "a b", "a\tb", "ä" * 7, "ä" * 8, "\u00a0a", "\u3000"]
_MACS = ["02:00:00:00:00:01", "02-00-00-00-00-01", "0200.0000.0001"]
_GUIDS = ["24:8a:07:03:00:8d:ae:2e", "24:8A:07:03:00:8D:AE:2E"]
_ODD_MACS = ["", "02:00:00:00:00", "02:00:00:00:00:0g", "2:0:0:0:0:1", "02:00:00:00:00:00:00:01", "02:00:00:00:00:01 ", "020000000001", "02:00-00:00:00:01"]
_IPS = [["10.0.0.9/24"], ["fd00::9/64", "10.0.0.9"], ["10.0.0.9"]]
_ODD_IPS = [[""], ["10.0.0.300"], ["10.0.0.1/33"], ["010.0.0.1"], [" 10.0.0.1"], ["10.0.0.1-10.0.0.9"], ["fe80::1%eth0"], ["::ffff:10.0.0.1/120"], [], ["10.0.0.1", "x"], ["10.0.0.1/"]]
_ODD_GATEWAYS = [[], [""], ["10.0.0.1/24"], ["10.0.0.1", "10.0.0.2"], ["10.0.0.1", "fd00::1"], ["fd00::1", "fd00::2"], ["x"], ["10.0.0.01"], ["::ffff:10.0.0.1", "10.0.0.2"], [None]]
_PORTS = [[{"hostPort": 80, "containerPort": 8080}], []]
_ODD_PORTS = [[{}], [None], [{"hostPort": "80"}], [{"hostPort": -1}], [{"hostPort": Raw("80.5")}], [{"hostPort": Raw("8e1")}]]
_ODD_BANDWIDTHS = [{}, {"ingressRate": "1000"}, {"ingressRate": -1}, {"ingressRate": Raw("1.5")}, {"ingressRate": Raw("9223372036854775808")}]

ELEMENT = [
    Field("annotation", "name", _NAMES, _ODD_NAMES, ["Data", "DATA"]),
    Field("annotation", "namespace", ["default", "team-a"], _ODD_NAMES, ["Default"]),
    Field("annotation", "interface", _INTERFACES, _ODD_INTERFACES, ["NET1"]),
    Field("annotation", "interfaceRequest", _INTERFACES, _ODD_INTERFACES),
    Field("annotation", "ips", _IPS, _ODD_IPS),
    Field("annotation", "mac", _MACS, _ODD_MACS, ["02:00:00:00:00:AB"]),
    Field("annotation", "infiniband-guid", _GUIDS[:1], _ODD_MACS, _GUIDS[1:]),
    Field("annotation", "default-route", [["10.0.0.1"], ["fd00::1"]], _ODD_GATEWAYS),
    Field("annotation", "portMappings", _PORTS, _ODD_PORTS),
    Field("annotation", "bandwidth", [Pairs([("ingressRate", 1000)])], _ODD_BANDWIDTHS),
    Field("annotation", "deviceID", ["0000:00:1f.6"], [""]),
    Field("annotation", "cni-args", [Pairs([("a", 1)])], [{}, {"": None}, {"a": {"b": []}}]),
    Field("annotation", "unknown", ["text"], [7]),
]
COMMA = {
    "comma.namespace": (["default", "team-a"], _ODD_NAMES, ["Default"]),
    "comma.name": (_NAMES, _ODD_NAMES, ["Data"]),
    "comma.interface": (_INTERFACES, _ODD_INTERFACES, ["NET1"]),
}
# Any of these letters makes the whole text JSON.
_NO_COMMA_FORM = ['"{}"', "[{}]", "{{{}}}", "{}[", '{}"', '["{}"]', '{{"name": "{}"}}']
TEXTS = [
    "", " ", ",", ",,", "a,", ",a", " a , b ", "a,a", "a;b", "a\nb", "a,\nb", "/net1", "net1@", "@eth1", "ns/", "a//b", "a@@b",
    "a@b@c", "a/b/c", "a/b@c/d", "a@b/c", "a @ b", "a / b", "null", "[]", " [] ", "[null]", "[{}]", "{}", '""', '"a"', "[", "[{]",
    '[{"name": "a", "default-route": ["10.0.0.1"]}, {"name": "b", "default-route": ["10.0.0.2"]}]',
    '[{"name": "a", "default-route": ["10.0.0.1"]}, {"name": "b", "default-route": ["fd00::2"]}]',
    "[[]]", "[7]", '["a"]', "[] []", "[],", '[{"name": "a"},]', '[{"name": "a"}, null]', "\ufeff[]", '[{"name": "a"}, {"name": "a"}]',
]
# fmt: on


def comma(rng: random.Random, field: str, kind: str) -> str:
    """Write the comma form with one part changed."""
    valid, boundary, cased = COMMA[field]
    parts = {
        "comma.namespace": rng.choice(["", "default"]),
        "comma.name": "data",
        "comma.interface": rng.choice(["", "net1"]),
    }
    if kind == "wrong-type":
        parts[field] = rng.choice(_NO_COMMA_FORM).format(rng.choice(valid))
    elif kind == "absent":
        parts[field] = ""
    elif kind != "duplicate-key":
        parts[field] = rng.choice({"valid": valid, "boundary": boundary, "wrong-letter-case": cased}[kind])
    namespace, name, interface = parts.values()
    text = (f"{namespace}/" if namespace else "") + name + (f"@{interface}" if interface else "")
    if kind == "duplicate-key":
        again = {
            "comma.namespace": f"b/{text}",
            "comma.name": f"{text},{text}",
            "comma.interface": f"{text}@{rng.choice(valid)}",
        }
        text = again[field]
    return text if rng.random() < 0.7 else f"{text}{rng.choice([',', ', '])}other"


def element(rng: random.Random) -> Pairs:
    """Give the element that a JSON annotation changes."""
    whole = Pairs([("name", rng.choice(_NAMES))])
    if rng.random() < 0.3:
        whole.set("namespace", "default")
    return whole


def listed(rng: random.Random, changed: Any) -> str:
    """Write the JSON form with the element and sometimes others."""
    others = [Pairs([("name", "other")]), Pairs([("name", "more"), ("default-route", [])])]
    elements = [changed, *rng.sample(others, rng.choice([0, 0, 1, 2]))]
    rng.shuffle(elements)
    return write(elements)
