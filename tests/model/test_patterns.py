"""One table of values gets the same verdict from every program that reads the chart's schema."""

import gzip
import io
import json
import re
import subprocess
import tarfile
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import helm_python
import jsonschema
import jsonschema_rs
import pytest

from chartgen.model import patterns
from tests.model.pattern_rows import ACCEPTED, REFUSED

FRAGMENTS: dict[str, Mapping[str, Any]] = {
    name: fragment
    for name, fragment in vars(patterns).items()
    if name.isupper() and name[0] != "_" and name != "NO_LINE_BREAK" and isinstance(fragment, dict)
}
DERIVED = {
    "or_empty IPV4": patterns.or_empty(patterns.IPV4),
    "or_empty CNI_VERSION": patterns.or_empty(patterns.CNI_VERSION),
    "or_empty minLength": patterns.or_empty({"type": "string", "minLength": 2}),
    "or_null IPV4": patterns.or_null(patterns.IPV4),
    "or_null MTU": patterns.or_null(patterns.MTU),
    "or_null IPVLAN_MODE": patterns.or_null(patterns.IPVLAN_MODE),
    "or_null INT_OR_PERCENT": patterns.or_null(patterns.INT_OR_PERCENT),
    "or_null anyOf": patterns.or_null({"anyOf": [{"const": ""}, patterns.IPV4]}),
}
ALL = {**FRAGMENTS, **DERIVED}


def rows() -> Iterator[tuple[str, Any, bool]]:
    """Give fragment name, value and verdict; each accepted text again with a line break at either end."""
    for name, values in ACCEPTED.items():
        for value in values:
            yield name, value, True
            if isinstance(value, str) and "minLength" not in name:
                for broken in (f"{value}\n", f"{value}\r", f"\n{value}"):
                    yield name, broken, False
    for name, values in REFUSED.items():
        for value in values:
            yield name, value, False


ROWS = {f"r{number:04}": row for number, row in enumerate(rows())}
# Helm since 3.18 names a wrong property where a key is refused, so these rows go in one at a time.
ALONE = {key: row[1] for key, row in ROWS.items() if row[1] == {"a b": "x"}}
VALUES = {key: value for key, (_, value, _) in ROWS.items() if key not in ALONE}
EXPECTED = {key for key in VALUES if not ROWS[key][2]}
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "definitions": {name.replace(" ", "-"): fragment for name, fragment in ALL.items()},
    "properties": {
        key: {"$ref": f"#/definitions/{name.replace(' ', '-')}"} for key, (name, _, _) in ROWS.items()
    },
}
FILES = {
    "Chart.yaml": "apiVersion: v2\nname: rows\nversion: 0.1.0\n",
    "values.schema.json": json.dumps(SCHEMA),
    "templates/none.yaml": "",
}


def differences(refused: set[str]) -> list[str]:
    return [f"{key} {ROWS[key]}: refused={key in refused}" for key in sorted(refused ^ EXPECTED)]


def refused_in(text: str) -> set[str]:
    """Read the properties that Helm's text names: `- at '/r012': …`, `- r012: …` or `- r012.key: …`."""
    return set(re.findall(r"^- (?:at '/)?(r[0-9]{4})\b", text, re.MULTILINE))


@pytest.fixture(scope="module")
def values_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chart = tmp_path_factory.mktemp("rows")
    (chart / "templates").mkdir()
    for path, text in FILES.items():
        (chart / path).write_text(text)
    (chart / "given.json").write_text(json.dumps(VALUES))
    for key, value in ALONE.items():
        (chart / f"{key}.json").write_text(json.dumps({key: value}))
    return chart / "given.json"


def test_table_is_large_and_complete() -> None:
    assert len(ROWS) >= 200
    assert set(ACCEPTED) == set(REFUSED) == set(ALL)


