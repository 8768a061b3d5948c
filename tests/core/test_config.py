import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml as pyyaml

from chartgen.core import yaml
from chartgen.core.config import FILE_NAME, read_config
from chartgen.core.errors import InputError

OWN = Path(__file__).resolve().parents[2] / FILE_NAME


def test_our_own_definition_is_read():
    assert {"chart", "images"} <= read_config(OWN).value.keys()


def test_the_linter_alone_may_be_configured(tmp_path: Path):
    document = read_config(write(tmp_path, "lint: {namespace: prod}\n"))
    assert document.value == {"lint": {"namespace": "prod"}}


def write(folder: Path, text: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("- a\n", "", "the file is a map with sections such as chart, images and lint"),
        ("", "", "the file is a map with sections such as chart, images and lint"),
        ("a: [\n", ":2:1", "did not find expected node content"),
        ("chart: {}\nchart: {}\n", ":2:1", "chart: the key stands twice, first in line 1"),
        ("a: 1\n---\nb: 1\n", ":3:1", "a second document starts here, and the file is one"),
        ("a: 1\n---\nb: [\n", ":4:1", "did not find expected node content"),
        ("chart: 1\n", ":1:8", "chart: must be of type object, not 1"),
    ],
)
def test_what_is_refused_and_where(tmp_path: Path, text: str, place: str, problem: str):
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_config(path)
    assert str(caught.value).startswith(f"{path}{place}: {problem}")


# values path: a value in its place, and what the error says.
WRONG: dict[str, tuple[Any, str]] = {
    "chart.name": ("A", "must be small letters, digits and single dashes, at most 53"),
    "chart.name ": ("a" * 54, "must be small letters"),
    "chart.version": ("v1", "must be a SemVer 2 version such as 1.2.3"),
    "chart.version ": ("99999999999999999999999.0.0", "must be a SemVer 2 version"),
    "chart.kubeVersion": ("", "must be a constraint such as >=1.28.0-0"),
    "chart.home": ("ftp://x", "must be the address of a page, such as https://example.com/charts"),
    "chart.home ": ("https://a b", "must be the address of a page"),
    "chart.icon": ("https://a\x00b", "must be the address of a page"),
    "chart.sources[0]": ("https://", "must be the address of a page"),
    "chart.links[0].url": ("x", "must be the address of a page"),
    "chart.maintainers": ([], "must name at least one person or team"),
    "chart.maintainers[0].email": ("me", "must be an address such as name@example.com"),
    "images": ({}, "must have at least one profile"),
    "images.gke": ({}, "must have at least one component"),
    "images.gke.multus.repository": (
        "a/b:1",
        "must be a registry and a name such as .*, without tag and digest",
    ),
    "images.gke.multus.tag": ("a b", "must be a tag"),
    "images.gke.multus.digest": ("sha256:1", "must be a digest: sha256: and 64 digits or letters"),
}


@pytest.mark.parametrize("name", WRONG)
def test_words_in_place_of_patterns(tmp_path: Path, name: str):
    value, words = WRONG[name]
    tree = pyyaml.safe_load(OWN.read_text())
    *parents, last = [int(step) if step.isdigit() else step for step in re.findall(r"[A-Za-z]+|\d+", name)]
    node = tree
    for step in parents:
        node = node[step]
    node[last] = value
    with pytest.raises(InputError) as caught:
        read_config(write(tmp_path, json.dumps(tree)))
    assert re.fullmatch(f"{re.escape(name.strip())}: {words}.*, not .*", caught.value.problem), (
        caught.value.problem
    )


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


def test_a_misspelt_key_says_more_than_what_it_leaves_missing(tmp_path: Path):
    path = write(tmp_path, OWN.read_text().replace("\n  version:", "\n  verson:", 1))
    with pytest.raises(InputError, match=r"chart\.verson: not a known key"):
        read_config(path)
