"""The annotation of a pod: upstream-facts §1.2 to §1.4; the rows of the grammar were run with multus-cni 4.3.0."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni import annotation
from chartgen.cni.addresses import format_address
from chartgen.core.finding import Severity
from tests.cni_cases import ACCEPTED, CRASH, ENOUGH, FEW, ODD_TEXTS, REFUSED, lists, objects, rules, verdict


def one(**fields: object) -> str:
    return json.dumps([{"name": "n", **fields}])


ROWS = {
    # text, what Multus' parser says, what is found in the end
    "facts 1.3 name": ("n", ACCEPTED, []),
    "facts 1.3 namespace/name@interface": ("ns/n@eth1", ACCEPTED, []),
    "facts 1.3 list with blanks": (" a , ns/b@x\t, c ", ACCEPTED, []),
    "facts 1.3 blanks inside": ("ns / n @ x", ACCEPTED, []),
    "facts 1.3 JSON list": ('[{"name":"n"}]', ACCEPTED, []),
    "facts 1.3 JSON empty list": ("[]", ACCEPTED, []),
    "facts 1.3 JSON object": ('{"name":"n"}', REFUSED, ["annotation-type"]),
    "facts 1.3 JSON string": ('"n"', REFUSED, ["annotation-type"]),
    "facts 1.3 a quote makes it JSON": ('n,"m"', REFUSED, ["annotation-json"]),
    "facts 1.3 a bracket makes it JSON": ("n[0]", REFUSED, ["annotation-json"]),
    "facts 1.3 trailing comma in JSON": ('[{"name":"n"},]', REFUSED, ["annotation-json"]),
    "facts 1.3 dot": ("a.b", REFUSED, ["annotation-syntax"]),
    "facts 1.3 underscore": ("a_b", REFUSED, ["annotation-syntax"]),
    "facts 1.3 capital": ("Data", REFUSED, ["annotation-syntax"]),
    "facts 1.3 - first": ("-a", REFUSED, ["annotation-syntax"]),
    "facts 1.3 - last": ("a-", REFUSED, ["annotation-syntax"]),
    "facts 1.3 dot in namespace": ("a.b/n", REFUSED, ["annotation-syntax"]),
    "facts 1.3 interface of 15": ("n@" + "x" * 15, ACCEPTED, []),
    "facts 1.3 interface of 16": ("n@" + "x" * 16, REFUSED, ["annotation-syntax"]),
    "facts 1.3 interface of 16 bytes": ("n@" + "ä" * 8, REFUSED, ["annotation-syntax"]),
    "facts 1.3 interface with blank": ("n@a b", REFUSED, ["annotation-syntax"]),
    "facts 1.3 interface with / in JSON": (one(interface="a/b"), ACCEPTED, ["annotation-interface"]),
    "facts 1.3 interface with :": ("n@e:1", ACCEPTED, ["annotation-interface"]),
    "facts 1.2 interface .": ("n@.", ACCEPTED, ["annotation-interface"]),
    "facts 1.2 interface .. in JSON": (one(interface=".."), ACCEPTED, ["annotation-interface"]),
    "facts 1.2 interface of 16 in JSON": (one(interface="x" * 16), ACCEPTED, ["annotation-interface"]),
    "facts 1.3 two /": ("a/b/c", REFUSED, ["annotation-syntax"]),
    "facts 1.3 two @": ("a@b@c", REFUSED, ["annotation-syntax"]),
    "facts 1.3 trailing comma": ("n,", ACCEPTED, ["annotation-name"]),
    "facts 1.3 double comma": ("n,,m", ACCEPTED, ["annotation-name"]),
    "facts 1.3 only interface": ("@eth1", ACCEPTED, ["annotation-name"]),
    "facts 1.3 only namespace": ("ns/", ACCEPTED, ["annotation-name"]),
    "facts 1.3 blank": (" ", ACCEPTED, ["annotation-name"]),
    "facts 1.3 /net1": ("/net1", ACCEPTED, []),
    "facts 1.3 net1@": ("net1@", ACCEPTED, []),
    "facts 1.3 JSON name with dot": (one(name="a.b"), ACCEPTED, []),
    "facts 1.3 JSON name odd": (one(name="A_b"), ACCEPTED, ["annotation-name"]),
    "facts 1.3 JSON without name": ("[{}]", ACCEPTED, ["annotation-name"]),
    "facts 1.3 unknown key": (one(x=1), ACCEPTED, []),
    "facts 1.3 key nearly known": (one(ip=["10.0.0.1"], namespaces="a"), ACCEPTED, ["annotation-key", "annotation-key"]),
    "facts 1.3 key in another letter case": (one(IPS=[], Namespace="a"), ACCEPTED, []),
    "facts 1.2 interface twice beside a bad name": ("a@x,a@x,A", REFUSED, ["annotation-syntax", "annotation-interface"]),
    "facts 1.2 interface by place beside a bad name": ("A,b@x,c@net3,d@net1,e@net5,f", REFUSED, ["annotation-syntax"]),
    "facts 1.2 interface of a place behind a bad name": ("A,b@x,c@net4,d", REFUSED, ["annotation-syntax", "annotation-interface"]),
    "facts 1.3 a bad mac beside a bad name": ('[{"name":"n","mac":"x"},{"name":"A"}]', REFUSED, ["annotation-mac", "annotation-name"]),
    "facts 1.3 null before a bad interface": ('[null,{"name":"n","interface":"a/b"}]', CRASH, ["annotation-json", "annotation-interface"]),
    "facts 1.3 name a number": (one(name=1), REFUSED, ["annotation-type"]),
    "facts 1.3 [null]": ("[null]", CRASH, ["annotation-json"]),
    "facts 1.3 null": ("[{},null]", CRASH, ["annotation-json", "annotation-name"]),
    "facts 1.3 ips a text": (one(ips="10.0.0.1"), REFUSED, ["annotation-type"]),
    "facts 1.3 ips": (one(ips=["10.0.0.1", "fd00::1/64"]), ACCEPTED, []),
    "facts 1.3 ips no address": (one(ips=["10.0.0.256"]), REFUSED, ["annotation-ips"]),
    "facts 1.3 ips no prefix": (one(ips=["10.0.0.1/33"]), REFUSED, ["annotation-ips"]),
    "facts 1.3 ips zeros": (one(ips=["010.0.0.1"]), REFUSED, ["annotation-ips"]),
    "facts 1.3 ips empty text": (one(ips=[""]), REFUSED, ["annotation-ips"]),
    "facts 1.3 mac": (one(mac="00:11:22:33:44:55"), ACCEPTED, []),
    "facts 1.3 mac short": (one(mac="00:11:22:33:44"), REFUSED, ["annotation-mac"]),
    "facts 1.3 mac empty": (one(mac=""), ACCEPTED, []),
    "facts 1.3 infiniband-guid": (one(**{"infiniband-guid": "x"}), REFUSED, ["annotation-mac"]),
    "facts 1.3 default-route": (one(**{"default-route": ["10.0.0.1"]}), ACCEPTED, []),
    "facts 1.3 default-route CIDR": (one(**{"default-route": ["10.0.0.1/24"]}), REFUSED, ["annotation-type"]),
    "facts 1.3 default-route a text": (one(**{"default-route": "10.0.0.1"}), REFUSED, ["annotation-type"]),
    "facts 1.2 default-route []": (one(**{"default-route": []}), ACCEPTED, []),
    "facts 1.2 two gateways": (one(**{"default-route": ["10.0.0.1", "10.0.0.2"]}), ACCEPTED, ["annotation-default-route"]),
    "facts 1.2 a gateway of each family": (one(**{"default-route": ["10.0.0.1", "fd00::1"]}), ACCEPTED, []),
    "facts 1.2 gateways of two networks": ('[{"name":"a","default-route":["fd00::1"]},{"name":"b","default-route":["fd00::2"]}]', ACCEPTED, ["annotation-default-route"]),
    "facts 1.2 interface twice": ("a@x,b@x", ACCEPTED, ["annotation-interface"]),
    "facts 1.2 interface is that of the cluster": ("a@eth0", ACCEPTED, ["annotation-interface"]),
    "facts 1.2 interface of a later one": ("a@net2,b", ACCEPTED, ["annotation-interface"]),
    "facts 1.3 cni-args": (one(**{"cni-args": {"a": [1]}}), ACCEPTED, []),
    "facts 1.3 cni-args a list": (one(**{"cni-args": []}), REFUSED, ["annotation-type"]),
    "facts 1.3 bandwidth": (one(bandwidth={"ingressRate": 1}), ACCEPTED, []),
    "facts 1.3 bandwidth of texts": (one(bandwidth={"ingressRate": "1"}), REFUSED, ["annotation-type"]),
    "facts 1.3 portMappings": (one(portMappings=[{"hostPort": 1}, None]), ACCEPTED, []),
    "facts 1.3 deviceID a number": (one(deviceID=1), REFUSED, ["annotation-type"]),
    "half a character": ("n@\ud800", ACCEPTED, []),
    "half a character in JSON": ('[{"name":"n","interface":"\\ud800"}]', ACCEPTED, []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "found"), ROWS.values(), ids=ROWS.keys())
def test_an_annotation(text, expected, found):
    assert verdict(annotation.parse(text, "pod-ns")[1]) == expected
    assert rules(annotation.check(text, "pod-ns")[1]) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n", [("pod-ns/n", "")]),
        ("a, ns/b@x", [("pod-ns/a", ""), ("ns/b", "x")]),
        ("/n", [("pod-ns/n", "")]),
        ("n@", [("pod-ns/n", "")]),
        (" ns / n @ x ", [("ns/n", "x")]),
        ('[{"name":"a.b","namespace":"ns"}]', [("ns/a.b", "")]),
        ('[{"name":"n","interfaceRequest":"x"}]', [("pod-ns/n", "x")]),
        ('[{"name":"n","interfaceRequest":"x","interface":"y"}]', [("pod-ns/n", "y")]),
        ('[{"NAME":"n","namespace":""}]', [("pod-ns/n", "")]),
        ("", []),
        ("null[", []),
    ],
)
def test_what_a_pod_asks_for(text, expected):
    requests, _ = annotation.check(text, "pod-ns")
    assert [(each.reference, each.interface) for each in requests] == expected


def test_all_of_a_request_arrives():
    text = one(
        ips=["10.0.0.1/24"],
        mac="00:11:22:33:44:55",
        **{"default-route": ["10.0.0.254"], "cni-args": {"a": 1}},
    )
    (request,), problems = annotation.check(f"[{text[1:-1]}]", "ns")
    assert problems == []
    assert (request.ips, request.mac, request.path) == (("10.0.0.1/24",), "00:11:22:33:44:55", (0,))
    assert request.gateways is not None
    assert [format_address(gateway or 0) for gateway in request.gateways] == ["10.0.0.254"]
    assert request.cni_args == {"a": "1"}
    assert annotation.check("n", "ns")[0][0].gateways is None


def test_interfaces_are_numbered_by_their_place():
    requests, _ = annotation.check("a,b@x,c", "ns")
    assert annotation.interface_names(requests) == ["net1", "x", "net3"]


def test_places_of_problems():
    text = '[{"name":"a","ips":["10.0.0.1","x"]},{"name":"b","mac":"y"}]'
    assert [each.path for each in annotation.check(text, "ns")[1]] == [(0, "ips", 1), (1, "mac")]
    assert [each.path for each in annotation.check("a,B,c/d/e", "ns")[1]] == [(1,), (2,)]
    assert [each.path for each in annotation.check('[{"name":"a","interface":"a/b"}]', "ns")[1]] == [
        (0, "interface")
    ]
    text = '[{"name":"a","default-route":["10.0.0.1","fd00::1","10.0.0.2"]}]'
    assert [each.path for each in annotation.check(text, "ns")[1]] == [(0, "default-route", 2)]


def test_the_hint_for_an_unknown_key_is_the_known_one():
    [problem] = annotation.check(one(ip=["10.0.0.1"]), "ns")[1]
    assert (problem.severity, problem.hint, problem.path) == (
        Severity.WARNING,
        "did you mean 'ips'?",
        (0,),
    )


def test_requests_beside_problems_lack_what_is_wrong():
    text = '[{"name":"a","mac":"x","ips":["10.0.0.1"]},{"name":"b","ips":["x","10.0.0.1"]}]'
    requests, problems = annotation.check(text, "ns")
    assert rules(problems) == ["annotation-mac", "annotation-ips"]
    assert [(each.mac, each.ips) for each in requests] == [("", ("10.0.0.1",)), ("", ())]
    assert annotation.parse(text, "ns")[0] == []


def test_the_longest_namespace():
    assert annotation.is_dns_label("a" * 63)
    assert not annotation.is_dns_label("a" * 64)


def test_the_hint_for_a_dotted_name_is_json():
    assert "JSON" in annotation.check("a.b", "ns")[1][0].hint


def test_what_is_too_deep_is_a_warning():
    found = annotation.check("[" * 400 + "]" * 400, "ns")
    assert (found[0], [each.severity for each in found[1]]) == ([], [Severity.WARNING])


LABELS = st.from_regex("[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?", fullmatch=True)


@ENOUGH
@given(
    st.lists(
        st.tuples(LABELS, LABELS, st.from_regex("[a-z0-9]{1,15}", fullmatch=True)), min_size=1, max_size=4
    )
)
def test_both_forms_ask_for_the_same(networks):
    short = ",".join(f"{namespace}/{name}@{interface}" for namespace, name, interface in networks)
    long = json.dumps(
        [
            {"namespace": namespace, "name": name, "interface": interface}
            for namespace, name, interface in networks
        ]
    )
    assert annotation.check(short, "x") == annotation.check(long, "x") or len(
        {each[2] for each in networks} | {"eth0"}
    ) <= len(networks)
    assert [each.reference for each in annotation.parse(short, "x")[0]] == [
        f"{namespace}/{name}" for namespace, name, _ in networks
    ]


@FEW
@given(
    st.text(max_size=40)
    | st.text('ab/@, .:-\ud800["{}]\t\x1c\u00a0', max_size=20)
    | ODD_TEXTS
    | lists(objects(ODD_TEXTS))
)
def test_any_text_is_judged(text):
    requests, problems = annotation.parse(text, "ns")
    assert not (requests and problems)
    requests, found = annotation.check(text, "ns")
    assert found[: len(problems)] == problems
    assert len(annotation.interface_names(requests)) == len(requests)


def many_keys(count: int) -> str:
    return ",".join(json.dumps({f"namespaces{at}": 1}) for at in range(count))


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '[{"a":' * 50_000, '\\"' * 100_000, "/" * 200_000, "@" * 200_000, "," * 100_000, " " * 200_000, "a," * 50_000, "a-" * 100_000, "[" + "{}," * 30_000 + "{}]", f"[{many_keys(20_000)}]", '[{"mac":"' + "a:" * 100_000 + '"}]'],
    ids=["brackets", "objects", "quotes", "slashes", "ats", "commas", "blanks", "names", "a label", "empty", "keys", "mac"],
)  # fmt: skip
def test_a_long_text_costs_little(text):
    start = time.process_time()
    annotation.check(text, "ns")
    assert time.process_time() - start < 4
