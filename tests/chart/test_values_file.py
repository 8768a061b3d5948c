"""Values files of several documents, as Helm 4 reads them."""

import json
import subprocess
from pathlib import Path

import pytest

from chartgen.chart import values, values_file
from chartgen.core.errors import InputError

REFUSED = "refused"
CHART = {
    "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
    "templates/x.yaml": "{{ .Values | toJson }}\n",
}
FILES = [
    "", "\n", "---\n", "---\n---\n", "a: 1", "a: 1\n---", "a: 1\n---\nb: 2\n", "a: {x: 1}\n---\na: {y: 2}\n---\na: {x: 3}\n", "---\na: 1\n---\nb: 2\n", "# x\n---\na: 1\n",
    "\n---\na: 1\n", "a: 1\n--- # x\nb: 2\n", "a: 1\n---   \nb: 2\n", "a: 1\r\n---\r\nb: 2\r\n", "a: 1\n--- {b: 2}\n", "--- {b: 2}\n", "---x: 1\n", "a: 1\n---\n- b\n", "a: 1\n---\nb: [\n",
    "a: 1\n...\nb: 2\n", "a: 1\n...\n---\nb: 2\n", "%YAML 1.1\n---\na: 1\n", "a: &x 1\n---\nb: *x\n", "a: |\n  x\n  ---\n  y\n", "a: |\n  x\n---\nb: 2\n", " ---\na: 1\n", "\ufeff---\na: 1\n", "a: 1\n---\n\ufeffb: 2\n",
    "a: 1\n---\n~\n", "a: null\n---\na: 1\n", "a: 1\n---\na: null\n", "--- # x\na: 1\n", "--- # x\n--- # y\na: 1\n",
]  # fmt: skip


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("file") / "c"
    for name, text in CHART.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("text", FILES)
def test_a_file_means_what_it_means_to_helm_4(text: str, chart: Path, helm4: Path, tmp_path: Path):
    file = tmp_path / "v.yaml"
    file.write_bytes(text.encode())
    done = subprocess.run(
        [helm4, "template", chart, "-f", file], capture_output=True, text=True, check=False, timeout=60
    )
    theirs = json.loads(done.stdout.split("\n", 2)[2]) if done.returncode == 0 else REFUSED
    try:
        mine = values.collect(values.Options([str(file)])).tree
    except InputError:
        mine = REFUSED
    assert mine == theirs


def test_places_count_from_the_top_of_the_file():
    documents = values_file.documents("a: 1\n---\n# x\nb:\n  c: 2\n", file="v.yaml")
    assert [str(document.locate(("b", "c"))) for document in documents] == ["v.yaml:1:1", "v.yaml:5:6"]
    assert str(values_file.documents("---\na: 1\n", file="v.yaml")[0].locate(("a",))) == "v.yaml:2:4"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\n---\n- b\n", "v.yaml:3:1: holds a list, but values are a map"),
        ("a: 1\n---\nb\n", "v.yaml:3:1: holds a single value, but values are a map"),
        ("a: 1\n--- {b: 2}\n", "v.yaml:2:1: '{b: 2}' stands behind the separator ---, which Helm 4 refuses"),
        ("a: 1\n---\nb: [\n", "v.yaml:4:1: did not find expected node content"),
    ],
)
def test_a_refusal_says_where(text: str, problem: str):
    with pytest.raises(InputError) as caught:
        values_file.documents(text, file="v.yaml")
    assert str(caught.value).startswith(problem)
