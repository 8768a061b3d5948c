"""What libcni demands before it starts a plugin; run with containernetworking/cni 1.3.0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.cni import libcni
from chartgen.cni.go_types import unmarshal
from chartgen.cni.json_text import Members, read
from tests.cni_cases import ACCEPTED, CRASH, ENOUGH, FEW, ODD_TEXTS, REFUSED, objects, verdict


def listed(text: str):
    tree = read(text)
    assert isinstance(tree, Members)
    return libcni.read_list(tree)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ('"cniVersion":"0.3.1"', "0.3.1"),
        ('"plugins2":1', ""),
        ('"cniVersion":"0.3.1","cniVersions":["1.0.0","0.4.0"]', "1.0.0"),
        ('"cniVersion":"1.0.0","cniVersions":["0.4.0"]', "1.0.0"),
        ('"cniVersion":"0.3.1","cniVersions":["1.2.0","2.0.0"]', "0.3.1"),
        ('"cniVersion":"9.9.9","cniVersions":["1.1.0"]', "1.1.0"),
        ('"cniVersion":"9.9.9","cniVersions":["2.0.0"]', "9.9.9"),
        ('"cniVersions":["0.10.0","0.9.0"]', "0.10.0"),
        ('"cniVersions":[]', ""),
        ('"cniVersion":"9.9.9","CNIVERSION":"1.0.0"', "9.9.9"),
    ],
)
def test_the_version_of_a_list(versions, expected):
    found, problems = listed(f'{{"name":"n","plugins":[{{"type":"x"}}],{versions}}}')
    assert problems == []
    assert found is not None
    assert found.cni_version == found.plugins[0].stdin.get("cniVersion") == expected


@pytest.mark.parametrize(
    ("text", "expected", "rule", "path"),
    [
        ('{"name":null,"plugins":[{"type":"x"}]}', REFUSED, "nad-type", ("name",)),
        ('{"name":"n","cniVersion":null,"plugins":[{"type":"x"}]}', REFUSED, "nad-type", ("cniVersion",)),
        ('{"name":"n","cniVersions":{},"plugins":[{"type":"x"}]}', REFUSED, "nad-version", ("cniVersions",)),
        ('{"name":"n","cniVersions":["1.0.0","x"],"plugins":[{"type":"x"}]}', REFUSED, "nad-version", ("cniVersions", 1)),
        ('{"name":"n","cniVersion":"x","cniVersions":[],"plugins":[{"type":"x"}]}', REFUSED, "nad-version", ("cniVersion",)),
        ('{"name":"n","disableGC":"no","plugins":[{"type":"x"}]}', REFUSED, "nad-type", ("disableGC",)),
        ('{"name":"n","disableGC":"False","plugins":[{"type":"x"}]}', ACCEPTED, None, None),
        ('{"name":"n"}', CRASH, "nad-plugins", ()),
        ('{"name":"n","loadOnlyInlinedPlugins":"true"}', REFUSED, "nad-plugins", ()),
        ('{"name":"n","plugins":{}}', REFUSED, "nad-plugins", ("plugins",)),
        ('{"name":"n","plugins":[]}', REFUSED, "nad-plugins", ("plugins",)),
        ('{"name":"n","plugins":[{"type":"x"},{}]}', REFUSED, "nad-plugins", ("plugins", 1)),
        ('{"name":"n","plugins":[{"type":"x"},[]]}', REFUSED, "nad-type", ("plugins", 1)),
        ('{"name":"n","plugins":[{"type":"x"},{"type":"y","dns":{"search":"a"}}]}', REFUSED, "nad-type", ("plugins", 1, "dns", "search")),
    ],
)  # fmt: skip
def test_a_list(text, expected, rule, path):
    found, problems = listed(text)
    assert verdict(problems) == expected
    assert (found is None) == (expected != ACCEPTED)
    assert [(each.rule, each.path) for each in problems] == ([(rule, path)] if rule else [])


def test_a_plugin_gets_name_and_version_of_its_list_and_the_rest_as_it_is():
    text = '{"name":"n","cniVersion":"1.0.0","plugins":[{"z":1,"type":"x","name":"own","cniVersion":"0.1.0","Name":"N","a":{"b":1,"b":2}}]}'
    found, _ = listed(text)
    assert found is not None
    expected = read('{"Name":"N","a":{"b":2},"cniVersion":"1.0.0","name":"n","type":"x","z":1}')
    assert found.plugins[0].stdin == expected


def test_a_single_plugin_is_read_without_a_path():
    tree = read('{"name":"n","cniVersion":"0.3.1","type":"x","dns":null}')
    found, problems = libcni.read_single(tree, unmarshal(libcni.PLUGIN, tree)[0])
    assert problems == []
    assert found is not None
    assert [(each.type, each.path) for each in found.plugins] == [("x", ())]
    # Read again, the last of a key in any letter case counts, in the order of the letters.
    tree = read('{"type":"x","name":"n","Dns":1}')
    assert [each.path for each in libcni.read_single(tree, unmarshal(libcni.PLUGIN, tree)[0])[1]] == [
        ("Dns",)
    ]


@FEW
@given(objects(ODD_TEXTS))
def test_any_list_is_read_or_refused(text):
    if "1e400" in text:
        # nad.check refuses such numbers before.
        return
    found, problems = listed(text)
    assert (found is None) == bool(problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, 1, 0)), ("1", (1, 0, 0)), ("1.1", (1, 1, 0)), ("0.3.1", (0, 3, 1)), ("+1.0.0", (1, 0, 0)), ("1.0.0.0", None), ("01.00.0", (1, 0, 0)),
        *((text, None) for text in ("x", "1.", ".1", "1..0", "v1.0.0", "1.0.0-rc1", " 1.0.0", "1.0.0\n", "٣.0.0", "1_0.0.0")),
    ],
)  # fmt: skip
def test_a_version_as_libcni_reads_it(text, expected):
    assert libcni.parse_cni_version(text) == expected


@ENOUGH
@given(st.lists(st.integers(0, 99), min_size=1, max_size=3))
def test_a_version_has_up_to_three_numbers(numbers):
    found = libcni.parse_cni_version(".".join(map(str, numbers)))
    assert found == (*numbers, 0, 0)[:3]


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        *(
            (name, True)
            for name in ("a", "A", "0", "a.b", "a_b", "a-b", "a..", "kube-system.data", "a" * 185)
        ),
        *(
            (name, False)
            for name in ("", " ", "a b", ".a", "_a", "-a", "a/b", "a\n", "ä", "a@b", "a:b", "a" * 186)
        ),
    ],
)
def test_a_network_name(name, is_taken):
    assert (libcni.network_name_problems(name) == []) == is_taken


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        *((name, "") for name in ("net1", "a" * 15, "...", "ä" * 7, "a\x1cb", "@", "\ud800" * 5)),
        *((name, "longer") for name in ("a" * 16, "ä" * 8, "\ud800" * 6, "/" * 16)),
        ("", "empty"),
        *((name, "no name") for name in (".", "..")),
        *(
            (name, "blank, / or :")
            for name in ("a b", "a/b", "a:b", "\t", "a\u00a0b", "a\u2028", "a\x85", "\u3000")
        ),
    ],
)
def test_an_interface_name(name, problem):
    found = libcni.interface_name_problem(name)
    assert problem in found
    assert bool(found) == bool(problem)


@ENOUGH
@given(st.characters())
def test_blanks_are_those_of_unicode(letter):
    assert (letter in libcni.BLANKS) == (
        letter in "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" or "\u2000" <= letter <= "\u200a"
    )


@pytest.mark.parametrize(
    ("stdin", "type_", "name", "expected"),
    [
        ('{"cniVersion":"1.0.0"}', "x", "n", []),
        ("{}", "x", "n", []),
        ('{"cniVersion":"9.9.9"}', "x", "n", [("nad-version", ("cniVersion",))]),
        ('{"cniVersion":"1.0.0","cniversion":"9.9.9"}', "x", "n", [("nad-version", ("cniVersion",))]),
        (
            '{"cniVersion":"1.0.0"}',
            "a/b",
            "",
            [("nad-plugin-name", ("plugins", 1, "type")), ("nad-name", ("name",))],
        ),
    ],
)
def test_what_keeps_a_plugin_from_starting(stdin, type_, name, expected):
    tree = Members((*read(stdin), ("name", name)))
    plugin = libcni.Plugin(type_, "", tree, ("plugins", 1))
    assert [(each.rule, each.path) for each in libcni.start_problems(plugin, name)] == expected


def test_what_go_cannot_read_is_told_with_the_last_name_of_its_path():
    _, mismatches = unmarshal(libcni.PLUGIN_LIST, read('{"plugins":[{"dns":{"search":["a",1]}}],"name":2}'))
    found = libcni.type_problems("r", mismatches)
    assert [(each.rule, each.message, each.path) for each in found] == [
        ("r", "search must be a text, not the number 1", ("plugins", 0, "dns", "search", 1)),
        ("r", "name must be a text, not the number 2", ("name",)),
    ]
    assert (
        libcni.type_problems("r", unmarshal(libcni.PLUGIN, read("[]"))[1])[0].message
        == "must be an object, not a list"
    )
