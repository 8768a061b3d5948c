"""Records of manifests."""

import pytest

from chartgen.core.errors import InputError
from chartgen.model.record import Record, read_record, unnamed

RECORD = Record({"DaemonSet/x": {"pod": {"a": "ä"}}}, {"c": {"spec": {}}})


def test_it_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "r.json"
    path.write_bytes(RECORD.content)
    assert read_record(path) == RECORD


@pytest.mark.parametrize(
    "value",
    ["\x7f\x85\u2028\ufeff\0\ud800", 1e16, 12345678901234567890, float("inf"), {"<<": 1, "yes": 2, "": 3}],
)
def test_whatever_a_manifest_says_is_read_as_it_was_written(tmp_path, value):
    path = tmp_path / "r.json"
    record = Record({"ConfigMap/x": {"data": value}})
    path.write_bytes(record.content)
    assert read_record(path) == record


def test_its_name_is_its_content():
    assert RECORD.path("gke") == Record({"DaemonSet/x": {"pod": {"a": "ä"}}}, {"c": {"spec": {}}}).path("gke")
    assert RECORD.path("gke") != Record(RECORD.objects).path("gke")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "\xff",
        "[" * 100_000,
        "[]",
        "{}",
        '{"objects": {}}',
        '{"objects": {"a": 1}, "crds": {}}',
        '{"objects": [], "crds": {}}',
    ],
)
def test_what_is_no_record_is_refused(tmp_path, text):
    path = tmp_path / "r.json"
    path.write_text(text)
    with pytest.raises(InputError, match="this is no record of a manifest"):
        read_record(path)


def test_a_record_that_is_gone_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_record(tmp_path / "r.json")


def test_only_records_are_unnamed(tmp_path):
    assert unnamed(tmp_path, {}) == []
    folder = tmp_path / "upstream"
    folder.mkdir()
    for name in ("gke-0123456789ab.json", "gke-ba9876543210.json", "mine.json", "gke-0123456789ab.yaml"):
        (folder / name).write_text("")
    assert [path.name for path in unnamed(tmp_path, {"gke": "upstream/gke-0123456789ab.json"})] == [
        "gke-ba9876543210.json"
    ]
