"""The script of `helm test`, in the shell that the image has and in another one."""

import ipaddress
import json
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.chart.conftest import CHART

FILE = CHART / "files/network-test.sh"
SCRIPT = FILE.read_text(encoding="utf-8")
HINT = "the pod started before Multus was ready on its node, or its node has no such network"
# Inner objects, lists and texts that look like what is looked for.
NOISE = {
    "mac": '"}],[{"ips":["10.0.0.5"]',
    "mtu": 1400,
    "dns": {"nameservers": ["10.0.0.53"], "search": [], "name": "default/z", "interface": "net7"},
    "device-info": {"type": "pci", "pci": {"name": "default/y", "interface": "net8", "ips": ["10.0.0.6"]}},
    "gateway": ["\u003cnil\u003e", "10.0.0.1"],
    "empty": {},
}
Run = Callable[..., tuple[int, str, str]]


def item(name: str = "default/a", interface: str | None = "net1", *ips: str, **more: Any) -> dict[str, Any]:
    named = {} if interface is None else {"interface": interface}
    return {"name": name, **named, "ips": list(ips), **more}


DEFAULT = item("gke-pod-network", "eth0", "10.104.3.4", default=True, dns={})


@pytest.fixture(params=["busybox sh", "dash"])
def shell(request: pytest.FixtureRequest) -> list[str]:
    program, *arguments = request.param.split()
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is absent")
    return [path, *arguments]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    for name in ("eth0", "net1", "net2"):
        (tmp_path / "net" / name).mkdir(parents=True)
    place = {"STATUS": str(tmp_path / "status"), "SYS": str(tmp_path / "net")}
    return {"PATH": "/usr/bin:/bin", "NETWORK": "default/a", "TIMEOUT": "0", **place}


@pytest.fixture
def run(shell, settings: dict[str, str]) -> Run:
    """Give code, output and error of the script for a status, ranges and other settings."""

    def run(status: Any, ranges: str | Iterable[str] = "", **more: str) -> tuple[int, str, str]:
        text = status if isinstance(status, str) else json.dumps(status)
        Path(settings["STATUS"]).write_text(text, encoding="utf-8")
        words = ranges if isinstance(ranges, str) else " ".join(ranges)
        argv, environment = [*shell, "-c", SCRIPT], {**settings, "RANGES": words, **more}
        done = subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=30, check=False)
        # What is wrong is said once, by the script and not by the shell, and nothing else is.
        good = done.returncode == 0
        assert (bool(done.stdout), done.stderr.count("\n")) == (good, not good)
        assert not re.search(r"sh: |line \d|arithmetic|syntax", done.stderr)
        return done.returncode, done.stdout.rstrip("\n"), done.stderr.rstrip("\n")

    return run


def lies_in(address: str, range_: str) -> bool:
    """Say it as Python's own library would."""
    ends, prefix = range_.split("/")
    first, _, last = ends.partition("-")
    value, network = ipaddress.ip_address(address), ipaddress.ip_network(f"{first}/{prefix}", strict=False)
    if value.version != network.version or value not in network:
        return False
    return not last or int(ipaddress.ip_address(first)) <= int(value) <= int(ipaddress.ip_address(last))


