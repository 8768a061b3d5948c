import subprocess
from pathlib import Path

import pytest

from chartgen.release.gnupg import gpg
from chartgen.release.package import Package, package, package_of
from chartgen.release.provenance import check, sign, text
from chartgen.release.store import names_digest
from tests.release.conftest import CHART_YAML, PASSPHRASE, Keys, WriteChart
from tests.release.conftest import gpg as run_gpg
from tests.release.test_gnupg import signed_by

NAME = "c-0.1.0.tgz"
ODD = f'{CHART_YAML}description: "ends with a space "\nkeywords: ["...", "a\\n...\\nb", "- x"]\nappVersion: 1e3\n'


@pytest.fixture
def packed(write_chart: WriteChart) -> Package:
    return package(write_chart({"Chart.yaml": ODD}), time=1)


@pytest.fixture
def provenance(packed: Package, keys: Keys) -> bytes:
    with gpg(keys.secret, secret=True) as program:
        return sign(packed, program, key="ann@", passphrase=PASSPHRASE)


def problems(keys: Keys, packed: Package, provenance: bytes, name: str = NAME) -> tuple[str, ...]:
    with gpg(keys.public, secret=False) as program:
        return check(packed, provenance, program, name=name).problems


def test_helm_and_we_verify_what_we_sign(
    packed: Package, provenance: bytes, keys: Keys, helm_program: Path, tmp_path: Path
):
    (tmp_path / NAME).write_bytes(packed.content)
    (tmp_path / f"{NAME}.prov").write_bytes(provenance)
    argv = [helm_program, "verify", "--keyring", keys.rsa, tmp_path / NAME]
    done = subprocess.run(argv, capture_output=True, check=True, text=True)
    assert packed.digest in done.stdout
    assert "Ann Example" in done.stdout
    assert problems(keys, packed, provenance) == ()
    assert names_digest(provenance, packed.digest)


def test_we_verify_what_helm_signs(packed: Package, keys: Keys, helm_program: Path, tmp_path: Path):
    (tmp_path / "pass").write_bytes(PASSPHRASE + b"\n")
    ring = tmp_path / "ann.gpg"
    ring.write_bytes(
        subprocess.run(
            ["gpg", "--homedir", keys.home, "--batch", "--pinentry-mode", "loopback", "--passphrase", PASSPHRASE, "--export-secret-keys", "ann@example.com"],
            check=True, capture_output=True,
        ).stdout
    )  # fmt: skip
    options = [
        "--sign",
        "--key",
        "Ann",
        "--keyring",
        ring,
        "--passphrase-file",
        tmp_path / "pass",
        "-d",
        tmp_path,
    ]
    subprocess.run([helm_program, "package", packed.chart.reference, *options], check=True)
    theirs = package_of(NAME, (tmp_path / NAME).read_bytes())
    assert problems(keys, theirs, (tmp_path / f"{NAME}.prov").read_bytes()) == ()


def test_ed25519_keys_are_for_newer_helms(
    packed: Package, keys: Keys, helm_programs: list[Path], tmp_path: Path
):
    with gpg(keys.secret, secret=True) as program:
        provenance = sign(packed, program, key="bob@", passphrase=None)
    (tmp_path / NAME).write_bytes(packed.content)
    (tmp_path / f"{NAME}.prov").write_bytes(provenance)
    ring = tmp_path / "ring.gpg"
    ring.write_bytes(run_gpg(keys.home, "--export"))
    for helm in helm_programs:
        argv = [helm, "verify", "--keyring", ring, tmp_path / NAME]
        done = subprocess.run(argv, capture_output=True, check=False)
        assert (done.returncode == 0) == (helm.name != "helm-3.17")
    assert problems(keys, packed, provenance) == ()


def test_what_is_not_the_signed_package(
    packed: Package, provenance: bytes, keys: Keys, write_chart: WriteChart
):
    other = package(write_chart({"Chart.yaml": ODD, "new": ""}, "other"), time=1)
    (problem,) = problems(keys, other, provenance)
    assert problem.startswith(f"another archive was signed: its sum is {packed.digest}")
    assert not names_digest(provenance, other.digest)
    odd = text(packed).replace(packed.digest.encode(), b'"\\e[2J"')
    assert r"its sum is \x1b[2J, this one's" in problems(keys, packed, signed_by(keys, text=odd))[0]
    assert problems(keys, packed, provenance, "renamed.tgz") == (
        "the signed text has no sum of a file renamed.tgz",
    )
    assert problems(keys, packed, provenance.replace(b"apiVersion", b"apiVersjon")) == (
        "the signature does not belong to this text (Ann Example <ann@example.com>)",
    )


def test_signed_texts_that_are_no_provenance(packed: Package, keys: Keys):
    right = text(packed)
    for content, problem in (
        (b"hello\n", "the signed text is no provenance"),
        (right.replace(b"version: 0.1.0", b"version: 0.2.0"), "describes another chart"),
        (right.replace(b"files:", b"images:"), "has no sum of a file c-0.1.0.tgz"),
        (CHART_YAML.encode() + b"\n...\n- 1\n", "has no sum of a file"),
        (b"maintainers: 1\n" + right, "the signed text is no provenance"),
        (b"\xff", "the signed text is no provenance"),
        (b"", "the signed text is no provenance"),
    ):
        found = problems(keys, packed, signed_by(keys, text=content))
        assert any(problem in each for each in found), (content, found)
