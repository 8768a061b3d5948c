"""Tokens in real renders: those that change something else are left out, now and later."""

import re

import pytest

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.render.embedded import EmbeddedEngine
from chartgen.render.sourcemap.places import find
from chartgen.render.sourcemap.probing import Tokens, _harmless, _without_gaps
from tests.render.conftest import WriteChart, request_of

HELPERS = '{{ define "yes" }}yes{{ end }}{{ define "both" -}}\nx: 1\n{{- end }}'
TEMPLATE = """a: 1
{{ if eq (include "yes" .) "yes" }}b: 2{{ end }}
c: {{ .Values.c }}
d: {{ include "both" . | sha256sum }}
{{ include "both" . }}
"""


class Renders:
    """Renders a chart, and counts."""

    def __init__(self, engine: EmbeddedEngine, **values: object) -> None:
        self.engine, self.values, self.count = engine, values, 0

    def __call__(self, chart: Chart) -> dict[str, str]:
        self.count += 1
        return self.engine.render_texts(request_of(chart, {"values": self.values}))


@pytest.fixture
def chart(write_chart: WriteChart) -> Chart:
    return write_chart({"templates/a.yaml": TEMPLATE, "templates/_h.tpl": HELPERS})


def marked(tokens: Tokens, render: Renders, chart: Chart) -> str:
    """Give the render of templates/a.yaml with tokens, the file's line in place of each token's number."""
    plain = render(chart)
    probed = tokens.render(render, plain)
    text = probed.texts["c/templates/a.yaml"]
    assert probed.pattern.sub("", text) == plain["c/templates/a.yaml"]
    return probed.pattern.sub(
        lambda token: f"<{tokens._items[int(token[1])].file[-1]}{tokens._items[int(token[1])].line}>", text
    )


def test_a_helper_bears_tokens_only_where_it_is_printed(chart: Chart, embedded: EmbeddedEngine):
    render = Renders(embedded, c="x")
    hash_of = "9a20e0ae64955b9baac5de06f9d8eb50db13ba39cfd5b5862d9a8d2a1f8f8f5c"
    text = marked(Tokens(chart, find(chart)), render, chart)
    lines = text.splitlines()
    assert lines[:3] == ["a: 1<l1>", "b: 2<l2>", "c:<l3> x<l3>"]
    assert len(lines[3]) == len(f"d:<l4> {hash_of}<l4>")
    assert lines[4:] == ["x: 1<l2><l5>"]
    assert render.count == 2


def test_the_same_tokens_are_the_same_chart(chart: Chart, embedded: EmbeddedEngine):
    render = Renders(embedded, c="x")
    plain = render(chart)
    seen: list[Chart] = []
    tokens = Tokens(chart, find(chart))
    for _ in range(3):
        assert tokens.render_once(lambda each: seen.append(each) or render(each), plain)
    # An engine loads a chart once for all renders of it.
    assert seen[0] is seen[1] is seen[2]
    assert seen[0] is not chart


def test_a_text_like_a_token(chart: Chart, embedded: EmbeddedEngine):
    assert "c:<l3> ⟦0;<l3>" in marked(Tokens(chart, find(chart)), Renders(embedded, c="⟦0;"), chart)


def test_a_comment_is_yaml(chart: Chart, embedded: EmbeddedEngine):
    render = Renders(embedded, c="x")
    found = find(chart, only_line_ends=True)
    probed = Tokens(chart, found, comment=True).render(render, render(chart))
    assert re.findall("(?m)^[abc]: . #⟦[0-9]+;$", probed.texts["c/templates/a.yaml"])


def test_what_is_trimmed_stays_so(write_chart: WriteChart, embedded: EmbeddedEngine):
    template = '{{ .Values.a -}}\n  b\n  {{- .Values.a -}}\n{{ template "h" }}!\n'
    helper = 'x\n{{- define "h" -}}\n  h\n{{- end -}}'
    chart = write_chart({"templates/a.yaml": template, "templates/b.yaml": helper})
    tokens = Tokens(chart, find(chart))
    assert marked(tokens, Renders(embedded, a="v"), chart) == "v<l1>b<l2>v<l3>h<l3>!<l4>\n"


SMUGGLED = """a: {{ include "made" . }}
{{- $text := include "yes" . }}
b: {{ with include "yes" . }}{{ if eq . "yes" }}1{{ end }}{{ end }}
{{ with include "both" . }}{{ . }}{{ end }}
{{ include .Values.helper . | nindent 2 }}
{{ $text }}
"""
MADE = (
    HELPERS
    + """{{ define "made" }}{{ printf "%s" "m" }}{{ end }}{{ define "z" }}
z: 1
{{ end }}"""
)


