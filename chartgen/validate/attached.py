"""A network with the place where it is written: what the checks of values and of manifests have in common."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from chartgen.cni.nad import Attachment
from chartgen.cni.problem import Problem
from chartgen.core.finding import Finding
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.core.yaml import format_path


@dataclass(frozen=True, slots=True, eq=False)
class Attached:
    """One network: `label` is what messages call it, `place` finds a part of its configuration.

    `about` says what else messages about a part must name.

    `namespaces` are those of its NetworkAttachmentDefinitions, all of them called `name`.
    """

    label: str
    name: str
    namespaces: tuple[str, ...]
    attachment: Attachment
    place: Callable[[Steps], Location]
    about: Callable[[Steps], str] = lambda _path: ""

    def findings(self, problems: Iterable[Problem]) -> Iterator[Finding]:
        """Give problems of its configuration as findings."""
        return (finding(each, self.place(each.path), self.about(each.path)) for each in problems)


def finding(problem: Problem, location: Location, about: str = "") -> Finding:
    """Give a problem as a finding.

    Its message starts with the values path and what else it is `about`; inside a configuration that is one
    text to YAML, the path there follows.
    """
    subject = [location.values_path] if location.values_path else []
    inside = format_path(problem.path)
    if inside and (not subject or subject[0].endswith(".config")):
        subject.append(inside)
    message = ": ".join((*subject, *([about] if about else ()), problem.message))
    return Finding(location, problem.rule, problem.severity, message, problem.hint)
