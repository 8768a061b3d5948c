import time

import pytest

from chartgen.release.index_text import layout

INDEX = """apiVersion: v1
entries:
  a:
  - name: a
    version: 1.0.0
  b:
  - name: b
    version: "1.10"
  - version: 1.0
    home: https://example.com/#a#
    x: |
      version: 3
      - a
generated: '2024-01-01T00:00:00Z'
"""


def test_where_things_stand():
    found = layout(INDEX)
    assert found is not None
    assert found.versions("a") == ["1.0.0"]
    # A number is what Helm makes of it.
    assert found.versions("b") == ["1.10", "1"]
    assert found.versions("c") == ()
    assert found.entry("b", 1) == {"version": 1, "home": "https://example.com/#a#", "x": "version: 3\n- a\n"}
    assert found.generated == "2024-01-01T00:00:00Z"
    assert layout(INDEX.rstrip()) is not None
    short = layout(INDEX.partition("    x: |")[0])
    assert short is not None
    assert short.generated == ""


def test_nothing_else_is_touched():
    found = layout(INDEX)
    assert found is not None
    text = found.with_entry("b", 1, {"version": "1.5.0"}, "2024-01-01T00:00:00Z")
    assert text == INDEX.replace("  - version: 1.0\n", "  - version: 1.5.0\n  - version: 1.0\n")
    text = found.with_entry("ab", 0, {"version": "1.5.0"}, "later")
    new = "  ab:\n  - version: 1.5.0\n  b:\n"
    assert text == INDEX.replace("  b:\n", new).replace("'2024-01-01T00:00:00Z'", "later")


@pytest.mark.parametrize(
    "odd",
    [
        INDEX.replace("entries:", "entries: {}\nx:"),
        INDEX.replace("entries", "entrys"),
        INDEX.replace("apiVersion", "version"),
        *(INDEX.replace("name: a", f"name: a{end}  - b") for end in ("\r", "\x85", "\u2028", "\u2029")),
        f"\ufeff{INDEX}",
        INDEX.replace("  a:", "  0:\n    name: b\n  a:"),
        INDEX.replace("'2024-01-01T00:00:00Z'", ""),
        f"%YAML 1.1\n---\n{INDEX}",
        f"{INDEX}%x\n",
        INDEX.replace("entries:", "entries: |"),
        INDEX.replace("name: a", 'name: "a"#'),
        INDEX.replace("name: a", "name: -"),
        INDEX.replace("- name: a", "- keywords:\n    - |\n      a"),
        INDEX.replace("- version: 1.0\n    home", "-   version: 1.0\n      home").replace(
            "    x: |", "      x: |"
        ),
        INDEX.replace("- name: b\n    version", "- name: b\n  - \n    version"),
        INDEX.replace('version: "1.10"\n  - version: 1.0\n', "x: y\n  - version: 1.0\n    version: 2.0\n"),
        INDEX.replace("version: 1.0.0", 'version: "1.\\x30.0"'),
        INDEX.replace("version: 1.0.0", "version: '1.0''.0'"),
        INDEX.replace("version: 1.0.0", 'version: "1.0\n      .0"'),
        INDEX.replace("name: a", "name: a: # b"),
        INDEX + "entries:\n",
        INDEX.replace("  b:", "  a:"),
        INDEX.replace("  b:", "  b: []"),
        INDEX.replace("  b:", "   b:"),
        INDEX.replace("  - name: a\n", "  - &x\n    name: a\n"),
        INDEX.replace("name: a", "name: !t a"),
        INDEX.replace("name: a", "name: [a,"),
        INDEX.replace("name: a", 'name: "a\n  x:\n  "'),
        INDEX.replace("name: a", "\tname: a"),
        INDEX.replace("    version: 1.0.0\n", ""),
        INDEX.replace("    version: 1.0.0\n", "    version: 1.0.0\n    version: 1.0.0\n"),
        INDEX.replace("    version: 1.0.0\n", "    version: 1.0.0\n    'version': 1.0.0\n"),
        INDEX.replace("    version: 1.0.0\n", "    version: |\n      1.0.0\n"),
        INDEX.replace("    version: 1.0.0\n", "    version:\n      1.0.0\n"),
        INDEX.replace("\n", "\r\n"),
        f"---\n{INDEX}",
        f"{INDEX}...\n",
    ],
)
def test_other_layouts_are_left_to_others(odd: str):
    assert layout(odd) is None


@pytest.mark.parametrize(
    "text", ['  - "' + "a" * 100_000, "  - " + "- " * 50_000, "  - " + '"a\n   ' * 30_000, "  c:\n" * 50_000, "    a: 'b'c\n" * 50_000, "    a: b" + " c" * 50_000 + ": #", "    a: b" + " " * 50_000 + "c: #"]
)  # fmt: skip
def test_looking_takes_no_longer_than_reading(text: str):
    start = time.perf_counter()
    assert layout(f"entries:\n  c:\n{text}\n") is None
    assert time.perf_counter() - start < 2
