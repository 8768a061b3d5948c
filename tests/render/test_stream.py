from collections.abc import Iterator, Sequence

import pytest

from chartgen.core.errors import UsageError
from chartgen.render.engine import Manifest
from chartgen.render.head import Head
from chartgen.render.stream import build, parse, show_only, split

STREAM = """\
---
# Source: c/crds/a.yaml
kind: Crd
---
# Source: c/templates/a.yaml
kind: A
---
# Source: c/templates/sub/b.yaml
kind: B
---
# Source: c/charts/one/templates/a.yaml
kind: C
---
# Source: c/templates/a.yaml
kind: Hook
metadata:
  name: h
  annotations:
    helm.sh/hook: test
"""


def no_heads(pairs: Sequence[tuple[str, str]]) -> Iterator[Head]:
    raise AssertionError(pairs)


def test_documents_are_split_as_helm_4_does():
    assert split("") == split(" \n\n") == split("---\n---  \n---") == []
    assert split("\n\n--- # x\na: 1\n\n---b: 2\n  --- no\n") == ["# x\na: 1\n\n", "b: 2\n  --- no\n"]
    assert split("\x1ca: 1") == ["\x1ca: 1"]
    assert split("\u2003\u0085a: 1\u00a0") == ["a: 1\u00a0"]


def test_nothing_gives_an_empty_line_as_helm_does():
    assert build(
        {"c/templates/NOTES.txt": "hi"}, crds=[], notes="c/templates/NOTES.txt", read_heads=no_heads
    ) == (
        "\n",
        (),
        (),
        (),
        "hi",
    )


def test_only_what_is_not_simple_is_read_by_the_parser():
    asked: list[tuple[str, str]] = []

    def read_heads(pairs: Sequence[tuple[str, str]]) -> list[Head]:
        asked.extend(pairs)
        return [Head("Namespace", "read")]

    files = {"c/templates/a": "kind: Pod\n---\nkind: |\n  Namespace\n---\nkind: Job\n"}
    rendered = build(files, crds=[Manifest("c/crds/x", "", "", "kind: X\n")], notes="", read_heads=read_heads)
    assert asked == [("c/templates/a", "kind: |\n  Namespace\n")]
    assert [manifest.kind for manifest in rendered.manifests] == ["Namespace", "Pod", "Job"]
    assert rendered.manifests[0].name == "read"
    assert rendered.stream.startswith(
        "---\n# Source: c/crds/x\nkind: X\n\n---\n# Source: c/templates/a\nkind: |"
    )


def test_a_stream_is_taken_apart():
    rendered = parse(STREAM, read_heads=no_heads)
    assert rendered.stream == STREAM
    assert rendered.crds == (Manifest("c/crds/a.yaml", "", "", "kind: Crd\n"),)
    assert [manifest.path for manifest in rendered.manifests] == [
        "c/templates/a.yaml",
        "c/templates/sub/b.yaml",
        "c/charts/one/templates/a.yaml",
    ]
    assert [(hook.kind, hook.name, hook.hook) for hook in rendered.hooks] == [("Hook", "h", "test")]
    assert rendered.notes is None


@pytest.mark.parametrize(
    ("patterns", "kinds"),
    [
        (["templates/a.yaml"], ["A", "Hook"]),
        (["templates/*.yaml"], ["A", "Hook"]),
        (["templates/*/b.yaml", "templates/a.yaml"], ["B", "A", "Hook"]),
        (["charts/*/templates/?.yaml"], ["C"]),
        (["crds/a.yaml"], ["Crd"]),
        (["templates/sub/b.yaml", "templates/sub/*"], ["B", "B"]),
    ],
)
def test_documents_of_some_templates(patterns: list[str], kinds: list[str]):
    shown = show_only(STREAM, patterns)
    assert [line.removeprefix("kind: ") for line in shown.splitlines() if line.startswith("kind: ")] == kinds
    assert shown.startswith("---\n# Source: c/")


@pytest.mark.parametrize("pattern", ["a.yaml", "templates/*/a.yaml", "templates", "c/templates/a.yaml", ""])
def test_a_template_that_is_not_there(pattern: str):
    with pytest.raises(UsageError, match="could not find template") as caught:
        show_only(STREAM, [pattern])
    assert "templates/a.yaml, templates/sub/b.yaml" in caught.value.hint


def test_a_pattern_that_is_none():
    with pytest.raises(UsageError, match="'\\[' is not a pattern"):
        show_only(STREAM, ["["])
