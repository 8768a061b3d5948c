"""The cases of a rule: `tests/lint/rules/<id>/{good,bad}-*`, a manifest (`.yaml`), a chart's folder, or one packed.

A line in which the rule must find something ends with `# expect: <id>`, or `# expect: <id> <severity>` where a rule
has more than one; where no comment can stand, the file beside it `<case>.expect` has lines `path:line`, or `path` for a finding without a line. A chart without a `Chart.yaml` gets
a small one; a `chartgen.yaml` in it configures the linter. A comment `# --pod-cidr <network>` in a manifest stands for the option.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from chartgen.chart.reference import chart_of, load
from chartgen.chart.scenarios import negatives, scenarios
from chartgen.cni.addresses import Network, parse_cidr
from chartgen.core.finding import Finding, Severity
from chartgen.lint.config import read
from chartgen.lint.engine import lint_chart, lint_manifests
from chartgen.lint.settings import Settings
from chartgen.render.engine import Engine
from chartgen.validate.manifest_file import read_manifests

FOLDER = Path(__file__).parent / "rules"
CHART_YAML = b"""apiVersion: v2
name: demo
version: 1.2.3
description: A small chart
"""
_POD_CIDR = re.compile(r"# --pod-cidr (\S+)")
_EXPECTED = re.compile(r"#\s*expect:\s*([a-z0-9 -]+?)\s*(?:[*]/.*)?$")


@dataclass(frozen=True)
class Case:
    """One case of a rule."""

    rule: str
    path: Path

    @property
    def is_good(self) -> bool:
        return self.path.name.startswith("good-")

    def expected(self) -> list[str]:
        """Give `path:line` of what the rule must find, sorted."""
        found = [place for place, _ in self._marked()]
        sibling = self.path.with_name(f"{self.path.name.removesuffix('.yaml')}.expect")
        if sibling.is_file():
            found += sibling.read_text("utf-8").splitlines()
        return sorted(found)

    def severities(self) -> dict[str, str]:
        """Give how bad what the rule finds must be, by `path:line`, where the case says it."""
        return {
            place: str(severity)
            for place, words in self._marked()
            for severity in Severity
            if str(severity) in words
        }

    def _marked(self) -> Iterator[tuple[str, list[str]]]:
        for file in sorted(self.path.rglob("*")) if self.path.is_dir() else [self.path]:
            if not file.is_file():
                continue
            for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1):
                marked = _EXPECTED.search(line)
                if marked and self.rule in marked[1].split():
                    yield f"{self._inside(str(file))}:{number}", marked[1].split()

    def findings(self, engine: Engine, settings: Settings) -> list[Finding]:
        """Lint it."""
        settings = replace(settings, taken=self._taken())
        if self.path.suffix == ".tgz":
            chart = load(str(self.path))
            return lint_chart(chart, scenarios(chart), [engine], settings).findings
        if self.path.is_file():
            return lint_manifests(read_manifests(self.path.read_bytes(), file=str(self.path)), settings)
        if (self.path / "chartgen.yaml").is_file():
            configured = read(self.path / "chartgen.yaml").settings
            settings = replace(configured, rules=configured.rules & settings.rules)
        if (self.path / "Chart.yaml").is_file():
            chart = load(str(self.path))
        else:
            files = {
                path.relative_to(self.path).as_posix(): path.read_bytes()
                for path in sorted(self.path.rglob("*"))
                if path.is_file()
            }
            chart = chart_of(str(self.path), {"Chart.yaml": CHART_YAML, **files})
        return lint_chart(chart, scenarios(chart), [engine], settings, negatives=negatives(chart)).findings

    def places(self, findings: list[Finding]) -> list[str]:
        """Give `path:line` of findings of the rule, sorted."""
        return sorted(self._place(each) for each in findings if each.rule == self.rule)

    def severities_at(self, findings: list[Finding]) -> dict[str, str]:
        """Give how bad each finding of the rule is, by `path:line`."""
        return {self._place(each): str(each.severity) for each in findings if each.rule == self.rule}

    def _place(self, found: Finding) -> str:
        line = f":{found.location.line}" if found.location.line else ""
        return self._inside(found.location.file) + line

    def _taken(self) -> tuple[tuple[str, Network], ...]:
        given = _POD_CIDR.findall(self.path.read_text("utf-8", "replace")) if self.path.is_file() else ()
        return tuple(("range of the cluster's pods", parse_cidr(text).network) for text in given)

    def _inside(self, file: str) -> str:
        return file.removeprefix(f"{self.path}/").removeprefix(f"{self.path.parent}/")


def cases() -> list[Case]:
    """Give all cases, by rule and name."""
    return [
        Case(folder.name, path)
        for folder in sorted(FOLDER.iterdir())
        for path in sorted(folder.iterdir())
        if not path.name.endswith(".expect")
    ]
