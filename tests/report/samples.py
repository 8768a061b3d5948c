"""Findings that the tests of all formats share: small ones, and random ones that mean no good."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from chartgen.core.finding import Finding, Severity
from chartgen.core.location import Location
from chartgen.report import collect

MODE = Finding(
    Location("ci/b.yaml", 3, 13, values_path="networks.data.mode"),
    "values-schema",
    Severity.ERROR,
    'networks.data.mode: must be one of "l2", "l3"',
    "did you mean 'l2'?",
    ("b",),
)
OVERLAP = Finding(
    Location("ci/b.yaml", 9, 1, 9, 4, "networks.data", "NetworkAttachmentDefinition/default/data"),
    "range-overlap",
    Severity.WARNING,
    "ranges overlap",
)
ADVICE = Finding(Location("ci/b.yaml"), "advice", Severity.INFO, "say more")
HOSTILE = Finding(
    Location("50%,:\x07\udcff.yaml", 1, 2),
    "odd",
    Severity.ERROR,
    "a\r\n::error::%0A \x1b[31m]]><&\"'\0\ufffe\ud800\u202e",
    "x\ny",
)

SMALL = collect("validate", [OVERLAP, MODE, ADVICE], ["ci/a.yaml", "ci/b.yaml"])
CLEAN = collect("validate", [], ["ci/a.yaml"])
NOTHING = collect("validate", [], [])

anytime = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A machine may be busy with other tests."""

# All characters, those that UTF-8 cannot hold too.
TEXTS = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["\r\n", "]]>", "::", "%0A", "a: b", "\x1b[0m", "\x85", "\u2028", "\udc80", "-", "/", "x/y"]
)
SAID = TEXTS.filter(bool)
NUMBERS = st.integers(0, 3)
FINDINGS = st.builds(
    Finding,
    st.builds(Location, TEXTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, TEXTS, TEXTS),
    st.sampled_from(["one", "another-rule"]),
    st.sampled_from(Severity),
    SAID,
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(st.builds(Location, TEXTS, NUMBERS), max_size=2).map(tuple),
)
REPORTS = st.builds(collect, st.just("lint"), st.lists(FINDINGS, max_size=4), st.lists(TEXTS, max_size=3))
