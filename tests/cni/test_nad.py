"""From the text of spec.config to what becomes of it: upstream-facts §1.1, and each row run with multus-cni 4.3.0."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni import nad
from chartgen.cni.json_text import JsonTextError, read
from tests.cni_cases import (
    ACCEPTED,
    BOTH,
    CRASH,
    ENOUGH,
    FEW,
    MANY,
    NEW,
    ODD_TEXTS,
    OLD,
    REFUSED,
    lists,
    objects,
    rules,
    verdict,
)

IPVLAN = '"master":"eth1","ipam":{"type":"whereabouts","range":"10.0.0.0/24"}'
HEAD = '"name":"n","cniVersion":"1.0.0"'
ONE = f'{{"type":"ipvlan",{IPVLAN}}}'


def in_list(plugin: str, head: str = HEAD) -> str:
    return f'{{{head},"plugins":[{plugin}]}}'


ROWS = {
    # text, verdict, rule of the first problem
    "facts 1.1 list": ('["a"]', REFUSED, "nad-json"),
    "facts 1.1 string": ('"a"', REFUSED, "nad-json"),
    "facts 1.1 empty": ("", REFUSED, "nad-json"),
    "facts 1.1 blank": (" ", REFUSED, "nad-json"),
    "facts 1.1 number": ("1", REFUSED, "nad-json"),
    "facts 1.1 trailing comma": ('{"type":"ipvlan",}', REFUSED, "nad-json"),
    "facts 1.1 unquoted token": ('{"type":"x","ipam":{"range": 10.0.0.0/24}}', REFUSED, "nad-json"),
    "facts 5 S2 placeholder": ('{"type":"x","ipam":{"range": RANGE}}', REFUSED, "nad-json"),
    "facts 1.1 null": ("null", CRASH, "nad-json"),
    "facts 1.1 number too large": ('{"type":"x","y":[1e400]}', REFUSED, "nad-json"),
    "facts 1.1 name missing": (f'{{"type":"ipvlan",{IPVLAN}}}', ACCEPTED, None),
    "facts 1.1 name empty": (f'{{"name":"","type":"ipvlan",{IPVLAN}}}', ACCEPTED, None),
    "facts 1.1 name a number": (f'{{"name":1,"type":"ipvlan",{IPVLAN}}}', REFUSED, "nad-type"),
    "facts 1.1 name a list": (f'{{"name":[],"type":"ipvlan",{IPVLAN}}}', REFUSED, "nad-type"),
    "facts 1.1 name with blank": ('{"name":"a b","type":"x"}', REFUSED, "nad-name"),
    "facts 1.1 name starts with _": ('{"name":"_a","type":"x"}', REFUSED, "nad-name"),
    "facts 1.1 name ends with newline": ('{"name":"a\\n","type":"x"}', REFUSED, "nad-name"),
    "facts 1.1 name with dots": ('{"name":"A.b_c-1","type":"x"}', ACCEPTED, None),
    "facts 1.1 name null in a list": (in_list(ONE, '"name":null'), REFUSED, "nad-type"),
    "facts 1.1 single name null": ('{"name":null,"type":"x"}', REFUSED, "nad-name"),
    "facts 1.1 type and plugins": (f'{{"type":"ipvlan",{IPVLAN},"plugins":[]}}', ACCEPTED, None),
    "facts 1.1 type and plugins null": (f'{{"type":"ipvlan",{IPVLAN},"plugins":[null]}}', ACCEPTED, None),
    "facts 1.1 neither": ("{}", REFUSED, "nad-plugins"),
    "facts 1.1 neither, null": ('{"type":null,"plugins":null}', REFUSED, "nad-plugins"),
    "facts 1.1 plugins empty": ('{"plugins":[]}', CRASH, "nad-plugins"),
    "facts 1.1 plugins null inside": ('{"plugins":[null]}', CRASH, "nad-plugins"),
    "facts 1.1 plugins an object": ('{"plugins":{}}', REFUSED, "nad-type"),
    "facts 1.1 plugins of texts": ('{"plugins":["ipvlan"]}', REFUSED, "nad-type"),
    "facts 1.1 first without type": (in_list("{}"), REFUSED, "nad-plugins"),
    "facts 1.1 first of empty type": (in_list('{"type":""}'), REFUSED, "nad-plugins"),
    "facts 1.1 second without type": (in_list(f"{ONE},{{}}"), REFUSED, "nad-plugins"),
    "facts 1.1 second null": (in_list(f"{ONE},null"), REFUSED, "nad-plugins"),
    "facts 1.1 Plugins": (f'{{{HEAD},"Plugins":[{ONE}]}}', CRASH, "nad-plugins"),
    "facts 1.1 ipam a text": ('{"type":"x","ipam":"whereabouts"}', REFUSED, "nad-type"),
    "facts 1.1 ipam a list": ('{"type":"x","ipam":[]}', REFUSED, "nad-type"),
    "facts 1.1 capability a text": ('{"type":"x","capabilities":{"ips":"true"}}', REFUSED, "nad-type"),
    "facts 1.1 capability": ('{"type":"x","capabilities":{"ips":true,"mac":null}}', ACCEPTED, None),
    "facts 1.1 cniVersion a number": ('{"type":"x","cniVersion":0.3}', REFUSED, "nad-type"),
    "facts 1.1 cniVersion missing": ('{"type":"x"}', ACCEPTED, None),
    **{f"facts 1.1 cniVersion {one}": (f'{{"type":"x","cniVersion":"{one}"}}', ACCEPTED, None) for one in ("0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0", "")},
    **{f"facts 1.1 cniVersion {one}": (f'{{"type":"x","cniVersion":"{one}"}}', REFUSED, "nad-version") for one in ("9.9.9", "1.2.0", "1.0", "1", "v1.0.0", "+1.0.0", " 1.0.0", "0.5.0")},
    "facts 1.1 cniVersion of a list": (in_list(ONE, '"cniVersion":"9.9.9"'), REFUSED, "nad-version"),
    "facts 1.1 key twice, last good": ('{"type":"x","cniVersion":"9.9.9","cniVersion":"1.0.0"}', ACCEPTED, None),
    "facts 1.1 key twice, last bad": ('{"type":"x","cniVersion":"1.0.0","cniVersion":"9.9.9"}', REFUSED, "nad-version"),
    "facts 1.1 CniVersion": ('{"type":"x","CniVersion":"9.9.9"}', REFUSED, "nad-version"),
    # The plugin decodes its standard input by any letter case: cni 1.3.0 pkg/version/conf.go Decode.
    "facts 1.1 cniversion of a plugin": (in_list('{"type":"x","cniversion":"9.9.9"}'), REFUSED, "nad-version"),
    "facts 1.1 CniVersion of a plugin": (in_list('{"type":"x","CniVersion":"9.9.9"}'), ACCEPTED, None),
    "facts 1.1 cniversion of a plugin mends": (in_list('{"type":"x","cniversion":"1.0.0"}', '"cniVersion":"9.9.9"'), ACCEPTED, None),
    "facts 1.1 TYPE": ('{"TYPE":"x"}', ACCEPTED, None),
    "facts 1.1 type with /": ('{"type":"../x"}', REFUSED, "nad-plugin-name"),
    "facts 1.1 type with / in a list": (in_list(f'{ONE},{{"type":"a/b"}}'), REFUSED, "nad-plugin-name"),
    "facts 1.1 type a number": ('{"type":1}', REFUSED, "nad-type"),
    **{f"facts 1.1 {key} {value}": (in_list(ONE, f'"{key}":{value}'), expected, rule)
       for key in ("disableCheck", "disableGC") for value, expected, rule in (("true", ACCEPTED, None), ('"true"', REFUSED, "nad-type"), ("1", REFUSED, "nad-type"), ("null", REFUSED, "nad-type"))},
    **{f"facts 1.1 loadOnlyInlinedPlugins {value}": (in_list(ONE, f'"loadOnlyInlinedPlugins":{value}'), expected, rule)
       for value, expected, rule in (("true", ACCEPTED, None), ('"TRUE"', ACCEPTED, None), ('"false"', ACCEPTED, None), ('"yes"', REFUSED, "nad-type"), ("1", REFUSED, "nad-type"), ("null", REFUSED, "nad-type"))},
    "facts 1.1 loadOnlyInlinedPlugins alone": ('{"loadOnlyInlinedPlugins":true,"Plugins":[{"type":"x"}]}', REFUSED, "nad-plugins"),
    **{f"facts 1.1 cniVersions {value}": (in_list(ONE, f'"cniVersion":"9.9.9","cniVersions":{value}'), expected, rule)
       for value, expected, rule in (('["1.0.0"]', ACCEPTED, None), ('["2.0.0"]', REFUSED, "nad-version"), ("[]", REFUSED, "nad-version"), ('["x"]', REFUSED, "nad-version"), ("[1]", REFUSED, "nad-version"), ('"1.0.0"', REFUSED, "nad-version"), ('["1.1"]', REFUSED, "nad-version"))},
    "Whereabouts itself, its ipam forgotten": ('{"cniVersion":"0.3.1","type":"whereabouts","range":"192.168.2.225/28"}', REFUSED, "whereabouts-type"),
    "Whereabouts itself, ipam null": ('{"type":"whereabouts","ipam":null}', REFUSED, "whereabouts-type"),
    "Whereabouts itself, ipam of another": ('{"type":"whereabouts","ipam":{"type":"host-local"}}', REFUSED, "whereabouts-type"),
    "Whereabouts itself, ipam without type": ('{"type":"whereabouts","ipam":{"range":"10.0.0.0/24"}}', REFUSED, "whereabouts-type"),
    "Whereabouts itself": ('{"type":"whereabouts","ipam":{"type":"whereabouts","range":"10.0.0.0/24"}}', ACCEPTED, None),
    "Whereabouts itself, without range": ('{"type":"whereabouts","ipam":{"type":"whereabouts"}}', ACCEPTED, None),
    "Whereabouts itself, wrong range": ('{"type":"whereabouts","ipam":{"type":"whereabouts","range":"10.0.0.0/33"}}', REFUSED, "whereabouts-range"),
    "Whereabouts itself, behind another": (in_list(f'{ONE},{{"type":"whereabouts"}}'), REFUSED, "whereabouts-type"),
    "facts 6 row 20 list without cniVersion": (f'{{"plugins":[{ONE}]}}', ACCEPTED, None),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize(("text", "expected", "rule"), ROWS.values(), ids=ROWS.keys())
def test_a_configuration(text, expected, rule, versions):
    found = nad.check(text, "nad-name", versions)
    assert verdict(found.problems) == expected, found.problems
    assert found.works == (expected == ACCEPTED)
    assert rules(found.problems)[:1] in ([rule], [] if rule is None else [rule])


def test_the_name_of_the_nad_is_put_in():
    for text in (ONE, f'{{"name":"","type":"ipvlan",{IPVLAN}}}', in_list(ONE, '"name":""')):
        network = nad.check(text, "from-metadata", OLD).network
        assert network is not None
        assert network.name == network.plugins[0].stdin.get("name") == "from-metadata"
    assert rules(nad.check(ONE, "a b", OLD).problems) == ["nad-name"]


@BOTH
def test_what_comes_of_a_list(versions):
    found = nad.check(in_list(f'{{"type":"tuning"}},{ONE}'), "x", versions)
    assert found.network is not None
    assert (found.is_list, found.network.name, found.network.cni_version) == (True, "n", "1.0.0")
    assert [(each.type, each.ipam_type, each.path) for each in found.network.plugins] == [
        ("tuning", "", ("plugins", 0)),
        ("ipvlan", "whereabouts", ("plugins", 1)),
    ]
    assert list(found.ipams) == list(found.first_pod) == [1]
    assert [str(each.network) for each in found.first_pod[1]] == ["10.0.0.0/24"]


def test_problems_of_a_plugin_have_its_path():
    broken = '{"type":"ipvlan","mode":"L2","master":"e","ipam":{"type":"whereabouts","range":"x"}}'
    for text, path in ((in_list(f"{ONE},{broken}"), ("plugins", 1)), (broken, ())):
        found = nad.check(text, "x", OLD)
        assert [(each.rule, each.path) for each in found.problems] == [
            ("ipvlan-mode", (*path, "mode")),
            ("whereabouts-range", (*path, "ipam", "range")),
        ]


@BOTH
def test_a_forgotten_ipam_of_whereabouts_itself_is_told(versions):
    # Both releases say "IPAM config missing 'ipam' key".
    (problem,) = nad.check('{"type":"whereabouts","range":"10.0.0.0/24"}', "x", versions).problems
    assert (problem.message, problem.path) == ("ipam is missing", ("ipam",))
    assert "`ipam`" in problem.hint


def test_numbers_reach_a_plugin_as_floats():
    for text in (
        f'{{"type":"ipvlan","mtu":1e3,{IPVLAN}}}',
        in_list(f'{{"type":"ipvlan","mtu":1e3,{IPVLAN}}}'),
    ):
        assert nad.check(text, "x", OLD).works
    # With its name, the text of a single plugin is passed on as it is written only to Multus itself.
    assert nad.check(f'{{"name":"n","type":"ipvlan","mtu":1.0,{IPVLAN}}}', "x", OLD).works


def test_a_problem_is_told_once():
    found = nad.check('{"name":1,"cniVersion":2,"plugins":[]}', "x", OLD)
    assert len(set(found.problems)) == len(found.problems)
    assert {each.path[0] for each in found.problems} >= {"name", "cniVersion"}


def test_what_is_too_deep_is_a_warning_as_it_may_be_good():
    found = nad.check('{"type":"x","y":' + "[" * 400 + "]" * 400 + "}", "x", OLD)
    assert (verdict(found.problems), rules(found.problems), found.network) == (
        ACCEPTED,
        ["nad-unchecked"],
        None,
    )


def is_json(text: str) -> bool:
    try:
        read(text)
    except JsonTextError:
        return False
    return True


@ENOUGH
@given(st.text(max_size=40))
def test_any_text_is_judged(text):
    for versions in (OLD, NEW):
        assert is_json(text) or rules(nad.check(text, text, versions).problems) == ["nad-json"]


ANY_JSON = (
    ODD_TEXTS
    | objects(ODD_TEXTS)
    | objects(objects(ODD_TEXTS))
    | lists(objects(ODD_TEXTS)).map(lambda text: f'{{"plugins":{text}}}')
)


def judge(text: str) -> None:
    for versions in (OLD, NEW):
        found = nad.check(text, "data", versions)
        assert found.works == (verdict(found.problems) == ACCEPTED)
        assert found.network is not None or found.problems
        assert found.ipams.keys() == found.first_pod.keys()


@FEW
@given(ANY_JSON)
def test_any_json_is_judged(text):
    judge(text)


@pytest.mark.slow
@MANY
@given(ANY_JSON)
def test_any_json_at_all_is_judged(text):
    judge(text)


@FEW
@given(objects(ODD_TEXTS), st.sampled_from(["0.3.1", "1.0.0", ""]))
def test_any_address_management_is_judged(ipam, version):
    ipam = '{"type":"whereabouts",' + ipam.lstrip("{")
    text = f'{{"name":"n","cniVersion":"{version}","type":"ipvlan","master":"e","ipam":{ipam.replace(",}", "}")}}}'
    for versions in (OLD, NEW):
        found = nad.check(text, "data", versions)
        assert found.network is not None or not found.works


@pytest.mark.parametrize("count", [301, 10_001, 100_000])
@pytest.mark.parametrize("bracket", ["[", '{"ipam":', '[{"a":'])
def test_deep_brackets_are_judged(bracket, count):
    expected = "nad-unchecked" if count <= 301 else "nad-json"
    assert rules(nad.check(bracket * count, "x", OLD).problems) == [expected]


@pytest.mark.parametrize("text", [text for text, _, _ in ROWS.values() if is_json(text)])
def test_a_tree_that_was_read_elsewhere_is_judged_alike(text):
    assert nad.check_tree(read(text), "x", OLD) == nad.check(text, "x", OLD)


def test_the_sample_of_the_reference_works_once_its_range_is_written():
    sample = {
        "cniVersion": "0.3.1",
        "plugins": [
            {
                "type": "ipvlan",
                "master": "eth1",
                "mode": "l2",
                "ipam": {"type": "whereabouts", "range": "172.16.1.0/24", "exclude": ["172.16.1.1/32"]},
            }
        ],
    }
    found = nad.check(json.dumps(sample), "data", NEW)
    assert found.problems == ()
    assert found.first_pod[0][0].address & 0xFF == 2
