"""What `chartgen bump` is asked for: manifests, items that are accepted, and wrong input."""

import json
from pathlib import Path

import pytest
import yaml

from chartgen.core.data import data_root
from chartgen.core.json_schema import Schema
from tests.cli.conftest import Run
from tests.release import manifests
from tests.release.projects import tree
from tests.release.pushed import push

SCHEMA = Schema(json.loads((data_root() / "bump.schema.json").read_text("utf-8")), file="bump.schema.json")
DIGEST = "sha256:" + "1" * 64


def as_json(result) -> dict:
    found = json.loads(result.out)
    assert SCHEMA.problems(found) == []
    return found["result"]


@pytest.fixture
def manifest(repository: Path) -> Path:
    """Write a newer manifest."""
    objects = manifests.with_images(
        manifests.objects(),
        multus=f"gcr.io/gke-release/multus-cni:v4.2.2-gke.1@{DIGEST}",
        whereabouts=f"gcr.io/gke-release/whereabouts:v0.7.0-gke.4@{DIGEST}",
    )
    path = repository / "newer.yaml"
    path.write_text(manifests.text(objects))
    return path


def test_a_newer_manifest_is_adopted(run: Run, repository: Path, manifest: Path):
    result = run("bump", "--from-manifest", manifest.name)
    assert result.code == 0, result
    images = yaml.safe_load((repository / "chartgen.yaml").read_text())["images"]["gke"]
    assert images["multus"] == {
        "repository": "gcr.io/gke-release/multus-cni",
        "tag": "v4.2.2-gke.1",
        "digest": DIGEST,
    }
    assert images["whereabouts"]["tag"] == "v0.7.0-gke.4"
    before = tree(repository)
    assert run("bump", "--from-manifest", manifest.name).code == 0
    assert tree(repository) == before


def test_structure_of_a_newer_manifest_is_a_list_to_work_off(run: Run, repository: Path, manifest: Path):
    objects = list(yaml.safe_load_all(manifest.read_text()))
    manifests.containers(objects)["whereabouts-gc"]["args"] = [
        "--log-level=debug",
        "--enable-pod-watch=false",
        "--new=1",
    ]
    manifest.write_text(manifests.text(objects))
    before = tree(repository)
    result = run("bump", "--from-manifest", manifest.name)
    assert (result.code, result.err) == (5, "")
    gone, new = (
        f"DaemonSet/gke-multinet/containers/whereabouts-gc/args/--{name}" for name in ("cron-schedule", "new")
    )
    assert result.out == (
        "2 things to look at; nothing is written\n\n"
        f'{gone}  (whereabouts)\n  is gone, it was "* * * * *"\n{new}  (whereabouts)\n  is new: "1"\n\n'
        f"Change the model where it has to follow, then add what you looked at:\n  --accept {gone} --accept {new}\n"
    )
    assert tree(repository) == before
    found = as_json(run("bump", "--from-manifest", manifest.name, "--format", "json"))
    assert [each["name"] for each in found["items"]] == [gone, new]
    one = run("bump", "--from-manifest", manifest.name, "--accept", gone)
    assert one.code == 5
    assert "1 thing to look at" in one.out
    assert tree(repository) == before
    both = run("bump", "--from-manifest", manifest.name, "--accept", gone, "--accept", new)
    assert both.code == 0, both
    # Looked at once is enough; the names mean nothing any more, and say so.
    after = tree(repository)
    assert run("bump", "--from-manifest", manifest.name).code == 0
    again = run("bump", "--from-manifest", manifest.name, "--accept", gone)
    assert again.code == 0
    assert again.err == f"warning: --accept: there is nothing called {gone} to look at\n"
    assert tree(repository) == after


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--image", "multus=x"], 2, "error: --image: 'multus=x' is not PROFILE/COMPONENT=REFERENCE"),
        (["--image", "gke/nothing=:v1"], 2, "error: --image: the definition has no image gke/nothing"),
        (["--part", "huge"], 2, "'huge' is not one of"),
        (["--from-manifest", "nowhere.yaml"], 3, "error: nowhere.yaml: no such file"),
        (["--from-manifest", "chartgen.yaml"], 3, "no image of the manifest belongs to a profile"),
        (["--from-manifest", "-", "--from-manifest", "-"], 2, "standard input can be read once"),
        (["--image", f"gke/multus=:v4.2.1-gke.6@{DIGEST}"], 5, "the tag gcr.io/gke-release/multus-cni:v4.2.1-gke.6 has moved"),
        (["--image", "gke/multus=:v4.2.1-gke.7", "--from-manifest", "newer.yaml"], 2, "names gke/multus, and so does the manifest"),
    ],
)  # fmt: skip
def test_wrong_input_writes_nothing(run: Run, repository: Path, manifest: Path, arguments, code, said):
    before = tree(repository)
    result = run("bump", *arguments)
    assert result.code == code, result
    assert said in result.err
    assert result.out == ""
    assert tree(repository) == before


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("chartgen.yaml", 2),
        ("./chartgen.yaml", 2),
        ("newer.yaml", 2),
        ("charts/acme-net/report.json", 2),
        ("changelog.d/report.json", 2),
        ("charts", 3),
    ],
)
def test_a_report_takes_nothing_with_it(run: Run, repository: Path, manifest: Path, file, code):
    before = tree(repository)
    result = run("bump", "--from-manifest", manifest.name, "--format", f"json:{file}")
    assert (result.code, result.out) == (code, "")
    assert "error: " in result.err
    assert tree(repository) == before


