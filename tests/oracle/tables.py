"""The values that the oracle's cases give to the fields of networks: right ones, then those at the edge."""

from tests.oracle import addresses, fields
from tests.oracle.fields import Field
from tests.oracle.jsontext import Pairs, Raw

# A table reads best with a field on a line.
# fmt: off
_VERSIONS = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"]
_ODD_VERSIONS = ["", "9.9.9", "1.2.0", "0.3", "1", "v1.0.0", " 1.0.0", "1.0.0\n", "0.3.2", "01.0.0", "1.0.0-rc1", "-1.0.0"]
_NAMES = ["net", "data-1", "a.b", "A_b", "9"]
# libcni's cache has the name in a file's name, together with 64 digits and the interface.
_ODD_NAMES = ["", "-a", ".a", "_a", "a b", "a/b", "a:b", "ä", "a\n", "a" * 185, "a" * 186, "a" * 300, "kube-system/data"]
_ODD_DNS = [{"nameservers": "10.0.0.1"}, {"nameservers": [7]}, {"domain": 7}, {"search": None}, {"options": {}}, {"Domain": "x"}]
# 0 means the default; the lease is counted in whole seconds, as int32, the others in nanoseconds, as int64.
_DURATIONS = [0, -1, 1, 499, 500, 599, 600, 601, 833, 834, 999, 1000, 1001, 1499, 1500, 1501, 2000, 60000, 2147483647000, 2147483648000]
_ODD_NUMBERS = [Raw("1e3"), Raw("1500.0"), Raw("1.5e-1"), Raw("9223372036854"), Raw("9223372036855"), Raw("9223372036854775808"), Raw("-0")]
_FLAGS = ["true", "FALSE", "yes", "", "1", "True "]
_NETWORK_NAMES = ["blue", "net-1", "a.b", "", "0"]
_ODD_NETWORK_NAMES = ["Blue_Net", "a b", "a_b", "-a", "a-", "a/b", "a%b", ".", "a..b", "a.-b", "ä", "a" * 63, "a" * 64, "a" * 240, "a" * 253]
_ODD_SLICES = ["abc", "/", "/0", "/8", "/22", "/26", "/31", "/32", "/33", "/64", "-1", "//26", "/26 ", "+26", "/1000"]
_PREV_RESULTS = [{"cniVersion": "0.3.1"}, {"ips": [{"address": "10.0.0.1"}]}, {"interfaces": [{"name": "eth0"}]}, {"cniVersion": "9"}]
_PLUGIN_LISTS = [
    [], [{}], [None], [{"type": ""}], [7], [[]], [{"type": "tuning"}, {}], [{"type": "tuning"}, None], [{"Type": "tuning"}],
    [{"type": "tuning"}, {"type": "ipvlan"}], [{"type": "tuning", "name": "x y"}], [{"type": "ipvlan", "mode": "L2"}],
]

