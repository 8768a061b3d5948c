"""Pipes cases through the oracle's programs and gives their verdicts in order.

A verdict of a program is a dict with `outcome` (accepted, refused, panic or timeout), for the others also `stage` and
`error`, and what the program found on the way: `calls` (Multus, networks), `elements` (Multus, annotations),
`ranges`, `allocated`, `next` (Whereabouts).
"""

import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

Case = Mapping[str, Any]
Verdict = dict[str, Any]

PROGRAMS = Path(__file__).resolve().parents[2] / ".tools" / "bin"
MULTUS = "oracle-multus"
WHEREABOUTS = {"0.7.0": "oracle-whereabouts-0.7", "0.9.4": "oracle-whereabouts-0.9"}
ACCEPTED = "accepted"
# Start-up is about as long as some hundred cases; a chunk is also what a crash costs to read again.
CHUNK = 1000
# What ipvlan and the kernel make of the addresses.
_OF_INTERFACE = ("ipvlan", "address-exists", "address-invalid")


def missing_program() -> str | None:
    """Name a program that `make tools` has not built yet."""
    return next((name for name in (MULTUS, *WHEREABOUTS.values()) if not (PROGRAMS / name).is_file()), None)


def run(program: str, cases: Sequence[Case], limit: str = "1s") -> list[Verdict]:
    """Judge the cases with one program, in as many processes as there are processors."""
    chunks = [cases[start : start + CHUNK] for start in range(0, len(cases), CHUNK)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [
            verdict
            for verdicts in pool.map(lambda chunk: _run(program, chunk, limit), chunks)
            for verdict in verdicts
        ]


def _run(program: str, cases: Sequence[Case], limit: str) -> list[Verdict]:
    """Judge the cases in one process after the other: a program ends after a case that did not end."""
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory(prefix="oracle-") as scratch:
        while len(verdicts) < len(cases):
            ended = subprocess.run(
                [PROGRAMS / program, "-limit", limit],
                input="".join(json.dumps({**case, "id": 0}) + "\n" for case in cases[len(verdicts) :]),
                capture_output=True,
                encoding="utf-8",
                check=False,
                env={**os.environ, "TMPDIR": scratch, "GOMAXPROCS": "1"},
            )
            fresh = [json.loads(line) for line in ended.stdout.splitlines()]
            verdicts += fresh
            if len(verdicts) < len(cases) and not (fresh and fresh[-1]["outcome"] == "timeout"):
                # Nothing recovers from some failures, a stack that is full for instance.
                reason = ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"]
                verdicts.append({"outcome": "panic", "stage": "process", "error": reason[0], "id": 0})
    for verdict in verdicts:
        verdict.pop("id", None)
    return verdicts


def judge(cases: Iterable[Case]) -> list[Verdict]:
    """Give `{"multus": verdict, "whereabouts": {version: verdict or None}}` for each case.

    Whereabouts judges what the plugins of an accepted network hand to it. A network that calls it more than once has
    the first verdict that is no acceptance; one that does not call it has None.
    """
    listed = list(cases)
    multus = run(MULTUS, listed)
    asked = [(index, call) for index, verdict in enumerate(multus) for call in _whereabouts_calls(verdict)]
    verdicts: list[Verdict] = [
        {"multus": verdict, "whereabouts": dict.fromkeys(WHEREABOUTS)} for verdict in multus
    ]
    for version, program in WHEREABOUTS.items():
        answers = run(
            program, [{"kind": "ipam", "stdin": call["stdin"], "args": call["args"]} for _, call in asked]
        )
        for (index, call), answer in zip(asked, answers, strict=True):
            known = verdicts[index]["whereabouts"]
            if call["type"] == "whereabouts" and answer.get("stage") in _OF_INTERFACE:
                # No plugin puts addresses on an interface where Whereabouts is the plugin itself.
                answer["outcome"] = ACCEPTED
            if known[version] is None or known[version]["outcome"] == ACCEPTED != answer["outcome"]:
                known[version] = answer
    return verdicts


def _whereabouts_calls(verdict: Verdict) -> Iterator[Mapping[str, str]]:
    if verdict["outcome"] == ACCEPTED:
        calls = verdict.get("calls") or ()
        yield from (call for call in calls if "whereabouts" in (call["type"], call["ipam"]))


def outcome(verdict: Verdict, version: str) -> str:
    """Give the outcome for a cluster with that Whereabouts."""
    return (verdict["whereabouts"][version] or verdict["multus"])["outcome"]


def table(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> str:
    """Show by field and class how many cases there are and the share that either Whereabouts does not accept.

    Cases with a second change say nothing of the first: they are left out.
    """
    total: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    for case, verdict in zip(cases, verdicts, strict=True):
        if not case.get("also"):
            key = (case["field"], case["class"])
            total[key] += 1
            failed[key] += any(outcome(verdict, version) != ACCEPTED for version in WHEREABOUTS)
    fields = sorted({field for field, _ in total})
    classes = sorted({name for _, name in total})
    width = max(map(len, fields))
    lines = [f"{'field':{width}}" + "".join(f"  {name:>18}" for name in classes)]
    for field in fields:
        cells = (_cell(total[field, name], failed[field, name]) for name in classes)
        lines.append(f"{field:{width}}" + "".join(f"  {cell:>18}" for cell in cells))
    everything = _cell(total.total(), failed.total())
    return "\n".join([*lines, f"{'all':{width}}  {everything:>18}"])


def _cell(total: int, failed: int) -> str:
    return f"{failed}/{total} {failed / total:4.0%}" if total else "-"
