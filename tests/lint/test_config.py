from pathlib import Path

import pytest

from chartgen.core.errors import InputError
from chartgen.core.finding import Severity
from chartgen.lint.catalogue import entries
from chartgen.lint.config import Config, nearest, read
from chartgen.lint.settings import PathRules
from chartgen.render.engine import Release


def write(folder: Path, text: str) -> Path:
    path = folder / "chartgen.yaml"
    path.write_text(text)
    return path


def test_everything(tmp_path: Path):
    for name in ("b-values.yaml", "a-values.yaml", "other.yaml"):
        (tmp_path / name).write_text("{}\n")
    path = write(
        tmp_path,
        """
lint:
  rules: {only: [branch-coverage, volume-unused, unknown-field], skip: [unknown-field]}
  severities: {volume-unused: info}
  scenarios: ["*-values.yaml", other.yaml]
  kubeVersions: ["1.30", 1.31.2]
  apiVersions: [acme.io/v1]
  namespace: prod
  releaseName: demo
  coverage: {minimum: 92.5}
  paths:
    - {path: templates/tests/**, skip: [volume-unused]}
  baseline: known.json
  subcharts: true
""",
    )
    config = read(path)
    settings = config.settings
    assert settings.rules == {"branch-coverage", "volume-unused"}
    assert settings.severities == {"volume-unused": Severity.INFO}
    assert config.scenarios == tuple(
        tmp_path / name for name in ("a-values.yaml", "b-values.yaml", "other.yaml")
    )
    assert (settings.kube_versions, settings.api_versions) == (("1.30", "1.31.2"), ("acme.io/v1",))
    assert settings.release == Release("demo", "prod")
    assert settings.coverage_minimum == 92.5
    assert settings.paths == (PathRules("templates/tests/**", frozenset({"volume-unused"})),)
    assert not settings.runs("volume-unused", "templates/tests/a/pod.yaml")
    assert settings.runs("volume-unused", "templates/pod.yaml")
    assert not settings.runs("unknown-field", "templates/pod.yaml")
    assert config.baseline == tmp_path / "known.json"
    assert settings.subcharts is True


@pytest.mark.parametrize("text", ["lint: {}\n", "{}\n", "lint: {rules: {}}\n"])
def test_nothing(tmp_path: Path, text: str):
    config = read(write(tmp_path, text))
    assert config == Config()
    assert config.settings.rules == set(entries())


@pytest.mark.parametrize(
    ("text", "place", "problem", "hint"),
    [
        ("rules:\n    skip: [volume-unsed]", "3:12", "lint.rules.skip[0]: 'volume-unsed' is no rule", "did you mean 'volume-unused'?"),
        ("severities:\n    nosuch: info", "3:5", "lint.severities.nosuch: 'nosuch' is no rule", "`chartgen rules` lists all"),
        ("severities:\n    volume-unused: off", "3:20", "lint.severities.volume-unused: must be one of", ""),
        ("options:\n    volume-unused: {a: 1}", "3:5", "lint.options.volume-unused: the rule has no options", ""),
        ("kubeVersions: ['1.3']", "2:18", "lint.kubeVersions[0]: no schemas for Kubernetes '1.3'", "give a Kubernetes version from"),
        ("kubeVersions: [1.30]", "2:18", "lint.kubeVersions[0]: must be", "in quotes"),
        ("scenarios: [none-*.yaml]", "2:15", "lint.scenarios[0]: there is no file 'none-*.yaml'", "it is looked for in"),
        ("scenarios: [/none/*.yaml]", "2:15", "lint.scenarios[0]: there is no file '/none/*.yaml'", ""),
        ("scenarios: ['a**b']", "2:15", "lint.scenarios[0]: there is no file", ""),
        ("scenarios: [.]", "2:15", "lint.scenarios[0]: there is no file '.'", ""),
        ("releaseName: A_B", "2:16", "lint.releaseName: 'A_B' cannot be the name of a release", "lower case"),
        ("rule: {}", "2:3", "lint.rule: not a known key", "did you mean 'rules'?"),
        ("coverage: {minimum: 101}", "2:23", "lint.coverage.minimum: must be a number from 0 to 100", ""),
        ("paths: [{path: a}]", "2:11", "lint.paths[0]: ", ""),
        ("rules: {only: []}", "2:17", "lint.rules.only: must name at least one rule", ""),
        ("subcharts: 1", "2:14", "lint.subcharts: must be of type boolean", ""),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(tmp_path: Path, text: str, place: str, problem: str, hint: str):
    path = write(tmp_path, f"lint:\n  {text}\n")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:{place}: {problem}")
    assert hint in caught.value.hint


def test_options(tmp_path: Path):
    with_options = [entry for entry in entries().values() if entry.options is not None]
    for entry in with_options:
        config = read(write(tmp_path, f"lint: {{options: {{{entry.id}: {{}}}}}}\n"))
        assert config.settings.options == {entry.id: entry.options()}
        with pytest.raises(
            InputError, match=rf"lint\.options\.{entry.id}\.noSuch: not an option of this rule"
        ):
            read(write(tmp_path, f"lint: {{options: {{{entry.id}: {{noSuch: 1}}}}}}\n"))


def test_the_nearest(tmp_path: Path):
    below = tmp_path / "charts" / "demo"
    below.mkdir(parents=True)
    assert nearest(below) is None or tmp_path not in nearest(below).parents
    path = write(tmp_path, "{}")
    assert nearest(below) == path.resolve()
    own = write(below, "{}")
    assert nearest(below) == own


def test_the_documented_example(tmp_path: Path):
    page = Path(__file__).resolve().parents[2] / "docs/lint.md"
    example = page.read_text().split("```yaml\n")[1].split("```")[0]
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/a.yaml").write_text("{}\n")
    config = read(write(tmp_path, example))
    assert config.settings.rules == {"volume-unused", "unknown-field", "branch-coverage"}
    assert config.scenarios == (tmp_path / "examples/a.yaml",)
    assert config.baseline == tmp_path / "lint-baseline.json"


@pytest.mark.parametrize("rules", ["only: [volume-unused]", "skip: [branch-coverage]"])
def test_a_minimum_that_no_rule_looks_at(tmp_path: Path, rules: str):
    path = write(tmp_path, f"lint:\n  rules: {{{rules}}}\n  coverage: {{minimum: 90}}\n")
    with pytest.raises(
        InputError, match=r"lint\.coverage\.minimum: the rule branch-coverage does not run"
    ) as caught:
        read(path)
    assert str(caught.value.where).endswith("chartgen.yaml:3:23")
    assert read(
        write(tmp_path, "lint: {rules: {only: [branch-coverage]}, coverage: {minimum: 9}}")
    ).settings.rules


@pytest.mark.parametrize("pattern", ["../x", "templates/../x", "/x", "..", "/"])
def test_paths_that_lead_out_of_the_chart(tmp_path: Path, pattern: str):
    path = write(tmp_path, f"lint:\n  paths:\n    - {{path: '{pattern}', skip: [volume-unused]}}\n")
    with pytest.raises(InputError, match=r"lint\.paths\[0\]\.path: .* leads out of the chart") as caught:
        read(path)
    assert str(caught.value.where).endswith("chartgen.yaml:3:14")
