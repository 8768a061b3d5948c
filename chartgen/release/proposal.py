"""What is wanted of a definition, taken into it before its version is known."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from chartgen.chart import helmignore
from chartgen.chart.reference import Chart, chart_of
from chartgen.core import yaml
from chartgen.diff.change import Part
from chartgen.generate.chart import chart_files
from chartgen.model.catalogue import Catalogue
from chartgen.model.definition import Change, Definition
from chartgen.model.record import Record, read_record
from chartgen.release import cliffs, images
from chartgen.release.cliffs import Cliff
from chartgen.release.images import Images, Step
from chartgen.release.items import Item
from chartgen.release.upstream import Upstream


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a bump is asked for; without a part the difference decides."""

    images: Images = field(default_factory=dict)
    upstream: Upstream | None = None
    accepted: frozenset[str] = frozenset()
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A definition, its path, and the model."""

    path: Path
    definition: Definition
    catalogue: Catalogue

    @property
    def directory(self) -> Path:
        """The folder of the chart."""
        return self.path.parent / self.definition.directory

    def files(self, definition: Definition) -> dict[str, bytes]:
        """Give all files of the chart of a definition.

        Raises:
            InputError: as `chart_files`.
        """
        return chart_files(definition, self.catalogue)

    def chart(self, definition: Definition) -> Chart:
        """Give the chart of a definition as Helm would load it.

        Raises:
            InputError: as `chart_files`.
        """
        files = self.files(definition)
        rules = helmignore.parse(files[helmignore.FILE_NAME], file=helmignore.FILE_NAME)
        kept = {path: data for path, data in files.items() if not rules.leave_out_file(path)}
        return chart_of(str(self.directory), kept)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What becomes of a definition before its version is known.

    `items` are those that nobody accepted, `accepted` the names of the others.
    """

    definition: Definition
    steps: Sequence[Step]
    notes: tuple[Change, ...]
    crossed: tuple[Cliff, ...]
    items: tuple[Item, ...]
    accepted: frozenset[str]
    record: Mapping[str, bytes]


def propose(project: Project, wanted: Wanted) -> Proposal:
    """Take what is wanted into the definition, and say what a person has to look at first.

    Raises:
        RefusedError: the tag of an image moved.
        InputError: as `chart_files`.
    """
    definition = project.definition
    steps = images.steps(definition, wanted.images)
    upstream, record = dict(definition.upstream), dict[str, bytes]()
    found: list[Item] = []
    if wanted.upstream:
        found += wanted.upstream.items
        profile, new = wanted.upstream.profile, wanted.upstream.record
        is_known = not wanted.upstream.items and not new.crds and not steps and profile not in upstream
        if not is_known:
            records = {**dict(_records(project, without=new.crds)), profile: new}
            upstream |= {name: each.path(name) for name, each in records.items()}
            record = {each.path(name): each.content for name, each in records.items()}
    crds = {**definition.crds, **(wanted.upstream.record.crds if wanted.upstream else {})}
    definition = replace(
        definition, images=images.with_images(definition, steps), upstream=upstream, crds=crds
    )
    chart = project.chart(definition)
    found += [*images.items(steps), *cliffs.items(steps, project.catalogue, crds_of(chart))]
    crossed = [cliff for _, cliff in cliffs.crossed(steps)]
    return Proposal(
        definition,
        steps,
        (*images.notes(steps), *(cliff.note for cliff in crossed)),
        tuple(crossed),
        tuple(item for item in found if item.name not in wanted.accepted),
        frozenset(item.name for item in found) & wanted.accepted,
        record,
    )


def _records(project: Project, *, without: Container[str]) -> Iterator[tuple[str, Record]]:
    """Yield the records that have one of some CRDs, by profile and without them: a CRD stands in one."""
    for name, path in project.definition.upstream.items():
        found = read_record(project.path.parent / path)
        kept = {crd: each for crd, each in found.crds.items() if crd not in without}
        if kept != found.crds:
            yield name, replace(found, crds=kept)


def crds_of(chart: Chart) -> dict[str, Mapping[str, Any]]:
    """Give the CRDs of a chart by name."""
    found = {}
    for path, content in chart.files.items():
        if path.startswith("crds/"):
            value = yaml.load(content, file=chart.path_of(path)).value
            found[str(value["metadata"]["name"])] = value
    return found
