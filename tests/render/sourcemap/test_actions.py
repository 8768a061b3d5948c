import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.core.errors import InputError
from chartgen.render.sourcemap.actions import tokens


def kinds(text: str) -> list[str]:
    return [token.kind for token in tokens(text, file="t")]


def texts(text: str) -> list[str]:
    return [token.text for token in tokens(text, file="t")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("a", ["a"]),
        ("a{{ .b }}c", ["a", "{{ .b }}", "c"]),
        ("{{.a}}{{.b}}", ["{{.a}}", "{{.b}}"]),
        ("a {{- .b -}} c", ["a ", "{{- .b -}}", " c"]),
        ("{{.a}}}}", ["{{.a}}", "}}"]),
        ('{{ "}}" }}x', ['{{ "}}" }}', "x"]),
        (r'{{ "\"}}\\" }}x', [r'{{ "\"}}\\" }}', "x"]),
        ("{{ `}}\n\"'` }}x", ["{{ `}}\n\"'` }}", "x"]),
        (r"{{ '}' }}{{ '\'' }}{{ '\"' }}", [r"{{ '}' }}", r"{{ '\'' }}", r"{{ '\"' }}"]),
        ('{{ "`" }}{{ `"` }}', ['{{ "`" }}', '{{ `"` }}']),
        ("{{ .a\n}}b", ["{{ .a\n}}", "b"]),
        ("{{/* a }} ' \" ` {{ b */}}c", ["{{/* a }} ' \" ` {{ b */}}", "c"]),
        ("{{- /* a\n*/ -}}c", ["{{- /* a\n*/ -}}", "c"]),
        ("{{-\t/* a */\n-}}c", ["{{-\t/* a */\n-}}", "c"]),
        ("{{/**/}}c", ["{{/**/}}", "c"]),
        ("a\r\n{{ if .b }}\r\n", ["a\r\n", "{{ if .b }}", "\r\n"]),
        ("{ {a} }", ["{ {a} }"]),
    ],
)
def test_a_template_is_taken_apart(text, parts):
    assert texts(text) == parts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{{if .a}}", "if"),
        ("{{- if(eq 1 1) -}}", "if"),
        ("{{if.a}}", "if"),
        ("{{\n if .a }}", "if"),
        ("{{ else }}", "else"),
        ("{{else if .a}}", "else if"),
        ("{{- else\n  if .a -}}", "else if"),
        ("{{ else with .a }}", "else with"),
        ("{{ else iffy }}", "else"),
        ("{{ with $x := .a }}", "with"),
        ("{{ range $k, $v := .a }}", "range"),
        ('{{ define "a" }}', "define"),
        ('{{ block "a" . }}', "block"),
        ("{{end}}", "end"),
        ("{{-end}}", "other"),
        ('{{ template "a" }}', "template"),
        ("{{break}}", "break"),
        ("{{- continue -}}", "continue"),
        ("{{ iffy }}", "other"),
        ("{{ .if }}", "other"),
        ("{{ $if }}", "other"),
        ('{{ "if" }}', "other"),
        ("{{ (if) }}", "other"),
        ("{{-3}}", "other"),
        ("{{}}", "other"),
        ("{{/* if */}}", "comment"),
        ("{{- /* end */ -}}", "comment"),
        ("if", "text"),
    ],
)
def test_an_action_has_its_leading_keyword(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("{{ a }}", False, False),
        ("{{- a -}}", True, True),
        ("{{-\na\t-}}", True, True),
        ("{{-3}}", False, False),
        ("{{ a-}}", False, False),
        ("{{- /* a */}}", True, False),
        ("{{/* a */ -}}", False, True),
        ("- a -", False, False),
    ],
)
def test_trim_markers(text, left, right):
    (token,) = tokens(text, file="t")
    assert (token.trims_left, token.trims_right) == (left, right)


