"""What differs between platforms, and what must not, whatever snapshots say."""

import json
from typing import Any

import pytest

from chartgen.model.catalogue import load
from tests.chart.conftest import RenderValues, objects_of

PLATFORMS = [platform.name for platform in load().platforms]
WITH_NODES = [name for name in PLATFORMS if name != "openshift"]
NETWORK = 'networks.a={"master": "eth1", "range": "10.0.0.0/24", "test": true}'
RAW = {"type": "ipvlan", "master": "eth1", "ipam": {"type": "whereabouts", "range": "10.0.0.0/24"}}


@pytest.fixture
def objects(render_values: RenderValues):
    """Give the objects of a platform and further settings, by kind/name."""

    def render(platform: str, *settings: str) -> dict[str, dict[str, Any]]:
        stream = render_values([f'platform="{platform}"', *settings]).stream
        return {f"{each['kind']}/{each['metadata']['name']}": each for each in objects_of(stream)}

    return render


def pod_of(objects: dict[str, dict[str, Any]]) -> dict[str, Any]:
    (daemonset,) = (each for name, each in objects.items() if name.startswith("DaemonSet/"))
    return daemonset["spec"]["template"]["spec"]


def container(pod: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (each for each in (*pod["initContainers"], *pod["containers"]) if each["name"] == name)
    return found


@pytest.mark.parametrize("platform", WITH_NODES)
def test_every_mount_has_its_volume_and_every_volume_a_mount(objects, platform):
    pod = pod_of(objects(platform, "daemonset.startupTaint.enabled=true"))
    mounted = {
        each["name"]
        for one in (*pod["initContainers"], *pod["containers"])
        for each in one.get("volumeMounts", ())
    }
    assert mounted == {volume["name"] for volume in pod["volumes"]}


@pytest.mark.parametrize("platform", WITH_NODES)
def test_every_container_gets_what_it_asks_for(objects, platform):
    pod = pod_of(objects(platform, "daemonset.startupTaint.enabled=true"))
    for one in (*pod["initContainers"], *pod["containers"]):
        assert one["resources"]["requests"] == one["resources"]["limits"], one["name"]
        assert one["resources"]["limits"].keys() == {"cpu", "memory"}, one["name"]


@pytest.mark.parametrize("platform", [name for name in WITH_NODES if name != "gke"])
def test_upstream_images_get_nothing_of_googles_flags(objects, platform):
    made = json.dumps(objects(platform))
    for word in ("gkecmd", "--cron-schedule", "--enable-pod-watch", "thin_entrypoint", "gke-release"):
        assert word not in made


@pytest.mark.parametrize("platform", WITH_NODES)
@pytest.mark.parametrize("raw", [RAW, json.dumps(RAW), {"plugins": [RAW]}, json.dumps({"plugins": [RAW]})])
def test_raw_networks_say_where_whereabouts_file_is_too(objects, platform, raw):
    made = objects(platform, f"networks.a={json.dumps({'config': raw})}")
    config = json.loads(made["NetworkAttachmentDefinition/a"]["spec"]["config"])
    ipam = config.get("plugins", [config])[0]["ipam"]
    folder = {each["name"]: each.get("value") for each in container(pod_of(made), "agent")["env"]}["CONF_DIR"]
    wanted = {
        "k3s": f"{folder}/whereabouts.d/whereabouts.conf",
        "microk8s": f"{folder}/whereabouts.d/whereabouts.conf",
    }
    assert ipam.get("configuration_path") == wanted.get(platform)


def test_a_place_that_a_raw_network_gives_itself_stays(objects):
    ipam = {**RAW["ipam"], "configuration_path": "/elsewhere"}
    made = objects("k3s", f"networks.a={json.dumps({'config': {**RAW, 'ipam': ipam}})}")
    assert json.loads(made["NetworkAttachmentDefinition/a"]["spec"]["config"])["ipam"] == ipam


def test_node_pods_keep_off_fargate_unless_somebody_says_where_they_belong(objects):
    (term,) = pod_of(objects("eks"))["affinity"]["nodeAffinity"][
        "requiredDuringSchedulingIgnoredDuringExecution"
    ]["nodeSelectorTerms"]
    assert term["matchExpressions"][0]["values"] == ["fargate"]
    own = {"podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": []}}
    assert pod_of(objects("eks", f"daemonset.affinity={json.dumps(own)}"))["affinity"] == own
    assert "affinity" not in pod_of(objects("generic"))


def test_the_clusters_file_on_eks_lies_in_the_folder_that_is_set(objects):
    made = objects("eks", 'daemonset.cniConfDir="/opt/conf"')
    (config,) = (each["data"] for name, each in made.items() if name.endswith("-multus") and "data" in each)
    assert json.loads(config["cni-conf.json"])["clusterNetwork"] == "/opt/conf/10-aws.conflist"


def test_openshift_gives_out_user_ids_itself(objects):
    nodes = ("platformCheck=false", "multus.enabled=true", "whereabouts.enabled=true")
    for platform, user in (("openshift", None), ("generic", 65534)):
        made = objects(platform, NETWORK, *nodes)
        (test,) = (each for name, each in made.items() if name.startswith("Pod/"))
        (deployment,) = (each for name, each in made.items() if name.startswith("Deployment/"))
        (reconciler,) = deployment["spec"]["template"]["spec"]["containers"]
        for context in (test["spec"]["securityContext"], reconciler["securityContext"]):
            assert context["runAsNonRoot"] is True
            assert context.get("runAsUser") == user


@pytest.mark.parametrize("platform", WITH_NODES)
def test_collectors_that_free_addresses_at_once_find_whereabouts_file(objects, platform):
    name = "whereabouts-gc" if platform == "gke" else "ip-control-loop"
    made = container(pod_of(objects(platform, "whereabouts.gc.podWatch=true")), name)
    assert "/host/etc/cni/net.d/whereabouts.d" in {each["mountPath"] for each in made["volumeMounts"]}


@pytest.mark.parametrize(
    ("tag", "collector"),
    [("v0.9.3", False), ("0.8", False), ("v0.7.0", False), ("v0.9.4", True), ("1.0", True), ("latest", True)],
)
def test_the_collector_goes_with_the_version_of_whereabouts(objects, tag, collector):
    made = objects("generic", f'whereabouts.image.tag="{tag}"')
    assert any(name.startswith("Deployment/") for name in made) == collector
