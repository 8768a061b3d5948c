import json
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given

from chartgen import __version__
from chartgen.core.edit import Edit
from chartgen.core.finding import Severity
from chartgen.core.location import Location
from chartgen.report import About, collect, sarif
from chartgen.report.sarif import render
from tests.report.samples import ADVICE, CLEAN, MODE, OVERLAP, REPORTS, SMALL, anytime


def run_of(*findings):
    (run,) = json.loads(render(collect("lint", findings, [])))["runs"]
    return run


def fingerprints(*findings):
    return [result["partialFingerprints"]["chartgenFinding/v1"] for result in run_of(*findings)["results"]]


def test_the_log_of_a_small_report():
    log = json.loads(render(SMALL))
    (run,) = log.pop("runs")
    assert log == {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"}
    results = run.pop("results")
    rules = run["tool"]["driver"].pop("rules")
    assert run == {
        "tool": {"driver": {"name": "chartgen", "version": __version__}},
        "automationDetails": {"id": "chartgen/validate/"},
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder in which chartgen ran."}}},
        "columnKind": "unicodeCodePoints",
    }
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("advice", "note"),
        ("range-overlap", "warning"),
        ("values-schema", "error"),
    ]
    assert rules[1]["shortDescription"] == {"text": "range overlap"}
    assert [(result["ruleId"], result["ruleIndex"], result["level"]) for result in results] == [
        ("advice", 0, "note"),
        ("values-schema", 2, "error"),
        ("range-overlap", 1, "warning"),
    ]


def test_a_result():
    (result,) = run_of(MODE)["results"]
    assert result == {
        "ruleId": "values-schema",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": 'networks.data.mode: must be one of "l2", "l3"\nhint: did you mean \'l2\'?'},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "ci/b.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 13},
                },
                "logicalLocations": [{"fullyQualifiedName": "networks.data.mode", "kind": "property"}],
            }
        ],
        "partialFingerprints": {"chartgenFinding/v1": "f5da7c45f3c98211b1f934f81a759254:1"},
    }


def test_related_places():
    (result,) = run_of(replace(MODE, related=(Location("b.yaml", 2, values_path="a.b"),)))["results"]
    assert result["relatedLocations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "b.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 2},
            },
            "logicalLocations": [{"fullyQualifiedName": "a.b", "kind": "property"}],
        }
    ]


def test_all_that_is_known_of_a_place():
    assert run_of(OVERLAP)["results"][0]["locations"][0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "ci/b.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 9, "startColumn": 1, "endLine": 9, "endColumn": 4},
        },
        "logicalLocations": [
            {"fullyQualifiedName": "networks.data", "kind": "property"},
            {"fullyQualifiedName": "NetworkAttachmentDefinition/default/data", "kind": "resource"},
        ],
    }
    assert run_of(ADVICE)["results"][0]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "ci/b.yaml", "uriBaseId": "%SRCROOT%"}}}
    ]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a.yaml", "a.yaml"),
        ("./a//b.yaml", "a/b.yaml"),
        ("../a.yaml", "../a.yaml"),
        ("my file,50%#?é.yaml", "my%20file%2C50%25%23%3F%C3%A9.yaml"),
        ("git:HEAD:charts/x", "git%3AHEAD%3Acharts/x"),
        ("--set a=b", "--set%20a%3Db"),
        ("/home/me/a b.yaml", "file:///home/me/a%20b.yaml"),
        ("name-\udcff", "name-%EF%BF%BD"),
        ("-", "stdin"),
        ("<stdin>", "stdin"),
        ("", "."),
    ],
)
def test_the_uri_of_a_file(file, uri):
    (result,) = run_of(replace(ADVICE, location=Location(file)))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    has_root = uri != "stdin" and not uri.startswith("file:")
    assert artifact == {"uri": uri, **({"uriBaseId": "%SRCROOT%"} if has_root else {})}


def test_a_rule_is_as_bad_as_its_worst_finding():
    run = run_of(replace(MODE, severity=Severity.INFO, message="x"), replace(MODE, severity=Severity.WARNING))
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert sorted(result["level"] for result in run["results"]) == ["note", "warning"]


def test_fingerprints_stay_when_lines_move():
    moved = replace(MODE, location=MODE.location._replace(line=30, column=1, end_line=31))
    assert fingerprints(moved) == fingerprints(MODE)
    assert fingerprints(replace(MODE, severity=Severity.INFO, hint="", scenarios=())) == fingerprints(MODE)


