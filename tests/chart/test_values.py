"""Values from files and options: the same tree as Helm makes, and the place of each part."""

import io
import json
import subprocess
import tarfile
from pathlib import Path

import helm_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.chart.values import Options, Values, coalesce, collect, merge
from chartgen.core.errors import InputError, UsageError
from chartgen.core.location import Location

LEAF = st.sampled_from([None, 1, "x", True, [1], [{"a": None}], []])
KEYS = st.sampled_from(["a", "b", "c"])
MAP = st.dictionaries(
    KEYS, st.recursive(LEAF, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=5), max_size=3
)


def archive(values: object) -> bytes:
    files = {
        "Chart.yaml": b"apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "values.yaml": json.dumps(values).encode(),
        "templates/x.yaml": b"v: {{ .Values | toJson }}\n",
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(f"c/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


@settings(max_examples=250, deadline=None)
@given(MAP, MAP)
def test_coalesce_gives_what_templates_see(defaults, values):
    with helm_python.Chart.load_archive(archive(defaults)) as chart:
        seen = json.loads(chart.render(values)["c/templates/x.yaml"][3:])
    # Helm adds an empty map of its own for subcharts.
    seen.pop("global", None)
    assert coalesce(defaults, values) == seen


@settings(max_examples=100, deadline=None)
@given(MAP, MAP)
def test_nothing_is_changed_in_place(base, over):
    before = json.dumps([base, over])
    merge(base, over)
    coalesce(base, over)
    assert json.dumps([base, over]) == before


@pytest.mark.parametrize(
    ("base", "over", "merged"),
    [
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, {"a": {"b": 3, "c": 2}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": None}, {"a": None}),
        ({"a": {"b": 1}}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
    ],
)
def test_merge(base, over, merged):
    assert merge(base, over) == merged


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Enter a folder with two values files and a text; nothing else is there."""
    (tmp_path / "one.yaml").write_text("a: 1\nm:\n  x: 1\n  l: [1, {q: 2}]\nnil: null\n")
    (tmp_path / "two.yaml").write_text("m:\n  x: 2\n  z: 3\nb: two\n")
    (tmp_path / "text.txt").write_text("line\n")
    (tmp_path / "binary").write_bytes(b"a\xffb")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_order_is_helms_whatever_the_order_of_the_options(folder):
    options = Options(
        files=["one.yaml"],
        set_json=["v=1", "w=1"],
        set=["v=2", "w=2", "x=2"],
        set_string=["w=3", "x=3", "y=3"],
        set_file=["x=text.txt", "y=text.txt", "z=text.txt"],
        set_literal=["y=5", "z={6,}"],
    )
    tree = collect(options).tree
    assert {key: tree[key] for key in "vwxyz"} == {"v": 2, "w": "3", "x": "line\n", "y": "5", "z": "{6,}"}


def test_later_files_win_and_files_come_before_options(folder):
    found = collect(Options(files=["one.yaml", "two.yaml"], set=["m.x=5"]))
    assert found.tree == {"a": 1, "m": {"x": 5, "l": [1, {"q": 2}], "z": 3}, "nil": None, "b": "two"}
    assert found.integers == {("m", "x")}


def test_the_documents_stay_as_they_were_read(folder):
    found = collect(Options(files=["one.yaml"], set=["m.l[0]=9", "m.x=9"]))
    assert found.documents[0].value["m"] == {"x": 1, "l": [1, {"q": 2}]}
    assert found.tree["m"] == {"x": 9, "l": [9, {"q": 2}]}


def test_integers_of_set_are_told_from_those_of_other_options():
    found = collect(
        Options(
            set=["a.b=1,l={1,x,2}", "t=true", "big=9223372036854775807"], set_json=["j=1"], set_string=["s=1"]
        )
    )
    assert found.integers == {("a", "b"), ("l", 0), ("l", 2), ("big",)}
    assert type(found.tree["a"]["b"]) is int
    assert collect(Options(set=["a=1"], set_string=["a=1"])).integers == frozenset()


def test_standard_input_is_a_values_file_and_a_text():
    found = collect(Options(files=["-"]), stdin=lambda: b"a: 1\nb: [\n1]\n")
    assert found.tree == {"a": 1, "b": [1]}
    assert str(found.locate(("b", 0))) == "<stdin>:3:1"
    assert collect(Options(set_file=["a.b=-"]), stdin=lambda: b"x: y\n").tree == {"a": {"b": "x: y\n"}}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            b"- a\n",
            "<stdin>:1:1: holds a list, but values are a map\n  hint: start with the name of a value, such as `networks:`",
        ),
        (
            b"\n  text\n",
            "<stdin>:2:3: holds a single value, but values are a map\n  hint: start with the name of a value, such as `networks:`",
        ),
        (
            b"a: [\n",
            "<stdin>:2:1: did not find expected node content, while parsing a flow node of line 2\n  hint: check the indentation against the lines above",
        ),
        (b"\xff", "<stdin>:1:1: the byte 0xff is not UTF-8\n  hint: save the file as UTF-8"),
    ],
)
def test_what_is_no_map_is_refused_with_its_place(data: bytes, problem: str):
    with pytest.raises(InputError) as caught:
        collect(Options(files=["-"]), stdin=lambda: data)
    assert str(caught.value) == problem


@pytest.mark.parametrize("data", [b"", b"# nothing\n", b"~\n", b"---\n"])
def test_an_empty_file_sets_nothing(data: bytes):
    assert collect(Options(files=["-"]), stdin=lambda: data).tree == {}


def test_missing_files(folder):
    with pytest.raises(InputError, match=r"^none\.yaml: no such file"):
        collect(Options(files=["one.yaml", "none.yaml"]))
    with pytest.raises(InputError, match=r"^none\.txt: no such file"):
        collect(Options(set_file=["a=none.txt"]))


def test_a_file_that_is_no_text_is_refused_and_not_changed_in_silence(folder):
    with pytest.raises(InputError, match=r"^binary: the byte 0x.. is not UTF-8"):
        collect(Options(set_file=["a=binary"]))


def test_an_empty_object_sets_nothing():
    assert collect(Options(set_json=["{}"], set=["a=1"])).tree == {"a": 1}


def test_duplicates_of_all_files(folder):
    (folder / "one.yaml").write_text("a: 1\na: 2\n")
    (folder / "two.yaml").write_text("b: {c: 1,\n c: 2}\n")
    found = collect(Options(files=["one.yaml", "two.yaml"])).duplicates
    assert [(d.path, str(d.first), str(d.second)) for d in found] == [
        (("a",), "one.yaml:1:1", "one.yaml:2:1"),
        (("b", "c"), "two.yaml:1:5", "two.yaml:2:2"),
    ]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), "one.yaml:1:4"),
        (("m", "x"), "two.yaml:2:6"),
        (("m", "l", 1, "q"), "one.yaml:4:14"),
        (("m", "z"), "--set m.z=1,k[1].c=2"),
        (("k", 1, "c"), "--set m.z=1,k[1].c=2"),
        (("k", 1), "--set m.z=1,k[1].c=2"),
        (("j", "p", "q"), '--set-json {"j":{"p":{"q":1}},"b":2}'),
        (("b",), "--set-string b=3"),
        (("m", "none"), "two.yaml:1:1"),
        (("none",), "one.yaml"),
        ((), "one.yaml"),
    ],
)
def test_each_part_knows_its_file_and_line_or_its_option(folder, path, place: str):
    options = Options(
        files=["one.yaml", "two.yaml"],
        set=["m.z=1,k[1].c=2"],
        set_json=['{"j":{"p":{"q":1}},"b":2}'],
        set_string=["b=3"],
    )
    assert str(collect(options).locate(path)) == place


def test_the_place_of_a_key_and_of_what_nobody_set(folder):
    assert str(collect(Options(files=["one.yaml"])).locate(("m", "x"), key=True)) == "one.yaml:3:3"
    assert Values().locate(("a", 0)) == Location("values", values_path="a[0]")


def test_a_long_option_is_shown_in_part():
    place = collect(Options(set=["a=" + "x" * 1000])).locate(("a",))
    assert len(place.file) < 200


def test_what_the_options_nest_too_deep_is_refused():
    for options in (
        Options(set=["a" + "[0]" * 400 + "=1"]),
        Options(set_json=['{"a":' * 300 + "1" + "}" * 300]),
    ):
        with pytest.raises(UsageError, match="(nested|indexes) deep|deeper than 100"):
            collect(options)


COMMANDS = [
    ["-f", "one.yaml"],
    ["-f", "one.yaml", "-f", "two.yaml"],
    ["-f", "two.yaml", "-f", "one.yaml", "--set", "m.x=7"],
    ["--set", "a=1", "--set-string", "a=2", "--set-json", "a=3"],
    ["--set-json", '{"m":{"x":{"y":1}}}', "--set", "m.x.z=2"],
    ["-f", "one.yaml", "--set-json", '{"m":{"x":null,"w":[1]}}'],
    ["-f", "one.yaml", "--set", "m.l[1].q=5,m.l[3]=x"],
    ["-f", "one.yaml", "--set", "m=null"],
    ["--set-file", "t=text.txt", "--set-literal", "t2={a,b}\\,c"],
    ["-f", "one.yaml", "--set", "d.e=null", "--set", "d.f={}"],
    ["-f", "one.yaml", "--set", "a.b=1"],
    ["--set-string", "l={1,true,null}", "--set", "k={1,true,null}"],
    ["-f", "text.txt"],
    ["-f", "one.yaml", "--set-json", "m.l[0]=[1,2],q={}"],
]
FIELDS = {
    "-f": "files",
    "--set": "set",
    "--set-string": "set_string",
    "--set-json": "set_json",
    "--set-file": "set_file",
    "--set-literal": "set_literal",
}
DEFAULTS = {"m": {"x": 0, "d": {"e": 1}}, "d": {"e": 1, "g": 2}, "u": [1]}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_files_and_options_together_are_what_helm_4_makes_of_them(folder, helm4, command):
    for name, text in {
        "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
        "c/values.yaml": json.dumps(DEFAULTS),
        "c/templates/x.yaml": "{{ .Values | toJson }}\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    fields: dict[str, list[str]] = {}
    for option, text in zip(command[::2], command[1::2], strict=True):
        fields.setdefault(FIELDS[option], []).append(text)
    done = subprocess.run(
        [helm4, "template", "c", *command], capture_output=True, text=True, check=False, timeout=60
    )
    try:
        seen = coalesce(DEFAULTS, collect(Options(**fields)).tree)
    except (InputError, UsageError):
        assert done.returncode != 0
        return
    assert done.returncode == 0, done.stderr
    assert seen == json.loads(done.stdout.split("\n", 2)[2])


def test_indexes_of_many_options_have_a_limit_together():
    with pytest.raises(UsageError, match="longer by more than 1000000 items"):
        collect(Options(set=[f"k{number}[65536]=x" for number in range(16)]))
