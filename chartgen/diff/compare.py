"""Compares two charts: what their files say, and what both make of the same scenarios."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from chartgen.chart.reference import Chart
from chartgen.chart.scenarios import Scenario
from chartgen.core.errors import InputError
from chartgen.core.yaml import format_path
from chartgen.diff import crds, defines, files, hazards, metadata, objects, subcharts
from chartgen.diff.change import Change, Collector, Verdict, change, in_order, verdict, without
from chartgen.diff.defaults import Knows
from chartgen.diff.documents import NAME, NOTES, Reader, is_renewed
from chartgen.diff.fields import Path
from chartgen.diff.hazards import Cluster
from chartgen.diff.noise import Noise
from chartgen.diff.objects import Key, by_key
from chartgen.diff.scenarios import Case, cases, with_value
from chartgen.diff.side import Failed, Rendered, Side
from chartgen.diff.values import ValuesComparison
from chartgen.kubernetes import kubeversion, store
from chartgen.lint.objects import Object
from chartgen.lint.rules.source.random_output import may_be_random
from chartgen.render.engine import Engine
from chartgen.render.scenario import Target
from chartgen.render.threads import lanes

if TYPE_CHECKING:
    from concurrent.futures import Future

_VALUES_FILES: Final = "values files"
_NOTHING: Final[frozenset[Path]] = frozenset()

Progress = Callable[[int, int], None]
"""Hears how many of how many scenarios are compared."""


class Compared(NamedTuple):
    """Two charts, what differs in the order in which it is told, and the names of the scenarios.

    `rendered` is in how many of them objects are compared: both charts render them, and the old one knows
    their values. `failure` is why the first scenario fails with the old chart, if one does.
    """

    old: Chart
    new: Chart
    changes: list[Change]
    scenarios: list[str]
    rendered: int
    failure: str = ""

    @property
    def verdict(self) -> Verdict:
        """The part of the version that the changes require."""
        return verdict(self.changes)


class _Asked(NamedTuple):
    """A case that is being rendered with both charts; again, where a render is never the same."""

    case: Case
    first: tuple["Future[Rendered]", "Future[Rendered]"]
    again: tuple["Future[Rendered] | None", "Future[Rendered] | None"]


def compare(  # noqa: PLR0913 -- what is compared, with what, and who hears of it
    old: Chart,
    new: Chart,
    engines: Sequence[Engine],
    target: Target,
    *,
    given: Iterable[Scenario] = (),
    progress: Progress = lambda _done, _total: None,
) -> Compared:
    """Compare two charts in the scenarios of both and those that are given.

    Two engines work side by side, one for each chart. Where `target` names no version of Kubernetes, it is
    the newest that both charts allow.

    Raises:
        InputError: a template that does not parse, dependencies that are missing, a schema that is none, a
            values file that cannot be read.
        ToolError: an engine fails.
        UsageError: a release name or Kubernetes version that Helm refuses.
    """
    comparison = _Comparison(old, new)
    found = [*metadata.changes(old, new, comparison.noise), *comparison.values.changes()]
    found += [*subcharts.changes(old, new), *defines.changes(old, new), *crds.of_folders(*comparison.crds)]
    all_cases = cases(old, new, given)
    if not (old.is_library or new.is_library):
        with lanes(engines) as (first, second):
            versions = _versions(old, new, target.kube_version)
            sides = Side(old, first, target, versions[0]), Side(new, second, target, versions[1])
            comparison.run(sides, all_cases, progress)
    else:
        all_cases = []
    found += comparison.changes()
    found += files.changes(old, new, comparison.noise, found, comparison.templates)
    names = [case.name for case in all_cases]
    changes = in_order(dict.fromkeys(found))
    return Compared(old, new, changes, names, comparison.rendered, comparison.failure)


def _versions(old: Chart, new: Chart, wanted: str) -> tuple[str, str]:
    """Give the versions of Kubernetes that the charts are rendered for: the same if both allow one."""
    if wanted:
        return wanted, wanted
    known = [store.newest(), *(f"{minor}.0" for minor in reversed(store.versions()))]
    constraints = [str(chart.metadata.get("kubeVersion") or "") for chart in (old, new)]
    allowed = [[each for each in known if not text or kubeversion.allows(text, each)] for text in constraints]
    common = next((each for each in allowed[0] if each in allowed[1]), None)
    first, second = (common or next(iter(each), known[0]) for each in allowed)
    return first, second


class _Comparison:
    """What is learned while scenarios are compared."""

    def __init__(self, old: Chart, new: Chart) -> None:
        self.noise = Noise(old, new)
        self.values = ValuesComparison(old, new, self.noise)
        self.crds = subcharts.crds(old), subcharts.crds(new)
        self.templates: set[str] = set()
        """The templates that wrote what changes."""
        self.rendered = 0
        """In how many scenarios objects are compared."""
        self.failure = ""
        """Why the first scenario fails with the old chart."""
        self._knows = Knows(old)
        self._collector = Collector()
        self._reader = Reader(self.noise)
        self._secrets: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[int, int], list[Change]] = {}

    def changes(self) -> list[Change]:
        return self._collector.changes()

    def run(self, sides: tuple[Side, Side], all_cases: Sequence[Case], progress: Progress) -> None:
        is_random = [may_be_random(side.chart) for side in sides]
        asked = []
        for case in all_cases:
            first = sides[0].ask(case.scenario), sides[1].ask(case.scenario)
            again = [
                side.ask(case.scenario) if random else None
                for side, random in zip(sides, is_random, strict=True)
            ]
            asked.append(_Asked(case, first, (again[0], again[1])))
        clusters = (
            Cluster(sides[0].kube_version, self.crds[0]),
            Cluster(sides[1].kube_version, self.crds[1]),
        )
        renders: Scenario | None = None
        for done, each in enumerate(asked):
            progress(done, len(asked))
            before, after = (future.result() for future in each.first)
            if renders is None and not isinstance(after, Failed):
                renders = each.case.scenario
            for found in self._case(each.case, before, after):
                self._add(found, each.case)
            if not isinstance(before, Failed) and not isinstance(after, Failed) and self._is_meant(each.case):
                self.rendered += 1
                self._texts(each, (before, after), sides, clusters)
        for found in self._opened(sides[1], renders):
            self._collector.add(found)

    def _add(self, found: Change, case: Case, group: str | None = None) -> None:
        if case.name not in self._secrets:
            self._secrets[case.name] = case.secrets
        self._collector.add(without(found, self._secrets[case.name]), case.name, group=group)

    def _is_meant(self, case: Case) -> bool:
        """Say whether a case tells something: the old chart may pass over what only the new one has."""
        return case.is_old or all(map(self._knows.knows, case.values))

    def _case(self, case: Case, old: Rendered, new: Rendered) -> Iterator[Change]:
        if isinstance(old, Failed):
            self.failure = self.failure or old.problem
            if not isinstance(new, Failed):
                text = f"taken now; the old chart says: {old.problem}"
                yield change("scenario-accepted", _VALUES_FILES, text)
        elif isinstance(new, Failed):
            kind = "scenario-refused" if new.is_refused else "scenario-failed"
            yield change(kind, _VALUES_FILES, new.problem)
        elif self._is_meant(case):
            before, after = (side.get(NOTES, "").encode() for side in (old, new))
            if not self.noise.is_same(before, after):
                self.templates.add(NOTES)
                yield change("notes-changed", NOTES, "the notes are others")

    def _texts(
        self,
        asked: _Asked,
        rendered: tuple[Mapping[str, str], Mapping[str, str]],
        sides: tuple[Side, Side],
        clusters: tuple[Cluster, Cluster],
    ) -> None:
        """Compare what a scenario gives, but for the documents that both charts write alike."""
        case = asked.case
        own, others = self._reader.apart(*rendered)
        namespace = sides[0].namespace(case.scenario)
        try:
            before = self._reader.objects(own, namespace)
        except InputError:
            # The old chart gives nothing that can be installed.
            return
        try:
            after = self._reader.objects(others, namespace)
            ignored = self._unsteady(asked, rendered, namespace)
        except InputError as error:
            text = f"what a template writes is no manifest: {error.problem}"
            self._add(change("scenario-failed", _VALUES_FILES, text), case)
            return
        for key, each in after.items():
            if is_renewed(each, sides[1].chart):
                ignored[key] = ignored.get(key, _NOTHING) | {NAME}
        self._drop_renamed(before, after, ignored)
        for old, new in objects.pairs(before, after):
            for found in self._pair(old, new, clusters, ignored):
                known = new or old
                # What several objects of a template have in common is one change, as is an image.
                is_alone = found.area != "images"
                group = f"{known.template} {known.kind}" if known and is_alone else found.area
                self._add(found, case, group)

    def _drop_renamed(
        self, old: dict[Key, Object], new: dict[Key, Object], ignored: Mapping[Key, frozenset[Path]]
    ) -> None:
        """Leave out what is the same in both charts but for a name that is another in each render."""
        moving = [[key for key in side if NAME in ignored.get(key, _NOTHING)] for side in (old, new)]
        for key in moving[0]:
            for other in [each for each in moving[1] if each in new and each[:-1] == key[:-1]]:
                paths = ignored[key] | ignored[other]
                if not any(objects.changes(old[key], new[other], self.noise, paths)):
                    del old[key], new[other]
                    break

    def _pair(
        self,
        old: Object | None,
        new: Object | None,
        clusters: tuple[Cluster, Cluster],
        ignored: Mapping[Key, frozenset[Path]],
    ) -> list[Change]:
        key = id(old), id(new)
        if key not in self._known:
            paths = next(
                (ignored[each] for each in by_key(filter(None, (old, new))) if each in ignored), _NOTHING
            )
            found = list(self._compared(old, new, paths))
            found += hazards.changes(old, new, clusters)
            self._known[key] = found
            if found:
                self.templates.update(each.template for each in (old, new) if each)
        return self._known[key]

    def _compared(self, old: Object | None, new: Object | None, ignored: frozenset[Path]) -> Iterator[Change]:
        """Compare two objects; a CRD may be in the folder of one of the charts."""
        known = new or old
        if known is not None and known.kind == crds.KIND and (old is None or new is None):
            folder = self.crds[0 if old is None else 1]
            if any(each.name == known.name for each in folder):
                is_kept = objects.is_kept(known)
                yield crds.moved(known.name, to_templates=old is None, is_kept=is_kept)
                return
        yield from objects.changes(old, new, self.noise, ignored)

    def _unsteady(
        self, asked: _Asked, rendered: Sequence[Mapping[str, str]], namespace: str
    ) -> dict[Key, frozenset[Path]]:
        """Give the fields of objects that are others in each render of one of the charts."""
        found: dict[Key, frozenset[Path]] = {}
        for first, future in zip(rendered, asked.again, strict=True):
            second = future.result() if future else None
            if second is not None and not isinstance(second, Failed):
                for key, paths in self._reader.unsteady(first, second, namespace).items():
                    found[key] = found.get(key, _NOTHING) | paths
        return found

    def _opened(self, side: Side, renders: Scenario | None) -> Iterator[Change]:
        """Try values that the new schema takes whatever they are: a helper of the chart may refuse them."""
        for path, value, widened in self.values.opened:
            if renders is None:
                yield widened
                continue
            given = side.ask(with_value(renders, path, value)).result()
            if not isinstance(given, Failed):
                yield widened
                continue
            place = format_path(path)
            problem = given.problem.rpartition(f"{place}: ")[2]
            kind = "value-renamed" if self.values.names_new_value(problem) else "value-removed"
            yield change(kind, widened.where, problem, path=place, old=widened.old)
