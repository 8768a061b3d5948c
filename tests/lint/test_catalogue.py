"""Rules are the modules below `chartgen.lint.rules`; one that is none is a mistake of ours."""

import inspect
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from chartgen.core.finding import Severity
from chartgen.lint import catalogue
from chartgen.lint.rule import FAMILIES, Rule


@dataclass
class Options:
    most: int = 3


def module(sees: str = "object", **parts: Any) -> ModuleType:
    made = ModuleType("chartgen.lint.rules.manifest.some_rule")
    made.__doc__ = "Something holds.\n\n*Why.* It\nmust.\n"
    made.RULE = Rule("some-rule", Severity.INFO, "0.2.0", sees)  # type: ignore[arg-type]
    if sees != "elsewhere":
        made.check = lambda *_: iter(())
    vars(made).update(parts)
    return made


def test_a_module_becomes_an_entry():
    made = module(Options=Options)
    entry = catalogue._entry(made, "manifest")
    assert (entry.id, entry.family, entry.options, entry.check) == (
        "some-rule",
        "manifest",
        Options,
        made.check,
    )
    assert (entry.title, entry.text) == ("Something holds.", "*Why.* It\nmust.")
    assert catalogue._entry(module("elsewhere"), "cni").check is None


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (module(RULE=None), "has no RULE"),
        (module(RULE="some-rule"), "has no RULE"),
        (module(check=None), "do not fit"),
        (module("elsewhere", check=len), "do not fit"),
        (module(Options=dict), "Options is no dataclass"),
    ],
)
def test_what_is_no_rule(made, problem):
    with pytest.raises(TypeError, match=problem):
        catalogue._entry(made, "manifest")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("other_rule", "values/other_rule.py"),
        # The name fits, but each of the families has it.
        ("some_rule", "source/some_rule.py"),
    ],
)
def test_an_id_is_the_name_of_one_module(monkeypatch, name, place):
    found = [type("Info", (), {"name": name})]
    package = type("Package", (), {"__path__": [], "__name__": "rules"})
    monkeypatch.setattr(catalogue.pkgutil, "iter_modules", lambda _: found)
    monkeypatch.setattr(catalogue, "import_module", lambda path: module() if path.endswith(name) else package)
    with pytest.raises(TypeError, match=f"'some-rule' stands in {place}"):
        catalogue.entries.__wrapped__()


def test_the_rules_are_found_by_family_and_id():
    entries = list(catalogue.entries().values())
    places = [(FAMILIES.index(entry.family), entry.id) for entry in entries]
    assert places == sorted(places)
    assert {"values-schema", "unknown-field"} <= set(catalogue.entries())


SEEN = {
    "object": ["each"],
    "version": ["each", "kubernetes"],
    "release": ["release"],
    "chart": ["facts"],
}


@pytest.mark.parametrize("entry", catalogue.entries().values(), ids=lambda entry: entry.id)
def test_a_check_takes_what_its_rule_sees(entry):
    if entry.check is not None:
        taken = list(inspect.signature(entry.check).parameters)
        assert taken == SEEN[entry.rule.sees] + (["options"] if entry.options else [])


def test_rules_that_look_at_the_version_of_a_release_say_so():
    for entry in catalogue.entries().values():
        if entry.rule.sees == "release" and entry.check:
            reads = "release.kubernetes" in inspect.getsource(inspect.getmodule(entry.check))  # type: ignore[arg-type]
            assert entry.rule.by_version or not reads, entry.id
