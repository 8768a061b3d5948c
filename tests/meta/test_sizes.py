"""Files and functions stay small enough to be read at once."""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 50
SOURCES = sorted(
    place
    for folder in ("chartgen", "tests")
    for suffix in ("py", "j2", "tpl", "sh")
    for place in (ROOT / folder).rglob(f"*.{suffix}")
)


def name_of(place: Path) -> str:
    return place.relative_to(ROOT).as_posix()


def long_files() -> Iterator[str]:
    for place in SOURCES:
        if len(place.read_text(encoding="utf-8").splitlines()) > LINES_OF_A_FILE:
            yield name_of(place)


def long_functions() -> Iterator[str]:
    for place in SOURCES:
        if place.suffix != ".py" or not place.is_relative_to(ROOT / "chartgen"):
            continue
        for node in ast.walk(ast.parse(place.read_bytes())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                if (node.end_lineno or first) - first >= LINES_OF_A_FUNCTION:
                    yield f"{name_of(place)}:{node.name}"


# What speaks to OCI registries by the library for HTTP, which has to stay as small as it is.
PROTOCOL = ("auth", "charts", "client", "exchange", "oci")
LINES_OF_THE_PROTOCOL = 500


def lines_of_code(place: Path) -> int:
    """Count the lines that have code, so neither comments nor docstrings."""
    text = place.read_text(encoding="utf-8")
    nothing = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in {*nothing, tokenize.ENDMARKER}
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            code -= {*range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return len(code)


def test_the_protocol_of_registries_stays_small():
    counted = {name: lines_of_code(ROOT / f"chartgen/registry/{name}.py") for name in PROTOCOL}
    assert 300 < sum(counted.values()) <= LINES_OF_THE_PROTOCOL, counted


def test_the_sources_are_found():
    assert {"chartgen/core/errors.py", "tests/conftest.py"} <= set(map(name_of, SOURCES))


@pytest.mark.parametrize("find", [long_files, long_functions])
def test_nothing_is_too_long(find):
    assert [*find()] == []
