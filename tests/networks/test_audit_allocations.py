import pytest

from tests.networks.dumps import Found, allocation, found, network, pod, pool, reservation, terminating

LEAK = "error audit-leaked-allocation IPPool/kube-system/10.0.0.0-24: 10.0.0.5 is allocated to pod apps/a"
HELD = {"5": allocation("apps/a")}


def leaks(*things):
    return [each for each in found(*things) if each.rule == "audit-leaked-allocation"]


def test_an_address_that_is_held_is_no_finding(audited: Found):
    assert audited(pod("a", "10.0.0.5"), pool(HELD), reservation("10.0.0.5", "apps/a"), network()) == []


def test_the_pod_is_gone(audited: Found):
    assert audited(pod("b"), pool(HELD), network())[0] == f"{LEAK}, and there is no such pod"


def test_the_pod_came_back_under_its_name_with_another_address(audited: Found):
    things = pod("a", "10.0.0.6"), pool({**HELD, "6": allocation("apps/a")}), network()
    assert audited(*things) == [f"{LEAK}, and the pod of that name does not have it"]


def test_the_pool_may_be_newer_than_the_pods(audited: Found):
    (line,) = audited(pod("b", asks=""), pool(HELD, resourceVersion="101"), network())
    problem = ", and there is no such pod; but the pool may be newer than what was read of pods"
    assert line == LEAK.replace("error", "warning") + problem


def test_the_hint_frees_it_with_its_reservation():
    (leak,) = leaks(pod("b"), pool(HELD), reservation("10.0.0.5", "apps/a"))
    assert leak.hint.startswith(
        'test -z "$(kubectl get pod -n apps a --ignore-not-found -o name || echo failed)"'
    )
    assert '"path":"/spec/allocations/5"' in leak.hint
    assert '"uid":"uid-of-kube-system-10-0-0-5"' in leak.hint
    assert "uid-of-kube-system-10-0-0-5" not in leaks(pod("b"), pool(HELD))[0].hint


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (pod("a", shows=False, phase="Pending"), "info …, which is still pending and does not show it yet"),
        (pod("a", shows=False, **terminating()), "info …, which is terminating and does not show it"),
        (pod("a", "10.0.0.5", phase="Succeeded"), "info …, which has finished; Whereabouts frees the address only when the pod is deleted"),
        (pod("a", shows=False), "warning …, which runs without a readable network-status: Whereabouts' reconciler will free the address, in use or not"),
    ],
)  # fmt: skip
def test_what_nobody_can_tell_is_no_leak(one, line: str, audited: Found):
    subject = " audit-unproven-allocation IPPool/kube-system/10.0.0.0-24: 10.0.0.5 is allocated to pod apps/a"
    assert line.replace(" …", subject) in audited(one, pool(HELD), network())
    assert leaks(one, pool(HELD)) == []


def test_only_a_pod_that_is_there_is_told_to_restart():
    outside = pool({"300": allocation("apps/a")})
    for one, hint in ((pod("a", "10.0.1.44"), "restart pod apps/a: it gets another address"), (pod("b"), "")):
        assert [each.hint for each in found(one, outside) if each.rule == "audit-outside-range"] == [hint]


def test_a_terminating_pod_that_shows_its_address_is_no_finding(audited: Found):
    assert audited(pod("a", "10.0.0.5", **terminating()), pool(HELD), network()) == []


def test_a_pod_with_the_network_of_its_node_has_no_address():
    assert len(leaks(pod("a", shows=False, asks="", host_network=True), pool(HELD))) == 1


def test_without_pods_nothing_is_called_leaked(audited: Found):
    assert audited(pool(HELD), network()) == []


@pytest.mark.parametrize(
    ("offset", "problem"),
    [
        ("256", "10.0.1.0 lies outside 10.0.0.0/24"),
        ("-1", "distance -1 is none that Whereabouts can read: it hands the address out again"),
        ("1", "10.0.0.1 is handed out by no network that uses the pool: outside their ranges, or excluded"),
        ("0", "10.0.0.0 is handed out by no network that uses the pool: outside their ranges, or excluded"),
    ],
)
def test_addresses_outside_the_range(offset: str, problem: str, audited: Found):
    lines = audited(pool({offset: allocation("apps/a")}), network(exclude=["10.0.0.1/32"]))
    assert lines == [f"warning audit-outside-range IPPool/kube-system/10.0.0.0-24: {problem}"]


def test_one_of_several_networks_is_enough(audited: Found):
    assert audited(pool({"1": allocation("apps/a")}), network("a", exclude=["10.0.0.1"]), network("b")) == []


def test_far_addresses_of_ipv6(audited: Found):
    wide = pool({str(2**63): allocation("apps/a")}, range_="fd00::/60", name="fd00---60")
    assert "none that Whereabouts can read" in audited(wide)[0]


OLD = allocation("apps/a", ifname=None)
NAMELESS = {"id": "c" * 64}


@pytest.mark.parametrize(
    ("value", "version", "line"),
    [
        (OLD, (0, 7, 0), None),
        (OLD, (0, 8, 0), "warning …: 10.0.0.5 is without ifname, as written before 0.8.0: Whereabouts 0.8.0 does not find them when their pods go, and only its reconciler frees them"),
        (NAMELESS, (0, 7, 0), "info …: 10.0.0.5 is without podref: Whereabouts never frees them, and the CRD since 0.8.0 refuses the whole pool"),
        (NAMELESS, (0, 9, 4), "error …: 10.0.0.5 is without podref: the CRD of Whereabouts 0.9.4 refuses every change of the pool"),
        ("text", (0, 9, 4), "error …: 10.0.0.5 is without podref: the CRD of Whereabouts 0.9.4 refuses every change of the pool"),
        ({"id": "c", "podref": ""}, (0, 9, 4), None),
    ],
)  # fmt: skip
def test_formats_older_than_the_crd(value, version, line, audited: Found):
    lines = audited(pod("a", "10.0.0.5"), pool({"5": value}), network(), whereabouts=version)
    expected = line and line.replace(" …", " audit-old-format IPPool/kube-system/10.0.0.0-24")
    assert [each for each in lines if "audit-old-format" in each] == ([expected] if line else [])


def test_formats_are_told_once_for_a_pool(audited: Found):
    (line,) = audited(pool({str(at): OLD for at in range(1, 9)}), network())
    assert "10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5 and 3 more are without ifname" in line
