"""Scenarios that the chart must refuse, `ci/negative/<id>.yaml`: values, and in comments what is expected.

The comment lines that a file starts with hold the exact text of the refusal and, where the defaults will not
do, what it is rendered for:

    # Refused: networks.a.master: missing; …
    # Kubernetes: v1.31.0+k3s1
    # APIs: security.openshift.io/v1, route.openshift.io/v1
    # Release: name

Other comment lines say in words what the file is about.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from chartgen.chart.reference import Chart
from chartgen.chart.values import Options, collect
from chartgen.kubernetes import store
from chartgen.render.engine import DEFAULT_RELEASE, Release, Request

_FIELD = re.compile(r"# (Refused|Kubernetes|APIs|Release): *(.+)")


@dataclass(frozen=True, slots=True)
class Negative:
    """A values file and what a render with it is for; `refused` is the exact text of the refusal."""

    path: Path
    refused: str
    kubernetes: str
    apis: tuple[str, ...] = ()
    release: str = DEFAULT_RELEASE.name

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    def request(self, chart: Chart) -> Request:
        """Give the render of a chart that must be refused; no schema is asked."""
        return Request(
            chart=chart,
            values=collect(Options([str(self.path)])).tree,
            kube_version=self.kubernetes,
            release=Release(self.release),
            api_versions=self.apis,
        )


def read_header(path: Path) -> dict[str, str]:
    """Read what the comments at the start of a values file say; ValueError where they say it twice."""
    fields: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            break
        found = _FIELD.fullmatch(line)
        if found and found[1] in fields:
            raise ValueError(f"{path}: {found[1]} twice")
        if found:
            fields[found[1]] = found[2].rstrip()
    return fields


def read_apis(fields: dict[str, str]) -> tuple[str, ...]:
    """Give the APIs that a header names."""
    return tuple(api.strip() for api in fields.get("APIs", "").split(",") if api.strip())


def read_negative(path: Path) -> Negative:
    """Read one file; ValueError where it does not say once, and on one line, what it is refused with."""
    fields = read_header(path)
    if "Refused" not in fields:
        raise ValueError(f"{path}: no line `# Refused: TEXT` before the values")
    return Negative(
        path,
        fields["Refused"],
        fields.get("Kubernetes", store.newest()),
        read_apis(fields),
        fields.get("Release", DEFAULT_RELEASE.name),
    )


def read_negatives(folder: Path) -> list[Negative]:
    """Read the files of a folder, by name; none where it does not exist."""
    return [read_negative(path) for path in sorted(folder.glob("*.yaml"))]
