"""What becomes of the text of a helper, as far as an action shows it."""

import pytest

from chartgen.render.sourcemap.actions import Token, tokens
from chartgen.render.sourcemap.includes import assigns, includes, prints


def action(text: str) -> Token:
    (token,) = tokens(text, file="t")
    return token


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{{ include "a" . }}', "a printed"),
        ('{{- include "a" . | nindent 4 | trim -}}', "a printed"),
        ('{{ include "a" (dict "x" (toJson .) "y" (.b | trunc 3)) | indent 2 }}', "a printed"),
        ("{{ include `a` $ | quote }}", "a printed"),
        ('{{ template "a" . }}', "a printed"),
        ('{{ include "a" . | replace "x" "y" }}', "a unclear"),
        ('{{ tpl (include "a" .) $ }}', "a unclear"),
        ('{{ (include "a" .) | nindent 2 }}', "a unclear"),
        ('{{- with include "a" . }}', "a unclear"),
        ('{{- with (include "a" . | trim) }}', "a unclear"),
        ('{{ $x := include "a" . }}', "a unclear $x"),
        ('{{ $x = include "a" . | trim }}', "a unclear $x"),
        ('{{ include (printf "a-%s" (.b | lower)) . }}', " unclear"),
        ("{{ include .Values.a . | nindent 2 }}", " unclear"),
        ("{{ include $.Values.a . }}", " unclear"),
        ('{{ include (print $.Template.BasePath "/a.yaml") . }}', ""),
        ("{{ include .Values.a . | b64enc }}", ""),
        ('{{ include "a" . | sha256sum }}', "a used"),
        ('{{ include "a" . | nindent 2 | b64enc }}', "a used"),
        ('{{ include "a" . | fromYaml | toYaml }}', "a used"),
        ('{{ with (include "a" .) | fromYaml }}', "a used"),
        ('{{ with (include "a" . | fromYaml) }}', "a used"),
        ('{{ if include "a" . }}', "a used"),
        ('{{ else if eq (include "a" .) "x" }}', "a used"),
        ('{{ range include "a" . | splitList "," }}', "a used"),
        ('{{ printf "%s-x" (include "a" .) }}', "a used"),
        ('{{ $x := dict "a" (include "a" .) }}', "a used $x"),
        ('{{ include "a" (dict "b" (include "b" .)) }}', "a printed, b used"),
        ('{{ toYaml .Values.include "a" }}', ""),
        ('{{ print "include" "a" }}', ""),
        ("{{ include }}", ""),
        ("{{ include ( }}", " unclear"),
    ],
)
def test_the_fate_of_a_text(text, found):
    calls = [
        f"{each.name} {each.fate.name.lower()} {each.variable}".rstrip() for each in includes(action(text))
    ]
    assert ", ".join(calls) == found


def test_where_the_name_stands():
    token = action('{{ include "a" (dict "b" (include (print "c" 1) .)) }}')
    assert [token.text[each.start : each.end] for each in includes(token)] == ['"a"']
    token = action('{{ include (print "c" (1)) . }}')
    assert [token.text[each.start : each.end] for each in includes(token)] == ['(print "c" (1))']


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("{{ $x := 1 }}", True),
        ("{{- $x = .a -}}", True),
        ("{{ $i, $x := .a }}", True),
        ("{{ $x }}", False),
        ("{{ eq $x 1 }}", False),
        ("{{ set $x := 1 }}", False),
    ],
)
def test_assignments(text, does):
    assert assigns(action(text)) is does


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("{{ $x }}", True),
        ("{{- $x | nindent 4 }}", True),
        ("{{ tpl $x . }}", True),
        ("{{ if $x }}", True),
        ("{{ with $x }}", True),
        ("{{ $x | sha256sum }}", False),
        ("{{ if eq $x 1 }}", False),
        ('{{ printf "%s" $x }}', False),
        ('{{ $x | replace "a" $x }}', False),
        ('{{ include "a" (dict "x" $x) }}', False),
        ("{{ range $x }}", False),
    ],
)
def test_what_is_done_with_a_variable(text, does):
    assert prints(action(text), "$x") is does
