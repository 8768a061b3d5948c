import pytest

from chartgen.chart.cluster import Platform, chosen_platform, platforms
from chartgen.chart.reference import chart_of, load
from chartgen.chart.values import coalesce
from tests.chart.conftest import CHART


@pytest.fixture(scope="module")
def chart():
    return load(str(CHART))


def platform(chart, name, **values):
    merged = coalesce(chart.default_values, {"platform": name, **values})
    return Platform(name, platforms(chart)[name], merged)


def test_a_chart_of_somebody_else_has_no_platforms():
    assert platforms(chart_of("c", {"Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n"})) == {}


@pytest.mark.parametrize(
    ("name", "image", "expected"),
    [
        ("gke", {}, (0, 7, 0)),
        ("generic", {}, (0, 9, 4)),
        ("generic", {"tag": "v0.7.0"}, (0, 7, 0)),
        ("gke", {"tag": "v0.8.1-gke.2"}, (0, 8, 1)),
        ("generic", {"tag": "latest"}, (0, 9, 4)),
        ("generic", {"digest": "sha256:0"}, (0, 9, 4)),
    ],
)
def test_the_tag_of_the_image_decides_the_version(chart, name, image, expected):
    assert platform(chart, name, whereabouts={"image": image}).versions.whereabouts == expected


def test_what_is_installed(chart):
    assert platform(chart, "gke").is_enabled("multus")
    assert not platform(chart, "openshift").is_enabled("multus")
    assert platform(chart, "openshift", multus={"enabled": True}).is_enabled("multus")
    assert not platform(chart, "gke", multus={"enabled": "false"}).is_enabled("multus")


def test_what_the_platform_completes(chart):
    assert platform(chart, "gke").cluster_network == "gke-pod-network"
    assert platform(chart, "gke", multus={"clusterNetwork": "x"}).cluster_network == "x"
    assert platform(chart, "gke").configuration_path == ""
    assert platform(chart, "k3s").configuration_path.endswith("/whereabouts.d/whereabouts.conf")
    for folder in ("/etc/cni/net.d", "/etc/kubernetes/cni/net.d", "/etc/kubernetes/cni/net.d/"):
        assert platform(chart, "k3s", daemonset={"cniConfDir": folder}).configuration_path == ""
    own = platform(chart, "gke", daemonset={"cniConfDir": "/etc/x/"})
    assert own.configuration_path == "/etc/x/whereabouts.d/whereabouts.conf"


@pytest.mark.parametrize(("name", "expected"), [("k3s", "k3s"), ("aws", None), (["gke"], None), (None, None)])
def test_the_platform_that_values_choose(chart, name, expected):
    found = chosen_platform({"platform": name}, platforms(chart))
    assert (found.name if found else None) == expected
