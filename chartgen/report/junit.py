"""JUnit XML as GitLab and Jenkins read it: a test case for each input, which fails where it has errors.

Both read one `failure` of a test case and no more, GitLab only the text in it: so it holds all errors.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from chartgen.core.finding import Finding, Severity
from chartgen.core.visible import visible
from chartgen.report import Report
from chartgen.report.text import entry


def render(report: Report) -> str:
    """Give one suite, named after the verb; what XML cannot hold is escaped as in text."""
    cases = _cases(report)
    name = f"chartgen {report.verb}"
    suite = ET.Element("testsuite", {"name": name})
    failures = [_add_case(suite, name, case, findings) for case, findings in cases.items()]
    counts = {"tests": str(len(cases)), "failures": str(sum(failures)), "errors": "0", "skipped": "0"}
    suite.attrib.update(counts)
    root = ET.Element("testsuites", counts)
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(report: Report) -> dict[str, list[Finding]]:
    """Give the findings of each input; files that belong to no input follow, those with findings."""
    cases: dict[str, list[Finding]] = {name: [] for name in report.inputs}
    folders = {str(PurePosixPath(name)): name for name in report.inputs}
    for finding in report.findings:
        file = finding.location.file
        above = (folders[str(folder)] for folder in PurePosixPath(file).parents if str(folder) in folders)
        case = file if file in cases else next(above, file)
        cases.setdefault(case, []).append(finding)
    return cases


def _add_case(suite: ET.Element, suite_name: str, name: str, findings: Iterable[Finding]) -> bool:
    """Add a test case; tell whether it fails."""
    shown = visible(name)
    # GitLab takes test cases of one class and name for one.
    case = ET.SubElement(suite, "testcase", {"classname": suite_name, "name": shown, "file": shown})
    errors = [entry(finding) for finding in findings if finding.severity >= Severity.ERROR]
    others = [entry(finding) for finding in findings if finding.severity < Severity.ERROR]
    if errors:
        failure = {"type": str(Severity.ERROR), "message": errors[0].partition("\n")[0]}
        ET.SubElement(case, "failure", failure).text = "\n".join(errors)
    if others:
        ET.SubElement(case, "system-out").text = "\n".join(others)
    return bool(errors)
