"""The shell command that frees a leaked address or reservation, and nothing that is in use.

One line for any POSIX shell, to be pasted as it stands. It reads the pod again first and goes on only if
there is still none, or if it is still the one of the dump (by uid) and still does not show the address; if
kubectl fails there, nothing is freed.

Then the pool is patched. The patch tests that the allocation is the very one of the dump: its `id` is the
container that the address was given to. Whoever got the address since has another, because Whereabouts writes
the new container into an allocation that it gives to a pod of the same name again (0.8.0 to 0.9.4
pkg/allocate/allocate.go AssignIP), and the API server tests and removes at once. So nothing live is freed.

The reservation goes last and only if the patch was applied, by its uid (preconditions of DeleteOptions;
`kubectl delete` takes them with --raw alone). What remains: a pod of the same name that starts within the
instant between the two, gets the same address and adopts the reservation, goes on without it.

Names come from the cluster, which anyone may have filled: those that the API server would not take make no
command, and everything else is quoted. All is ASCII.
"""

import json
import re
from shlex import quote
from typing import Any, Final

from chartgen.cni.addresses import format_address
from chartgen.cni.annotation import is_dns_label
from chartgen.cni.pools import is_object_name
from chartgen.networks.dump import Key, Pod, Reservation, Thing
from chartgen.networks.snapshot import Allocation

_UID: Final = re.compile("[0-9A-Za-z-]{1,64}", re.ASCII)
_POOLS: Final = "ippools.whereabouts.cni.cncf.io"
_RESERVATIONS: Final = (
    "/apis/whereabouts.cni.cncf.io/v1alpha1/namespaces/{}/overlappingrangeipreservations/{}"
)
_SEEN: Final = r"{.metadata.uid} {.metadata.annotations.k8s\.v1\.cni\.cncf\.io/network-status}"
_STOP: Final = "echo 'stopped: the rest is left as it is' >&2"


def free_allocation(allocation: Allocation, pod: Pod | None, reservation: Reservation | None) -> str:
    """Give the command that frees an allocation and its reservation; empty where none is safe.

    `pod` is the one of that name in the dump, if there is one; a reservation must be of the same pod.
    """
    pool, value = allocation.pool.pool, allocation.value
    is_plain = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    if allocation.pod is None or not is_plain or not value.get("id") or not _can_exist(pool):
        return ""
    path = f"/spec/allocations/{_pointer(allocation.offset)}"
    patch = [{"op": "test", "path": path, "value": value}, {"op": "remove", "path": path}]
    words = ["kubectl", "patch", _POOLS, "-n", pool.namespace, pool.name, "--type=json", "-p", _json(patch)]
    command = " ".join(map(quote, words))
    if reservation is not None and reservation.podref == allocation.podref and _can_delete(reservation):
        command += f" && {_delete(reservation)}"
    return _if_gone(allocation.pod, pod, allocation.address, command)


def free_reservation(reservation: Reservation, key: Key, pod: Pod | None, address: int | None) -> str:
    """Give the command that deletes a reservation of the pod `key`; empty where none is safe."""
    return _if_gone(key, pod, address, _delete(reservation)) if _can_delete(reservation) else ""


def _if_gone(key: Key, pod: Pod | None, address: int | None, command: str) -> str:
    namespace, name = map(quote, key)
    read = f"kubectl get pod -n {namespace} {name}"
    if pod is None:
        return f'test -z "$({read} --ignore-not-found -o name || echo failed)" && {command} || {_STOP}'
    if address is None or not _UID.fullmatch(pod.uid):
        return ""
    read += f" -o {quote(f'jsonpath={_SEEN}')}"
    same, shown = f"{pod.uid}' '*", f"*{quote(json.dumps(format_address(address)))}*"
    return f'case "$({read})" in {shown}) {_STOP};; {same}) {command};; *) {_STOP};; esac'


def _delete(reservation: Reservation) -> str:
    body = {
        "apiVersion": "meta.k8s.io/v1",
        "kind": "DeleteOptions",
        "preconditions": {"uid": reservation.uid},
    }
    path = _RESERVATIONS.format(reservation.namespace, reservation.name)
    return f"printf %s {quote(_json(body))} | kubectl delete --raw {quote(path)} -f -"


def _can_exist(thing: Thing) -> bool:
    return is_dns_label(thing.namespace) and is_object_name(thing.name)


def _can_delete(reservation: Reservation) -> bool:
    return _can_exist(reservation) and _UID.fullmatch(reservation.uid) is not None


def _pointer(text: str) -> str:
    return text.replace("~", "~0").replace("/", "~1")


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
