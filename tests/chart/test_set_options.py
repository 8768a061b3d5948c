"""The grammar of --set and its kin, compared with the Helm that is embedded in the SDK and with Helm programs."""

import json
import random
import subprocess
from pathlib import Path

import helm_python
import pytest

from chartgen.chart import set_options, values
from chartgen.core.errors import UsageError
from tests.helm_reading import REFUSED, floats, theirs

TOKENS = [
    *(
        "a",
        "b",
        ".",
        "=",
        ",",
        "[",
        "]",
        "{",
        "}",
        "0",
        "1",
        "\\",
        " ",
        "true",
        "null",
        "-1",
        "x",
        '"s"',
        "[1]",
        "01",
        "a.b=",
        "a[0].b=",
    ),
    *(
        "+3",
        "é",
        "a=",
        "[0]",
        "{x,y}",
        "1.5",
        "-0",
        "1e3",
        '{"b":',
        "\n",
        "\t",
        "9223372036854775808",
        "[0][1]",
        "65536",
        "TRUE",
        "False",
    ),
]
READERS = [
    (lambda text: set_options.parse(text, set_options.typed), helm_python.parse_set_string),
    (lambda text: set_options.parse(text, str), helm_python.parse_set_string_values),
    (set_options.parse_json, helm_python.parse_set_json),
    (set_options.parse_literal, helm_python.parse_set_literal),
]


def ours(text: str, parse):
    found: dict = {}
    try:
        for assignment in parse(text):
            set_options.put(found, assignment)
    except set_options.SetError:
        return REFUSED
    return json.loads(json.dumps(found))


def compare(seed: int, count: int) -> None:
    rng = random.Random(seed)
    for _ in range(count):
        text = "".join(rng.choice(TOKENS) for _ in range(rng.randint(1, 9)))
        for mine, helm in READERS:
            assert floats(ours(text, mine)) == floats(theirs(text, helm)), (text, helm.__name__)


@pytest.mark.parametrize("seed", range(3))
def test_random_texts_mean_what_they_mean_to_helm(seed: int):
    compare(seed, 1000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 106))
def test_very_many_random_texts_mean_what_they_mean_to_helm(seed: int):
    compare(seed, 10_000)


@pytest.mark.parametrize(
    "text",
    [
        "a=1", "a.b.c=1", "a[0]=1", "a[2]=1", "a[0].b=1", "a[0][1]=2", "a={}", "a={x}", "a={1,null,}", "a={x,y},b=2", "a={x", "a={x}y=1",
        "a=", "a=,b=1", "a", "a.", "a.b", "=1", ".=1", "a..b=1", "a[]=1", "a[x]=1", "a[-1]=1", "a[0", "a[0]", "a[0]x=1", "a[0].=1", "a[+0]=1",
        "a\\.b=1", "a\\=b=1", "a=x\\,y", "a=x\\", "a=x=y", "a=x.y", "a=[1]", 'a="x"', "a=\\{x}", "a={x\\,y}", "a=01", "a=-1", "a=+1", "a=0", "a=-0",
        "a=1.5", "a=1e3", "a=true", "a=TRUE", "a=tRuE", "a=null", "a=Null", "a=9223372036854775807", "a=9223372036854775808", "a=-9223372036854775808",
        "a=1_0", "a= 1", "a =1", " a=1", "a=1 ", "a=\n", "a=١", "a=ſ", "a=K", "a=1,a=2", "a.b=1,a.c=2", "a=1,a.b=2", "a=x,a[0]=1", "a[0]=1,a.b=2", "a[1]=x,a[0]=y", "a.b=null", "a=null,a.b=1",
        "a[65536]=1", "a[65537]=1", "a[1e3]=1", "a[99999999999999999999]=1", ".".join("a" * 31) + "=1", ".".join("a" * 32) + "=1",
        'a={"b":1}', 'a={"b":1},c=[2]', "a=NaN", "a=Infinity", "a=1 2", "a=[1", "a=1.", "a=01e", 'a="\\ud800"', 'a="\\u00e9"', "a=nul", 'a=""', "a= ,b=1", "a=1e999", "a=" + "1" * 400, "a=9007199254740993", 'a="\\ud83d\\ude00\\udc00"', 'a={"b":1,"b":2}', "a=-", "a=1.5e+3",
    ],
)  # fmt: skip
def test_a_text_means_what_it_means_to_helm(text: str):
    for mine, helm in READERS:
        # The SDK prints large floats in its own way; what counts is which float it is.
        assert floats(ours(text, mine)) == floats(theirs(text, helm)), helm.__name__


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("true", True), ("False", False), ("null", None), ("", ""), ("0", 0), ("7", 7), ("-7", -7), ("+7", 7), ("007", "007"), ("-0", 0)),
        *(("1.5", "1.5"), ("1e3", "1e3"), ("9223372036854775808", "9223372036854775808"), ("9" * 5000, "9" * 5000), ("yes", "yes"), ("~", "~"), (" 1", " 1")),
    ],
)  # fmt: skip
def test_the_type_of_a_value(text: str, value):
    found = set_options.typed(text)
    assert found == value
    assert isinstance(found, set_options.Integer) == (type(value) is int)


