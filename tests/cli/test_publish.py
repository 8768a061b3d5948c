import os
import uuid
from pathlib import Path

import pytest

from chartgen.chart.archive import pack
from tests.cli.conftest import ROOT, Run
from tests.cli.package_results import read
from tests.registry.servers import Registry
from tests.release.conftest import PASSPHRASE, Keys, keys

__all__ = ["keys"]

CHART = str(ROOT / "charts/multus-ipvlan")
NAME = "multus-ipvlan-0.1.0.tgz"


@pytest.fixture
def packed(run: Run, tmp_path: Path) -> str:
    assert run("-q", "package", CHART).code == 0
    (tmp_path / "repository").mkdir()
    return NAME


@pytest.fixture
def other(run: Run, packed: str, tmp_path: Path) -> str:
    """Make another package of the same version."""
    assert run("-q", "package", CHART, "-d", "other", env={"SOURCE_DATE_EPOCH": "7"}).code == 0
    return f"other/{NAME}"


def test_to_a_folder(run: Run, packed: str, tmp_path: Path):
    done = run("publish", packed, "repository", "--url", "https://example.com")
    assert (done.code, done.out, done.err) == (0, f"repository/{NAME}\n", "multus-ipvlan 0.1.0: published\n")
    assert f"https://example.com/{NAME}" in (tmp_path / "repository/index.yaml").read_text()
    done = run("publish", packed, "repository", "--format", "json")
    assert "was there already" in done.err
    found = read(done.out)
    assert found["summary"] == {"inputs": [packed], "destination": "repository"}
    (result,) = found["result"]
    assert (result["state"], result["reference"], result["manifest"]) == (
        "present",
        f"repository/{NAME}",
        None,
    )
    assert result["digest"].startswith("sha256:")


def test_what_was_not_there_is_published(run: Run, packed: str):
    (result,) = read(run("publish", packed, "repository", "--format", "json").out)["result"]
    assert (result["state"], result["reference"]) == ("published", f"repository/{NAME}")


def test_another_package_of_the_version(run: Run, packed: str, other: str, tmp_path: Path):
    assert run("publish", packed, "repository").code == 0
    before = (tmp_path / "repository/index.yaml").read_bytes()
    done = run("publish", other, "repository")
    assert (done.code, done.out) == (5, "")
    assert "has multus-ipvlan 0.1.0 already: sha256:" in done.err
    done = run("publish", other, "repository", "--skip-existing")
    # It is not ours that is there: nothing is claimed.
    assert (done.code, done.out) == (0, "")
    assert "skipped, and not published: " in done.err
    result = read(run("publish", other, "repository", "--skip-existing", "--format", "json").out)["result"][0]
    assert (result["state"], result["reference"], result["manifest"]) == ("skipped", None, None)
    assert (tmp_path / "repository/index.yaml").read_bytes() == before


def test_several_packages(run: Run, packed: str, tmp_path: Path):
    assert run("init", "--name", "acme-net").code == run("generate").code == run("-q", "package").code == 0
    done = run("publish", packed, "acme-net-0.1.0.tgz", "repository")
    assert done.out.splitlines() == [f"repository/{NAME}", "repository/acme-net-0.1.0.tgz"]
    (tmp_path / "broken.tgz").write_text("x")
    (tmp_path / "empty").mkdir()
    # All are read before the first is published.
    assert run("publish", packed, "broken.tgz", "empty").code == 3
    assert list((tmp_path / "empty").iterdir()) == []


def test_what_is_published_is_told_where_the_next_one_is_refused(
    run: Run, packed: str, other: str, tmp_path: Path
):
    chart = "apiVersion: v2\nname: first\nversion: 0.1.0\n"
    (tmp_path / "first-0.1.0.tgz").write_bytes(pack({"Chart.yaml": chart.encode()}, folder="first"))
    assert run("publish", packed, "repository").code == 0
    done = run("publish", "first-0.1.0.tgz", other, "repository")
    assert (done.code, done.out) == (5, "repository/first-0.1.0.tgz\n")
    done = run("publish", "first-0.1.0.tgz", other, "repository", "--format", "json")
    assert done.code == 5
    assert [each["state"] for each in read(done.out)["result"]] == ["present"]


def test_a_name_that_no_registry_takes(run: Run, packed: str, registry: Registry, tmp_path: Path):
    files = {"Chart.yaml": b"apiVersion: v2\nname: Upper\nversion: 1.0.0\n"}
    (tmp_path / "upper.tgz").write_bytes(pack(files))
    place = registry.reference(uuid.uuid4().hex)
    done = run("publish", packed, "upper.tgz", place.replace("oci", "OCI"), "--plain-http")
    assert (done.code, done.out) == (3, "")
    assert "write it in lower case" in done.err
    # The first one is not there either.
    assert run("verify", f"{place}/multus-ipvlan:0.1.0", "--plain-http").code == 3


