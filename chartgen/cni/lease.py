"""The lease that serialises all of Whereabouts' work in a cluster.

Sources: whereabouts 0.9.4 pkg/storage/kubernetes/ipam.go newLeaderElector (0.7.0 the same); client-go
tools/leaderelection NewLeaderElector; the API server's validation of coordination.k8s.io leases.
"""

from collections.abc import Sequence
from typing import Final

from chartgen.cni.problem import Problem

_MILLISECOND: Final = 10**6
_SECOND: Final = 10**9
FIELDS: Final = ("leader_lease_duration", "leader_renew_deadline", "leader_retry_period")
_DEFAULTS: Final = (1500, 1000, 500)
_JITTER: Final = 1.2
_HINT: Final = (
    "leave out leader_lease_duration, leader_renew_deadline and leader_retry_period (1500, 1000 and 500 ms)"
)


def problems(durations: Sequence[int]) -> list[Problem]:
    """Give what is wrong with lease duration, renew deadline and retry period in milliseconds.

    Zero stands for the default.
    """
    given = (each or default for each, default in zip(durations, _DEFAULTS, strict=True))
    lease, renew, retry = map(_duration, given)
    problem = ""
    if lease <= renew:
        problem = "leader_lease_duration must be more than leader_renew_deadline"
    elif renew <= _duration_of(_JITTER * float(retry)):
        problem = "leader_renew_deadline must be more than 1.2 times leader_retry_period"
    elif min(lease, renew, retry) < 1:
        problem = "the leader durations must be more than 0"
    if problem:
        text = f"{problem}; otherwise Whereabouts crashes"
        return [Problem("whereabouts-lease", text, ("ipam",), _HINT, is_crash=True)]
    if (lease // _SECOND + 2**31) % 2**32 - 2**31 <= 0:
        text = "the API server takes no lease of less than a second, or of more than 68 years"
        return [Problem("whereabouts-lease", text, ("ipam", FIELDS[0]), _HINT)]
    return []


def _duration(milliseconds: int) -> int:
    """Give nanoseconds in Go's 64 bits, which overflow in silence."""
    return (milliseconds * _MILLISECOND + 2**63) % 2**64 - 2**63


def _duration_of(value: float) -> int:
    """Give a float as Go's Duration on amd64, where what does not fit becomes the smallest number."""
    return int(value) if -(2.0**63) <= value < 2.0**63 else -(2**63)
