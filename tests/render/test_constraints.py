"""The chart's `kubeVersion`: every engine decides as `chartgen.kubernetes.kubeversion` does."""

import json
import random
from collections.abc import Callable

import pytest

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.kubernetes.kubeversion import allows
from chartgen.render.engine import Engine, Request

ASKED_OF_HELM = [
    ">=1.28.0-0 <1.31",
    "1.28 - 1.30",
    "~1.37",
    ">1.36",
    "^1.38.0-0",
    "nonsense",
    "!=1.37.x",
    "1.26.x || 1.37.0",
]


@pytest.mark.parametrize("constraint", ASKED_OF_HELM)
def test_every_engine_decides_alike(constraint: str, engine: Engine, write_chart: Callable[..., Chart]):
    description = f"apiVersion: v2\nname: c\nversion: 0.1.0\nkubeVersion: {json.dumps(constraint)}\n"
    request = Request(write_chart({"Chart.yaml": description}), {}, "1.37.0")
    if allows(constraint, "1.37.0"):
        engine.render(request)
        return
    with pytest.raises(InputError, match="the chart requires kubeVersion|no constraint that Helm can read"):
        engine.render(request)


# Helm 3.17 has an older version of the library.
@pytest.mark.parametrize("engine", ["embedded", "helm-3", "helm-4"], indirect=True)
def test_random_constraints_get_helms_verdict(engine: Engine, write_chart: Callable[..., Chart]):
    chance = random.Random(11)
    operators = ["", "=", "!=", ">", "<", ">=", "=>", "<=", "=<", "~", "~>", "^"]
    numbers = ["0", "1", "2", "28", "x", "*"]

    def number() -> str:
        parts = [
            chance.choice(["0", "1", "1", "2", "x"]),
            *(chance.choice(numbers) for _ in range(chance.randint(0, 2))),
        ]
        return chance.choice(["", "v"]) + ".".join(parts) + chance.choice(["", "", "", "-0", "-a.1", "+b"])

    def group() -> str:
        if chance.random() < 0.2:
            return f"{number()} - {number()}"
        terms = [
            chance.choice(operators) + chance.choice(["", " "]) + number()
            for _ in range(chance.randint(1, 3))
        ]
        return chance.choice([" ", ", ", ","]).join(terms)

    versions = ["1.28.0", "1.28.3", "0.0.0", "0.2.3", "0.0.3", "2.0.0", "1.0.0", "1.1.0", "1.28"]
    cases = []
    for _ in range(3000):
        groups = " || ".join(group() for _ in range(chance.randint(1, 2)))
        cases.append({"c": groups, "v": chance.choice(versions)})
    # Sprig's function decides by the same library, but refuses what it cannot read.
    template = "{{ range .Values.cases }}# {{ semverCompare .c .v }}\n{{ end }}"
    request = Request(write_chart({"templates/a.yaml": template}), {"cases": cases}, "1.37.0")
    verdicts = [line == "# true" for line in engine.render(request).stream.splitlines()[2:]]
    assert [
        case for case, verdict in zip(cases, verdicts, strict=True) if allows(case["c"], case["v"]) != verdict
    ] == []