def test_fingerprints_differ_where_findings_do():
    place = MODE.location
    others = [
        replace(MODE, rule="x"),
        replace(MODE, message="x"),
        *(replace(MODE, location=place._replace(**{key: "x"})) for key in ("file", "values_path", "object")),
        replace(MODE, location=place._replace(line=30)),
    ]
    assert len({*fingerprints(MODE, *others)}) == len(others) + 1


def test_a_report_without_findings_is_a_run_without_results():
    (run,) = json.loads(render(CLEAN))["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_a_finding_in_an_archive_stands_at_the_archive():
    inside = replace(MODE, location=MODE.location._replace(file="dist/app-1.0.0.tgz/templates/a.yaml"))
    (result,) = run_of(inside)["results"]
    assert result["message"]["text"].startswith("templates/a.yaml:3:13: networks.data.mode: must be one of")
    (place,) = result["locations"]
    artifact = {"uri": "dist/app-1.0.0.tgz", "uriBaseId": "%SRCROOT%"}
    assert place["physicalLocation"] == {"artifactLocation": artifact}
    assert place["logicalLocations"][0] == {"fullyQualifiedName": "templates/a.yaml", "kind": "member"}
    other = replace(inside, location=inside.location._replace(file="dist/app-1.0.0.tgz/values.yaml"))
    assert len({*fingerprints(inside, other)}) == 2


def test_what_is_known_of_a_rule_is_its_help():
    about = About("Modes exist.", "*Why.* `*` is none.\n\n*Fix.* Use l2.", ("values",))
    (run,) = json.loads(
        render(collect("lint", [MODE, ADVICE], [], {"values-schema": about, "other": about}))
    )["runs"]
    advice, rule = run["tool"]["driver"]["rules"]
    assert "properties" not in advice
    assert rule == {
        "id": "values-schema",
        "shortDescription": {"text": "Modes exist."},
        "fullDescription": {"text": "Modes exist."},
        "help": {
            "text": "Modes exist.\n\nWhy. `*` is none.\n\nFix. Use l2.",
            "markdown": "Modes exist.\n\n*Why.* `*` is none.\n\n*Fix.* Use l2.",
        },
        "properties": {"tags": ["values"]},
        "defaultConfiguration": {"level": "error"},
    }


def test_a_run_has_as_many_results_as_code_scanning_takes_and_says_so(monkeypatch):
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 2)
    found = [replace(ADVICE, location=Location("a"), message=f"{at}") for at in range(3)]
    run = run_of(*found, MODE)
    assert [result["ruleId"] for result in run["results"]] == ["advice", "values-schema"]
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "2 of 4 findings are left out: a run takes 2"
    assert invocation["executionSuccessful"] is True
    assert "invocations" not in run_of(*found[:2])


@anytime
@given(REPORTS)
def test_code_scanning_finds_what_it_requires(report):
    (run,) = json.loads(render(report))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        for key in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[key]["text"]) <= 1024
        assert rule["defaultConfiguration"]["level"] in {"note", "warning", "error"}
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(report.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"note", "warning", "error"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert all(number >= 1 for number in physical.get("region", {}).values())
        assert physical.get("region", {"startLine": 1})["startLine"]
        uri = physical["artifactLocation"]["uri"]
        assert uri
        assert uri.isascii()
        assert urlsplit(uri).scheme in {"", "file"}
        assert unquote(uri, errors="strict")
    assert len({*map(json.dumps, (item["partialFingerprints"] for item in run["results"]))}) == len(
        run["results"]
    )


def test_what_mends_a_finding():
    report = collect("lint", [MODE, ADVICE], [])
    edits = {MODE: Edit("ci/b.yaml", 3, 13, 15, "l2"), ADVICE: Edit("ci/b.yaml", 5, 1, 0)}
    (run,) = json.loads(render(replace(report, fixes=edits)))["runs"]
    found = {each["ruleId"]: each["fixes"][0]["artifactChanges"][0] for each in run["results"]}
    assert found["values-schema"]["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 15},
            "insertedContent": {"text": "l2"},
        }
    ]
    assert found["advice"]["replacements"][0]["deletedRegion"] == {
        "startLine": 5,
        "startColumn": 1,
        "endLine": 6,
        "endColumn": 1,
    }
    assert found["advice"]["artifactLocation"]["uri"] == "ci/b.yaml"
    (run,) = json.loads(render(report))["runs"]
    assert not any("fixes" in each for each in run["results"])


@anytime
@given(REPORTS)
def test_nothing_that_a_terminal_would_obey_is_written(report):
    text = render(report)
    assert all(line.isprintable() for line in text.split("\n"))
    for result in json.loads(text)["runs"][0]["results"]:
        assert all(line.isprintable() for line in result["message"]["text"].split("\n"))
