"""Networks merged without an engine are those that Helm renders."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chartgen.chart.networks import networks
from chartgen.chart.reference import load
from chartgen.chart.values import Options, Values, coalesce, collect
from chartgen.core import yaml
from chartgen.kubernetes import store
from chartgen.render.engine import Release
from chartgen.render.scenario import Scenarios, Target
from tests.chart.conftest import CHART, SCENARIOS

LOADED = load(str(CHART))


def ours(values: Values, **options: str) -> dict[str, Any]:
    """Give what `spec.config` says, by namespace and name."""
    merged = coalesce(LOADED.default_values, values.tree)
    found = {}
    for network in networks(merged, **options):
        config = network.config()
        if isinstance(config, str):
            config = {**network.missing(), **json.loads(config)}
        for namespace in network.namespaces:
            found[namespace, network.name] = config
    return found


def rendered(stream: str) -> dict[str, Any]:
    found = {}
    for document in yaml.load_all(stream, file="stream"):
        each = document.value or {}
        if each.get("kind") == "NetworkAttachmentDefinition":
            key = each["metadata"]["namespace"], each["metadata"]["name"]
            found[key] = json.loads(each["spec"]["config"])
    return found


def text_of(configs: dict[str, Any]) -> str:
    return json.dumps([[*key, value] for key, value in sorted(configs.items())], sort_keys=True)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_becomes_what_helm_renders(scenario, render_scenario):
    helm = rendered(render_scenario(scenario, store.newest()))
    # Where Whereabouts does not find its file every network names it, those of the user as well.
    paths = {text for text in text_of(helm).split('"') if text.endswith("/whereabouts.conf")}
    path = next(iter(paths), "")
    own = ours(collect(Options([str(scenario)])), configuration_path=path)
    raw = {key for key, config in own.items() if "configuration_path" not in text_of({key: config})}
    for key in raw if paths else ():
        # A text stays a text here; Helm's template reads it to put the path in.
        helm[key] = json.loads(json.dumps(helm[key]).replace(f'"configuration_path": "{path}", ', ""))
    assert text_of(own) == text_of(helm)


ADDRESS = st.sampled_from(["10.0.0.1", "10.0.0.9", "fd00::1"])
RANGE = st.fixed_dictionaries(
    {"range": st.sampled_from(["10.0.0.0/24", "fd00::/64"])},
    optional={
        "rangeStart": st.none() | ADDRESS,
        "rangeEnd": st.none() | ADDRESS,
        "exclude": st.none() | st.lists(st.sampled_from(["10.0.0.1/32", "10.0.0.2"]), max_size=2),
    },
)
SHARED = {
    "mode": st.none() | st.sampled_from(["l2", "l3"]),
    "mtu": st.none() | st.sampled_from([0, 1400]),
    "gateway": st.none() | ADDRESS,
    "routes": st.none()
    | st.lists(
        st.fixed_dictionaries({"dst": st.just("10.9.0.0/16")}, optional={"gw": st.none() | ADDRESS}),
        max_size=2,
    ),
    "networkName": st.none() | st.just("blue"),
    "enableOverlappingRanges": st.none() | st.booleans(),
    "plugins": st.none() | st.lists(st.just({"type": "tuning", "sysctl": {"a": "1"}}), max_size=1),
    "namespaces": st.just(["default", "other"]) | st.just(["x"]),
    "cniVersion": st.sampled_from(["0.3.1", "1.0.0"]),
    "labels": st.none() | st.just({"a": "b"}),
}
NETWORK = st.one_of(
    st.tuples(st.fixed_dictionaries({}, optional=SHARED), RANGE).map(
        lambda pair: {"master": "eth1", **pair[0], **pair[1]}
    ),
    st.tuples(st.fixed_dictionaries({}, optional=SHARED), st.lists(RANGE, min_size=1, max_size=2)).map(
        lambda pair: {"master": "eth1", **pair[0], "ranges": pair[1]}
    ),
    st.sampled_from(
        [
            {"config": {"type": "macvlan"}},
            {"config": '{"type": "macvlan", "name": "own"}'},
            {
                "config": {
                    "cniVersion": "1.0.0",
                    "plugins": [{"type": "a"}, {"type": "b", "ipam": {"type": "whereabouts"}}],
                }
            },
            {"master": "eth1", "range": "10.0.0.0/24", "enabled": False},
            None,
        ]
    ),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.dictionaries(st.sampled_from(["a", "b", "c-d"]), NETWORK, max_size=2),
    st.fixed_dictionaries({}, optional=SHARED),
)
def test_any_networks_become_what_helm_renders(sdk, found, defaults):
    tree = {
        "networks": found,
        "networkDefaults": {key: value for key, value in defaults.items() if key != "plugins"},
    }
    values = Values(tree)
    scenarios = Scenarios(sdk, LOADED, Target(Release(), store.newest()))
    assert text_of(ours(values)) == text_of(rendered(scenarios.render(values).stream))


@pytest.mark.parametrize(
    ("own", "path", "expected"),
    [
        ({"range": "x"}, ("plugins", 0, "ipam", "range"), ("networks", "a", "range")),
        ({"rangeStart": "x"}, ("plugins", 0, "ipam", "range_start"), ("networks", "a", "rangeStart")),
        (
            {"ranges": [{"range": "x"}, {"rangeEnd": "y"}]},
            ("plugins", 0, "ipam", "ipRanges", 1, "range_end"),
            ("networks", "a", "ranges", 1, "rangeEnd"),
        ),
        ({"exclude": ["x"]}, ("plugins", 0, "ipam", "exclude", 0), ("networks", "a", "exclude", 0)),
        ({}, ("plugins", 0, "mode"), ("networkDefaults", "mode")),
        ({"mode": "l3"}, ("plugins", 0, "mode"), ("networks", "a", "mode")),
        ({"plugins": [{}]}, ("plugins", 1, "mtu"), ("networks", "a", "plugins", 0, "mtu")),
        ({}, ("cniVersion",), ("networkDefaults", "cniVersion")),
        ({"name": "x"}, ("name",), ("networks", "a", "name")),
        ({}, (), ("networks", "a")),
        (
            {"config": {"plugins": []}},
            ("plugins", 0, "mode"),
            ("networks", "a", "config", "plugins", 0, "mode"),
        ),
        ({"config": "{}"}, ("plugins", 0, "mode"), ("networks", "a", "config")),
        ({"networkName": "x"}, ("plugins", 0, "ipam", "network_name"), ("networks", "a", "networkName")),
    ],
)
def test_places_in_the_configuration_are_places_in_the_values(own, path, expected):
    [network] = networks(coalesce(LOADED.default_values, {"networks": {"a": own}}))
    assert network.values_path(path) == expected
