from pathlib import Path

import pytest

from chartgen.chart.archive import pack, unpack
from tests.cli.conftest import ROOT, Run
from tests.cli.package_results import read
from tests.release.conftest import PASSPHRASE, Keys, keys
from tests.release.test_publish_folder import served

__all__ = ["keys"]

CHART = str(ROOT / "charts/multus-ipvlan")
NAME = "multus-ipvlan-0.1.0.tgz"


@pytest.fixture
def signed(run: Run, keys: Keys, tmp_path: Path) -> Path:
    options = ("--sign", "--key", "ann@", "--keyring", str(keys.secret), "--passphrase-file", "-")
    assert run("-q", "package", CHART, *options, stdin=PASSPHRASE).code == 0
    return tmp_path / NAME


def test_a_package_alone(run: Run, tmp_path: Path):
    assert run("package", CHART).code == 0
    # Who gives no keys asks for nothing of a provenance.
    (tmp_path / f"{NAME}.prov").write_bytes(bytes(2 * 1024 * 1024))
    done = run("verify", NAME)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("multus-ipvlan 0.1.0, sha256:")
    result = read(run("verify", NAME, "--format", "json").out)
    assert result["summary"] == {"inputs": [NAME], "good": True}
    assert result["result"]["signature"] is result["result"]["rebuild"] is None


def test_signed_by_one_of_the_keys_and_equal_to_its_source(run: Run, signed: Path, keys: Keys):
    options = ("verify", NAME, "--keyring", str(keys.public), "--rebuild", CHART)
    done = run(*options)
    assert (done.code, done.err) == (0, "")
    assert "\nsignature: good, by Ann Example <ann@example.com>, key " in done.out
    assert f"\nsource: equal to {CHART} in all bytes\n" in done.out
    result = read(run(*options, "--format", "json").out)["result"]
    assert result["signature"]["good"]
    assert result["signature"]["problems"] == []
    assert len(result["signature"]["fingerprint"]) == 40
    assert result["rebuild"] == {
        "source": CHART,
        "identical": True,
        "contents": True,
        "files": [],
        "forms": [],
    }


def test_what_is_not_signed(run: Run, signed: Path, keys: Keys, tmp_path: Path):
    provenance = tmp_path / f"{NAME}.prov"
    provenance.rename(tmp_path / "elsewhere")
    done = run("verify", NAME, "--keyring", str(keys.public))
    assert done.code == 1
    assert "\nsignature: it has no provenance\n" in done.out
    assert run("verify", NAME, "--keyring", str(keys.public), "--prov", "elsewhere").code == 0
    provenance.write_bytes(
        (tmp_path / "elsewhere").read_bytes().replace(b"type: application", b"type: library")
    )
    done = run("verify", NAME, "--keyring", str(keys.public), "--format", "json")
    assert done.code == 1
    found = read(done.out)["result"]["signature"]
    assert "does not belong to this text" in found["problems"][0]
    assert (found["good"], found["signer"], found["fingerprint"]) == (False, None, None)
    assert run("verify", NAME, "--keyring", "absent").code == 3
    assert run("verify", NAME, "--keyring", str(keys.public), "--prov", "absent").code == 3
    provenance.write_bytes(bytes(2 * 1024 * 1024))
    for options in ((), ("--prov", f"{NAME}.prov")):
        done = run("verify", NAME, "--keyring", str(keys.public), *options)
        assert done.code == 3
        assert f"{NAME}.prov: larger than" in done.err
    assert run("verify", NAME, "--prov", "elsewhere").code == 2


