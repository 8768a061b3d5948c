import re

import pytest
from hypothesis import given

from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.core.visible import visible
from chartgen.report import collect
from chartgen.report.github import render
from chartgen.report.message import message_and_hint
from tests.report.samples import CLEAN, HOSTILE, REPORTS, SMALL, anytime

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)", re.DOTALL)


def read(line):
    """Read a command as GitHub's runner does: properties up to the next `::`, `%25` undone last."""
    name, properties, data = COMMAND.fullmatch(line).groups()
    known = dict(item.split("=", 1) for item in properties.split(","))
    return name, {key: unescape(value) for key, value in known.items()}, unescape(data)


def unescape(text):
    for escaped, plain in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, plain)
    return text


def test_a_small_report():
    assert render(SMALL) == (
        "::notice file=ci/b.yaml,title=advice::say more\n"
        '::error file=ci/b.yaml,line=3,col=13,title=values-schema::networks.data.mode: must be one of "l2", "l3"'
        "%0Ahint: did you mean 'l2'?\n"
        "::warning file=ci/b.yaml,line=9,col=1,title=range-overlap::"
        "NetworkAttachmentDefinition/default/data: networks.data: ranges overlap\n"
    )


def test_without_findings_there_is_nothing():
    assert render(CLEAN) == ""


def test_a_hostile_finding_cannot_leave_its_place():
    assert render(collect("lint", [HOSTILE], [])) == (
        r"::error file=50%25%2C%3A\x07\udcff.yaml,line=1,col=2,title=odd::"
        r"""a\r%0A::error::%250A \x1b[31m]]><&"'\x00\ufffe\ud800\u202e%0Ahint: x%0Ay"""
        "\n"
    )


@pytest.mark.parametrize(
    ("place", "properties"),
    [
        (Location(""), "title=id"),
        (Location("a"), "file=a,title=id"),
        (Location("a", 2), "file=a,line=2,title=id"),
    ],
)
def test_unknown_places_are_left_out(place, properties):
    report = collect("lint", [Finding(place, "id", Severity.INFO, "m")], [])
    assert render(report) == f"::notice {properties}::m\n"


@anytime
@given(REPORTS)
def test_each_finding_is_one_command_that_reads_back(report):
    lines = re.split(r"\r\n|\r|\n", render(report))
    assert lines.pop() == ""
    assert len(lines) == len(report.findings)
    for line, finding in zip(lines, report.findings, strict=True):
        name, properties, data = read(line)
        assert name == {"info": "notice"}.get(str(finding.severity), str(finding.severity))
        assert properties.get("file", "") == visible(finding.location.file)
        assert properties["title"] == finding.rule
        assert data == message_and_hint(finding)
        assert line.isprintable()
