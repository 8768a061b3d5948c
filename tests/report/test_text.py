import re
from dataclasses import replace

import pytest
from hypothesis import given

from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.report import collect
from chartgen.report.text import entry, render
from tests.report.samples import ADVICE, CLEAN, HOSTILE, MODE, NOTHING, REPORTS, SMALL, anytime


def test_a_small_report():
    assert render(SMALL) == (
        "ci/b.yaml: info: say more [advice]\n"
        'ci/b.yaml:3:13: error: networks.data.mode: must be one of "l2", "l3" [values-schema]\n'
        "  hint: did you mean 'l2'?\n"
        "ci/b.yaml:9:1: warning: NetworkAttachmentDefinition/default/data: networks.data: ranges overlap"
        " [range-overlap]\n"
        "2 files: 1 error, 1 warning, 1 info\n"
    )


def test_related_values_stand_below_the_hint():
    found = replace(MODE, related=(Location("values.yaml", 3, 5, values_path="a.b"), Location("x.yaml")))
    assert entry(found).splitlines()[1:] == [
        "  hint: did you mean 'l2'?",
        "  value: values.yaml:3:5 a.b",
        "  value: x.yaml",
    ]


def test_colours_are_those_of_the_severity_only():
    assert re.findall(r"\x1b\[(\d+)m([a-z]+:)\x1b\[0m", render(SMALL, color=True)) == [
        ("36", "info:"),
        ("31", "error:"),
        ("33", "warning:"),
    ]
    assert re.sub(r"\x1b\[\d+m", "", render(SMALL, color=True)) == render(SMALL)


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (NOTHING, "0 files: no findings\n"),
        (CLEAN, "1 file: no findings\n"),
        (collect("lint", [], ["a", "b"]), "2 files: no findings\n"),
        (
            collect("lint", [replace(MODE, rule=rule) for rule in "ab"], ["a"]),
            "1 file: 2 errors\n",
        ),
        (
            collect(
                "lint", [replace(MODE, rule=rule, severity=how) for rule in "ab" for how in Severity], []
            ),
            "0 files: 2 errors\n",
        ),
        (
            collect(
                "lint",
                [replace(MODE, rule=f"{how}-{n}", severity=how) for how in Severity for n in "12"],
                ["a"],
            ),
            "1 file: 2 errors, 2 warnings, 2 infos\n",
        ),
    ],
)
def test_the_last_line_is_a_summary(report, summary):
    assert render(report).splitlines(keepends=True)[-1] == summary


@pytest.mark.parametrize(
    ("branches", "summary"),
    [
        (None, "1 file: no findings\n"),
        ((0, 0), "1 file: no findings\n"),
        ((0, 1), "1 file: no findings; scenarios enter 0 of 1 branch\n"),
        ((3, 4), "1 file: no findings; scenarios enter 3 of 4 branches\n"),
    ],
)
def test_the_summary_tells_of_branches_where_there_are_any(branches, summary):
    assert render(replace(CLEAN, branches=branches)) == summary


def test_quiet_leaves_nothing_but_findings():
    assert render(CLEAN, quiet=True) == ""
    assert render(SMALL) == render(SMALL, quiet=True) + "2 files: 1 error, 1 warning, 1 info\n"


def test_a_hostile_finding_stays_in_its_lines():
    assert entry(HOSTILE) == (
        r"50%,:\x07\udcff.yaml:1:2: error: a\r\n::error::%0A \x1b[31m]]><&"
        '"'
        r"'\x00\ufffe\ud800\u202e [odd]"
        "\n"
        r"  hint: x\ny"
    )


def test_a_finding_without_a_file_has_no_place():
    assert entry(Finding(Location(""), "id", Severity.ERROR, "m")) == "error: m [id]"


def test_a_hint_looks_as_in_an_error():
    error = InputError(f"error: {MODE.message} [{MODE.rule}]", where=MODE.location, hint=MODE.hint)
    assert entry(MODE) == str(error)


@anytime
@given(REPORTS)
def test_a_finding_is_one_line_and_hint_and_values_others(report):
    more = sum(bool(finding.hint) + len(finding.related) for finding in report.findings)
    assert len(render(report).splitlines()) == len(report.findings) + more + 1


def test_findings_that_are_told_elsewhere_are_counted_only():
    told = Finding(Location("a.yaml"), "unreadable", Severity.ERROR, "is no YAML")
    shown = Finding(Location("b.yaml"), "rule", Severity.WARNING, "is odd")
    report = collect("validate", [told, shown], ["a.yaml", "b.yaml"])
    assert render(report, hidden=[told]) == ("b.yaml: warning: is odd [rule]\n2 files: 1 error, 1 warning\n")


LINES = {("ci/b.yaml", 3): "    mode:   L2", ("ci/b.yaml", 9): "range: x"}


def source(file, line):
    return LINES.get((file, line))


def test_lines_of_files_stand_below_the_first_finding_of_a_place():
    assert render(collect("lint", [*SMALL.findings, replace(MODE, message="x")], ["a"]), source=source) == (
        "ci/b.yaml: info: say more [advice]\n"
        "\n"
        'ci/b.yaml:3:13: error: networks.data.mode: must be one of "l2", "l3" [values-schema]\n'
        "    3 |     mode:   L2\n"
        "      |             ^\n"
        "  hint: did you mean 'l2'?\n"
        "  in: b\n"
        "ci/b.yaml:3:13: error: networks.data.mode: x [values-schema]\n"
        "  hint: did you mean 'l2'?\n"
        "  in: b\n"
        "\n"
        "ci/b.yaml:9:1: warning: NetworkAttachmentDefinition/default/data: networks.data: ranges overlap"
        " [range-overlap]\n"
        "    9 | range: x\n"
        "      | ^^^\n"
        "\n"
        "1 file: 2 errors, 1 warning, 1 info\n"
    )


def test_a_file_that_cannot_be_read_has_no_lines():
    assert "|" not in render(SMALL, source=lambda _file, _line: None)


def test_quiet_leaves_lines_of_files_out():
    assert render(SMALL, quiet=True, source=source) == render(SMALL, quiet=True)
    assert render(CLEAN, source=source) == render(CLEAN)


def test_the_mark_has_the_colour_of_the_severity():
    shown = render(SMALL, color=True, source=source)
    assert "\x1b[31m^\x1b[0m" in shown
    assert "\x1b[33m^^^\x1b[0m" in shown
    assert re.sub(r"\x1b\[\d+m", "", shown) == render(SMALL, source=source)


def test_scenarios_are_named_where_not_all_are_the_same():
    many = replace(MODE, scenarios=tuple("abcde"))
    assert "  in: a, b, c and 2 more\n" in render(collect("lint", [many, ADVICE], []), source=source)
    assert "in:" not in render(collect("lint", [many], []), source=source)


@anytime
@given(REPORTS)
def test_any_line_is_shown_safely(report):
    shown = render(report, source=lambda _file, _line: "a\x1b[31m\t漢\u202e\ud800" * 20)
    assert all(line.isprintable() for line in shown.splitlines())
