"""Each form of a network is read; that the short way gives what the long one does: test_typed.py."""

import pytest

from chartgen.chart.attachment import attachment
from chartgen.chart.networks import networks
from chartgen.cni.versions import Versions

IPAM = '"ipam": {"type": "whereabouts", "range": "10.0.0.0/24"}'
DEFAULTS = {"cniVersion": "0.3.1", "namespaces": ["default"]}


@pytest.mark.parametrize(
    "own",
    [
        {"master": "eth1", "range": "10.0.0.0/24"},
        {"master": "eth1", "range": "10.0.0.0/24", "plugins": [{"type": "tuning"}]},
        {"config": "{" + f'"type": "ipvlan", "master": "eth1", {IPAM}' + "}"},
        {"config": {"type": "ipvlan", "ipam": {"type": "whereabouts", "range": "10.0.0.0/24"}}},
    ],
    ids=["fields", "plugins", "text", "map"],
)
def test_every_form_is_read(own):
    [network] = networks({"networkDefaults": DEFAULTS, "networks": {"a": own}})
    read = attachment(network, Versions())
    assert (read.works, read.network_name) == (True, "a")
    assert str(read.ipams[0].ranges[0].network) == "10.0.0.0/24"


@pytest.mark.parametrize("text", ["{", "[]", "null"])
def test_a_text_that_is_no_object_has_an_error(text):
    [network] = networks({"networks": {"a": {"config": text}}})
    assert not attachment(network, Versions()).works
