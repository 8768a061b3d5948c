"""What no template can make sense of is refused with a text that says what to do, by every engine alike.

The chart's schema refuses some of it earlier; whoever renders without a schema gets these texts.
"""

import json
from typing import Any

import pytest

from chartgen.chart.reference import load
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.json_schema import Schema
from chartgen.kubernetes import store
from chartgen.render.engine import Engine, Request
from chartgen.render.helm_cli import HelmEngine
from tests.chart.conftest import CHART

GOOD = {"master": "eth1", "range": "10.0.0.0/24"}
NO_LABEL = "is no DNS label (small letters, digits and dashes, at most 63); pods could not ask for it."
NO_MASTER = (
    "networks.a.master: missing; name the node's interface that carries the network, such as eth1, "
    "here or in networkDefaults.master"
)
NO_RANGE = "networks.a.range: missing; give the addresses of the network, such as 172.16.1.0/24"
TWO_FORMS = (
    "networks.a: range, rangeStart, rangeEnd and exclude are the short form of one entry of ranges; "
    "use one form, not both"
)
LONG = "a" * 64
PLUGIN = '{"type": "macvlan"}'
RANGES = [{"range": "10.1.0.0/24"}]


def one(**network: Any) -> dict[str, Any]:
    return {"networks": {"a": network}}


def named(key: str, **network: Any) -> dict[str, Any]:
    return {"networks": {key: {**GOOD, **network}}}


def beside(field: str) -> str:
    return (
        f"networks.a.{field}: config describes the whole network, so {field} cannot stand beside it; "
        "remove one of them"
    )


REFUSED = {
    "unknown platform": ({"platform": "aws"}, '"aws" is not a platform of this chart; use one of: '),
    "name with a capital": (
        named("Data"),
        f'networks.Data: the name "Data" {NO_LABEL} Set networks.Data.name',
    ),
    "name in the value": (named("a", name="-b"), f'networks.a: the name "-b" {NO_LABEL} Set networks.a.name'),
    "name too long": (
        named(LONG),
        f'networks.{LONG}: the name "{LONG}" {NO_LABEL} Set networks.{LONG}.name',
    ),
    "master missing": (one(range="10.0.0.0/24"), NO_MASTER),
    "master empty": (one(range="10.0.0.0/24", master=""), NO_MASTER),
    "master taken away": (
        {"networkDefaults": {"master": "eth1"}, **one(range="10.0.0.0/24", master=None)},
        NO_MASTER,
    ),
    "range missing": (one(master="eth1"), NO_RANGE),
    "range empty": (one(master="eth1", range="", ranges=[]), NO_RANGE),
    "range beside ranges": (one(**GOOD, ranges=RANGES), TWO_FORMS),
    "start beside ranges": (one(master="eth1", ranges=RANGES, rangeStart="10.1.0.9"), TWO_FORMS),
    "end beside ranges": (one(master="eth1", ranges=RANGES, rangeEnd="10.1.0.9"), TWO_FORMS),
    "exclude beside ranges": (one(master="eth1", ranges=RANGES, exclude=["10.1.0.9/32"]), TWO_FORMS),
    "master beside config": (one(config={"type": "macvlan"}, master="eth1"), beside("master")),
    "range beside config": (one(config="{}", range="10.0.0.0/24"), beside("range")),
    "false beside config": (
        one(config="{}", enableOverlappingRanges=False),
        beside("enableOverlappingRanges"),
    ),
    "config that is cut off": (one(config='{"type": '), "networks.a.config: not a JSON object: "),
    **{
        f"config that is {what}": (
            one(config=text),
            f'networks.a.config: "{text}" is not a JSON object; it must start with {{',
        )
        for what, text in {"YAML": "type: macvlan", "a list": "[]", "a number": "5", "empty": ""}.items()
    },
}
# Behind these comes what the platforms of the chart, or Go's reader of JSON, make of it.
OPEN_END = ("platform", "not a JSON object:")

