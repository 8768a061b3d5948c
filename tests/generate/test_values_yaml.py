import yaml

from chartgen.generate.values_yaml import values_yaml
from chartgen.model.component import Component
from chartgen.model.value import STRING, UNSET, Value, text


def _write(*values: Value) -> str:
    return values_yaml((Component("c", "Things", values),), "Head.")


def test_every_leaf_has_its_comment_above():
    written = _write(text("a.b", "x", "What b is."), text("a.c", "", "What c is."))
    assert written.splitlines()[3:] == ["a:", "  # What b is.", '  b: "x"', "  # What c is.", '  c: ""']


def test_an_unset_leaf_is_a_comment_with_its_example():
    written = _write(Value("mtu", UNSET, "The MTU.", STRING, (1460,)))
    assert written.endswith("# The MTU.\n# mtu: 1460\n")
    assert yaml.safe_load(written) is None


def test_what_is_written_reads_back():
    default = {"on": "1e3", "n": ["y", {"a": None}], "k.b": 'quote " and é', "list": [{"x": 1}, {"y": [2]}]}
    written = _write(Value("v", default, "D.", {}))
    assert yaml.safe_load(written) == {"v": default}


def test_long_comments_are_wrapped():
    assert max(map(len, _write(text("a", "", "word " * 100)).splitlines())) <= 100