def test_calls_that_turn_out_to_feed_logic_are_left_out_for_good(
    write_chart: WriteChart, embedded: EmbeddedEngine
):
    chart = write_chart({"templates/a.yaml": SMUGGLED, "templates/_h.tpl": MADE})
    render = Renders(embedded, helper="z")
    tokens = Tokens(chart, find(chart))
    text = marked(tokens, render, chart)
    assert [line for line in text.splitlines() if line.strip()] == [
        "a:<l1> m<l3><l1>",
        "b:<l3> 1<l3>",
        "x: 1<l2><l4>",
        "  z: 1<l4>",
        "  <l5>",
        "yes<l1><l6>",
    ]
    assert render.count <= 8
    count = render.count
    assert marked(tokens, render, chart) == text
    assert render.count == count + 2


def test_tokens_that_make_a_difference_are_left_out(write_chart: WriteChart, embedded: EmbeddedEngine):
    files = {
        "templates/a.yaml": "a: 1\nb: 2",
        "templates/b.yaml": 'v: {{ include (print .Template.BasePath "/a.yaml") . | len }}',
    }
    chart = write_chart(files)
    render = Renders(embedded)
    assert marked(Tokens(chart, find(chart)), render, chart) == "a: 1\nb: 2"


def test_a_chart_that_fails_without_tokens(write_chart: WriteChart, embedded: EmbeddedEngine):
    chart = write_chart({"templates/a.yaml": '{{ fail "no" }}'})
    with pytest.raises(InputError, match="no"):
        Tokens(chart, find(chart)).render(Renders(embedded), {"c/templates/a.yaml": ""})


@pytest.mark.parametrize("bad", [{0}, {3, 4}, {8}, set(range(9))])
@pytest.mark.parametrize("groups", [[[*range(9)]], [[0, 1, 2], [3], [4, 5, 6, 7, 8]]])
def test_groups_come_before_what_is_in_them(bad: set[int], groups: list[list[int]]):
    asked: list[int] = []

    def is_harmless(some: "list[int]") -> bool:
        asked.append(len(some))
        return not bad & set(some)

    assert _harmless(groups, is_harmless, [9]) == [number for number in range(10) if number not in bad]
    assert len(asked) <= 6 * len(bad)


class Clock(Renders):
    """Renders a chart whose last line is the time, which goes on by a second after some renders."""

    def __init__(self, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, ticks: set[int]) -> None:
        super().__init__(engine, c="x")
        self.ticks, self.now = ticks, 100.0
        monkeypatch.setattr("chartgen.render.sourcemap.probing.time.time", lambda: self.now)

    def __call__(self, chart: Chart) -> dict[str, str]:
        path = "c/templates/a.yaml"
        texts = super().__call__(chart)
        texts[path] += f"now: {self.now}"
        self.now += self.count in self.ticks
        return texts


@pytest.mark.parametrize("ticks", [set(), {1}, {2}, {1, 3}, {1, 4}, set(range(99))])
def test_the_time_goes_on(
    write_chart: WriteChart, embedded: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, ticks: set[int]
):
    """Whatever second it is, the call that feeds logic is the only one that is left out."""
    files = {
        "templates/a.yaml": """{{ with include "both" . }}{{ if eq . "x: 1" }}a: 1{{ end }}{{ end }}
{{ include "both" . }}
""",
        "templates/_h.tpl": HELPERS,
    }
    chart = write_chart(files)
    render = Clock(embedded, monkeypatch, ticks)
    tokens = Tokens(chart, find(chart))
    probed = tokens.render(render, render(chart))
    text = probed.pattern.sub("<>", probed.texts["c/templates/a.yaml"])
    assert text.startswith("a: 1<>\nx: 1<><>\n")


def test_a_certificate_has_lines_that_are_alike_by_chance():
    assert list(_without_gaps([])) == []
    assert list(_without_gaps([3])) == [3]
    assert list(_without_gaps([0, 1, 5, 10])) == [0, 1, 2, 3, 4, 5, 10]


def test_a_search_that_takes_too_long_gives_up(
    write_chart: WriteChart, embedded: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
):
    chart = write_chart({"templates/a.yaml": SMUGGLED, "templates/_h.tpl": MADE})
    counts = []
    for most in (96, 3, 1):
        monkeypatch.setattr("chartgen.render.sourcemap.probing._MOST_RENDERS", most)
        render = Renders(embedded, helper="z")
        plain = render(chart)
        probed = Tokens(chart, find(chart)).render(render, plain)
        for path, text in probed.texts.items():
            assert probed.pattern.sub("", text) == plain[path]
        counts.append(render.count)
    assert counts[0] > counts[1] > counts[2]