# A range, addresses in it and addresses that are not.
ROWS = [
    ("172.16.1.0/24", "172.16.1.0 172.16.1.7 172.16.1.255", "172.16.0.255 172.16.2.0 172.17.1.7 173.16.1.7 ac10:107::"),
    ("172.16.1.225/28", "172.16.1.224 172.16.1.239", "172.16.1.223 172.16.1.240"),
    ("172.16.1.10-172.16.1.99/24", "172.16.1.10 172.16.1.50 172.16.1.99", "172.16.1.9 172.16.1.100 172.16.2.50"),
    ("10.0.1.200-10.0.3.9/16", "10.0.1.200 10.0.2.5 10.0.3.9", "10.0.1.199 10.0.3.10 10.1.2.5"),
    ("10.0.0.5-10.0.0.5/24", "10.0.0.5", "10.0.0.4 10.0.0.6"),
    ("128.0.0.0/1", "128.0.0.0 255.255.255.255", "127.255.255.255 8000::"),
    ("0.0.0.0/0", "0.0.0.0 1.2.3.4 255.255.255.255", "::1"),
    ("10.0.0.1/32", "10.0.0.1", "10.0.0.0 10.0.0.2"),
    ("10.0.0.0/31", "10.0.0.0 10.0.0.1", "10.0.0.2"),
    ("10.0.0.0/9", "10.127.255.255", "10.128.0.0"),
    ("fd00:1::/64", "fd00:1::7 FD00:1::AB fd00:1:0:0:ffff:ffff:ffff:ffff", "fd00:1:0:1:: fd00:2::7 fd00::1"),
    ("FD00:1:0::Ab/64", "fd00:1::ab fd00:1::", "fd00:1:1::ab"),
    ("fd00::10-fd00::20/64", "fd00::10 fd00::1f FD00::20", "fd00::f fd00::21 fd00::1:15 fd00:0:0:1::15"),
    ("fd00::ffff-fd00::2:1/64", "fd00::ffff fd00::1:0 fd00::2:0 fd00::2:1", "fd00::fffe fd00::2:2"),
    ("1:2:3:4:5:6:7:9/127", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:a"),
    ("1:2:3:4:5:6:7:9/128", "1:2:3:4:5:6:7:9", "1:2:3:4:5:6:7:8"),
    ("1:2:3:4:5:6:7::/128", "1:2:3:4:5:6:7:0 1:2:3:4:5:6:7::", "1:2:3:4:5:6::7"),
    ("0:2::/32", "::2:3:4:5:6:7:8 0:2::", "2:: ::2"),
    ("fd00::/9", "fd7f::1", "fdff::1 fd80::"),
    ("::1/127", ":: ::0", "::2"),
    ("::/0", ":: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.1"),
]  # fmt: skip


@pytest.mark.parametrize(("range_", "inside", "outside"), ROWS)
def test_an_address_lies_in_a_range_or_not(run: Run, range_: str, inside: str, outside: str):
    for address in inside.split():
        assert lies_in(address, range_)
        seen = run([item("default/a", "net1", *outside.split(), address)], range_)
        assert seen == (0, f"net1 has {address} of {range_}", "")
    for address in outside.split():
        assert not lies_in(address, range_)
        message = f"expected an address of {range_} on net1 of default/a, seen: {address}"
        assert run([item("default/a", "net1", address)], range_) == (1, "", message)


def random_range(numbers: random.Random, kind: type) -> tuple[str, list[str]]:
    """Give a range and addresses at its edges, in it and out of it."""
    bits = kind(0).max_prefixlen
    prefix = numbers.randrange(1, bits + 1)
    # Most ranges are near each other.
    near = (2**bits // 3) ^ numbers.getrandbits(numbers.randrange(1, bits))
    network = ipaddress.ip_network(f"{kind(near)}/{prefix}", strict=False)
    low, high = int(network[0]), int(network[-1])
    first, last = sorted(numbers.randint(low, high) for _ in range(2))
    edges = {low - 1, low, high, high + 1, first - 1, first, last, last + 1, numbers.getrandbits(bits)}
    chosen = numbers.sample(sorted(edge for edge in edges if 0 <= edge < 2**bits), 4)
    ends = numbers.choice([f"{kind(first)}", f"{kind(first)}-{kind(last)}"])
    spelled = [numbers.choice([kind(value).compressed.upper(), kind(value).exploded]) for value in chosen]
    return f"{ends}/{prefix}", spelled


@pytest.mark.parametrize("kind", [ipaddress.IPv4Address, ipaddress.IPv6Address])
def test_random_addresses_lie_where_python_says(run: Run, kind: type):
    numbers = random.Random(7)
    made = [random_range(numbers, kind) for _ in range(12)]
    ranges = [range_ for range_, _ in made]
    addresses = list(dict.fromkeys(address for _, some in made for address in some))
    assert 80 < sum(lies_in(address, range_) for address in addresses for range_ in ranges) < 400
    # Several ranges that an address is in need one run, and so do several addresses that a range has not.
    for address in addresses:
        inside = [range_ for range_ in ranges if lies_in(address, range_)]
        lines = [f"net1 has {address} of {range_}" for range_ in inside] or [f"net1 has {address}"]
        assert run([item("default/a", "net1", address)], inside) == (0, "\n".join(lines), "")
    for range_ in ranges:
        outside = [address for address in addresses if not lies_in(address, range_)]
        message = f"expected an address of {range_} on net1 of default/a, seen: {' '.join(outside)}"
        assert run([item("default/a", "net1", *outside)], range_) == (1, "", message)


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_right_item_is_found_in_all_forms(run: Run, indent: int | None, mirrored: bool):
    items = [
        DEFAULT,
        {**item("default/b", "net1", "10.0.0.2"), **NOISE},
        {**item("other/a", "net1", "10.0.0.3"), **NOISE},
        {**item("default/a", "net2", "10.0.0.4"), **NOISE},
        {**NOISE, **item("default/a", "net1", "10.0.1.5", "fd00::5"), **NOISE},
        {**item("default/c", "net3", "10.0.0.7"), **NOISE},
    ]
    if mirrored:
        items = [dict(reversed(each.items())) for each in reversed(items)]
    text = json.dumps(items, indent=indent, separators=(", ", ": ") if indent else (",", ":"))
    text = f"\n\t {text}\n\n" if indent else text
    seen = run(text, "10.0.1.0/24 fd00::/64")
    assert seen == (0, "net1 has 10.0.1.5 of 10.0.1.0/24\nnet1 has fd00::5 of fd00::/64", "")
    refused = run(text, "10.0.0.0/24")
    assert refused == (
        1,
        "",
        "expected an address of 10.0.0.0/24 on net1 of default/a, seen: 10.0.1.5 fd00::5",
    )
    assert run(text, "10.0.0.0/24", INTERFACE="net2") == (0, "net2 has 10.0.0.4 of 10.0.0.0/24", "")


def test_without_ranges_an_address_is_enough(run: Run):
    seen = run([DEFAULT, item("default/a", "net1", "fd00::1", "10.0.0.1")])
    assert seen == (0, "net1 has fd00::1 10.0.0.1", "")
    named = {"name": "default/a", "interface": "net1"}
    for ips in ({}, {"ips": []}, {"ips": "10.0.0.1"}, {"ips": [["10.0.0.1"], {"ips": ["10.0.0.1"]}]}):
        none = (1, "", "expected an address on net1 of default/a, seen: none")
        assert run([named | ips]) == none


def test_each_range_needs_an_address(run: Run):
    status = [item("default/a", "net1", "10.0.0.1")]
    message = "expected an address of fd00::/64 on net1 of default/a, seen: 10.0.0.1"
    assert run(status, "10.0.0.0/24 fd00::/64") == (1, "", message)
    assert run(status, " 10.0.0.0/24\n 10.0.0.0/8\t")[0] == 0


def test_the_pod_must_have_the_interface(run: Run, settings: dict[str, str]):
    (Path(settings["SYS"]) / "net1").rmdir()
    message = "expected net1 with 10.0.0.1 in the pod, seen: no such interface"
    assert run([item("default/a", "net1", "10.0.0.1")], "10.0.0.0/24") == (1, "", message)


@pytest.mark.parametrize(
    ("status", "lack"),
    [
        ("", "the pod has no annotation k8s.v1.cni.cncf.io/network-status"),
        (" \n", "the pod has no annotation k8s.v1.cni.cncf.io/network-status"),
        ([], "the network status has no default/a, but: nothing"),
        ([DEFAULT], "the network status has no default/a, but: gke-pod-network"),
        (
            [{"interface": "net1"}, item("default/ab")],
            "the network status has no default/a, but: (no name) default/ab",
        ),
        ([DEFAULT, item("default/a", "net2")], "the network status has default/a not as net1, but as: net2"),
        ([item("default/a", None)], "the network status has default/a not as net1, but as: (no interface)"),
        (
            [{"x": item("default/a", "net1", "10.0.0.1")}],
            "the network status has no default/a, but: (no name)",
        ),
    ],
)
def test_what_is_missing_is_said(run: Run, status: Any, lack: str):
    assert run(status, "10.0.0.0/24") == (1, "", f"after 0 s {lack}; {HINT}")


GOOD = json.dumps([{**NOISE, **item("default/a", "net1", "10.0.0.1")}])


@pytest.mark.parametrize("status", ["null", "x", "{}", '"[]"', "[", "[{", "[}", "[{]", "[{]}", "{[]}", '["', '["\\', "\\", ":", "]", f"{GOOD} x", f"{GOOD}]", f"x{GOOD}", f"{{{GOOD}}}", GOOD.replace("}]", "]}"), *(GOOD[:end] for end in range(1, len(GOOD), 23))])  # fmt: skip
def test_a_status_that_is_no_list_is_no_success(run: Run, status: str):
    assert run(status) == (1, "", f"after 0 s the network status is not a JSON list; {HINT}")


@pytest.mark.parametrize("odd", ["", "banana", "10.0.0", "10.0.0.256", "10.0.0.1/24", "10.0.0.08", "10.0.0.1 10.0.0.2", "*", "é", ":", "1::2::3", "fd00::1%eth0", "0x1.0.0.1", "$(id)", "-1.0.0.1"])  # fmt: skip
def test_an_address_that_is_none_is_said(run: Run, odd: str):
    text = json.dumps([item("default/a", "net1", "10.0.0.1", odd)], ensure_ascii=False)
    message = f"the network status gives net1 what is no address: '{odd}'"
    assert run(text, "10.0.0.0/24") == (1, "", message)


@pytest.mark.parametrize("word", ["10.0.0.1", "10.0.0.0/", "/24", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/24/24", "10.0.0/24", "10.0.0.0.0/24", "10.0.0.256/24", "010.0.0.0/24", ".10.0.0.0/8", "10..0.0/8", "10.0.0.9-10.0.0.1/24", "10.0.0.1-10.0.1.1/24", "10.0.0.1-/24", "-10.0.0.1/24", "10.0.0.1-10.0.0.2-10.0.0.3/24", "10.0.0.1-fd00::1/24", "10.0.0.1-10.0.0.9", "fd00::/129", "fd00::", "fd00:::/64", "::1::/64", ":1::/64", "1::2:/64", "1:2:3:4:5:6:7/64", "1:2:3:4:5:6:7:8:9/64", "1:2:3:4::5:6:7:8/64", "fd00::12345/64", "g::/64", ":/64", "fd00::2-fd00::1/64", "*", "?/24", "a[0].b/8", "é::/64", "$((1/0))/8", "10.0.0.0/99999999999999999999"])  # fmt: skip
def test_a_range_that_is_none_is_refused_at_once(run: Run, word: str):
    message = f"RANGES has a word that is no range: '{word}'"
    assert run("", f"10.0.0.0/24 {word}", TIMEOUT="99") == (2, "", message)


def test_other_settings_are_refused_too(run: Run):
    for value in ("", "a", "/a", "a/"):
        assert run("", NETWORK=value) == (2, "", f"NETWORK is not namespace/name: '{value}'")
    for value in ("x", "-1", "08", "1.5", "1 ", "1000000"):
        assert run("", TIMEOUT=value) == (2, "", f"TIMEOUT is not a number of seconds: '{value}'")


def test_the_status_may_come_late(shell, settings: dict[str, str], tmp_path: Path):
    settings |= {"RANGES": "10.0.0.0/24", "TIMEOUT": "20"}
    started = {}
    for name, early in {"absent": None, "empty": "", "cut": GOOD[:9], "other": json.dumps([DEFAULT])}.items():
        if early is not None:
            (tmp_path / name).write_text(early)
        argv, environment = [*shell, "-c", SCRIPT], {**settings, "STATUS": str(tmp_path / name)}
        started[name] = subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, text=True)
    time.sleep(0.5)
    for name, process in started.items():
        assert process.poll() is None
        (tmp_path / "new").write_text(GOOD)
        (tmp_path / "new").replace(tmp_path / name)
    for process in started.values():
        assert process.communicate(timeout=10)[0] == "net1 has 10.0.0.1 of 10.0.0.0/24\n"
        assert process.returncode == 0


def test_the_wait_can_be_ended(shell, settings: dict[str, str]):
    argv = [*shell, "-c", SCRIPT]
    process = subprocess.Popen(argv, env={**settings, "TIMEOUT": "30"})
    time.sleep(0.3)
    process.terminate()
    assert process.wait(10) == 143


def test_the_status_may_never_come(run: Run):
    started = time.monotonic()
    code, _, error = run("", TIMEOUT="1")
    assert 1 <= time.monotonic() - started < 10
    assert (code, error.split(";")[0]) == (
        1,
        "after 1 s the pod has no annotation k8s.v1.cni.cncf.io/network-status",
    )


def test_kubelet_and_helm_leave_the_text_as_it_is():
    # kubelet replaces $(NAME) of a known name and $$ in what a container is started with.
    assert not re.search(r"\$\(\w+\)|\$\$|\{\{", SCRIPT)
