"""Validates values and manifests that are given as texts."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from chartgen.chart.reference import load
from chartgen.chart.values import Options, collect
from chartgen.cni.versions import Versions
from chartgen.core.finding import Finding
from chartgen.render.select import select
from chartgen.validate import manifests
from chartgen.validate.manifest_file import read_manifests
from chartgen.validate.values import Cluster, ValuesValidator
from tests.chart.conftest import CHART

Validate = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def chart():
    return load(str(CHART))


@pytest.fixture
def validate(chart, tmp_path: Path) -> Validate:
    """Give the findings of values files, one text each, merged in their order."""

    def call(*texts: str, cluster: Cluster | None = None, **options: list[str]) -> list[Finding]:
        files = []
        for at, text in enumerate(texts):
            file = tmp_path / f"{at}.yaml"
            file.write_text(text)
            files.append(str(file))
        return ValuesValidator(chart, cluster).findings(collect(Options(files, **options)))

    return call


def brief(findings: list[Finding]) -> list[str]:
    """Give findings as a person reads them: place, severity, rule, message."""
    return [
        f"{str(each.location).rpartition('/')[2]} {each.severity} {each.rule}: {each.message}"
        for each in findings
    ]


def check_manifests(text: str, versions: Versions | None = None) -> list[Finding]:
    """Give the findings of a stream of manifests."""
    return manifests.findings(read_manifests(text, file="m.yaml"), versions or Versions())


@pytest.fixture(scope="session")
def sdk():
    with contextlib.closing(select("embedded")) as engine:
        yield engine
