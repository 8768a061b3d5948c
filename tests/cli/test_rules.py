import json

import pytest

from chartgen.lint.catalogue import entries
from tests.cli.conftest import Run


def test_all_rules_are_listed_with_what_they_want(run: Run):
    result = run("rules")
    lines = result.out.splitlines()
    assert (result.code, [line.split()[0] for line in lines]) == (0, list(entries()))
    entry = entries()["nad-json"]
    [line] = [line for line in lines if line.startswith("nad-json ")]
    assert line.split(maxsplit=3)[1:] == ["error", "cni", entry.title]


def test_one_rule_is_explained(run: Run):
    result = run("rules", "nad-json")
    entry = entries()["nad-json"]
    assert result.code == 0
    assert result.out.startswith(f"nad-json: error (cni, since 0.1.0)\n\n{entry.title}\n\nWhy: ")
    assert "\n\nFix: " in result.out


def test_json_tells_all_of_it(run: Run):
    report = json.loads(run("rules", "--format", "json").out)
    assert (report["verb"], report["summary"]) == ("rules", {"rules": len(entries())})
    assert [each["id"] for each in report["result"]["rules"]] == list(entries())
    [one] = json.loads(run("rules", "nad-json", "--format", "json").out)["result"]["rules"]
    assert one == next(each for each in report["result"]["rules"] if each["id"] == "nad-json")
    assert (one["severity"], one["family"], one["sees"], one["since"]) == (
        "error",
        "cni",
        "elsewhere",
        "0.1.0",
    )


def test_a_file_can_take_it(run: Run, tmp_path):
    result = run("rules", "nad-json", "--format", "json:rules.json", "--format", "text")
    assert result.out == run("rules", "nad-json").out
    assert json.loads((tmp_path / "rules.json").read_text())["verb"] == "rules"


@pytest.mark.parametrize(
    ("rule", "hint"), [("nad-jsn", "did you mean 'nad-json'?"), ("zzz", "`chartgen rules` lists all")]
)
def test_a_rule_that_is_none(run: Run, rule, hint):
    result = run("rules", rule)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"error: {rule!r} is no rule\n  hint: {hint}\n"
