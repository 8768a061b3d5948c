"""What is found does not depend on what compares objects with schemas."""

from functools import partial

import pytest

from chartgen.kubernetes.kubeconform import Kubeconform
from chartgen.lint.catalogue import entries
from chartgen.lint.settings import Settings
from tests.lint.cases import Case, cases

# No other rule asks what compares objects with schemas.
ASKING = frozenset(
    entry.id for entry in entries().values() if entry.rule.sees == "version" or entry.rule.by_version
)


@pytest.fixture
def settings(kubeconform_program: str) -> Settings:
    return Settings(ASKING, checker=partial(Kubeconform, program=kubeconform_program))


# Of the others, which only show what objects there are, some will do.
CASES = [case for number, case in enumerate(cases()) if case.rule in ASKING or number % 5 == 0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.path.name}")
def test_a_case_has_the_same_findings(case: Case, engine, settings):
    ours = case.findings(engine, Settings(ASKING))
    theirs = case.findings(engine, settings)
    assert [(each.location, each.rule) for each in theirs] == [(each.location, each.rule) for each in ours]


def test_a_program_runs_once_for_each_version(kubeconform_program, engine, monkeypatch):
    asked = []

    class Counting(Kubeconform):
        def check_all(self, objects):
            asked.append(len(objects))
            return super().check_all(objects)

    settings = Settings(checker=partial(Counting, program=kubeconform_program))
    case = next(case for case in cases() if case.path.is_dir() and case.rule == "volume-unused")
    case.findings(engine, settings)
    assert 1 <= len(asked) <= 2
