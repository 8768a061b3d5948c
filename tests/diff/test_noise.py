import pytest

from chartgen.diff.noise import Noise, is_checksum, is_label
from tests.diff.charts import chart, edited, replaced, shop

OLD = shop()


def noise(old=OLD, *edits):
    new = edited(
        old, *(edits or (replaced("Chart.yaml", "1.2.3", "1.3.0"), replaced("Chart.yaml", "1.4.2", "1.5.0")))
    )
    return Noise(chart("old", old), chart("new", new))


LABELS = ("metadata", "labels")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1.2.3", "1.3.0", True), ("shop-1.2.3", "shop-1.3.0", True), ("1.4.2", "1.5.0", True),
        ("1.2.3", "1.5.0", False), ("1.2.3", "1.2.3", False), ("shop-1.2.3", "1.3.0", False), (None, "1.3.0", False), ("a", "b", False),
    ],
)  # fmt: skip
def test_a_label_that_repeats_a_version(old, new, expected):
    assert noise().is_label((*LABELS, "anything"), old, new) is expected
    assert not noise().is_label(("spec", "selector", "matchLabels", "a"), old, new)


def test_versions_as_labels_write_them():
    old = edited(
        OLD,
        replaced("Chart.yaml", "1.2.3", '"1.2.3+a"'),
        replaced("Chart.yaml", "name: shop", f"name: {'shop' * 15}"),
    )
    found = noise(old, replaced("Chart.yaml", "1.2.3+a", "1.2.3+b"))
    assert found.is_version("1.2.3_a", "1.2.3_b")
    assert found.is_version(f"{'shop' * 15}-1", f"{'shop' * 15}-1") is False
    longer = noise(old, replaced("Chart.yaml", "1.2.3+a", "2.2.3+b"))
    assert longer.is_version(f"{'shop' * 15}-1.", f"{'shop' * 15}-2.") is False
    assert longer.is_version(f"{'shop' * 15}-1", f"{'shop' * 15}-2")


def test_lines_of_an_object_go_but_not_those_of_its_pods():
    text = 'metadata:\n  labels:\n    helm.sh/chart: "shop-1.2.3"\n    a: b\n  x:\n      helm.sh/chart: shop-1.2.3\n'
    assert (
        noise().without_lines(text, 0)
        == "metadata:\n  labels:\n    a: b\n  x:\n      helm.sh/chart: shop-1.2.3\n"
    )
    assert noise().without_lines(text, 1) == text
    service = "metadata:\n  name: a\nspec:\n  selector:\n    helm.sh/chart: shop-1.2.3\n"
    assert noise().without_lines(service, 0) == service
    same = Noise(chart("old", OLD), chart("new", OLD))
    assert same.without_lines(text, 0) == text


def test_files_are_the_same_but_for_versions():
    found = noise()
    assert found.is_same(b"a", b"a")
    assert found.is_same(b"install 1.2.3\nof 1.4.2", b"install 1.3.0\nof 1.5.0")
    assert found.is_same(b"install 1.2.3\nsince 1.2.3", b"install 1.3.0\nsince 1.2.3")
    assert not found.is_same(b"install 1.2.3", b"install 1.3.1")
    assert not found.is_same(b"a", b"a\nb")
    assert not Noise(chart("old", OLD), chart("new", OLD)).is_same(b"a", b"b")


def test_a_version_that_becomes_what_another_was():
    found = noise(OLD, replaced("Chart.yaml", "1.4.2", "1.5.0"), replaced("Chart.yaml", "1.2.3", "1.4.2"))
    assert found.is_same(b"1.2.3 of 1.4.2", b"1.4.2 of 1.5.0")


def test_labels_and_checksums():
    assert is_label(("spec", "template", "metadata", "annotations", "a"))
    assert not is_label(("metadata", "labels"))
    assert not is_label(("spec", "labels", "a"))
    path = ("spec", "template", "metadata", "annotations", "checksum/config")
    assert is_checksum(path, "a", "b")
    assert is_checksum((*path[:-1], "config-hash"), "a" * 64, "b" * 64)
    assert not is_checksum((*path[:-1], "config-hash"), "a" * 64, "b")
    assert not is_checksum(("spec", "checksum/config"), "a" * 64, "b" * 64)
