import pytest

from chartgen.render.integers import integers_template


@pytest.mark.parametrize(
    ("values", "integers", "template"),
    [
        ({"a": 1}, {("a",)}, '{{ $_ := set .Values "a" (int64 1) }}'),
        (
            {"a": {"b.c": {'d"': -5}}},
            {("a", "b.c", 'd"')},
            '{{ $_ := set (index .Values "a" "b.c") "d\\"" (int64 -5) }}',
        ),
        (
            {"l": [1, 2, {"x": [3, None]}, "é\n{{", True, 0.5]},
            {("l", 0), ("l", 2, "x", 0)},
            '{{ $_ := set .Values "l" (list (int64 1) 2.0 (dict "x" (list (int64 3) nil)) "é\\n{{" true 0.5) }}',
        ),
        (
            {"global": {"g": 1}, "a": 2},
            {("global", "g"), ("a",)},
            (
                '{{ define "chartgen.integers" }}{{ $_ := set (index .Values "global") "g" (int64 1) }}'
                '{{ range .Subcharts }}{{ template "chartgen.integers" . }}{{ end }}{{ end }}'
                '{{ $_ := set .Values "a" (int64 2) }}{{ template "chartgen.integers" . }}'
            ),
        ),
    ],
)
def test_the_template(values: dict[str, object], integers: set[tuple[str | int, ...]], template: str):
    assert integers_template(values, integers) == template
