"""One problem at one place: the type that all checks share."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from chartgen.core.location import Location


class Severity(IntEnum):
    """How bad a finding is; a higher number is worse."""

    INFO = 1
    """Advice."""
    WARNING = 2
    """Likely wrong or harmful."""
    ERROR = 3
    """It will fail, or it breaks a promise."""

    def __str__(self) -> str:
        """Give the word that users see."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Findings sort by place, so that a report is the same in every run.

    `related` are the places of the values that made what is wrong.
    """

    location: Location
    rule: str
    severity: Severity
    message: str
    hint: str = ""
    scenarios: tuple[str, ...] = ()
    related: tuple[Location, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the finding as `schemas/finding.schema.json` describes it; unknown parts are left out."""
        finding: dict[str, Any] = {
            "rule": self.rule,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
            "location": _place(self.location),
            "scenarios": list(self.scenarios),
            "related": [_place(each) for each in self.related],
        }
        return {key: value for key, value in finding.items() if value}


def _place(place: Location) -> dict[str, Any]:
    location: dict[str, Any] = {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "valuesPath": place.values_path,
        "object": place.object,
    }
    return {key: value for key, value in location.items() if value or key == "file"}