def test_another_source(run: Run, tmp_path: Path):
    assert run("package", CHART, env={"SOURCE_DATE_EPOCH": "7"}).code == 0
    done = run("verify", NAME, "--rebuild", CHART)
    assert done.code == 0
    assert f"source: equal to {CHART} in all files; the times of files differ" in done.out
    assert "hint: SOURCE_DATE_EPOCH=7 gives equal bytes" in done.err
    result = read(run("verify", NAME, "--rebuild", CHART, "--format", "json").out)["result"]["rebuild"]
    assert (result["identical"], result["contents"], result["forms"]) == (False, True, ["times"])
    # No time does so where other headers differ, too.
    files = unpack((tmp_path / NAME).read_bytes(), name="")
    (tmp_path / NAME).write_bytes(pack(files, folder="other", time=7))
    done = run("verify", NAME, "--rebuild", CHART)
    assert (done.code, done.err) == (0, "")
    (tmp_path / NAME).write_bytes(pack({**files, "new": b""}, folder="multus-ipvlan", time=7))
    done = run("verify", NAME, "--rebuild", CHART)
    assert (done.code, done.out.splitlines()[1:]) == (1, ["source: new is only in the package"])
    assert run("init", "--name", "acme-net").code == run("generate").code == 0
    done = run("verify", NAME, "--rebuild", "charts/acme-net")
    assert done.code == 1
    lines = done.out.splitlines()[1:]
    assert lines[0].startswith("source: ")
    assert len(lines) <= 21
    found = read(run("verify", NAME, "--rebuild", "charts/acme-net", "--format", "json").out)
    assert not found["summary"]["good"]
    assert not found["result"]["rebuild"]["contents"]


def test_a_package_in_a_repository(run: Run, signed: Path, keys: Keys, tmp_path: Path):
    (tmp_path / "repository").mkdir()
    assert run("publish", NAME, "repository").code == 0
    options = ("--plain-http", "--keyring", str(keys.public), "--rebuild", CHART)
    with served(tmp_path / "repository") as url:
        for reference in (f"{url}#multus-ipvlan", f"{url}#multus-ipvlan:0.1.0"):
            done = run("verify", reference, *options)
            assert done.code == 0, done.err
            assert "signature: good, by Ann Example" in done.out
            assert "in all bytes" in done.out
        assert run("package", f"{url}#multus-ipvlan", "--plain-http", "-d", "again").code == 0
        assert (tmp_path / f"again/{NAME}").read_bytes() == signed.read_bytes()
        # One that is not asked for, or is given, is not fetched.
        (tmp_path / f"repository/{NAME}.prov").write_bytes(bytes(6 * 1024 * 1024))
        assert run("verify", f"{url}#multus-ipvlan", *options).code > 1
        assert run("verify", f"{url}#multus-ipvlan", "--plain-http").code == 0
        assert run("verify", f"{url}#multus-ipvlan", *options, "--prov", f"{NAME}.prov").code == 0
        (tmp_path / "large").write_bytes(bytes(2 * 1024 * 1024))
        assert run("verify", f"{url}#multus-ipvlan", *options, "--prov", "large").code == 3
        (tmp_path / f"repository/{NAME}.prov").unlink()
        done = run("verify", f"{url}#multus-ipvlan", *options)
        assert done.code == 1
        assert "signature: it has no provenance" in done.out


def test_a_name_that_would_take_over_a_terminal(run: Run, tmp_path: Path):
    chart = b'apiVersion: v2\nname: "a\\x1b[2J"\nversion: 1.0.0\n'
    (tmp_path / "x.tgz").write_bytes(pack({"Chart.yaml": chart}))
    assert run("verify", "x.tgz").out.startswith("a\\x1b[2J 1.0.0, sha256:")


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        (CHART, "is a chart's source, not a package"),
        ("git:HEAD:charts/multus-ipvlan", "`chartgen package git:HEAD:charts/multus-ipvlan`"),
        ("absent", "no such file"),
        ("note", "not a gzipped archive"),
    ],
)
def test_what_is_no_package(run: Run, reference: str, problem: str, tmp_path: Path):
    (tmp_path / "note").write_text("hello")
    done = run("verify", reference)
    assert (done.code, done.out) == (3, "")
    assert problem in done.err