def test_to_a_registry_and_verified_there(run: Run, registry: Registry, keys: Keys, tmp_path: Path):
    options = ("--sign", "--key", "ann@", "--keyring", str(keys.secret), "--passphrase-file", "-")
    assert run("-q", "package", CHART, *options, stdin=PASSPHRASE).code == 0
    place = registry.reference(uuid.uuid4().hex)
    done = run("publish", NAME, place, "--plain-http")
    assert done.code == 0, done.err
    reference, _, digest = done.out.strip().partition("@")
    assert reference == f"{place}/multus-ipvlan:0.1.0"
    assert digest.startswith("sha256:")
    result = read(run("publish", NAME, place, "--plain-http", "--format", "json").out)["result"][0]
    assert (result["state"], result["reference"], result["manifest"]) == ("present", reference, digest)
    check = ("--plain-http", "--keyring", str(keys.public), "--rebuild", CHART)
    for named in (reference, f"{place}/multus-ipvlan@{digest}"):
        done = run("verify", named, *check)
        assert done.code == 0, done.err
        assert "signature: good, by Ann Example" in done.out
        assert f"source: equal to {CHART} in all bytes" in done.out
    # The same again from there: the archive keeps its time.
    done = run("package", reference, "--plain-http", "-d", "again")
    assert (tmp_path / f"again/{NAME}").read_bytes() == (tmp_path / NAME).read_bytes(), done.err
    assert run("publish", NAME, place).code == 4


def test_cosign_is_looked_for_first(run: Run, packed: str, registry: Registry, tmp_path: Path):
    place = registry.reference(uuid.uuid4().hex)
    options = ("publish", packed, place, "--plain-http", "--sign-with-cosign")
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    done = run(*options, env={"PATH": str(nowhere)})
    assert done.code == 4
    assert "the program cosign is not there" in done.err
    assert run("verify", f"{place}/multus-ipvlan:0.1.0", "--plain-http").code == 3
    (nowhere / "cosign").write_text(f'#!/bin/sh\necho open a page; echo "$@" > {nowhere}/called\n')
    (nowhere / "cosign").chmod(0o755)
    done = run(*options, env={"PATH": f"{nowhere}:{os.environ['PATH']}"})
    assert done.code == 0, done.err
    digest = done.out.strip().partition("@")[2]
    assert (nowhere / "called").read_text().rstrip().endswith(f"/multus-ipvlan@{digest}")
    assert done.err.splitlines() == ["multus-ipvlan 0.1.0: published", "open a page"]
    done = run("-q", *options, env={"PATH": f"{nowhere}:{os.environ['PATH']}"})
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        ((NAME, "absent"), 3, "absent: no such folder"),
        ((CHART, "repository"), 3, "is a folder, not a package"),
        (("absent.tgz", "repository"), 3, "no such file"),
        ((NAME, "https://example.com/charts"), 2, "not published by this scheme"),
        (
            (NAME, "oci://localhost/x", "--url", "https://example.com"),
            2,
            "--url: is about the index of a folder",
        ),
        ((NAME, "repository", "--url", "example.com"), 2, "--url: is no URL that names can follow"),
        ((NAME, "repository", "--sign-with-cosign"), 2, "--sign-with-cosign: signs what is in a registry"),
        ((NAME,), 2, "missing argument 'PACKAGE...'"),
        ((NAME, "oci://localhost/UPPER"), 3, "no path in a registry"),
    ],
)
def test_what_cannot_be_published(run: Run, packed: str, arguments: tuple[str, ...], code: int, problem: str):
    done = run("publish", *arguments)
    assert (done.code, done.out) == (code, "")
    assert problem in done.err


def test_another_signature_of_a_package_that_is_there_is_passed_over(
    run: Run, packed: str, keys: Keys, tmp_path: Path
):
    signing = ("-q", "package", CHART, "--sign", "--key", "bob", "--keyring", str(keys.secret))
    for folder in ("one", "two"):
        assert run(*signing, "-d", folder).code == 0
    # Two signatures of one second are equal.
    with (tmp_path / f"two/{NAME}.prov").open("a") as provenance:
        provenance.write("\n")
    assert run("publish", f"one/{NAME}", "repository").code == 0
    assert run("publish", f"two/{NAME}", "repository").code == 5
    done = run("publish", f"two/{NAME}", "repository", "--skip-existing")
    assert (done.code, done.out) == (0, "")
    assert "with another signature" in done.err
    published = (tmp_path / "repository" / f"{NAME}.prov").read_bytes()
    assert published == (tmp_path / "one" / f"{NAME}.prov").read_bytes()
    assert run("publish", f"two/{NAME}", "repository", "--replace-signature").code == 0
