import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni.addresses import format_address
from chartgen.cni.status import Status, StatusError, parse
from tests.cni_cases import FEW, ODD_TEXTS

WRITTEN = [
    {"name": "gke-pod-network", "interface": "eth0", "ips": ["10.104.3.4"], "mac": "1e:11:cd:f4:24:a4", "default": True, "dns": {}},
    {"name": "default/data", "interface": "net1", "ips": ["172.16.1.5", "fd00::5"], "mac": "42:01:ac:10:01:05", "dns": {}, "gateway": ["<nil>"]},
]  # fmt: skip


def test_the_annotation_of_a_pod():
    first, second = parse(json.dumps(WRITTEN))
    assert (first.name, first.interface, first.is_default) == ("gke-pod-network", "eth0", True)
    assert (second.name, second.interface, second.is_default) == ("default/data", "net1", False)
    assert [format_address(ip) for ip in second.ips] == ["172.16.1.5", "fd00::5"]


@pytest.mark.parametrize("text", ["", " \n", "null", "[]"])
def test_nothing_is_told(text):
    assert parse(text) == []


def test_what_is_missing_is_empty_and_what_is_no_address_is_left_out():
    assert parse('[{},{"ips":["x","10.0.0.1/24"]},{"IPS":["10.0.0.1"]}]') == [
        Status("", "", (), is_default=False),
        Status("", "", (), is_default=False),
        Status("", "", (0xFFFF0A000001,), is_default=False),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is no JSON"), ("{}", "must be a list, not an object"), ('[{"ips":"x"}]', "0.ips must be a list, not a text"), ('[{},{"ips":[1]}]', "1.ips.0 must be a text, not the number 1"), ("[1]", "0 must be an object"), ("[" * 400, "is no JSON: nested deeper")],
)  # fmt: skip
def test_what_multus_does_not_write(text, message):
    with pytest.raises(StatusError) as caught:
        parse(text)
    assert str(caught.value).startswith(message)


@FEW
@given(st.text(max_size=30) | ODD_TEXTS)
def test_any_text_is_read_or_refused(text):
    try:
        found = parse(text)
    except StatusError:
        return
    assert all(isinstance(each, Status) for each in found)
