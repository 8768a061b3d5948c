"""Indexes of charts, and what tests make of them."""

from typing import Any

import yaml as pyyaml

from chartgen.chart.archive import pack
from chartgen.release.index import entry, with_entry
from chartgen.release.package import Package, package_of

HELM = """apiVersion: v1
entries:
  a:
  - apiVersion: v2
    created: "2024-01-01T00:00:00.123456789Z"
    description: 'It''s: a text that is so long that the library
      of Helm breaks it'
    digest: aa
    name: a
    urls:
    - https://example.com/a-1.0.0.tgz
    version: 1.0.0
  c:
  - annotations:
      changes: |
        - kind: "odd
        entries:
        version: 9.9.9
    apiVersion: v2
    created: "2024-01-01T00:00:00Z"
    digest: cc
    name: c
    unknown: [kept]
    urls:
    - c-2.0.0.tgz
    version: 2.0.0
  - apiVersion: v2
    digest: cb
    name: c
    version: 0.0.1
generated: "2024-02-01T00:00:00.5Z"
serverInfo:
  a: b
"""

SPLICED = HELM.replace("    unknown: [kept]\n", "    unknown: kept\n")


def packed(name: str = "c", version: str = "1.0.0", *, time: int = 1_700_000_000, more: str = "") -> Package:
    chart = f"apiVersion: v2\nname: {name}\nversion: {version}\n{more}"
    return package_of("p", pack({"Chart.yaml": chart.encode()}, folder=name, time=time))


def added(index: str, package: Package, url: str = "") -> str:
    return with_entry(index.encode(), entry(package, url), file="index.yaml").decode()


def value_of(index: str) -> dict[str, Any]:
    """Read an index by another library than ours."""
    found: dict[str, Any] = pyyaml.load(index, pyyaml.BaseLoader)  # noqa: S506 -- it makes nothing but texts
    return found


def versions(index: str, name: str = "c") -> list[str]:
    return [each["version"] for each in value_of(index)["entries"][name]]