TOP = [
    Field("nad", "cniVersion", _VERSIONS, _ODD_VERSIONS),
    Field("nad", "cniVersions", [["1.0.0"], ["0.3.1", "1.0.0"], []], [["9.9.9"], ["x"], [""], ["1.1.0", "1.1.1"], ["0.1.0"], ["1"], ["1.0.0", "v1"]]),
    Field("nad", "name", _NAMES, _ODD_NAMES),
    Field("nad", "type", ["ipvlan", "macvlan"], ["", "a/b", "..", "ip vlan", "/opt/cni/bin/ipvlan", "whereabouts"], ["IPVLAN", "Ipvlan"]),
    Field("nad", "plugins", [[{"type": "tuning"}], [{"type": "ipvlan", "ipam": {"type": "static"}}]], _PLUGIN_LISTS),
    Field("nad", "disableCheck", [True, False], _FLAGS),
    Field("nad", "disableGC", [True, False], _FLAGS),
    Field("nad", "loadOnlyInlinedPlugins", [True, False], _FLAGS),
    Field("nad", "capabilities", [Pairs([("mac", True)]), Pairs([("ips", True), ("mac", False)])], [{"ips": "true"}, {"ips": None}, {"": True}, {"ips": 1}]),
    Field("nad", "ipam", [Pairs([("type", "host-local")])], [{}, {"type": ""}, {"type": None}, {"type": 7}, {"Type": "whereabouts"}, {"type": "a/b"}]),
    Field("nad", "dns", fields.dns, _ODD_DNS),
    Field("nad", "prevResult", [Pairs([("ips", [])])], _PREV_RESULTS),
]
PLUGIN = [
    Field("plugin", "type", ["ipvlan"], ["", "a/b", "..", "ipvlan ", "macvlan", "whereabouts", "whereabouts"], ["IPVLAN", "IpVlan"]),
    Field("plugin", "name", _NAMES, _ODD_NAMES),
    Field("plugin", "cniVersion", _VERSIONS, _ODD_VERSIONS),
    Field("plugin", "master", ["eth1", "bond0.7"], ["", "eth1 ", "a" * 16, "eth/1", "."]),
    Field("plugin", "mode", ["l2", "l3", "l3s", ""], ["l4", "bridge", "l2e", " l2", "l2\n"], ["L2", "L3", "L3S", "l3S"]),
    Field("plugin", "mtu", [1500, 0, 9000], [-1, 65536, Raw("1e3"), Raw("1500.0"), Raw("1500.5"), Raw("1e20"), Raw("1e21"), Raw("9223372036854775807"), Raw("9007199254740993"), Raw("1e400")]),
    Field("plugin", "linkInContainer", [True, False], ["true", "false", 0]),
    Field("plugin", "capabilities", [Pairs([("mac", True)]), Pairs()], [{"ips": "true"}, {"ips": None}, {"ips": 1}]),
    Field("plugin", "ipam", [Pairs([("type", "static")])], [{}, {"type": ""}, {"type": "a/b"}, {"type": 7}, {"type": "whereabouts"}, {"TYPE": "whereabouts", "Range": "10.0.0.0/24"}]),
    Field("plugin", "dns", fields.dns, _ODD_DNS),
]
IPAM = [
    Field("ipam", "type", ["whereabouts"], ["", "static", "whereabouts ", "a/b"], ["Whereabouts", "WHEREABOUTS"]),
    Field("ipam", "range", addresses.good_range, addresses.odd_range),
    Field("ipam", "ipRanges", fields.entries(addresses.good_range), fields.odd_entries),
    Field("ipam", "range_start", addresses.member, fields.odd_end),
    Field("ipam", "range_end", addresses.member, fields.odd_end),
    Field("ipam", "exclude", addresses.good_exclude, addresses.odd_exclude),
    Field("ipam", "gateway", addresses.member, addresses.odd_address),
    Field("ipam", "routes", fields.routes, fields.odd_routes),
    Field("ipam", "addresses", fields.static, fields.odd_static),
    Field("ipam", "dns", fields.dns, _ODD_DNS),
    Field("ipam", "network_name", _NETWORK_NAMES, _ODD_NETWORK_NAMES, ["Blue", "BLUE"]),
    Field("ipam", "enable_overlapping_ranges", [True, False], ["true", "false", 0, 1]),
    Field("ipam", "leader_lease_duration", [1500, 3000, 15000], _DURATIONS + _ODD_NUMBERS),
    Field("ipam", "leader_renew_deadline", [700, 1000, 1400], _DURATIONS + _ODD_NUMBERS),
    Field("ipam", "leader_retry_period", [100, 500], _DURATIONS + _ODD_NUMBERS),
    Field("ipam", "sleep_for_race", [0], [1, 9, 10, 11, -1, *_ODD_NUMBERS]),
    Field("ipam", "log_file", ["/dev/null"], ["", "/nowhere/whereabouts.log"]),
    Field("ipam", "log_level", ["debug", "verbose", "error", "panic"], ["", "info", "debug "], ["Debug", "ERROR"]),
    Field("ipam", "reconciler_cron_expression", ["30 4 * * *", "@hourly"], ["", "61 * * * *", "never"]),
    Field("ipam", "configuration_path", ["", "/nowhere/whereabouts.d"], ["/", "/dev/null", "nowhere"]),
    Field("ipam", "kubernetes", [Pairs([("kubeconfig", "/etc/kubeconfig")]), Pairs()], [{"kubeconfig": ""}, {"kubeconfig": 7}, {"kubeconfig": None}, {"Kubeconfig": "/x"}]),
    Field("ipam", "node_slice_size", fields.slice_size, _ODD_SLICES),
    Field("ipam", "datastore", ["kubernetes"], ["etcd", ""]),
    Field("ipam", "etcd_host", ["etcd:2379"], [""]),
    Field("ipam", "unknown", ["text"], [7]),
]
RANGE = [
    Field("range", "range", addresses.good_range, addresses.odd_range),
    Field("range", "range_start", addresses.member, fields.odd_end),
    Field("range", "range_end", addresses.member, fields.odd_end),
    Field("range", "exclude", addresses.good_exclude, addresses.odd_exclude),
]
# What a pod asks for of the network, which Multus hands on to the plugins.
REQUEST = [
    Field("request", "ips", lambda rng, net: [fields.cidr(rng, net)], fields.requested),
    Field("request", "interface", ["net1", "data0"], ["a" * 15, "a" * 16, ".", "..", "a:b", "a/b", "a b", "\u2003a", "ä" * 8]),
]
# fmt: on
FIELDS = [*TOP, *PLUGIN, *IPAM, *RANGE, *REQUEST]