CHART = {
    "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
    "templates/x.yaml": "{{ .Values | toJson }}\n",
}
BASE = '{"m":{"x":1,"y":{"z":2}},"l":[1,{"a":1},[5]],"s":"t","n":null,"e":{},"el":[]}'
EXISTING = [
    "m.x=2", "m.y.w=3", "m=1", "m={a}", "m.y=null", "l[0]=9", "l[1].b=2", "l[1].a=null", "l[2][0]=6", "l[2][2]=7", "l[4]=x", "l[3].q=1", "l=x", "l[0].a=1", "l[0][0]=1",
    "s=u", "s.a=1", "s[0]=1", "m[0]=1", "l.a=1", "n.a=1", "n[0]=1", "n=1", "e.a=1", "el[0]=1", "m.x.q=1", "m.y.z[0]=1", "l[1][0]=1", "new.a[1].b=1", "m.", "l[0]", "m.y.",
]  # fmt: skip


@pytest.fixture(scope="session")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set") / "c"
    for name, text in CHART.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "base.yaml").write_text(BASE)
    return folder


def rendered(program: Path, chart: Path, *arguments: str):
    done = subprocess.run(
        [program, "template", chart, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    return json.loads(done.stdout.split("\n", 2)[2]) if done.returncode == 0 else REFUSED


def without_nulls(value):
    """Helm 3 drops, and Helm 4 keeps, a null that removes no default; they agree on the rest."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return value


def collected(chart: Path, text: str):
    try:
        return values.collect(values.Options(files=[str(chart / "base.yaml")], set=[text])).tree
    except UsageError:
        return REFUSED


@pytest.mark.parametrize("text", EXISTING)
def test_what_exists_already_is_changed_as_helm_changes_it(text: str, chart: Path, helm_programs: list[Path]):
    mine = without_nulls(collected(chart, text))
    for program in helm_programs:
        found = rendered(program, chart, "-f", str(chart / "base.yaml"), "--set", text)
        assert without_nulls(found) == mine, program.name


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"set": ["a"]}, "--set a: key 'a' has no value"),
        ({"set": ["a,b=1"]}, "--set a,b=1: key 'a' has no value (it cannot end with ,)"),
        ({"set": ["a[65537]=1"]}, "--set a[65537]=1: the index 65537 is not between 0 and 65536"),
        ({"set": ["a[x]=1"]}, "--set a[x]=1: 'x' is not an index"),
        ({"set": ["a[0]b=1"]}, "--set a[0]b=1: unexpected text 'b' after an index"),
        ({"set": ["a={x"]}, "--set a={x: a list must end with }"),
        ({"set": ["a=1", "a.b=1"]}, "--set a.b=1: 'a' is not a map"),
        ({"set_string": ["a=1", "a[0]=1"]}, "--set-string a[0]=1: 'a' is not a list"),
        ({"set": ["a[0]=1", "a[0][0]=1"]}, "--set a[0][0]=1: item 0 is not a list"),
        ({"set": [".".join("a" * 32) + "=1"]}, f"--set {'.'.join('a' * 32)}=1: more than 30 keys deep"),
        ({"set_json": ["a=x"]}, "--set-json a=x: not JSON: Expecting value: line 1 column 3 (char 2)"),
        (
            {"set_json": ["a=1."]},
            "--set-json a=1.: not JSON: a number without digits after its point or exponent",
        ),
        ({"set_json": ['{"a":NaN}']}, '--set-json {"a":NaN}: not JSON: NaN is no JSON'),
        (
            {"set_json": ['{"a":1}x']},
            '--set-json {"a":1}x: not JSON: more text after the object (character 8)',
        ),
        ({"set_json": ['{"a":1e999}']}, '--set-json {"a":1e999}: not JSON: 1e999 is too large'),
    ],
)
def test_the_error_names_option_text_and_reason(options, text):
    with pytest.raises(UsageError) as caught:
        values.collect(values.Options(**options))
    example = '"eth1"' if "set_json" in options else "eth1"
    hint = f"the form is key=value, such as networks.data.master={example}"
    assert str(caught.value) == f"{text}\n  hint: {hint}"


def test_the_largest_index_and_the_deepest_key():
    assert len(ours("a[65536]=1", READERS[0][0])["a"]) == set_options.MAX_INDEX + 1
    assert ours(".".join("a" * 31) + "=1", READERS[0][0]) != REFUSED


@pytest.mark.parametrize(
    "text",
    [
        "a" + "[0]" * 5000 + "=1",
        "a" + "[0]" * 400 + "=1",
        "a" + "[0]" * 940 + "=1",
        "a=" + "[" * 800 + "]" * 800,
        '{"a":' * 450 + "1" + "}" * 450,
        "a=" + "[" * 100_000,
        "a=" + '{"b":' * 100_000,
        "{" * 100_000,
        '{"a":' * 100_000,
        "a=" + "1" * 100_000,
    ],
)
def test_hostile_texts_give_a_value_or_a_usage_error(text: str):
    for name in ("set", "set_string", "set_json", "set_literal"):
        assert len(problem_of(values.Options(**{name: [text]}))) < 1000, name


def problem_of(options: values.Options) -> str:
    try:
        values.collect(options)
    except UsageError as error:
        return str(error)
    return ""
