"""The format of `ci/negative/*.yaml`, and that each of them is refused as it says."""

from pathlib import Path

import pytest

from chartgen.chart.reference import load
from chartgen.core.errors import InputError
from chartgen.kubernetes import store
from chartgen.render.engine import Engine, Release
from tests.chart.conftest import CHART
from tests.chart.negative import Negative, read_negative, read_negatives

FOLDER = CHART / "ci" / "negative"


def written(folder: Path, text: str) -> Path:
    file = folder / "a-b.yaml"
    file.write_text(text)
    return file


def test_a_text_is_enough(tmp_path: Path):
    file = written(tmp_path, "# Refused: a: no # b\n# Release: of the values\n\n# Kubernetes: v1\na: 1\n")
    assert read_negative(file) == Negative(file, "a: no # b", store.newest(), (), "of the values")
    assert read_negative(file).name == "a-b"


def test_what_it_is_rendered_for(tmp_path: Path):
    text = (
        "# In words.\n# Kubernetes: v1.31.0+k3s1\n# APIs: a/v1,b/v1beta1, c/v1/D\n# Release: x\n"
        "# Refused:   no  \na: {b: 1}\n"
    )
    file = written(tmp_path, text)
    found = read_negative(file)
    assert found == Negative(file, "no", "v1.31.0+k3s1", ("a/v1", "b/v1beta1", "c/v1/D"), "x")
    request = found.request(load(str(CHART)))
    assert (request.values, request.kube_version) == ({"a": {"b": 1}}, "v1.31.0+k3s1")
    assert (request.api_versions, request.release) == (found.apis, Release("x"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\n# Refused: no\n", "no line `# Refused: TEXT` before the values"),
        ("# Refused:\na: 1\n", "no line `# Refused: TEXT`"),
        ("# refused: no\n", "no line `# Refused: TEXT`"),
        ("", "no line `# Refused: TEXT`"),
        ("# Refused: a\n# Refused: b\n", "Refused twice"),
    ],
)
def test_a_file_that_does_not_say_it_once(tmp_path: Path, text: str, problem: str):
    with pytest.raises(ValueError, match=problem):
        read_negative(written(tmp_path, text))


def test_the_files_of_a_folder(tmp_path: Path):
    assert read_negatives(tmp_path / "none") == []
    for name in ("b.yaml", "a.yaml"):
        (tmp_path / name).write_text(f"# Refused: {name}\n")
    assert [each.refused for each in read_negatives(tmp_path)] == ["a.yaml", "b.yaml"]


def test_each_is_refused_with_its_text(sdk: Engine):
    chart = load(str(CHART))
    for negative in read_negatives(FOLDER):
        with pytest.raises(InputError) as caught:
            sdk.render(negative.request(chart))
        assert (negative.name, caught.value.problem) == (negative.name, negative.refused)


def test_a_refusal_has_to_be_the_one_of_the_file(sdk: Engine, tmp_path: Path):
    file = written(tmp_path, "# Refused: x\nnetworks: {a: {master: eth1}}\n")
    with pytest.raises(InputError) as caught:
        sdk.render(read_negative(file).request(load(str(CHART))))
    assert caught.value.problem.startswith("networks.a.range: missing; ")
