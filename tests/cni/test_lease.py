"""The three durations of the lease; upstream-facts §3.1 and §6 row 3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni import lease
from tests.cni_cases import ACCEPTED, CRASH, ENOUGH, REFUSED, verdict

MILLISECONDS = st.sampled_from([0, 1, -1, 2**63 - 1, -(2**63), 2**44, 9223372036854]) | st.integers(0, 5000)


def judged(duration: int, deadline: int, period: int) -> str:
    found = lease.problems((duration, deadline, period))
    assert all(each.rule == "whereabouts-lease" for each in found)
    return verdict(found)


@pytest.mark.parametrize(
    ("duration", "deadline", "period", "expected"),
    [
        pytest.param(0, 0, 0, ACCEPTED, id="facts 3.1 defaults"),
        pytest.param(1500, 1000, 500, ACCEPTED, id="facts 3.1 the defaults written"),
        pytest.param(1000, 999, 800, ACCEPTED, id="facts 3.1 just enough"),
        pytest.param(1000, 0, 0, CRASH, id="facts 3.1 lease > renew"),
        pytest.param(1500, 1500, 0, CRASH, id="facts 3.1 lease = renew"),
        pytest.param(0, 600, 500, CRASH, id="facts 3.1 renew = 1.2*retry"),
        pytest.param(0, 601, 500, ACCEPTED, id="facts 3.1 renew > 1.2*retry"),
        pytest.param(0, 1000, 900, CRASH, id="facts 3.1 renew < 1.2*retry"),
        pytest.param(999, 600, 400, REFUSED, id="facts 3.1 lease < 1000"),
        pytest.param(1500, 1000, -1, CRASH, id="client-go: retry < 1"),
        pytest.param(-1, -2, -3, CRASH, id="client-go: lease < 1"),
        pytest.param(2147483648000, 1000, 500, REFUSED, id="Kubernetes: 32 bits overflow"),
        pytest.param(2**44, 1000, 500, CRASH, id="Go: 64 bits overflow"),
    ],
)
def test_durations(duration, deadline, period, expected):
    assert judged(duration, deadline, period) == expected


@ENOUGH
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_durations_are_taken_in_order_only(duration, deadline, period):
    crashes = duration <= deadline or 10 * deadline <= 12 * period
    assert judged(duration, deadline, period) == (
        CRASH if crashes else REFUSED if duration < 1000 else ACCEPTED
    )


@ENOUGH
@given(MILLISECONDS, MILLISECONDS, MILLISECONDS)
def test_any_duration_is_judged(duration, deadline, period):
    assert judged(duration, deadline, period) in (ACCEPTED, REFUSED, CRASH)
