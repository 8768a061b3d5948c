import base64
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core import yaml
from chartgen.core.yaml_text import text


def test_it_looks_as_helm_writes_it():
    value = {
        "version": "1.2.3",
        "name": "c",
        "keywords": ["b", "a"],
        "maintainers": [{"name": "A B", "email": "a@b.c"}, {"name": "no"}],
        "annotations": {"x/y": "- a: 1\n  b: 2\n", "empty": {}, "none": []},
        "home": "https://example.com/x",
        "flag": True,
        "n": 1.5,
    }
    assert text(value) == (
        "annotations:\n"
        "  empty: {}\n"
        "  none: []\n"
        "  x/y: |\n"
        "    - a: 1\n"
        "      b: 2\n"
        "flag: true\n"
        "home: https://example.com/x\n"
        "keywords:\n"
        "- b\n"
        "- a\n"
        "maintainers:\n"
        "- email: a@b.c\n"
        "  name: A B\n"
        '- name: "no"\n'
        '"n": 1.5\n'
        "name: c\n"
        "version: 1.2.3\n"
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    "ab: -#|>\n'\"0.1e", max_size=12
)
SCALARS = TEXTS | st.booleans() | st.integers(-(2**50), 2**50) | st.none()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS.filter(str.strip), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(VALUES)
def test_what_is_written_is_read(value):
    # A key that says null or a number is text to our reader, as it is to Helm.
    assert yaml.load(text({"x": value}), file="f").value == {"x": value}


@pytest.mark.parametrize(
    "odd", ["1e3", "0o17", "1:20", "yes", "~", "null", "", " a", "a ", "a\n\n", "\na\n", "a \nb", "-", "a: b", "a #b", "\x85", "\u2028", "#", "1.2", "1_0", "2001-01-01", "=", "<<", "%x", "@a", "`", "a\tb", "\ud83d\ude00"],
)  # fmt: skip
def test_helm_reads_it_so_too(odd: str, helm_program: Path, tmp_path: Path):
    odd = odd.encode("utf-16", "surrogatepass").decode("utf-16")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.yaml").write_text("x: {{ .Values.x | toJson | b64enc }}\n")
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
    (tmp_path / "values.yaml").write_text(text({"x": [{odd or "e": odd}]}))
    done = subprocess.run([helm_program, "template", tmp_path], capture_output=True, check=True)
    assert json.loads(base64.b64decode(done.stdout.rpartition(b"x: ")[2])) == [{odd or "e": odd}]
