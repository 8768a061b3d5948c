"""`chartgen bump`."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from chartgen.chart.reference import Chart, load
from chartgen.cli import bump_options, options, reporting
from chartgen.cli.access import access
from chartgen.cli.defaults import check_defaults
from chartgen.cli.progress import Progress
from chartgen.cli.project import config_path
from chartgen.cli.scenarios import read_stdin
from chartgen.core.errors import UsageError
from chartgen.core.exitcodes import ExitCode
from chartgen.core.files import check_writable
from chartgen.core.lock import folder_lock
from chartgen.core.yaml import read_bytes
from chartgen.diff.change import Part, Verdict, verdict
from chartgen.diff.compare import compare
from chartgen.diff.crds import takes
from chartgen.generate.output import difference, drift
from chartgen.model import catalogue, notes, record
from chartgen.model.definition_file import read_definition
from chartgen.release import baseline, bump_json, bump_text
from chartgen.release.bump import Plan, plan
from chartgen.release.digests import resolved
from chartgen.release.images import Images, read_option
from chartgen.release.items import Item
from chartgen.release.proposal import Project, Proposal, Wanted, crds_of, propose
from chartgen.release.upstream import Upstream, read_upstream
from chartgen.render.engine import Release
from chartgen.render.scenario import Target
from chartgen.render.select import select
from chartgen.report.json import envelope
from chartgen.validate.manifest_file import read_manifests

_FORMATS: Final = {
    "text": "lines for people",
    "json": "all that is known, as schemas/bump.schema.json describes it",
}


@click.command(short_help="Take newer images or a newer manifest, and raise the version as it must.")
@bump_options.options
@options.registry
@reporting.format_option(_FORMATS)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> int:
    """Take newer images or a newer manifest into the definition, and raise the version as the difference
    requires.

    With neither, the version rises for what changed by itself. All is computed and checked before anything is
    written: the definition, the chart, its CHANGELOG and Artifact Hub's notes, from the fragments in
    changelog.d/ beside the definition. What a newer manifest does otherwise and the model does not know is an
    item to look at: then nothing is written, and the exit code is 5, until --accept names it.

    Below 1.0.0 a difference that breaks users raises the minor part; --part major leaves 0.x.
    """  # noqa: D205 -- the first sentence is one of the help
    path = config_path(ctx)
    with contextlib.nullcontext() if given["dry_run"] else folder_lock(path.parent):
        return _bump(ctx, Project(path, read_definition(path), catalogue.load()), given)


def _bump(ctx: click.Context, project: Project, given: Mapping[str, Any]) -> int:
    _check_outputs(project, given)
    wanted = _wanted(project, given)
    proposal = propose(project, wanted)
    if not ctx.obj["quiet"]:
        _warn(wanted, proposal)
    if proposal.items:
        reporting.write(given["outputs"], lambda output: _items(proposal.items, output.name))
        return ExitCode.REFUSED
    old, name = _baseline(project, given)
    made = plan(project, proposal, old, lambda one, other: _verdict(ctx, one, other), wanted=wanted.part)
    if made.definition.defaults:
        check_defaults(ctx, made.definition, project.chart(made.definition))
    written, removed = (0, 0) if given["dry_run"] else made.write()
    reporting.write(given["outputs"], lambda output: _rendered(made, proposal, name, output.name, given))
    if not ctx.obj["quiet"] and written + removed:
        click.echo(f"{project.path.parent}: {written} files written, {removed} removed", err=True)
    return ExitCode.CLEAN


def _check_outputs(project: Project, given: Mapping[str, Any]) -> None:
    """Refuse, before any work, reports that could not be written or would take something with them.

    Raises:
        UsageError: a report would overwrite what the bump reads or writes.
        InputError: a file could not be written.
    """
    folder = project.path.parent
    files = [os.path.realpath(each) for each in (project.path, *given["manifests"])]
    parts = (project.directory, folder / notes.FOLDER, folder / record.FOLDER)
    folders = [Path(os.path.realpath(each)) for each in parts]
    for output in given["outputs"]:
        if output.file is None:
            continue
        place = Path(os.path.realpath(output.file))
        if str(place) in files or any(each in place.parents for each in folders):
            problem = f"{output.file} is part of what the bump reads or writes"
            raise UsageError(problem, where=f"--format {output.name}", hint="name another file")
        check_writable(output.file)


def _warn(wanted: Wanted, proposal: Proposal) -> None:
    """Tell of what is probably not meant."""
    for name in sorted(wanted.accepted - proposal.accepted):
        # A second run accepts what the first one has taken.
        click.echo(f"warning: --accept: there is nothing called {name} to look at", err=True)
    for step in proposal.steps:
        if step.old.digest and not step.new.digest:
            hint = "  hint: --resolve-digests asks the registry for it"
            click.echo(f"warning: {step.name}: is no longer pinned by a digest\n{hint}", err=True)


def _wanted(project: Project, given: Mapping[str, Any]) -> Wanted:
    named = [read_option(text, project.definition) for text in given["images"]]
    images = dict(named)
    for key, image in named:
        if image is not images[key]:
            raise UsageError(f"names {'/'.join(key)} twice", where="--image", hint="give one of the two")
    upstream = _upstream(project, given["manifests"])
    if upstream:
        both = [key for key in images if key[0] == upstream.profile and key[1] in upstream.images]
        if both:
            problem = f"names {'/'.join(both[0])}, and so does the manifest"
            raise UsageError(problem, where="--image", hint="give one of the two")
        images |= {(upstream.profile, component): image for component, image in upstream.images.items()}
    wanted: Images = images
    if given["resolve_digests"]:
        wanted = resolved(project.definition, images, access(given))
    part = None if given["part"] == "auto" else Part[given["part"].upper()]
    return Wanted(wanted, upstream, frozenset(given["accept"]), part)


def _upstream(project: Project, files: Sequence[str]) -> Upstream | None:
    if files.count("-") > 1:
        raise UsageError("standard input can be read once", where="--from-manifest", hint="name the files")
    manifests = [
        manifest
        for file in files
        for manifest in read_manifests(
            read_stdin() if file == "-" else read_bytes(Path(file)), file="<stdin>" if file == "-" else file
        )
    ]
    if not files:
        return None
    crds = crds_of(project.chart(project.definition)).values()
    return read_upstream(manifests, project.definition, crds, takes, folder=project.path.parent)


def _baseline(project: Project, given: Mapping[str, Any]) -> tuple[Chart, str]:
    if given["base"]:
        return load(given["base"], access(given)), given["base"]
    return baseline.find(project.directory, project.definition.name)


def _verdict(ctx: click.Context, old: Chart, new: Chart) -> Verdict:
    if dict(old.files) == dict(new.files):
        return verdict(())
    progress = Progress(quiet=ctx.obj["quiet"])
    with contextlib.ExitStack() as stack:
        engines = [
            stack.enter_context(contextlib.closing(select(ctx.obj["engine"], helm=ctx.obj["helm"])))
            for _ in range(2)
        ]
        compared = compare(
            old,
            new,
            engines,
            Target(Release("release-name", "default"), ""),
            progress=lambda done, total: progress.show(f"{done} of {total} scenarios"),
        )
    progress.clear()
    return compared.verdict


def _items(items: Sequence[Item], name: str) -> str:
    if name == "json":
        return envelope("bump", {"items": len(items)}, result=bump_json.items_result(items))
    return bump_text.render_items(items)


def _rendered(made: Plan, proposal: Proposal, base: str, name: str, given: Mapping[str, Any]) -> str:
    is_written = not given["dry_run"]
    if name == "json":
        result = bump_json.result(made, proposal.steps, base, written=is_written)
        return envelope("bump", {"items": 0, "part": result["part"]}, result=result)
    text = bump_text.render(made, proposal.steps, base)
    return text if is_written else "\n".join([text, *_differences(made)])


def _differences(made: Plan) -> Iterator[str]:
    """Show what would change on the disk."""
    folder, path = made.project.path.parent, made.project.path
    gone = [str(each.relative_to(folder)) for each in made.gone]
    present = [name for name in (*made.first, path.name, *gone) if (folder / name).is_file()]
    yield difference(folder, present, {**made.first, path.name: made.text.encode()}) + drift(
        made.project.directory, made.files
    )
