"""Rules run as seldom as they can, and their options reach them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from chartgen.core.finding import Severity
from chartgen.lint import settings as settings_module
from chartgen.lint.catalogue import Entry
from chartgen.lint.collecting import Collector
from chartgen.lint.objects import Object, Release
from chartgen.lint.rule import Hit, Rule
from chartgen.lint.settings import Settings
from chartgen.lint.versions import kubernetes
from chartgen.lint.work import Work
from chartgen.validate.manifest_file import read_manifests

TEXT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\n"


@dataclass(frozen=True, slots=True)
class Options:
    """Words."""

    word: str = "default"
    """A word."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Let one rule of each kind run, and count how often."""
    found: Counter[str] = Counter()

    def entry(sees: str, check, options=None) -> Entry:
        rule = Rule(f"a-{sees}", Severity.WARNING, "0.2.0", sees)
        return Entry(rule, "manifest", "", "", options, check)

    def of_object(each: Object, options: Options) -> Iterator[Hit]:
        found["object"] += 1
        yield each.hit(f"{options.word} {each.name}")

    def of_version(each: Object, version) -> Iterator[Hit]:
        found["version"] += 1
        yield each.hit(f"version {version.minor}", ("metadata", "name"))

    def of_release(release: Release) -> Iterator[Hit]:
        found["release"] += 1
        yield Hit("release", next(iter(release.objects)), severity=Severity.ERROR)

    rules = {
        each.id: each
        for each in (
            entry("object", of_object, Options),
            entry("version", of_version),
            entry("release", of_release),
            Entry(
                Rule("by-version", Severity.WARNING, "0.2.0", "release", by_version=True),
                "manifest",
                "",
                "",
                None,
                of_release,
            ),
        )
    }
    monkeypatch.setattr(settings_module, "entries", lambda: rules)
    return found


def releases(*names: str, version: str = "1.30.0") -> Release:
    objects = []
    for name in names:
        text = TEXT.replace("NAME", name)
        objects += [Object(each, "templates/a.yaml", text) for each in read_manifests(text, file="a.yaml")]
    return Release(f"scenario-{len(names)}", kubernetes(version, objects), objects)


def findings(given: list[Release], settings: Settings, outside: str = "") -> list[str]:
    collector = Collector(settings)
    work = Work(settings, collector, outside)
    for release in given:
        collector.rendered(release.scenario, release.kubernetes.version)
        work.release(release)
    return [
        f"{each.severity} {each.location.line} {each.message} {','.join(each.scenarios)}"
        for each in collector.findings()
    ]


def test_equal_objects_are_seen_once(calls: Counter[str]):
    one = releases("a", "b")
    again = Release("other", one.kubernetes, releases("a", "b").objects)
    third = releases("a")
    found = findings([one, again, third], Settings(rules=frozenset({"a-object", "a-version", "a-release"})))
    # The third has schemas of its own.
    assert calls == {"object": 2, "version": 3, "release": 2}
    assert found == [
        "warning 1 default a other,scenario-1,scenario-2",
        "error 1 release other,scenario-1,scenario-2",
        "warning 1 default b other,scenario-2",
        "warning 3 version 1.30 other,scenario-1,scenario-2",
        "warning 3 version 1.30 other,scenario-2",
    ]


def test_a_release_rule_sees_a_set_of_objects_once(calls: Counter[str]):
    given = [releases("a"), releases("a", version="1.37.0")]
    found = findings(given, Settings(rules=frozenset({"a-release"})))
    assert calls == {"release": 1}
    assert found == ["error 1 release scenario-1"]


def test_a_release_rule_may_see_each_version(calls: Counter[str]):
    given = [releases("a"), releases("a", version="1.37.0")]
    found = findings(given, Settings(rules=frozenset({"by-version", "a-version"})))
    assert calls == {"version": 2, "release": 2}
    assert found == [
        "error 1 release scenario-1",
        "warning 3 version 1.30 scenario-1 (Kubernetes 1.30.0)",
        "warning 3 version 1.37 scenario-1 (Kubernetes 1.37.0)",
    ]


def test_options_reach_the_rule(calls: Counter[str]):
    settings = Settings(rules=frozenset({"a-object"}), options={"a-object": Options("other")})
    assert findings([releases("a")], settings) == ["warning 1 other a scenario-1"]


def test_what_a_rule_of_the_chart_finds_in_a_subchart_is_left_out(monkeypatch: pytest.MonkeyPatch):
    each = next(iter(releases("a").objects))
    inside = Object(each.manifest, "charts/sub/templates/a.yaml", each.text)
    rule = Rule("a-chart", Severity.WARNING, "0.2.0", "chart")
    check = lambda _: iter([Hit("own", each), Hit("subchart", inside)])  # noqa: E731
    entry = Entry(rule, "manifest", "", "", None, check)
    monkeypatch.setattr(settings_module, "entries", lambda: {rule.id: entry})
    for outside, expected in (("demo/charts/", ["own"]), ("", ["own", "subchart"])):
        collector = Collector(Settings())
        Work(Settings(), collector, outside).chart(SimpleNamespace(runs_by_object={}))
        assert [found.message for found in collector.findings()] == expected


def test_a_severity_can_be_set(calls: Counter[str]):
    settings = Settings(rules=frozenset({"a-object"}), severities={"a-object": Severity.INFO})
    assert findings([releases("a")], settings) == ["info 1 default a scenario-1"]
