"""Which keys Whereabouts knows, by version."""

from chartgen.cni.go_types import unmarshal
from chartgen.cni.ipam_kinds import BEFORE_NODE_SLICES, CONFIG, FIELDS
from chartgen.cni.json_text import read

SLICED = read('{"ipam":{"node_slice_size":26}}')


def test_slices_of_nodes_are_known_since_0_9_0():
    assert [each.path for each in unmarshal(CONFIG, SLICED)[1]] == [("ipam", "node_slice_size")]
    assert unmarshal(BEFORE_NODE_SLICES, SLICED)[1] == []


def test_what_holds_where_nothing_is_said():
    config, mismatches = unmarshal(CONFIG, read('{"ipam":{}}'))
    assert mismatches == []
    assert config["ipam"]["enable_overlapping_ranges"] is True
    plain = {key: value for key, value in config["ipam"].items() if not isinstance(value, dict)}
    assert {key for key, value in plain.items() if value} == {"enable_overlapping_ranges"}
    assert set(config["ipam"]) == set(FIELDS)


def test_a_second_ipam_takes_the_place_of_the_first():
    config, _ = unmarshal(CONFIG, read('{"ipam":{"range":"a"},"ipam":{"type":"b"}}'))
    assert (config["ipam"]["range"], config["ipam"]["type"]) == ("", "b")
