import re
from dataclasses import replace

import pytest
from hypothesis import given

from chartgen.core.errors import InputError
from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.report import collect
from chartgen.report.text import entry, render
from tests.report.samples import CLEAN, HOSTILE, MODE, NOTHING, REPORTS, SMALL, anytime


def test_a_small_report():
    assert render(SMALL) == (
        "ci/b.yaml: info: say more [advice]\n"
        'ci/b.yaml:3:13: error: networks.data.mode: must be one of "l2", "l3" [values-schema]\n'
        "  hint: did you mean 'l2'?\n"
        "ci/b.yaml:9:1: warning: NetworkAttachmentDefinition/default/data: networks.data: ranges overlap"
        " [range-overlap]\n"
        "2 files: 1 error, 1 warning, 1 info\n"
    )


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
def test_a_finding_is_one_line_and_a_hint_another(report):
    hints = sum(bool(finding.hint) for finding in report.findings)
    assert len(render(report).splitlines()) == len(report.findings) + hints + 1


def test_findings_that_are_told_elsewhere_are_counted_only():
    told = Finding(Location("a.yaml"), "unreadable", Severity.ERROR, "is no YAML")
    shown = Finding(Location("b.yaml"), "rule", Severity.WARNING, "is odd")
    report = collect("validate", [told, shown], ["a.yaml", "b.yaml"])
    assert render(report, hidden=[told]) == ("b.yaml: warning: is odd [rule]\n2 files: 1 error, 1 warning\n")
