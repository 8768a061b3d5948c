"""A bump as a whole: what it computes, and what it writes."""

import pytest
import yaml

from chartgen.chart.reference import chart_of, load
from chartgen.core.errors import InputError, RefusedError
from chartgen.diff.change import Part
from chartgen.generate.chart import chart_files
from chartgen.generate.init import definition_text
from chartgen.generate.output import drift
from chartgen.model.definition import Change, Image
from chartgen.model.definition_file import read_definition
from chartgen.model.record import Record
from chartgen.release.proposal import crds_of
from chartgen.release.upstream import Upstream
from tests.release.projects import (
    IMAGES,
    MODEL,
    NEWER,
    NOTE,
    fragment,
    planned,
    project,
    tree,
    upstream,
)


def annotations(folder):
    return yaml.safe_load((folder / "charts/acme-net/Chart.yaml").read_text())["annotations"]


def test_nothing_changed_is_nothing_to_write(folder, baseline):
    before = tree(folder)
    plan = planned(folder, baseline)
    assert (plan.part, plan.definition.version) == (None, "0.1.0")
    plan.write()
    assert tree(folder) == before


def test_an_image_is_a_version_notes_and_history(folder, baseline):
    plan = planned(folder, baseline, Part.PATCH, images=IMAGES)
    assert (plan.part, plan.definition.version) == (Part.PATCH, "0.1.1")
    plan.write()
    text = (folder / "chartgen.yaml").read_text()
    assert '# SemVer; `chartgen bump` raises it as what changed requires.\n  version: "0.1.1"\n' in text
    assert 'tag: "v4.2.1-gke.7"\n      digest: ""' in text
    assert yaml.safe_load((folder / "changelog.d/0.1.0.yaml").read_text()) == [
        {"kind": "added", "description": "First version"}
    ]
    changelog = (folder / "charts/acme-net/CHANGELOG.md").read_text()
    assert changelog == (
        f"# Changelog of acme-net\n\n## 0.1.1\n\n- Changed: {NOTE}.\n\n## 0.1.0\n\n- Added: First version.\n"
    )
    assert yaml.safe_load(annotations(folder)["artifacthub.io/changes"]) == [
        {"kind": "changed", "description": NOTE}
    ]
    chart = yaml.safe_load((folder / "charts/acme-net/Chart.yaml").read_text())
    assert (chart["version"], chart["appVersion"]) == ("0.1.1", "4.2.1-gke.7")
    assert (
        drift(folder / "charts/acme-net", chart_files(read_definition(folder / "chartgen.yaml"), MODEL)) == ""
    )


def test_a_second_bump_changes_nothing(folder, baseline):
    planned(folder, baseline, Part.MINOR, images=IMAGES).write()
    before = tree(folder)
    plan = planned(folder, baseline, Part.MINOR, images=IMAGES)
    assert plan.definition.version == "0.2.0"
    plan.write()
    assert tree(folder) == before


def test_fragments_become_notes_and_go(folder, baseline):
    fragment(folder, "ranges", "- {kind: fixed, description: One}\n- {kind: security, description: Two}\n")
    plan = planned(folder, baseline)
    assert (plan.part, plan.definition.version) == (Part.PATCH, "0.1.1")
    plan.write()
    assert not (folder / "changelog.d/ranges.yaml").exists()
    assert [each.description for each in read_definition(folder / "chartgen.yaml").changes] == ["One", "Two"]
    assert annotations(folder)["artifacthub.io/containsSecurityUpdates"] == "true"
    assert annotations(folder)["artifacthub.io/prerelease"] == "false"


def test_without_a_word_the_difference_speaks(folder, baseline):
    (folder / "chartgen.yaml").write_text(
        definition_text("acme-net", MODEL)
        .replace("networks with", "nets with")
        .replace("interfaces", "devices")
    )
    plan = planned(folder, baseline, Part.MINOR, Part.PATCH)
    assert [(each.kind, each.description) for each in plan.definition.changes] == [
        ("changed", "README.md: it reads better")
    ]


