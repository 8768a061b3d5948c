"""A new version of a chart: computed as a whole, then written in an order that a kill cannot break.

The rename of the definition decides. What is written before it is not looked at by the old definition; what
comes after it follows from the new one, and `generate` does it too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import yaml as pyyaml
from semver import Version

from chartgen.chart.reference import Chart
from chartgen.core import yaml, yaml_edit
from chartgen.core.errors import InputError
from chartgen.core.files import check_writable, remove, write_file, write_set
from chartgen.diff.change import Part, Verdict
from chartgen.generate.output import obsolete_files, write
from chartgen.model.definition import Change, Definition
from chartgen.model.notes import leftovers, read_notes, released_file
from chartgen.model.record import unnamed
from chartgen.release.proposal import Project, Proposal
from chartgen.release.version import next_version, required_part

_MOST_NOTES: Final = 10
_WIDE: Final = 10_000
_NOTHING: Final = Change("changed", "Nothing but the version")

Compare = Callable[[Chart, Chart], Verdict]
"""Gives what the difference from one chart to another requires."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a bump writes: `first` before the definition, `files` of the chart after it, then `gone`.

    `part` of the version is what `reasons` ask for; it is eased where they would ask for the major one.
    """

    project: Project
    definition: Definition
    text: str
    first: Mapping[str, bytes]
    files: Mapping[str, bytes]
    gone: Sequence[Path]
    reasons: Sequence[str]
    part: Part | None
    is_eased: bool
    baseline: Chart

    def write(self) -> tuple[int, int]:
        """Write it; give how many files were written and removed.

        Raises:
            InputError: a file cannot be written; what is not done then, the next bump or generate does.
        """
        path, folder = self.project.path, self.project.path.parent
        check_writable(path)
        first = write_set(folder, self.first)
        is_other = self.text.encode() != path.read_bytes()
        if is_other:
            write_file(path, self.text.encode())
        written, removed = write(self.project.directory, self.files)
        remove(folder, [str(path.relative_to(folder)) for path in self.gone])
        return len(first) + is_other + len(written), len(removed) + len(self.gone)


def plan(
    project: Project, proposal: Proposal, baseline: Chart, compare: Compare, *, wanted: Part | None
) -> Plan:
    """Compute the new version and all that is written with it; nothing is written.

    Raises:
        RefusedError: `wanted` is less than the difference requires; the definition cannot be edited; the
            chart's folder holds a foreign file.
        InputError: as `chart_files`; a file of `changelog.d` cannot be read; the baseline's version is no
            SemVer.
    """
    if not Version.is_valid(baseline.version):
        hint = "name a chart with --baseline whose version is one such as 1.2.3"
        problem = f"its version, {baseline.version}, is no SemVer 2"
        raise InputError(problem, where=baseline.reference, hint=hint)
    verdict = compare(baseline, project.chart(proposal.definition))
    fragments = _new_fragments(project, baseline)
    told = (*(entry for each in fragments.values() for entry in each), *proposal.notes)
    entries = tuple(dict.fromkeys(told))
    asked = [
        *((each.part, f"{each.where}: {each.message}") for each in verdict.reasons),
        *((cliff.part, cliff.note.description) for cliff in proposal.crossed),
        *((Part.PATCH, entry.description) for entry in entries),
    ]
    most = max((part for part, _ in asked), default=None)
    reasons = list(dict.fromkeys(reason for part, reason in asked if part == most))
    required = required_part(baseline.version, most)
    version = next_version(
        project.definition.version,
        baseline.version,
        required=required,
        wanted=wanted,
        reasons=reasons[:_MOST_NOTES],
    )
    definition = _raised(proposal.definition, version, baseline.version, entries, verdict)
    files = project.files(definition)
    obsolete_files(project.directory, files)
    return Plan(
        project=project,
        definition=definition,
        text=_edited(project, definition),
        first={**proposal.record, **_archived(project.definition, definition)},
        files=files,
        gone=_gone(project, definition, fragments),
        reasons=reasons,
        part=required,
        is_eased=required != most,
        baseline=baseline,
    )


def _new_fragments(project: Project, baseline: Chart) -> dict[Path, tuple[Change, ...]]:
    """Give the fragments that no killed bump has taken.

    Those are fragments whose entries the definition has; but those of a released version are older news, and
    may come again.
    """
    folder = project.path.parent
    taken = leftovers(folder, project.definition) if _is_open(project.definition, baseline.version) else []
    return {path: entries for path, entries in read_notes(folder).fragments.items() if path not in taken}


def _raised(
    definition: Definition, version: str, baseline: str, entries: tuple[Change, ...], verdict: Verdict
) -> Definition:
    """Give a definition its version, and the entries of that version.

    Those of a version after the baseline, which was never released, stay; those of a released one become
    history.
    """
    if _is_open(definition, baseline) or version == definition.version:
        more = (entry for entry in entries if entry not in definition.changes)
        return replace(definition, version=version, changes=(*definition.changes, *more))
    history = {definition.version: definition.changes, **definition.history}
    return replace(
        definition,
        version=version,
        changes=entries or tuple(_told(verdict)) or (_NOTHING,),
        history={released: changes for released, changes in history.items() if changes},
    )


def _is_open(definition: Definition, baseline: str) -> bool:
    return bool(Version.parse(definition.version) > baseline)


def _told(verdict: Verdict) -> Iterator[Change]:
    """Say what the difference is where nobody else says it."""
    for each in verdict.reasons[:_MOST_NOTES]:
        kind = next((word for word in ("added", "removed") if each.kind.endswith(word)), "changed")
        yield Change(kind, " ".join(f"{each.where}: {each.message}".split()))


def _archived(old: Definition, new: Definition) -> dict[str, bytes]:
    """Give the file of the version that becomes history, a copy of what the old definition says."""
    if old.version == new.version or old.version not in new.history:
        return {}
    entries = [each.entry for each in new.history[old.version]]
    text = pyyaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=_WIDE)
    return {released_file(Path(), old.version).as_posix(): text.encode()}


def _edited(project: Project, new: Definition) -> str:
    """Give the text of the definition with all that changed in it.

    Raises:
        RefusedError: something cannot be edited where it stands.
    """
    old = project.definition
    changes: dict[tuple[str, ...], yaml_edit.Value] = {}
    if new.version != old.version:
        changes["chart", "version"] = new.version
    if new.changes != old.changes:
        changes["chart", "changes"] = [each.entry for each in new.changes]
    for profile, components in new.images.items():
        for component, image in components.items():
            before = old.images[profile][component]
            for name in ("repository", "tag", "digest"):
                if getattr(image, name) != getattr(before, name):
                    changes["images", profile, component, name] = getattr(image, name)
    if not old.upstream and new.upstream:
        changes["upstream",] = dict(new.upstream)
    elif new.upstream != old.upstream:
        changes |= {("upstream", profile): path for profile, path in new.upstream.items()}
    text = yaml.decode(yaml.read_bytes(project.path), file=str(project.path))
    return yaml_edit.edited(text, changes, file=str(project.path))


def _gone(project: Project, new: Definition, fragments: Mapping[Path, object]) -> list[Path]:
    folder = project.path.parent
    return list(dict.fromkeys([*fragments, *leftovers(folder, new), *unnamed(folder, new.upstream)]))
