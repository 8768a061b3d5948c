import pytest

from chartgen.diff.metadata import changes
from chartgen.diff.noise import Noise
from tests.diff.charts import added, chart, edited, replaced, shop

OLD = shop()
DEPENDENCY = "dependencies:\n  - name: redis\n    version: 1.2.3\n    repository: https://example.com\n    condition: redis.enabled\n"


def pair(old, new):
    charts = chart("old", old), chart("new", new)
    return *charts, Noise(*charts)


def told(*edits, old=OLD):
    new = edited(old, *edits)
    return [f"{each.part} {each.kind} {each.message}" for each in changes(*pair(old, new))]


def kubernetes(old, new):
    before, after = (
        edited(OLD, added("Chart.yaml", f"kubeVersion: '{text}'\n" if text else "")) for text in (old, new)
    )
    return [f"{each.part} {each.kind} {each.message}" for each in changes(*pair(before, after))]


def test_versions_are_no_change():
    assert told(replaced("Chart.yaml", "1.2.3", "2.0.0"), replaced("Chart.yaml", "1.4.2", "2.0.0")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (">=1.25.0-0", ">=1.27.0-0", ["major kubernetes-narrowed"]),
        (">=1.27.0-0", ">=1.25.0-0", ["minor kubernetes-widened"]),
        ("", ">=1.25.0-0", ["major kubernetes-narrowed"]),
        (">=1.25.0-0", "", ["minor kubernetes-widened"]),
        (">=1.25.0-0 <1.30.0", ">=1.27.0-0 <1.32.0", ["major kubernetes-narrowed", "minor kubernetes-widened"]),
        (">=1.25.0-0", ">= 1.25.0-0", ["patch metadata-changed"]),
        (">=1.25.3", ">=1.25.4", ["major kubernetes-narrowed"]),
        ("^1.25", "~1.25", ["major kubernetes-narrowed"]),
        (">=1.25.0-0", "no constraint", ["major kubernetes-narrowed"]),
        (">=1.25.0-0", ">=1.25.0-0", []),
        # Helm 3 takes v1.33.4-gke.100 for a pre-release, which a constraint without one refuses.
        (">=1.25.0-0", ">=1.25.0", ["major kubernetes-narrowed"]),
        (">=1.25.0", ">=1.25.0-0", ["minor kubernetes-widened"]),
        (">=1.25.0", "", ["minor kubernetes-widened"]),
        (">=1.20.0", ">= 1.20", ["patch metadata-changed"]),
        (">=1.25.0-0 <1.40.0-0", ">=1.25.0-0 <1.40.0", ["major kubernetes-narrowed"]),
        (">=1.25.0 || >=1.26.0-0", ">=1.25.0", ["major kubernetes-narrowed"]),
    ],
)  # fmt: skip
def test_versions_of_kubernetes(old, new, expected):
    assert [" ".join(line.split()[:2]) for line in kubernetes(old, new)] == expected


def test_the_words_name_a_version():
    assert kubernetes(">=1.25.0-0", ">=1.27.0-0") == [
        'major kubernetes-narrowed kubeVersion: ">=1.25.0-0" → ">=1.27.0-0": 1.26.999 is no longer allowed'
    ]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (replaced("Chart.yaml", "name: shop", "name: store"), 'major chart-renamed name: "shop" → "store"'),
        (added("Chart.yaml", "type: library\n"), 'major chart-type-changed type: "application" → "library"'),
        (added("Chart.yaml", "deprecated: true\n"), "minor chart-deprecated the chart is deprecated"),
        (added("Chart.yaml", "description: A shop.\n"), 'patch metadata-changed description: unset → "A shop."'),
        (added("Chart.yaml", "annotations: {a: b}\n"), 'patch metadata-changed annotations.a: unset → "b"'),
        (added("Chart.yaml", 'annotations: {a: "b\\nc\\n"}\n'), "patch metadata-changed annotations.a: changes"),
        (added("Chart.yaml", DEPENDENCY), "minor dependency-added dependencies[redis]: is new"),
    ],
)  # fmt: skip
def test_fields(edit, expected):
    assert told(edit) == [expected]


def test_what_has_the_version_in_it_is_no_change():
    old = edited(
        OLD, added("Chart.yaml", "icon: https://example.com/v1.2.3/icon.png\nannotations: {a: v1.2.3}\n")
    )
    assert told(replaced("Chart.yaml", "1.2.3", "1.3.0"), old=old) == []
    assert len(told(replaced("Chart.yaml", "/v1.2.3", "/v1.3.0"), old=old)) == 1


def test_what_a_release_writes_is_no_change():
    assert (
        told(
            added(
                "Chart.yaml",
                "annotations: {artifacthub.io/changes: '- a', artifacthub.io/prerelease: 'true'}\n",
            )
        )
        == []
    )
    assert told(added("Chart.yaml", "type: application\n")) == []


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: 1.2.4\n    r"), "patch dependency-changed dependencies[redis].version: "),
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: ~1.3\n    r"), "minor dependency-changed"),
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: ^2.0.0\n    r"), "major dependency-changed"),
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: '*'\n    r"), "minor dependency-changed"),
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: 2.x.x\n    r"), "major dependency-changed"),
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: '>= 2 < 3'\n    r"), "major dependency-changed"),
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: 2.*\n    r"), "major dependency-changed"),
        (replaced("Chart.yaml", "version: 1.2.3\n    r", "version: ^1.3\n    r"), "minor dependency-changed"),
        (replaced("Chart.yaml", "example.com", "example.org"), "patch dependency-changed"),
        (replaced("Chart.yaml", "redis.enabled", "cache.enabled"), "major dependency-changed"),
        (replaced("Chart.yaml", DEPENDENCY, ""), "major dependency-removed dependencies[redis]: is gone, with its values"),
    ],
)  # fmt: skip
def test_dependencies(edit, expected):
    old = edited(OLD, added("Chart.yaml", DEPENDENCY))
    (line,) = told(edit, old=old)
    assert line.startswith(expected)


def test_an_alias_is_the_name_that_values_have():
    old = edited(OLD, added("Chart.yaml", DEPENDENCY))
    lines = told(replaced("Chart.yaml", "name: redis", "name: redis\n    alias: cache"), old=old)
    assert [line.split(":")[0] for line in lines] == [
        "minor dependency-added dependencies[cache]",
        "major dependency-removed dependencies[redis]",
    ]


def test_a_chart_that_is_no_longer_deprecated():
    old = edited(OLD, added("Chart.yaml", "deprecated: true\n"))
    assert told(replaced("Chart.yaml", "deprecated: true", "deprecated: false"), old=old) == [
        "patch chart-deprecated the chart is no longer deprecated"
    ]
