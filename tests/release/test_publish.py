from pathlib import Path

import pytest

from chartgen.chart.archive import pack
from chartgen.core.errors import InputError, RefusedError
from chartgen.release.package import package
from chartgen.release.publish import check_signature, read
from tests.release.conftest import WriteChart


def test_a_package_comes_with_what_stands_beside_it(write_chart: WriteChart, tmp_path: Path):
    packed = package(write_chart(), time=1)
    path = tmp_path / "any.tgz"
    path.write_bytes(packed.content)
    assert read(path).provenance is None
    assert read(path).package.digest == packed.digest
    provenance = f"about {packed.digest}".encode()
    Path(f"{path}.prov").write_bytes(provenance)
    assert read(path).provenance == provenance
    Path(f"{path}.prov").write_bytes(b"about another")
    with pytest.raises(InputError, match="signs another archive") as caught:
        read(path)
    assert caught.value.where == f"{path}.prov"


def test_what_is_no_package(write_chart: WriteChart, tmp_path: Path):
    with pytest.raises(InputError, match="is a folder, not a package") as caught:
        read(Path(write_chart().reference))
    assert "chartgen package" in caught.value.hint
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "absent.tgz")


def test_a_name_that_would_take_over_a_terminal(tmp_path: Path):
    chart = b'apiVersion: v2\nname: "a\\x1b[2J"\nversion: 1.0.0\n'
    (tmp_path / "x.tgz").write_bytes(pack({"Chart.yaml": chart}))
    with pytest.raises(InputError, match="cannot be the name of a file"):
        read(tmp_path / "x.tgz")


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (None, None, False),
        (None, "a", False),
        ("a", "a", False),
        ("a", "b", "another"),
        ("a", None, "without"),
    ],
)
def test_signatures_are_not_replaced_by_chance(ours: str | None, theirs: str | None, expected: bool | str):
    if not isinstance(expected, str):
        assert check_signature(ours, theirs, where="x", replace=False) is expected
        return
    with pytest.raises(RefusedError, match=expected) as caught:
        check_signature(ours, theirs, where="x", replace=False)
    assert "--replace-signature" in caught.value.hint
    assert check_signature(ours, theirs, where="x", replace=True)