def helm_stderr(program: Path, values: Path) -> str:
    done = subprocess.run(
        [program, "template", values.parent, "-f", values],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.stderr


def test_helm_programs_give_the_verdicts(helm_program: Path, values_file: Path) -> None:
    assert differences(refused_in(helm_stderr(helm_program, values_file))) == []
    for key in ALONE:
        assert refused_in(helm_stderr(helm_program, values_file.with_name(f"{key}.json"))), ROWS[key]


def test_sdk_gives_the_verdicts() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, text in FILES.items():
            member = tarfile.TarInfo(f"rows/{path}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    chart = helm_python.Chart.load_archive(gzip.compress(buffer.getvalue()))
    with pytest.raises(helm_python.HelmValuesError) as raised:
        chart.validate_schema(VALUES)
    assert differences(refused_in(str(raised.value))) == []
    for key, value in ALONE.items():
        with pytest.raises(helm_python.HelmValuesError):
            chart.validate_schema({key: value})
    chart.close()


def test_jsonschema_gives_the_verdicts() -> None:
    found = jsonschema.Draft7Validator(SCHEMA).iter_errors({**VALUES, **ALONE})
    refused = {str(error.absolute_path[0]) for error in found}
    assert set(ALONE) <= refused
    assert differences(refused - set(ALONE)) == []


def test_jsonschema_rs_gives_the_verdicts() -> None:
    found = jsonschema_rs.Draft7Validator(SCHEMA).iter_errors({**VALUES, **ALONE})
    refused = {str(error.instance_path[0]) for error in found}
    assert set(ALONE) <= refused
    assert differences(refused - set(ALONE)) == []


# --- What a pattern may use, so that the verdicts are alike for values that nobody thought of too

FORBIDDEN = {
    "look-around": r"\(\?<?[=!]",
    "flags": r"\(\?[a-zA-Z]",
    "a name or a comment": r"\(\?[P<#]",
    "a POSIX class": r"\[\[:|\[:[a-z]+:\]",
    "an anchor of some only": r"\\[AzZbBG]",
    "a class of some only": r"\\[dDwWsSpPhHvVRX]",
    "a back reference": r"\\[1-9]",
    "possessive or lazy": r"(?<!\\)[*+?}][+?]",
    "a wildcard": r"(?<!\\)\.(?![^\[]*\])",
    "beyond ASCII": r"[^\x00-\x7f]",
}


def patterns_in(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node
        for child in node.values():
            yield from patterns_in(child)
    elif isinstance(node, list):
        for child in node:
            yield from patterns_in(child)


WITH_PATTERN = [
    pytest.param(found, id=f"{name}-{number}")
    for name, fragment in ALL.items()
    for number, found in enumerate(patterns_in(fragment))
    if found != patterns.NO_LINE_BREAK
]


@pytest.mark.parametrize("fragment", WITH_PATTERN)
def test_pattern_is_portable_and_guarded(fragment: Mapping[str, Any]) -> None:
    pattern = fragment["pattern"]
    assert {what for what, regex in FORBIDDEN.items() if re.search(regex, pattern)} == set()
    assert all(int(count) <= 255 for count in re.findall(r"\{(?:[0-9]*,)?([0-9]+)\}", pattern))
    assert pattern.startswith("^")
    assert pattern.endswith("$")
    assert fragment["not"] == {"type": "string", "pattern": "[\r\n]"}
    assert fragment["$comment"].startswith("must be ")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        re.compile(pattern)


@pytest.mark.parametrize("bad", ["(?=a)", "(?<!a)", "(?i)a", r"a\z", r"\d", r"[[:alpha:]]", "a+?", ".", "(?P<n>a)"])  # fmt: skip
def test_forbidden_things_are_found(bad: str) -> None:
    assert any(re.search(regex, bad) for regex in FORBIDDEN.values())


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_refusal_is_quick(name: str) -> None:
    """Nothing in a pattern makes Python's engine, which goes back, take exponential time."""
    validator = jsonschema.Draft7Validator(dict(FRAGMENTS[name]))
    for unit in ("a", "0", "a.", "a-", "1:", "/a", "::", "1,", "* ", "_", "1h"):
        validator.is_valid(unit * 60 + "!")
