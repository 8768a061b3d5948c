import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from chartgen.core.errors import InputError
from chartgen.generate.chart import LIST_FILE, chart_files
from chartgen.model import catalogue
from chartgen.model.definition_file import read_definition

ROOT = Path(__file__).resolve().parent.parent.parent


def _files() -> dict[str, bytes]:
    return chart_files(read_definition(ROOT / "chartgen.yaml"), catalogue.load())


def test_the_list_names_every_file_sorted():
    files = _files()
    listed = files[LIST_FILE].decode().splitlines()
    assert listed == sorted(files)


def test_no_jinja_is_left_and_every_file_ends_with_one_line_end():
    for path, data in _files().items():
        text = data.decode()
        if path != "values.schema.json" and not path.endswith(
            ".sh"
        ):  # copied as they are, and sh has brackets
            assert "[[" not in text, path
            assert "[%" not in text, path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path


def test_the_output_is_the_same_on_every_machine(tmp_path: Path):
    code = (
        "import hashlib, pathlib, sys; from chartgen.generate.chart import chart_files; "
        "from chartgen.model import catalogue; from chartgen.model.definition_file import read_definition; "
        "files = chart_files(read_definition(pathlib.Path(sys.argv[1])), catalogue.load()); "
        "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
    )
    digests = set()
    for seed, locale, zone in (
        ("1", "C", "UTC"),
        ("2", "C.UTF-8", "Asia/Tokyo"),
        ("77", "tr_TR.UTF-8", "America/Lima"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, str(ROOT / "chartgen.yaml")],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_a_missing_image_is_refused():
    definition = read_definition(ROOT / "chartgen.yaml")
    images = {**definition.images, "gke": {"multus": definition.images["gke"]["multus"]}}
    with pytest.raises(InputError, match=r"images\.gke\.whereabouts: missing; platform gke needs it"):
        chart_files(replace(definition, images=images), catalogue.load())


def test_the_version_of_the_chart_is_that_of_the_definition():
    definition = read_definition(ROOT / "chartgen.yaml")
    text = chart_files(replace(definition, version="9.8.7-rc.1"), catalogue.load())["Chart.yaml"].decode()
    assert 'version: "9.8.7-rc.1"' in text
    assert 'artifacthub.io/prerelease: "true"' in text
    assert 'appVersion: "4.2.1-gke.6"' in text