ACCEPTED = {
    "a network that is off": one(enabled=False),
    "a master for all": {"networkDefaults": {"master": "eth1"}, **one(range="10.0.0.0/24")},
    "ranges alone": one(master="eth1", ranges=RANGES),
    "null beside config": one(config=PLUGIN, master=None),
    "defaults beside config": {"networkDefaults": {"master": "eth1"}, **one(config=PLUGIN)},
    "a null config": one(**GOOD, config=None),
    "the longest name": named("a" * 63),
}


@pytest.fixture(scope="module", params=["embedded", "helm-4"])
def engine(request: pytest.FixtureRequest, sdk: Engine) -> Engine:
    if request.param == "embedded":
        return sdk
    return HelmEngine(str(request.getfixturevalue("helm4")))


@pytest.fixture(scope="module")
def render(engine: Engine):
    chart = load(str(CHART))
    return lambda values: engine.render(Request(chart=chart, values=values, kube_version=store.newest()))


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_this_text(case: str, render):
    values, text = REFUSED[case]
    with pytest.raises(InputError) as caught:
        render(values)
    problem = caught.value.problem
    if any(end in text for end in OPEN_END):
        assert text in problem
    else:
        assert problem == text
    assert "/templates/" in str(caught.value.where)


def test_the_platforms_are_named(render):
    with pytest.raises(InputError) as caught:
        render({"platform": "aws"})
    platforms = sorted(file.stem for file in CHART.glob("files/platforms/*.json"))
    assert len(platforms) == 8
    text = f'platform: "aws" is not a platform of this chart; use one of: {", ".join(platforms)}'
    assert caught.value.problem == text


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case: str, render):
    assert render(ACCEPTED[case]).manifests


def test_json_null_is_no_configuration(render):
    with pytest.raises(InputError, match="not a JSON object"):
        render(one(config="null"))


def test_a_configuration_may_have_a_key_called_error(render):
    assert render(one(config='{"type": "macvlan", "Error": "x"}')).manifests


@pytest.mark.parametrize("field", ["namespaces", "cniVersion"])
def test_a_default_that_null_took_away_is_asked_for(render, field: str):
    values = {**one(master="eth1", range="10.0.0.0/24"), "networkDefaults": {field: None}}
    with pytest.raises(InputError) as caught:
        render(values)
    assert caught.value.problem == f"networks.a.{field}: missing; give it here or in networkDefaults.{field}"


def test_null_takes_back_a_network(render):
    rendered = render({"networks": {"a": None, "b": {"master": "eth1", "range": "10.0.0.0/24"}}})
    names = [each.name for each in rendered.manifests if each.kind == "NetworkAttachmentDefinition"]
    assert names == ["b"]


def test_no_mode_is_left_to_the_plugin(render):
    values = {**one(master="eth1", range="10.0.0.0/24"), "networkDefaults": {"mode": None}}
    assert "mode" not in render(values).stream.split("NetworkAttachmentDefinition")[1]


@pytest.mark.parametrize(
    "config",
    [
        {},
        "{}",
        {"type": ""},
        {"plugins": []},
        '{"name": "x"}',
        {"plugins": [{}]},
        {"plugins": [None]},
        {"type": 5},
        {"type": ["x"]},
        '{"type": true}',
        {"plugins": [{"type": 5}]},
        {"plugins": {"a": {"type": "x"}}},
        {"type": "x", "plugins": 5},
        {"plugins": "x"},
        {"plugins": True},
        '{"plugins": [{"type": {"a": 1}}]}',
        {"type": "x", "plugins": [{"type": ""}]},
    ],
)
def test_a_configuration_without_a_plugin_is_refused(render, config):
    with pytest.raises(InputError) as caught:
        render(one(config=config))
    assert caught.value.problem.startswith("networks.a.config")


def test_two_networks_of_one_name_and_namespace_are_refused(render):
    twice = {"a": {**GOOD, "name": "same"}, "same": {**GOOD, "namespaces": ["other", "default"]}}
    with pytest.raises(InputError) as caught:
        render({"networks": twice})
    assert caught.value.problem == (
        "networks.same: networks.a already is the network same in namespace default; give one of them another name"
    )
    apart = {"a": {**GOOD, "name": "same"}, "same": {**GOOD, "namespaces": ["other"]}}
    assert render({"networks": apart}).manifests


