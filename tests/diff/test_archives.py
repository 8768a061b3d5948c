import pytest

from chartgen.chart.archive import pack
from chartgen.diff.archives import unpacked
from tests.diff.charts import chart, shop

SUB = {"Chart.yaml": b"apiVersion: v2\nname: sub\nversion: 1.0.0\n", "values.yaml": b"a: 1\n"}


def test_archives_are_folders():
    found = unpacked(chart("a", {**shop(), "charts/sub-1.0.0.tgz": pack(SUB, folder="sub")}))
    assert found.files["charts/sub/values.yaml"] == b"a: 1\n"
    assert found.files["values.yaml"] == shop()["values.yaml"]


def test_without_archives_it_is_the_chart():
    plain = chart("a", {**shop(), "charts/sub/deep.tgz": b""})
    assert unpacked(plain) is plain


@pytest.mark.parametrize(
    "content", [b"no archive", pack({"a": b"b"}), pack({"Chart.yaml": b"[", "values.yaml": b"a: 1"})]
)
def test_what_cannot_be_read_is_left_to_the_render(content):
    broken = chart("a", {**shop(), "charts/sub.tgz": content})
    assert unpacked(broken).files == broken.files