def test_notes_of_a_version_that_was_never_released_stay(folder, baseline):
    planned(folder, baseline, Part.PATCH, images=IMAGES).write()
    fragment(folder, "more", "{kind: added, description: More}\n")
    plan = planned(folder, baseline, Part.MINOR)
    assert plan.definition.version == "0.2.0"
    plan.write()
    assert [each.description for each in read_definition(folder / "chartgen.yaml").changes] == [NOTE, "More"]
    assert sorted(path.name for path in (folder / "changelog.d").iterdir()) == ["0.1.0.yaml"]


def test_a_smaller_part_is_refused_with_reasons(folder, baseline):
    with pytest.raises(RefusedError) as caught:
        planned(folder, baseline, Part.MINOR, Part.PATCH, images=IMAGES, part=Part.PATCH)
    assert "requires a minor version\n  - README.md: it reads better" in str(caught.value)


def test_a_greater_part_is_taken(folder, baseline):
    plan = planned(folder, baseline, Part.PATCH, images=IMAGES, part=Part.MAJOR)
    assert plan.definition.version == "1.0.0"


def test_a_version_without_a_change_stays_in_the_changelog(folder, baseline):
    planned(folder, baseline, part=Part.PATCH).write()
    released = load(str(folder / "charts/acme-net"))
    planned(folder, released, Part.PATCH, images=IMAGES).write()
    changelog = (folder / "charts/acme-net/CHANGELOG.md").read_text()
    assert "## 0.1.1\n\n- Changed: Nothing but the version.\n\n## 0.1.0\n" in changelog
    assert "## 0.1.2\n" in changelog


def test_a_cliff_asks_for_its_part(folder, baseline):
    images = {("gke", "whereabouts"): Image("gcr.io/gke-release/whereabouts", "v0.8.0-gke.1")}
    plan = planned(folder, baseline, Part.PATCH, images=images)
    # Below 1.0.0 what breaks asks for the minor part.
    assert plan.definition.version == "0.2.0"
    assert any("kubectl apply" in each.description for each in plan.definition.changes)


def test_a_manifest_is_recorded_under_its_content(folder, baseline):
    plan = planned(folder, baseline, Part.PATCH, images=IMAGES, upstream=upstream())
    plan.write()
    (record,) = (folder / "upstream").iterdir()
    assert read_definition(folder / "chartgen.yaml").upstream == {"gke": f"upstream/{record.name}"}
    other = Upstream("gke", {"multus": NEWER}, Record({"DaemonSet/y": {}}), ())
    planned(folder, baseline, Part.PATCH, images=IMAGES, upstream=other).write()
    (later,) = (folder / "upstream").iterdir()
    assert later.name != record.name
    assert read_definition(folder / "chartgen.yaml").upstream == {"gke": f"upstream/{later.name}"}


def test_crds_of_a_manifest_are_in_the_chart(folder, baseline):
    name = "ippools.whereabouts.cni.cncf.io"
    crd = crds_of(baseline)[name]
    spec = {**crd["spec"], "names": {**crd["spec"]["names"], "shortNames": ["pool"]}}
    found = Upstream("gke", {}, Record({}, {name: {"spec": spec}}), ())
    planned(folder, baseline, Part.MINOR, upstream=found).write()
    chart = load(str(folder / "charts/acme-net"))
    assert crds_of(chart)[name]["spec"] == spec
    assert (
        drift(folder / "charts/acme-net", chart_files(read_definition(folder / "chartgen.yaml"), MODEL)) == ""
    )


def test_a_foreign_file_in_the_chart_is_refused_before_anything_is_written(folder, baseline):
    (folder / "charts/acme-net/mine.yaml").write_text("a: 1\n")
    before = tree(folder)
    with pytest.raises(RefusedError, match="not written by chartgen"):
        planned(folder, baseline, Part.PATCH, images=IMAGES)
    assert tree(folder) == before


def test_a_crd_is_that_of_the_profile_that_adopted_it_last(folder, baseline):
    name = "ippools.whereabouts.cni.cncf.io"
    crd = crds_of(baseline)[name]
    specs = [{**crd["spec"], "names": {**crd["spec"]["names"], "shortNames": [each]}} for each in "abc"]
    for profile, spec in zip(("gke", "upstream", "gke"), specs, strict=True):
        record = Record({f"ConfigMap/{profile}": {"data": {}}}, {name: {"spec": spec}})
        planned(folder, baseline, Part.MINOR, upstream=Upstream(profile, {}, record, ())).write()
        here = project(folder)
        assert here.definition.crds == record.crds
        assert crds_of(here.chart(here.definition))[name]["spec"] == spec
        assert drift(here.directory, here.files(here.definition)) == ""
        assert len(list((folder / "upstream").iterdir())) == len(here.definition.upstream)


