"""A project of a definition of one's own, with its chart."""

from pathlib import Path

from chartgen.chart.reference import Chart, chart_of, load
from chartgen.diff.change import change, verdict
from chartgen.generate.chart import chart_files
from chartgen.generate.init import definition_text
from chartgen.generate.output import write
from chartgen.model import catalogue
from chartgen.model.definition import Image
from chartgen.model.definition_file import read_definition
from chartgen.model.record import Record
from chartgen.release import bump
from chartgen.release.proposal import Project, Wanted, propose
from chartgen.release.upstream import Upstream

MODEL = catalogue.load()
NEWER = Image("gcr.io/gke-release/multus-cni", "v4.2.1-gke.7")
IMAGES = {("gke", "multus"): NEWER}
NOTE = "The image of multus (gke) is v4.2.1-gke.7, it was v4.2.1-gke.6"


def make_project(folder: Path) -> Path:
    """Write a definition and its chart."""
    folder.mkdir(exist_ok=True)
    path = folder / "chartgen.yaml"
    path.write_text(definition_text("acme-net", MODEL), "utf-8")
    definition = read_definition(path)
    write(folder / definition.directory, chart_files(definition, MODEL))
    return folder


def project(folder: Path) -> Project:
    """Read a project."""
    path = folder / "chartgen.yaml"
    return Project(path, read_definition(path), MODEL)


def chart_as_it_is(folder: Path) -> Chart:
    """Give its chart, which stays as it is when its folder is written over."""
    old = load(str(folder / "charts/acme-net"))
    return chart_of(old.reference, dict(old.files))


def differing(*parts):
    """Compare charts as somebody else does: equal files have no difference, others require some parts."""

    def compare(old, new):
        found = [change("file-changed", "README.md", "it reads better", part=part) for part in parts]
        return verdict([] if dict(old.files) == dict(new.files) else found)

    return compare


def planned(folder, baseline, *parts, part=None, **wanted):
    """Plan a bump to which nobody has anything to say."""
    here = project(folder)
    proposal = propose(here, Wanted(**wanted))
    assert proposal.items == ()
    return bump.plan(here, proposal, baseline, differing(*parts), wanted=part)


def fragment(folder, name, text):
    """Write a fragment of the changelog."""
    (folder / "changelog.d").mkdir(exist_ok=True)
    (folder / f"changelog.d/{name}.yaml").write_text(text, "utf-8")


def tree(folder):
    """Give all files of a folder but those of git."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def upstream(*items):
    """Give what a newer manifest says."""
    return Upstream("gke", {"multus": NEWER}, Record({"DaemonSet/x": {"pod": {"a": 1}}}), tuple(items))
