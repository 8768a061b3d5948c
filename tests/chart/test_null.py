"""Null takes away a default: that is refused, or the chart renders well without it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from chartgen.core.errors import InputError
from tests.chart.conftest import CHART

NETWORK = 'networks={"a": {"master": "eth1", "range": "10.0.0.0/24"}}'


def paths(node: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key, value in node.items():
        here = above + key.replace(".", "\\.")
        yield here
        if isinstance(value, dict):
            yield from paths(value, f"{here}.")


@pytest.mark.parametrize("path", [*paths(yaml.safe_load((CHART / "values.yaml").read_text()))])
def test_null_is_refused_or_leaves_no_trace(path: str, render_values) -> None:
    given = [f"{path}=null"] if path == "networks" else [NETWORK, f"{path}=null"]
    refusal, stream = "", ""
    try:
        stream = render_values(given).stream
    except InputError as error:
        refusal = str(error)
    assert bool(refusal) == ("missing" in refusal), refusal
    assert "<nil>" not in stream
    assert "null" not in stream.replace("/dev/null", "")


@pytest.mark.parametrize("field", ["labels", "annotations"])
def test_null_takes_back_a_label_that_all_networks_share(field: str, render_values) -> None:
    defaults = {"networkDefaults": {field: {"shared": "1", "other": "2"}}}
    network = {"master": "eth1", "range": "10.0.0.0/24", field: {"shared": None, "own": "3"}}
    for given, wanted in (
        ([f"networkDefaults={json.dumps(defaults['networkDefaults'])}"], {"other": "2", "own": "3"}),
        ([], {"own": "3"}),
    ):
        stream = render_values([*given, f"networks={json.dumps({'a': network})}"]).stream
        metadata = next(
            each["metadata"]
            for each in yaml.safe_load_all(stream)
            if each["kind"] == "NetworkAttachmentDefinition"
        )
        found = {key: value for key, value in metadata[field].items() if "/" not in key}
        assert found == wanted


def test_null_in_a_raw_configuration_stays(render_values) -> None:
    config = {"type": "x", "b": {"c": None}}
    stream = render_values([f"networks={json.dumps({'a': {'config': config}})}"]).stream
    assert '"b":{"c":null}' in stream.replace("\\", "")
