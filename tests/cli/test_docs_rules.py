"""The pages of rules: all of them, with working links and the cases of the tests."""

import re
from pathlib import Path

import pytest

from chartgen.cli import docs_rules, explaining
from chartgen.core.finding import Severity
from chartgen.lint.catalogue import Entry, entries
from chartgen.lint.rule import FAMILIES, Rule
from tests.cli.conftest import ROOT

PAGES = dict(docs_rules.pages())
LINK = re.compile(r"\[[^\]]*\]\(([^)#]*)(?:#([^)]*))?\)")
FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def page(tmp_path):
    """Give the page of a rule that has the given files as cases."""

    def call(cases=None, options=None, sees="object"):
        rule = Rule("some-rule", Severity.WARNING, "0.1.0", sees)
        entry = Entry(rule, "manifest", "A | b.", "*Why.* x\n\n*Fix.* y", options, None)
        for name, text in (cases or {}).items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return "\n".join(docs_rules._page(entry, tmp_path))

    return call


def test_each_rule_has_a_page_and_stands_in_the_index_once():
    assert set(PAGES) == {"rules/README.md", *(f"rules/{rule}.md" for rule in entries())}
    assert sorted(re.findall(r"^\| \[([^]]*)\]", PAGES["rules/README.md"], re.MULTILINE)) == sorted(entries())


def test_the_words_of_all_families_and_of_all_that_rules_see_are_there():
    assert set(docs_rules._FAMILIES) == set(FAMILIES)
    assert all(explaining.sees(entry) for entry in entries().values())


@pytest.mark.parametrize("name", PAGES)
def test_all_links_work(name):
    for path, anchor in LINK.findall(FENCED.sub("", PAGES[name])):
        target = (Path("docs") / name).parent / path if path else Path("docs") / name
        assert (ROOT / target).is_file(), f"{name}: {path}"
        if anchor:
            text = (ROOT / target).read_text("utf-8")
            headings = re.findall(r"^#+ (.*)$", FENCED.sub("", text), re.MULTILINE)
            assert anchor in {heading.lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("rule", entries())
def test_a_page_shows_what_is_found_and_what_is_not(rule):
    text = PAGES[f"rules/{rule}.md"]
    found, _, other = text.partition("\n## Not found\n")
    assert "\n## Found\n" in found
    assert "# <- here" in found or "It is found in " in found
    assert "# <- here" not in other
    assert "expect:" not in text


def test_a_case_of_one_file(page):
    text = page(
        {
            "bad-x.yaml": "a: 1 # expect: some-rule\nb: 2 # expect: other\nc: 3 # expect: other some-rule\n",
            "bad-y.yaml": "other: 1\n",
            "good-x.yaml": "a: 2\n",
        }
    )
    assert "## Found\n\n```yaml\na: 1 # <- here\nb: 2\nc: 3 # <- here\n```\n" in text
    assert "## Not found\n\n```yaml\na: 2\n```\n" in text
    assert "other: 1" not in text


def test_lines_in_which_no_comment_can_stand_are_marked_too(page):
    text = page({"bad-x.yaml": "a: |\n  {}\n", "bad-x.expect": "bad-x.yaml:2\nbad-x.yaml:2\n"})
    assert "```yaml\na: |\n  {} # <- here\n```" in text


def test_a_case_that_is_a_chart(page):
    text = page(
        {
            "bad-x/templates/NOTES.txt": "```\n{{- /* # expect: some-rule */}}\n",
            "bad-x/icon.png": b"\x89PNG",
            "bad-x/Chart.yaml": "name: x\n",
            "bad-x.expect": "Chart.yaml\ntemplates/NOTES.txt:1\n",
        }
    )
    shown = "`templates/NOTES.txt`:\n\n````text\n``` # <- here\n{{- /* # <- here */}}\n````\n"
    assert shown in text
    assert "`Chart.yaml`:\n\n```yaml\nname: x\n```\n" in text
    assert "It is found in `Chart.yaml`, in no line of it.\n" in text
    assert "icon.png" not in text


def test_what_is_long_is_cut(page):
    text = page({"bad-x.yaml": "x" * 500 + "\n" + "a\n" * 99})
    assert f"\n{'x' * docs_rules._LONGEST_LINE}…\n" in text
    assert "\na\n… 30 more lines\n```\n" in text


def test_without_cases_there_is_no_example(page):
    assert "ound\n" not in page()
    assert dict(docs_rules.pages(Path("nowhere"))).keys() == PAGES.keys()


def test_options_are_described(page):
    from tests.lint.test_options import Options  # noqa: PLC0415 -- its source is read

    text = page(options=Options)
    assert "| `most` | `int` | `5` | So many are right. |\n" in text
    assert '| `names` | `tuple[str, ...]` | `["a", "b"]` |  |\n' in text
    assert "```yaml\nlint:\n  options:\n    some-rule:\n      most: 5\n```\n" in text
    assert "## Options" not in page()


@pytest.mark.parametrize(("sees", "is_about_objects"), [("object", True), ("chart", False)])
def test_how_a_rule_is_suppressed(page, sees, is_about_objects):
    text = page(sees=sees)
    assert "# chartgen: ignore[some-rule] why" in text
    assert ("chartgen/ignore-some-rule: why" in text) == is_about_objects