@pytest.mark.parametrize("name", ["gke-pod-network", "multus-cni-network"])
def test_names_that_multus_keeps_for_itself_are_refused(render, name: str):
    with pytest.raises(InputError) as caught:
        render({"networks": {name: GOOD}})
    assert caught.value.problem == (
        f"networks.{name}: the name {name} is that of the cluster network or of Multus itself; a network of that "
        f"name would take its place. Set networks.{name}.name"
    )


def test_null_in_a_route_is_no_value(render):
    stream = render(
        one(master="eth1", range="10.0.0.0/24", routes=[{"dst": "10.0.0.0/8", "gw": None}])
    ).stream
    assert "null" not in stream.split("NetworkAttachmentDefinition")[1]


@pytest.mark.parametrize("given", [-1, "0%", "00%"])
def test_an_update_that_could_never_go_on_is_refused(given):
    schema = Schema(json.loads((CHART / "values.schema.json").read_text()), file="values.schema.json")
    assert schema.problems({"daemonset": {"maxUnavailable": given}})
    assert not schema.problems({"daemonset": {"maxUnavailable": "100%"}})


def test_an_update_without_surge_and_without_outage_is_refused(render):
    with pytest.raises(InputError, match="daemonset.maxSurge: 0 as maxUnavailable is"):
        render({"daemonset": {"maxSurge": 0}})
    assert render({"daemonset": {"maxSurge": 0, "maxUnavailable": 1}}).manifests


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("/etc/cni/net.d", False),
        ("/etc/cni/net.d/", False),
        ("/etc/kubernetes/cni/net.d", False),
        ("/etc/x", True),
    ],
)
def test_networks_name_the_file_of_whereabouts_where_it_is_not_searched(render, folder: str, said: bool):
    values = {**one(master="eth1", range="10.0.0.0/24"), "daemonset": {"cniConfDir": folder}}
    text = render(values).stream.split("NetworkAttachmentDefinition")[1]
    assert ("configuration_path" in text) == said


def test_pull_secrets_may_be_maps_as_a_parent_chart_has_them(render):
    stream = render({"global": {"imagePullSecrets": ["one", {"name": "two"}]}}).stream
    assert '- name: "one"' in stream
    assert '- name: "two"' in stream


@pytest.mark.parametrize(
    "values",
    [
        {"daemonset": {"cniBinDir": "/"}},
        {"multus": {"clusterNetwork": "  "}},
        {"global": {"imagePullSecrets": [{"nam": "x"}]}},
    ],
)
def test_the_schema_refuses(values):
    schema = Schema(json.loads((CHART / "values.schema.json").read_text()), file="values.schema.json")
    assert schema.problems(values)
    assert not schema.problems(
        {"daemonset": {"cniBinDir": "/opt/cni/bin"}, "global": {"imageRegistry": "a.b/c/"}}
    )


def config_of(rendered) -> str:
    [network] = [each for each in rendered.manifests if each.kind == "NetworkAttachmentDefinition"]
    return str(yaml.load(network.content, file="manifest").value["spec"]["config"])


def test_the_text_of_a_configuration_stays_as_it_is(render):
    text = '{ "type": "macvlan",\n  "long": 9007199254740993, "same": 1.50 }'
    assert config_of(render(one(config=f"\n{text}\n"))) == '{"name":"a","cniVersion":"0.3.1",' + text[1:]
    given = '{"cniVersion": "1.0.0", "plugins": [{"type": "macvlan"}], "name": "b"}'
    assert config_of(render(one(config=given))) == given


@pytest.mark.parametrize("field", ["name", "cniVersion"])
@pytest.mark.parametrize("value", [None, "", 1, ["x"]])
@pytest.mark.parametrize("as_text", [True, False])
def test_name_and_version_of_a_configuration_are_texts(render, field: str, value: Any, as_text: bool):
    config = {"type": "macvlan", field: value}
    with pytest.raises(InputError) as caught:
        render(one(config=json.dumps(config) if as_text else config))
    assert caught.value.problem == (
        f"networks.a.config.{field}: must be a text that is not empty; leave it out to get the network's"
    )
