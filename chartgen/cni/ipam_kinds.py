"""The types into which Whereabouts reads its configuration.

Source: whereabouts 0.7.0 and 0.9.4 pkg/types/types.go; containernetworking/cni 1.2.0 to 1.3.0 pkg/types.
"""

from typing import Final

from chartgen.cni.addresses import parse_cidr, parse_ip
from chartgen.cni.go_types import (
    Anything,
    Boolean,
    Fresh,
    Integer,
    Items,
    Kind,
    Optional,
    Parsed,
    Record,
    Text,
)
from chartgen.cni.libcni import DNS

IP: Final = Parsed(parse_ip, "an IP address")
ROUTE: Final = Record(
    {
        "dst": Parsed(parse_cidr, "a network such as 10.0.0.0/8", refuses_null=True),
        "gw": IP,
        "mtu": Integer(),
        "advmss": Integer(),
        "priority": Integer(),
        "table": Optional(Integer()),
        "scope": Optional(Integer()),
    }
)
RANGE: Final = Record({"exclude": Items(Text()), "range": Text(), "range_start": IP, "range_end": IP})
ADDRESS: Final = Record(
    {
        "address": Text(),
        "gateway": IP,
        # Go's own fields, which nobody means to set: a key `Address` is read into the first.
        "Address": Record({"IP": IP, "Mask": Anything()}),
        "Version": Text(),
    }
)
FIELDS: Final[dict[str, Kind]] = {
    "Name": Text(),
    "type": Text(),
    "routes": Items(Optional(Fresh(ROUTE))),
    "datastore": Text(),
    "addresses": Items(ADDRESS),
    "ipRanges": Items(RANGE),
    "node_slice_size": Text(),
    "exclude": Items(Text()),
    "dns": DNS,
    "range": Text(),
    "range_start": Text(),
    "range_end": Text(),
    "gateway": Text(),
    "etcd_host": Text(),
    "etcd_username": Text(),
    "etcd_password": Text(),
    "etcd_key_file": Text(),
    "etcd_cert_file": Text(),
    "etcd_ca_cert_file": Text(),
    "leader_lease_duration": Integer(),
    "leader_renew_deadline": Integer(),
    "leader_retry_period": Integer(),
    "log_file": Text(),
    "log_level": Text(),
    "reconciler_cron_expression": Text(),
    "enable_overlapping_ranges": Boolean(default=True),
    "sleep_for_race": Integer(),
    "Gateway": Text(),
    "kubernetes": Record({"kubeconfig": Text(), "k8s_api_root": Text()}),
    "configuration_path": Text(),
    "PodName": Text(),
    "PodNamespace": Text(),
    "network_name": Text(),
}


def _config(fields: dict[str, Kind]) -> Record:
    return Record({"name": Text(), "cniVersion": Text(), "ipam": Optional(Fresh(Record(fields)))})


CONFIG: Final = _config(FIELDS)
BEFORE_NODE_SLICES: Final = _config(
    {name: kind for name, kind in FIELDS.items() if name != "node_slice_size"}
)