def test_a_report_may_be_a_file(run: Run, repository: Path):
    assert run("bump", "--image", "gke/multus=:v4.2.1-gke.7", "--format", "json:report.json").code == 0
    assert json.loads((repository / "report.json").read_text())["result"]["version"] == "0.1.1"


POOLS = "ippools.whereabouts.cni.cncf.io"


def crds_of_chart(folder: Path) -> list[dict]:
    return [yaml.safe_load(path.read_text()) for path in sorted((folder / "charts/acme-net/crds").iterdir())]


def with_crds(path: Path, crds: list[dict]) -> None:
    names = {crd["metadata"]["name"] for crd in crds}
    others = [each for each in yaml.safe_load_all(path.read_text()) if each["metadata"]["name"] not in names]
    path.write_text(manifests.text([*crds, *others]))


def properties_of_pools(crds: list[dict]) -> dict:
    (crd,) = (each for each in crds if each["metadata"]["name"] == POOLS)
    return crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]


def test_crds_that_take_more_are_adopted_and_stay(run: Run, repository: Path, manifest: Path):
    crds = crds_of_chart(repository)
    properties_of_pools(crds)["sliceSize"] = {"type": "string", "description": "New in this version."}
    with_crds(manifest, crds)
    result = run("bump", "--from-manifest", manifest.name)
    assert result.code == 0, result
    assert properties_of_pools(crds_of_chart(repository))["sliceSize"] == {"type": "string"}
    assert run("generate", "--check").code == 0
    assert run("lint").code == 0
    assert run("bump", "--from-manifest", manifest.name).code == 0
    assert run("bump", "--image", "gke/multus=:v4.2.2-gke.9").code == 0
    assert "sliceSize" in properties_of_pools(crds_of_chart(repository))


def test_crds_that_take_less_and_more_are_to_be_looked_at(run: Run, repository: Path, manifest: Path):
    crds = crds_of_chart(repository)
    properties = properties_of_pools(crds)
    properties["sliceSize"] = {"type": "string"}
    del properties["range"]
    with_crds(manifest, crds)
    result = run("bump", "--from-manifest", manifest.name)
    assert result.code == 5
    assert f"CustomResourceDefinition/{POOLS}/versions/v1alpha1/" in result.out
    assert "sliceSize  (whereabouts)\n  is new" in result.out


def test_digests_are_asked_of_the_registry(run: Run, repository: Path, registry):
    path = repository / "chartgen.yaml"
    text = path.read_text()
    profiles = ["gke", "upstream"]
    images = {
        profile: {
            component: {"repository": f"{registry.host}/bump/{component}", "tag": "v4.2.1"}
            for component in ("multus", "whereabouts", "kubectl")
        }
        for profile in profiles
    }
    digests = {component: push(registry, f"bump/{component}", "v4.2.1") for component in images["gke"]}
    before, after = text.index("images:\n"), text.index("# Defaults of the chart's")
    path.write_text(f"{text[:before]}images: {json.dumps(images)}\n{text[after:]}")
    assert run("generate").code == 0
    result = run("bump", "--resolve-digests", "--plain-http")
    assert result.code == 0, result
    found = yaml.safe_load(path.read_text())["images"]
    for profile in profiles:
        assert {component: image["digest"] for component, image in found[profile].items()} == digests
    assert "The image of multus (gke) is pinned by its digest" in result.out
    again = run("bump", "--resolve-digests", "--plain-http")
    assert "nothing" in again.out or "is there" in again.out
    refused = run("bump", "--resolve-digests")
    assert refused.code == 4
    assert "--plain-http" in refused.err


def test_an_image_is_given_once(run: Run, repository: Path):
    result = run("bump", "--image", "gke/multus=:v4.2.1-gke.7", "--image", "gke/multus=:v4.2.1-gke.8")
    assert result.code == 2
    assert "error: --image: names gke/multus twice\n" in result.err
