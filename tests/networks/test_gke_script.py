"""The script for GKE, run with a gcloud that only records."""

import dataclasses
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chartgen.networks import gke
from chartgen.networks.gke import Settings, problems, script, values
from tests.chart.node_script import program
from tests.networks.conftest import Cloud

GOOD = Settings(project="my-project", location="us-central1-a", cluster="demo")
BODY = Path(gke.__file__).with_suffix(".sh")
ALL = [
    "services compute.googleapis.com",
    "services container.googleapis.com",
    "compute networks multus-vpc",
    "compute networks subnets multus-subnet",
    "container clusters demo",
    "container node-pools multus-pool",
]


def changed(**changes):
    return dataclasses.replace(GOOD, **changes)


@pytest.mark.parametrize("text", [BODY.read_text(), script(GOOD)], ids=["body", "script"])
def test_shellcheck(text, tmp_path):
    (tmp_path / "gke.sh").write_text(text)
    done = subprocess.run(
        [program("shellcheck"), tmp_path / "gke.sh"], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_second_run_creates_nothing(cloud: Cloud):
    first = cloud.run(script(GOOD))
    assert (first.returncode, cloud.made) == (0, ALL), first.stderr
    assert values(GOOD) in first.stdout
    cloud.forget()
    second = cloud.run(script(GOOD))
    assert (second.returncode, second.stdout, cloud.made) == (0, first.stdout, [])


def test_what_is_created(cloud: Cloud):
    chosen = changed(
        location="europe-west1",
        cluster_version="1.33",
        cluster_pod_range="10.4.0.0/14",
        cluster_service_range="10.8.0.0/20",
    )
    assert cloud.run(script(chosen)).returncode == 0
    creating = [" ".join(call) for call in cloud.calls if "create" in call]
    assert creating == [
        "compute networks create multus-vpc --project=my-project --subnet-mode=custom",
        "compute networks subnets create multus-subnet --project=my-project --region=europe-west1 --network=multus-vpc --range=10.0.1.0/24 --secondary-range=multus-pods=172.16.1.0/24",
        "container clusters create demo --project=my-project --location=europe-west1 --network=default --subnetwork=default --enable-ip-alias --enable-dataplane-v2 --enable-multi-networking --num-nodes=1 --cluster-version=1.33 --cluster-ipv4-cidr=10.4.0.0/14 --services-ipv4-cidr=10.8.0.0/20",
        "container node-pools create multus-pool --project=my-project --location=europe-west1 --cluster=demo --machine-type=e2-standard-4 --num-nodes=2 --additional-node-network=network=multus-vpc,subnetwork=multus-subnet --additional-pod-network=subnetwork=multus-subnet,pod-ipv4-range=multus-pods,max-pods-per-node=8",
    ]


@pytest.mark.parametrize("argv", [("--dry-run",), ("--values",), ("--help",), ("-h",)])
def test_what_only_prints_calls_nothing(cloud: Cloud, argv):
    done = cloud.run(script(GOOD), *argv)
    assert (done.returncode, done.stderr, cloud.calls) == (0, "", [])
    assert done.stdout


def test_a_dry_run_prints_what_a_run_would_do(cloud: Cloud):
    shown = cloud.run(script(GOOD), "--dry-run").stdout.splitlines()
    cloud.run(script(GOOD))
    wanted = [call for call in cloud.calls if "create" in call or "enable" in call]
    for call in wanted:
        assert f"gcloud {' '.join(call)}" in shown


def test_what_is_printed_is_read_back_by_a_shell(cloud: Cloud):
    dry = cloud.run(script(GOOD), "--dry-run").stdout.partition("\n# The values")[0]
    assert cloud.calls == []
    cloud.run(dry)
    printed, done = cloud.calls, cloud.run(script(GOOD))
    assert done.returncode == 0
    assert printed == list({tuple(call): call for call in cloud.calls[: len(printed)]}.values())
    assert len(printed) == 2 * len(ALL)


def test_the_values_alone(cloud: Cloud):
    assert cloud.run(script(GOOD), "--values").stdout == values(GOOD)


@pytest.mark.parametrize("argv", [("--drun",), ("x",), ("--dry-run", "x"), ("--dry-run", "--values")])
def test_unknown_arguments(cloud: Cloud, argv):
    done = cloud.run(script(GOOD), *argv)
    assert (done.returncode, done.stdout, cloud.calls) == (2, "", [])
    assert done.stderr.startswith("usage: ")


def test_without_gcloud(cloud: Cloud):
    (cloud.folder / "gcloud").unlink()
    bash = shutil.which("bash")
    done = subprocess.run(
        [bash, "-c", script(GOOD)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(cloud.folder)},
    )
    assert done.returncode == 1
    assert "gcloud is not on the PATH" in done.stderr


@pytest.mark.parametrize("stage", range(2, len(ALL)))
def test_a_run_that_broke_off_is_taken_up(cloud: Cloud, stage):
    cloud.tell("broken", f"create {ALL[stage]}")
    broken = cloud.run(script(GOOD))
    assert broken.returncode == 1
    assert "the connection was lost" in broken.stderr
    (cloud.folder / "broken").unlink()
    cloud.forget()
    assert cloud.run(script(GOOD)).returncode == 0
    assert cloud.made == ALL[stage:]


@pytest.mark.parametrize("stage", range(2, len(ALL)))
def test_without_permission_to_look_nothing_is_created(cloud: Cloud, stage):
    cloud.tell("denied", f"describe {ALL[stage]}")
    done = cloud.run(script(GOOD))
    assert (done.returncode, cloud.made) == (1, ALL[:stage])
    assert "PERMISSION_DENIED" in done.stderr
    assert f"error: cannot tell whether {ALL[stage].split()[-1]} exists" in done.stderr


def test_without_permission_to_list_services_nothing_is_created(cloud: Cloud):
    cloud.tell("denied", "services list")
    assert (cloud.run(script(GOOD)).returncode, cloud.made) == (1, [])


RUNNING = "RUNNING\tdefault\tTrue\tADVANCED_DATAPATH\tTrue\t1.33.5-gke.1162000"
SUBNET = "multus-vpc\t10.0.1.0/24\tmultus-pods\t172.16.1.0/24"
POOL = "RUNNING\tmultus-vpc\tmultus-subnet\tmultus-subnet\tmultus-pods\t8"
THERE = dict(zip(ALL, [[""], [""], ["multus-vpc\tFalse"], [SUBNET], [RUNNING], [POOL]], strict=True))


def test_what_is_there_in_these_tests_is_what_the_script_creates(cloud: Cloud):
    assert cloud.run(script(GOOD)).returncode == 0
    assert {**cloud.state, ALL[0]: [""], ALL[1]: [""]} == THERE


@pytest.mark.parametrize(
    ("thing", "lines"),
    [
        (ALL[2], ["multus-vpc\t"]),
        (ALL[3], ["multus-vpc\t10.0.2.0/24\tmultus-pods\t172.16.1.0/24"]),
        (ALL[3], ["multus-vpc\t10.0.1.0/24\tmultus-pods\t172.16.2.0/24"]),
        (ALL[3], ["multus-vpc\t10.0.1.0/24\tother\t172.16.1.0/24", "multus-vpc\t10.0.1.0/24\tmultus-pods\t172.16.9.0/24"]),
        (ALL[3], ["another\t10.0.1.0/24\tmultus-pods\t172.16.1.0/24"]),
        (ALL[3], ["\t\t\t"]),
        *((ALL[4], [RUNNING.replace(old, new)]) for old, new in (("RUNNING", "ERROR"), ("default", "multus-vpc"), ("ADVANCED_DATAPATH", ""), ("True\t1", "\t1"), ("1.33.5", "1.27.16"), ("1.33.5", "1.3.0"))),
        *((ALL[5], [POOL.replace(old, new)]) for old, new in (("RUNNING", "STOPPING"), ("multus-vpc", "other"), ("\tmultus-subnet", "\tother"), ("multus-pods", "other"), ("\t8", "\t16"))),
        (ALL[5], ["\t\t\t\t\t"]),
    ],
)  # fmt: skip
def test_what_contradicts_ends_the_script(cloud: Cloud, thing, lines):
    cloud.state = {**THERE, thing: lines}
    done = cloud.run(script(GOOD))
    assert (done.returncode, done.stdout, cloud.made) == (1, "", [])
    assert "is there, but not as wanted" in done.stderr
    assert all(line in done.stderr for line in lines)


@pytest.mark.parametrize(("thing", "facts"), [(ALL[4], RUNNING), (ALL[5], POOL)])
def test_what_is_still_being_created_is_waited_for_by_people(cloud: Cloud, thing, facts):
    cloud.state = {**THERE, thing: [facts.replace("RUNNING", "PROVISIONING")]}
    done = cloud.run(script(GOOD))
    assert (done.returncode, done.stdout, cloud.made) == (1, "", [])
    assert "is still being created" in done.stderr


@pytest.mark.parametrize(
    ("thing", "lines"),
    [
        (ALL[2], ["multus-vpc\tTrue"]),
        (ALL[3], ["multus-vpc\t10.0.1.0/24\tother\t172.16.9.0/24", "multus-vpc\t10.0.1.0/24\tmultus-pods\t172.16.1.0/24"]),
        *((ALL[4], [RUNNING.replace("1.33.5-gke.1162000", version)]) for version in ("1.28.0-gke.1", "1.100.0", "2.1.0-gke.1")),
        (ALL[4], [RUNNING.replace("RUNNING", "RECONCILING")]),
        (ALL[5], [POOL.replace("multus-vpc", "other"), POOL]),
    ],
)  # fmt: skip
def test_what_is_as_good_is_taken(cloud: Cloud, thing, lines):
    cloud.state = {**THERE, thing: lines}
    assert (cloud.run(script(GOOD)).returncode, cloud.made) == (0, [])


# --- Properties: whatever is accepted reaches gcloud as it is, and nothing else ever runs.
_NAMES = st.from_regex(r"[a-z][-a-z0-9]{0,20}[a-z0-9]", fullmatch=True)
_ACCEPTED = st.builds(
    Settings,
    project=st.from_regex(r"[a-z][-a-z0-9]{5,20}[a-z0-9]", fullmatch=True),
    location=st.sampled_from(["us-central1", "europe-west12-b"]),
    **dict.fromkeys(
        ("cluster", "cluster_subnet", "vpc", "subnet", "secondary_range_name", "node_pool", "network"), _NAMES
    ),
    primary_range=st.integers(0, 255).map("10.{}.0.0/20".format),
    secondary_range=st.integers(16, 31).map("172.{}.0.0/16".format),
    node_count=st.integers(1, 20),
    max_pods_per_node=st.integers(8, 256),
).filter(lambda made: not problems(made))


@settings(max_examples=5, deadline=None)
@given(_ACCEPTED)
def test_accepted_settings_reach_gcloud(chosen):
    with tempfile.TemporaryDirectory() as folder:
        cloud = Cloud(Path(folder))
        done = cloud.run(script(chosen))
        assert done.returncode == 0, done.stderr
        vpc, subnet, _, pool = (call for call in cloud.calls if "create" in call)
    assert all(f"--project={chosen.project}" in call for call in (vpc, subnet, pool))
    assert {
        f"--range={chosen.primary_range}",
        f"--secondary-range={chosen.secondary_range_name}={chosen.secondary_range}",
    } <= {*subnet}
    assert {
        f"--cluster={chosen.cluster}",
        f"--num-nodes={chosen.node_count}",
        f"--additional-node-network=network={chosen.vpc},subnetwork={chosen.subnet}",
        f"--additional-pod-network=subnetwork={chosen.subnet},pod-ipv4-range={chosen.secondary_range_name},max-pods-per-node={chosen.max_pods_per_node}",
    } <= {*pool}


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(max_examples=8, deadline=None)
@given(_TEXTS)
@example("$(touch x)")
@example("'; touch x; '")
@example("\n# chartgen writes the settings here.\n")
def test_even_what_is_not_accepted_is_quoted(text):
    chosen = changed(project=text, network=text)
    with tempfile.TemporaryDirectory() as folder:
        cloud = Cloud(Path(folder))
        cloud.tell("denied", "services list")
        assert cloud.run(script(chosen), "--values").stdout == values(chosen)
        cloud.run(script(chosen))
        (call,) = cloud.calls
        assert f"--project={text}" in call
        assert not (Path(folder) / "x").exists()
