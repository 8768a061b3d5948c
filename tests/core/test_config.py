from pathlib import Path

import pytest

from chartgen.core import yaml
from chartgen.core.config import FILE_NAME, read_config
from chartgen.core.errors import InputError

OWN = Path(__file__).resolve().parents[2] / FILE_NAME


def test_our_own_definition_is_read():
    assert {"chart", "images"} <= read_config(OWN).value.keys()


def write(folder: Path, text: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("- a\n", "", "a definition is a map with the sections chart and images"),
        ("", "", "a definition is a map with the sections chart and images"),
        ("a: [\n", ":2:1", "did not find expected node content"),
        ("chart: {}\nchart: {}\n", ":2:1", "chart: the key stands twice, first in line 1"),
        ("a: 1\n---\nb: 1\n", ":3:1", "a second document starts here, and a definition is one"),
        ("a: 1\n---\nb: [\n", ":4:1", "did not find expected node content"),
        ("chart: 1\n", ":1:8", "chart: must be of type object, not 1"),
    ],
)
def test_what_is_refused_and_where(tmp_path: Path, text: str, place: str, problem: str):
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_config(path)
    assert str(caught.value).startswith(f"{path}{place}: {problem}")


def test_an_unknown_key_is_shown_at_its_line(tmp_path: Path):
    path = write(tmp_path, OWN.read_text() + "\nimagess: {}\n")
    with pytest.raises(InputError) as caught:
        read_config(path)
    line = path.read_text().splitlines().index("imagess: {}") + 1
    assert str(caught.value).startswith(f"{path}:{line}:1: imagess: not a known key\n  hint: did you mean ")


def test_a_missing_file(tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        read_config(tmp_path / FILE_NAME)


def test_the_document_knows_its_lines():
    document = read_config(OWN)
    assert isinstance(document, yaml.Document)
    assert document.locate(("chart",), key=True).line > 0
