"""Null takes away a default: that is refused, or the chart renders well without it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from chartgen.core.errors import InputError
from tests.chart.conftest import CHART

NETWORK = 'networks={"a": {"master": "eth1", "range": "10.0.0.0/24"}}'


def paths(node: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key, value in node.items():
        yield f"{above}{key}"
        if isinstance(value, dict):
            yield from paths(value, f"{above}{key}.")


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
    assert "null" not in stream
