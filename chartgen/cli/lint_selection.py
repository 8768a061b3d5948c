"""Which findings `chartgen lint` tells: none of a baseline, and only those of changed files if asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from chartgen.chart.git import changed_files
from chartgen.cli.lint_inputs import Input
from chartgen.core.errors import InputError, UsageError
from chartgen.core.finding import Finding
from chartgen.core.visible import visible
from chartgen.lint import baseline
from chartgen.lint.baseline import Baseline, Fingerprint
from chartgen.lint.changes import in_changed
from chartgen.lint.config import Config

_SHOWN: Final = 10


class Selection:
    """Selects findings of an input."""

    def __init__(self, source: Input, config: Config, given: Mapping[str, Any]) -> None:
        """Read the baseline, and ask git.

        Raises:
            InputError: a baseline that cannot be read, or no such commit.
            UsageError: options that contradict each other or the input.
        """
        self._input, self._settings = source, config.settings
        self._written: str | None = given["write_baseline"]
        if self._written and given["fix"]:
            raise UsageError("--write-baseline and --fix contradict each other", hint="fix first")
        # What is written anew need not be there.
        known = None if self._written else config.baseline
        self._baseline = baseline.read(known) if known else None
        since = given["changed_since"]
        self._changed = None if since is None else self._changed_since(since)
        self._gone: list[Fingerprint] = []
        self._broken = ""

    def write_baseline(self, findings: list[Finding]) -> str:
        """Write the baseline if asked for, to be the one that counts; say how many findings it knows.

        Raises:
            InputError: it cannot be written.
        """
        if not self._written:
            return ""
        old = self._old(Path(self._written))
        self._baseline = old.renewed(findings, rules=self._settings.rules, inputs=self._input.names)
        self._baseline.write()
        count = sum(self._baseline.counts.values())
        return f"{count} {'finding' if count == 1 else 'findings'} written to {self._path}"

    def select(self, findings: list[Finding]) -> list[Finding]:
        """Give those that are told."""
        if self._baseline is not None:
            compared = self._baseline.compare(findings, rules=self._settings.rules, inputs=self._input.names)
            findings, self._gone = compared.new, compared.gone
        if self._changed is not None:
            findings = in_changed(findings, self._changed, self._input.sources)
        return findings

    def tell(self) -> None:
        """Say on standard error what of the baseline is gone: all of a broken one, or what was not met."""
        if self._broken:
            click.echo(f"warning: {self._path}: {visible(self._broken)}; it is written anew", err=True)
        for each in self._gone[:_SHOWN]:
            text = f"no longer found: {each.file}: {each.message} [{each.rule}]"
            click.echo(f"info: {self._path}: {visible(text)}", err=True)
        if len(self._gone) > _SHOWN:
            click.echo(f"info: {self._path}: and {len(self._gone) - _SHOWN} more", err=True)

    def _old(self, path: Path) -> Baseline:
        """Read the baseline that is written anew; one that is broken has nothing to keep."""
        try:
            return baseline.read(path) if path.is_file() else Baseline(path)
        except InputError as error:
            self._broken = error.problem
            return Baseline(path)

    @property
    def _path(self) -> str:
        return str(self._baseline.path) if self._baseline else ""

    def _changed_since(self, ref: str) -> frozenset[Path]:
        name = "--changed-since"
        if not ref:
            # A variable that a pipeline does not set must not tell everything.
            raise UsageError("names no commit", where=name, hint="name a commit, branch or tag")
        folders = list(self._input.folders)
        if not folders:
            problem = f"{', '.join(self._input.names)}: not a file or folder that git could have changed"
            raise UsageError(problem, where=name, hint="give a folder or files")
        return frozenset().union(*(changed_files(ref, folder, name=name) for folder in folders))