def test_a_definition_that_cannot_be_written_is_told_before_anything_is(folder, baseline):
    plan = planned(folder, baseline, Part.PATCH, images=IMAGES, upstream=upstream())
    before = tree(folder)
    (folder / "chartgen.yaml").rename(folder / "real.yaml")
    (folder / "chartgen.yaml").mkdir()
    with pytest.raises(InputError, match="chartgen.yaml"):
        plan.write()
    (folder / "chartgen.yaml").rmdir()
    (folder / "real.yaml").rename(folder / "chartgen.yaml")
    assert tree(folder) == before


def test_what_a_released_version_had_too_is_news_again(folder, baseline):
    fragment(folder, "again", "kind: added\ndescription: First version\n")
    plan = planned(folder, baseline, Part.PATCH)
    assert plan.definition.version == "0.1.1"
    assert plan.definition.changes == (Change("added", "First version"),)
    plan.write()
    assert [path.name for path in (folder / "changelog.d").iterdir()] == ["0.1.0.yaml"]


def test_fragments_that_say_the_same_are_told_and_removed_once(folder, baseline):
    for name in "ab":
        fragment(folder, name, "kind: fixed\ndescription: It works\n")
    plan = planned(folder, baseline, Part.PATCH)
    assert plan.definition.changes == (Change("fixed", "It works"),)
    assert plan.write()[1] == 2


@pytest.mark.parametrize("version", ["v1.2.3", "1.2"])
def test_a_baseline_of_another_kind_of_version_is_refused(folder, baseline, version):
    text = baseline.files["Chart.yaml"].replace(b'version: "0.1.0"', f'version: "{version}"'.encode())
    old = chart_of("old", {**baseline.files, "Chart.yaml": text})
    with pytest.raises(InputError, match=f"old: its version, {version}, is no SemVer 2"):
        planned(folder, old, Part.PATCH)


def test_what_an_open_version_tells_is_not_told_again(folder, baseline):
    fragment(folder, "one", "kind: fixed\ndescription: It works\n")
    planned(folder, baseline, Part.PATCH).write()
    fragment(folder, "two", "- {kind: fixed, description: It works}\n- {kind: fixed, description: More}\n")
    plan = planned(folder, baseline, Part.PATCH)
    assert [each.description for each in plan.definition.changes] == ["It works", "More"]


def test_a_version_that_says_nothing_leaves_no_file(folder, baseline):
    path = folder / "chartgen.yaml"
    entry = '    - kind: "added"\n      description: "First version"\n'
    path.write_text(path.read_text().replace(f"changes:\n{entry}", "changes: []\n"))
    plan = planned(folder, baseline, Part.PATCH, images=IMAGES)
    assert (plan.first, plan.definition.history) == ({}, {})
    plan.write()
    assert read_definition(path).version == "0.1.1"


def test_an_image_of_another_repository_is_in_the_definition(folder, baseline):
    image = Image("mirror.example.com/multus-cni", "v4.2.1-gke.7")
    accepted = frozenset({"images/gke/multus/repository"})
    planned(folder, baseline, Part.MINOR, images={("gke", "multus"): image}, accepted=accepted).write()
    assert project(folder).definition.images["gke"]["multus"] == image


def test_comments_among_records_stay(folder, baseline):
    crd = crds_of(baseline)["ippools.whereabouts.cni.cncf.io"]
    path = folder / "chartgen.yaml"
    for profile in ("gke", "upstream", "gke"):
        crds = {"ippools.whereabouts.cni.cncf.io": {"spec": crd["spec"]}}
        record = Record({f"ConfigMap/{profile}": {"data": {}}}, crds)
        planned(folder, baseline, upstream=Upstream(profile, {}, record, ())).write()
        path.write_text(path.read_text().replace("upstream:\n  gke: ", "upstream:\n  # mine\n  gke:   "))
    text = path.read_text()
    assert text.count("# mine\n  gke:   upstream/gke-") == text.count("gke: ") == 1
