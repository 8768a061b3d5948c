import pytest

from chartgen.chart.metadata import is_version, known_fields, read_metadata
from chartgen.core.errors import InputError

GOOD = "apiVersion: v2\nname: c\nversion: 1.2.3\n"


def test_what_helm_sees():
    metadata = read_metadata(b"name: 5\nversion: 1.2\nkeywords: [a]\n", file="Chart.yaml")
    assert read_metadata(b"name: true\nversion: 1e3\n", file="")["name"] == "true"
    assert read_metadata(b"name: 1e3\nversion: 1.0\n", file="")["version"] == "1"
    assert metadata == {"name": "5", "version": "1.2", "apiVersion": "", "type": "", "keywords": ["a"]}


@pytest.mark.parametrize(
    ("text", "problem", "place"),
    [
        ("", "does not hold a mapping", "Chart.yaml"),
        ("- a\n", "does not hold a mapping", "Chart.yaml"),
        ("a: b: c\n", "mapping values are not allowed", "Chart.yaml:1:5"),
        ("apiVersion: v2\nversion: 1.2.3\n", "the chart has no name", "Chart.yaml"),
        (GOOD.replace("name: c", "name: a/b"), "'a/b' cannot be the name of a chart", "Chart.yaml:2:7"),
        (GOOD.replace("name: c", "name: .."), "'..' cannot be the name of a chart", "Chart.yaml:2:7"),
        (GOOD.replace("name: c", "name: [c]"), "name must be a text", "Chart.yaml:2:7"),
        (GOOD.replace("version: 1.2.3", "version: x"), "'x' is not a version", "Chart.yaml:3:10"),
        ("apiVersion: v2\nname: c\n", "the chart has no version", "Chart.yaml"),
        (GOOD.replace("v2", "v3"), "charts of apiVersion v3 are not supported", "Chart.yaml:1:13"),
        (GOOD.replace("1.2.3", "18446744073709551616.0.0"), "is not a version", "Chart.yaml:3:10"),
        (f"{GOOD}keywords: x\n", "keywords must be a list", "Chart.yaml:4:11"),
        (f"{GOOD}keywords: [[x]]\n", "keywords[0] must be a text", "Chart.yaml:4:12"),
        (f"{GOOD}home: {{a: 1}}\n", "home must be a text", "Chart.yaml:4:7"),
        (f"{GOOD}annotations: {{a: [1]}}\n", "annotations.a must be a text", "Chart.yaml:4:18"),
        (f'{GOOD}deprecated: "true"\n', "deprecated must be true or false", "Chart.yaml:4:13"),
        (f"{GOOD}maintainers: [null]\n", "maintainers[0] must be a mapping", "Chart.yaml:4:15"),
        (f"{GOOD}maintainers: [{{name: [1]}}]\n", "maintainers[0].name must be a text", "Chart.yaml:4:22"),
        (f"{GOOD}maintainers: [{{url: [1]}}]\n", "maintainers[0].url must be a text", "Chart.yaml:4:21"),
        (
            f"{GOOD}dependencies: [{{enabled: 5}}]\n",
            "dependencies[0].enabled must be true or",
            "Chart.yaml:4",
        ),
        (f"{GOOD}dependencies: [{{import-values: x}}]\n", "[0].import-values must be a list", "Chart.yaml:4"),
        ("apiVersion: v3\nversion: x\n", "charts of apiVersion v3", "Chart.yaml:1:13"),
        (f"{GOOD}dependencies: {{a: 1}}\n", "dependencies must be a list", "Chart.yaml:4:15"),
        (f"{GOOD}type: app\n", "'app' is no type of chart", "Chart.yaml:4:7"),
    ],
)
def test_what_helm_refuses_has_a_place(text: str, problem: str, place: str):
    with pytest.raises(InputError) as caught:
        read_metadata(text.encode(), file="Chart.yaml")
    assert problem in caught.value.problem
    assert str(caught.value.where).startswith(place)


def test_what_helm_takes_is_taken():
    text = (
        "keywords: [1, true, null]\nannotations: {a: 1, b: null}\ndeprecated: yes\nicon: 1.5\nfoo: [1]\n"
        "maintainers: [{name: 1, foo: [1]}]\ndependencies: [{name: x, tags: [1], import-values: [1, {a: 1}]}]\n"
    )
    assert read_metadata(f"{GOOD}{text}".encode(), file="Chart.yaml")["deprecated"] is True


def test_helm_asks_only_the_chart_itself_for_its_format():
    with pytest.raises(InputError, match="apiVersion v3"):
        read_metadata(GOOD.replace("v2", "v3").encode(), file="")
    assert read_metadata(GOOD.replace("v2", "v3").encode(), file="", is_subchart=True)["apiVersion"] == "v3"


@pytest.mark.parametrize("text", ["1", "1.2", "v1.2.3", "1.2.3-a.1+b", "1.2.3+0", "01.2", "1.2.3-0"])
def test_versions(text: str):
    assert is_version(text)


@pytest.mark.parametrize(
    "text", ["", "x", "1.2.3.4", "1.2.3-01", "1.", "1.2.3-", "1.2.3+", "1.2.3 ", "1.2.3\n", "1.2.\uff13"]
)
def test_no_versions(text: str):
    assert not is_version(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("- a\n", "it needs at least apiVersion, name and version"),
        (GOOD.replace("v2", "v3"), "use apiVersion: v2"),
        (GOOD.replace("1.2.3", "x"), "use one such as 1.2.3"),
    ],
)
def test_hints(text: str, hint: str):
    with pytest.raises(InputError) as caught:
        read_metadata(text.encode(), file="Chart.yaml")
    assert caught.value.hint == hint


def test_the_fields_that_helm_keeps():
    metadata = {
        "apiVersion": "v2",
        "name": "c",
        "version": "1.0.0",
        "appVersion": 1.5,
        "unknown": "x",
        "home": "",
        "icon": None,
        "deprecated": False,
        "keywords": ["a", None, 1],
        "annotations": {"a": True, "b": None},
        "maintainers": [{"name": "n", "x": 1}],
        "dependencies": [{"name": "d", "tags": [], "import-values": [{"child": "a"}], "enabled": True}],
    }
    assert known_fields(metadata) == {
        "apiVersion": "v2",
        "name": "c",
        "version": "1.0.0",
        "appVersion": "1.5",
        "keywords": ["a", "", "1"],
        "annotations": {"a": "true", "b": ""},
        "maintainers": [{"name": "n"}],
        "dependencies": [{"name": "d", "import-values": [{"child": "a"}], "enabled": True}],
    }


def test_fields_that_python_takes_for_empty():
    """Helm makes texts of them: `"0"` says something."""
    metadata = read_metadata(
        f"{GOOD}appVersion: 0\ndescription: false\nicon: ''\n".encode(), file="Chart.yaml"
    )
    assert known_fields(metadata)["appVersion"] == "0"
    assert known_fields(metadata)["description"] == "false"
    assert "icon" not in known_fields(metadata)
