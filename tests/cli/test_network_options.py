import click
import pytest

from chartgen.cli.network_options import taken_networks, versions_given
from chartgen.cni.versions import Versions
from chartgen.core.errors import UsageError

NONE = {"pod_cidr": (), "service_cidr": (), "node_cidr": ()}


def test_ranges_of_the_cluster():
    found = taken_networks({**NONE, "pod_cidr": ("10.0.0.0/8",), "node_cidr": ("fd00::/64,10.9.0.1/16",)})
    assert [(name, str(network)) for name, network in found] == [
        ("range of the cluster's pods", "10.0.0.0/8"),
        ("range of the cluster's nodes", "fd00::/64"),
        ("range of the cluster's nodes", "10.9.0.0/16"),
    ]
    with pytest.raises(UsageError, match="is no network"):
        taken_networks({**NONE, "service_cidr": ("x",)})


def test_versions(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    context = click.Context(click.Command("x"), obj={"config": None})
    assert versions_given(context, {"multus_version": None, "whereabouts_version": None}) == Versions()
    given = {"multus_version": "v4.3.0", "whereabouts_version": "0.9.4-gke.1"}
    assert versions_given(context, given) == Versions((4, 3, 0), (0, 9, 4))
    chosen = Versions((4, 2, 9), (0, 8, 5))
    assert versions_given(context, {"multus_version": None, "whereabouts_version": None}, chosen) == chosen
    assert versions_given(context, given, chosen) == Versions((4, 3, 0), (0, 9, 4))
    (tmp_path / "chartgen.yaml").write_text(
        "defaults: {platform: generic}\nimages: {upstream: {whereabouts: {repository: x, tag: v0.8.0}}}\n"
    )
    assert versions_given(context, {"multus_version": "4.2.4", "whereabouts_version": None}) == Versions(
        (4, 2, 4), (0, 8, 0)
    )