def test_places_count_from_one():
    found = list(tokens("a\r\n  {{ `b\n\n` }}é{{ c }}\n{{ d }}", file="t"))
    assert [(token.text, token.line, token.column, token.start, token.end) for token in found] == [
        ("a\r\n  ", 1, 1, 0, 5),
        ("{{ `b\n\n` }}", 2, 3, 5, 16),
        ("é", 4, 5, 16, 17),
        ("{{ c }}", 4, 6, 17, 24),
        ("\n", 4, 13, 24, 25),
        ("{{ d }}", 5, 1, 25, 32),
    ]


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ('{{ fail "a" }}', True),
        ('{{- "a" | fail -}}', True),
        ('{{ if or .a (fail "b") }}', True),
        ("{{ .fail }}", False),
        ("{{ $fail }}", False),
        ("{{ (index .a).fail }}", False),
        ('{{ "fail" }}', False),
        ("{{ ` fail ` }}", False),
        ("{{ failed }}", False),
        ("{{/* fail */}}", False),
        ("fail", False),
    ],
)
def test_calls_of_a_function(text, calls):
    (token,) = tokens(text, file="t")
    assert token.calls("fail") is calls


@pytest.mark.parametrize(
    ("text", "pipeline"),
    [
        ("{{ if .a }}", ".a"),
        ("{{- else if eq .a 1 -}}", "eq .a 1"),
        ("{{ range $i, $each := .a.b }}", ".a.b"),
        ("{{ range $i = .a }}", ".a"),
        ("{{ with $x }}", "$x"),
        ("{{ with\n  $x :=\n  .a }}", ".a"),
        ("{{ range . }}", "."),
        ("{{ end }}", ""),
        ("{{ /* x }}", ""),
    ],
)
def test_what_a_condition_looks_at(text, pipeline):
    (token,) = tokens(text, file="t")
    assert token.pipeline == pipeline


def test_names_and_summaries():
    define, template, plain, long, odd = tokens(
        '{{- define "a.b" -}}{{ template `c` . }}{{ .d\n  | quote }}{{ list '
        + '"x" ' * 40
        + "}}{{ \udcff }}",
        file="t",
    )
    assert (define.name, template.name, plain.name) == ("a.b", "c", "")
    assert plain.summary == "{{ .d | quote }}"
    assert (len(long.summary), long.summary[-1]) == (100, "…")
    assert odd.summary == "{{ ? }}"


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("a\n {{ .b", "t:2:2", "the action that starts here has no end"),
        ("{{ .a }", "t:1:1", "the action that starts here has no end"),
        ('{{ "a }}', "t:1:1", 'the text behind " has no end, in the action that starts here'),
        ('{{ "a\n" }}', "t:1:1", 'the text behind " has no end, in the action that starts here'),
        ('{{ "a\\\n" }}', "t:1:1", 'the text behind " has no end, in the action that starts here'),
        ("\n{{ `a }}", "t:2:1", "the text behind ` has no end, in the action that starts here"),
        ("{{ .a }} {{ ' }}", "t:1:10", "the text behind ' has no end, in the action that starts here"),
        ("{{/* a }}", "t:1:1", "the comment that starts here has no end"),
        ("{{/* a */ }}", "t:1:1", "the comment that starts here does not fill its action"),
        ("{{/* a */-}}", "t:1:1", "the comment that starts here does not fill its action"),
        ("{{/* a */ .b }}", "t:1:1", "the comment that starts here does not fill its action"),
    ],
)
def test_what_has_no_end_is_refused(text, place, problem):
    with pytest.raises(InputError) as caught:
        list(tokens(text, file="t"))
    assert (str(caught.value.where), caught.value.problem) == (place, problem)
    assert caught.value.hint


_PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{{-",
        "-}}",
        " ",
        "\n",
        "\r\n",
        '"',
        "`",
        "'",
        "\\",
        "/*",
        "*/",
        "if",
        "end",
        ".a",
        "é",
        "{",
        "}",
        "-",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_the_pieces_are_the_text(text):
    found = []
    try:
        found.extend(tokens(text, file="t"))
    except InputError as error:
        line, column = (int(part) for part in str(error.where).split(":")[1:])
        rest = text.split("\n")[line - 1 :]
        assert "\n".join(rest)[column - 1 :].startswith("{{")
    else:
        assert "".join(token.text for token in found) == text
    for token in found:
        assert text[token.start : token.end] == token.text
        assert token.line == text.count("\n", 0, token.start) + 1
        assert (token.kind == "text") is not bool(re.match(r"\{\{", token.text))


@pytest.mark.parametrize("text", ["{{ " + "'a' " * 100_000, "{{ " + '"\\' * 200_000, "{" * 200_001 + "}}"])
def test_long_texts_take_no_time(text):
    started = time.process_time()
    with contextlib.suppress(InputError):
        list(tokens(text, file="t"))
    assert time.process_time() - started < 5
