"""What values say about a network on GKE."""

import pytest

from chartgen.chart.values import Options, Values, collect
from chartgen.core.errors import InputError, UsageError
from chartgen.networks.gke_values import settings_of


@pytest.fixture
def read(tmp_path):
    def call(text: str) -> Values:
        (tmp_path / "v.yaml").write_text(text)
        return collect(Options([str(tmp_path / "v.yaml")]))

    return call


def plain(found):
    return {name: each.value for name, each in found.items()}


DATA = "networks: {data: {master: eth1, range: 172.16.1.0/24}}"


def test_a_network(read):
    found = settings_of(
        read("networks:\n  data:\n    master: eth1\n    namespaces: [a, b]\n    range: 172.16.1.0/24\n"), None
    )
    assert plain(found) == {
        "network": "data",
        "master": "eth1",
        "namespaces": ("a", "b"),
        "secondary_range": "172.16.1.0/24",
    }
    places = {
        name: (each.place.line, each.place.column, each.place.values_path) for name, each in found.items()
    }
    assert places["network"] == (2, 3, "networks.data")
    assert places["secondary_range"] == (5, 12, "networks.data.range")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "networks:",
        "networks: {}",
        "networks: {a: null}",
        "networks: {a: {enabled: false}}",
        "platform: gke",
        "networkDefaults: {master: eth1}",
    ],
)
def test_values_without_networks_say_nothing(read, text):
    assert settings_of(read(text), None) == {}
    assert settings_of(read(text), "data") == {}


@pytest.mark.parametrize(
    ("network", "wanted"),
    [
        ("{}", {"master": "eth5", "secondary_range": "10.0.0.0/16"}),
        ("{master: eth1}", {"master": "eth1", "secondary_range": "10.0.0.0/16"}),
        ("{master: null, range: null}", {}),
        (
            "{range: null, ranges: [{range: 10.9.0.0/16}]}",
            {"master": "eth5", "secondary_range": "10.9.0.0/16"},
        ),
    ],
)
def test_defaults_of_networks(read, network, wanted):
    found = settings_of(
        read(f"networkDefaults: {{master: eth5, range: 10.0.0.0/16}}\nnetworks: {{data: {network}}}"), None
    )
    assert plain(found) == {"network": "data", **wanted}


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("range: 172.16.1.9/24", "172.16.1.0/24"),
        ("range: 172.16.1.10-172.16.1.99/24", "172.16.1.0/24"),
        ("range: nonsense", "nonsense"),
        ("ranges: [{range: 172.16.1.0/24}]", "172.16.1.0/24"),
        ("ranges: ['null', {range: 'fd00::/64'}, {range: 172.16.1.0/24}, {}]".replace("'null'", "null"), "172.16.1.0/24"),
    ],
)  # fmt: skip
def test_the_range(read, fields, wanted):
    assert plain(settings_of(read(f"networks: {{data: {{{fields}}}}}"), None))["secondary_range"] == wanted


@pytest.mark.parametrize(
    "fields", ["config: '{}'", "ranges: []", "ranges: [{range: 'fd00::/64'}]", "master: eth1"]
)
def test_a_network_without_an_ipv4_range(read, fields):
    assert "secondary_range" not in settings_of(read(f"networks: {{data: {{{fields}}}}}"), None)


def test_the_choice(read):
    several = read("networks: {data: {}, store: {}, off: {enabled: false}}")
    assert plain(settings_of(several, "store")) == {"network": "store"}
    with pytest.raises(UsageError, match="the values have 2 networks: data, store"):
        settings_of(several, None)
    with pytest.raises(UsageError, match="no network 'dat'.*\n.*did you mean 'data'"):
        settings_of(several, "dat")
    with pytest.raises(UsageError, match="no network 'off'.*\n.*there are data, store"):
        settings_of(several, "off")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("platform: k3s", "platform: is k3s"),
        ("platform: [gke]", "platform: must be a text"),
        ("networks: [data]", "networks: must be a map"),
        ("networks: {data: eth1}", "networks.data: must be a map"),
        ("networkDefaults: 1\nnetworks: {data: {}}", "networkDefaults: must be a map"),
        ("networks: {data: {master: 1}}", "networks.data.master: must be a text"),
        ("networks: {data: {namespaces: a}}", "networks.data.namespaces: must be a list"),
        ("networks: {data: {range: 1}}", "networks.data.range: must be a text"),
        ("networks: {data: {ranges: {range: a}}}", "networks.data.ranges: must be a list"),
        ("networks: {data: {ranges: [a]}}", "networks.data.ranges[0]: must be a map"),
        ("networks: {data: {ranges: [{range: 1}]}}", "networks.data.ranges[0].range: must be a text"),
        ("networks: {data: {ranges: [{range: 10.0.0.0/16}, {range: 10.1.0.0/16}]}}", "one IPv4 range, not 2"),
    ],
)  # fmt: skip
def test_what_is_refused(read, text, message):
    with pytest.raises(InputError, match="v.yaml:[0-9]+:[0-9]+: ") as error:
        settings_of(read(text), None)
    assert message in error.value.problem
