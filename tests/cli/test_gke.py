from pathlib import Path

import pytest

from chartgen.networks.gke import Settings, problems, script
from tests.cli.conftest import ROOT, Run
from tests.networks.conftest import Cloud

MINE = ("--project", "my-project", "--location", "us-central1-a", "--cluster", "demo")
VALUES = "networks:\n  data:\n    master: eth1\n    range: 172.16.9.0/24\n"


def test_the_script_is_all_that_is_printed(run: Run):
    done = run("gke", *MINE)
    assert (done.code, done.err) == (0, "")
    assert done.out == script(Settings(project="my-project", location="us-central1-a", cluster="demo"))


def test_each_setting_has_an_option(run: Run):
    given = {
        "project": "other-project", "location": "us-central1", "cluster": "c", "cluster_version": "1.33",
        "cluster_network": "n", "cluster_subnet": "s", "cluster_pod_range": "10.4.0.0/14",
        "cluster_service_range": "10.8.0.0/20", "vpc": "v", "subnet": "w", "primary_range": "10.9.0.0/24",
        "secondary_range_name": "r", "secondary_range": "10.16.0.0/16", "node_pool": "p", "machine_type": "n2-standard-8",
        "node_count": 4, "max_pods_per_node": 16, "network": "blue", "master": "ens5", "namespaces": ("a", "b"),
    }  # fmt: skip
    argv = []
    for name, value in given.items():
        for each in value if isinstance(value, tuple) else [value]:
            argv += [f"--{name.replace('_', '-').removesuffix('s')}", str(each)]
    assert problems(Settings(**given)) == []
    assert run("gke", *argv).out == script(Settings(**given))


def test_the_chart_takes_the_values_that_the_script_prints(run: Run, tmp_path: Path):
    made = run("gke", *MINE, "--network", "on", "--namespace", "default", "--namespace", "1e3").out
    values = Cloud(tmp_path / "cloud").run(made, "--values").stdout
    (tmp_path / "values.yaml").write_text(values)
    rendered = run("render", str(ROOT / "charts/multus-ipvlan"), "-f", "values.yaml", "-n", "kube-system")
    assert rendered.code == 0, rendered.err
    assert rendered.out.count("kind: NetworkAttachmentDefinition") == 2
    assert rendered.out.count('\\"range\\":\\"172.16.1.0/24\\"') == 2
    assert '"cloud.google.com/gke-nodepool":"multus-pool"' in rendered.out
    again = run("gke", *MINE, "-f", "values.yaml")
    assert again.out == made


def test_network_and_range_come_from_values(run: Run, tmp_path: Path):
    (tmp_path / "values.yaml").write_text(VALUES)
    done = run("gke", *MINE, "-f", "values.yaml", "--set", "networks.data.namespaces={blue}")
    assert done.code == 0, done.err
    assert "\nSECONDARY_RANGE=172.16.9.0/24\n" in done.out
    assert "\nNAMESPACES=blue\n" in done.out
    piped = run("gke", *MINE, "-f", "-", stdin=VALUES.encode())
    assert "\nSECONDARY_RANGE=172.16.9.0/24\n" in piped.out


def test_one_of_several_networks(run: Run):
    several = ("--set", "networks.a.range=10.3.0.0/16", "--set", "networks.b.range=10.4.0.0/16")
    assert "\nSECONDARY_RANGE=10.4.0.0/16\n" in run("gke", *MINE, *several, "--network", "b").out
    done = run("gke", *MINE, *several)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: --network: the values have 2 networks: a, b\n  hint: choose one")


def test_options_and_values_that_agree(run: Run, tmp_path: Path):
    (tmp_path / "values.yaml").write_text(VALUES)
    assert (
        run("gke", *MINE, "-f", "values.yaml", "--secondary-range", "172.16.9.0/24", "--master", "eth1").code
        == 0
    )


def test_options_and_values_that_contradict_each_other(run: Run, tmp_path: Path):
    (tmp_path / "values.yaml").write_text(VALUES)
    done = run("gke", *MINE, "-f", "values.yaml", "--secondary-range", "172.16.1.0/24")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: --secondary-range: contradicts values.yaml:4:12, where networks.data.range is 172.16.9.0/24\n"
        "  hint: give it in one of the two\n"
    )


def test_a_network_without_a_range_needs_the_option(run: Run):
    raw = ("--set-json", 'networks={"data":{"config":{"type":"macvlan"}}}')
    done = run("gke", *MINE, *raw)
    assert done.code == 2
    assert done.err.startswith("error: --secondary-range: missing: networks.data says no range")
    assert run("gke", *MINE, *raw, "--secondary-range", "10.3.0.0/16").code == 0


def test_everything_wrong_is_told_at_once(run: Run):
    done = run("gke", "--project", "my-project", "--vpc", "My_VPC", "--secondary-range", "172.16.1.1/24")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: 4 settings are wrong:\n"
        "  --location: missing: must be a zone or a region (such as us-central1-a or us-central1)\n"
        "  --cluster: missing: must be a name of at most 40 lower-case letters, digits and - (it starts with a letter and ends with a letter or digit)\n"
        "  --vpc: 'My_VPC' must be a name of at most 63 lower-case letters, digits and - (it starts with a letter and ends with a letter or digit)\n"
        "  --secondary-range: 172.16.1.1/24 has bits set behind its prefix (the network is 172.16.1.0/24)\n"
    )


def test_wrong_values_are_told_at_their_place(run: Run, tmp_path: Path):
    (tmp_path / "values.yaml").write_text(VALUES.replace("172.16.9.0", "8.8.8.0").replace("eth1", "eth0"))
    done = run("gke", *MINE, "-f", "values.yaml")
    assert (done.code, done.out) == (3, "")
    assert "\n  values.yaml:4:12: networks.data.range: 8.8.8.0/24 is not a private range (" in done.err
    assert "\n  values.yaml:3:13: networks.data.master: eth0 is not the extra interface" in done.err
    mixed = run("gke", *MINE, "-f", "values.yaml", "--vpc", "-")
    assert mixed.code == 2


@pytest.mark.parametrize(
    ("argv", "code"),
    [(("-f", "absent.yaml"), 3), (("--node-count", "x"), 2), (("--set", "platform=k3s"), 3), (("extra",), 2)],
)
def test_other_mistakes(run: Run, argv, code):
    done = run("gke", *MINE, *argv)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("error: ")


def test_help_says_what_is_required(run: Run):
    shown = run("gke", "--help").out
    assert shown.count("[required]") == 3
    assert "172.16.1.0/24" in shown
