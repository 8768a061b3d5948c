import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.core.errors import InputError
from chartgen.networks import json_stream
from chartgen.networks.json_stream import objects


def read(data: bytes, file: str = "f") -> list[tuple[dict, str]]:
    return list(objects(io.BytesIO(data).read, file))


def names(data: bytes) -> list[str]:
    return [value["kind"] for value, _ in read(data)]


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(json_stream, "_CHUNK", 3)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('{"kind": "A"}', "A"),
        ('{"kind":"A"}\n{"kind":"B"}\n', "AB"),
        ('{"kind":"A"}{"kind":"B"}', "AB"),
        ('[{"kind":"A"}, {"items": [{"kind":"B"}, {"kind":"C"}]}]', "ABC"),
        ('{"items":[{"kind":"A"},\n {"kind":"B"}],"kind":"List"}\n{"items":[{"kind":"C"}]}', "ABC"),
        ('{"items":[]}', ""),
        ('{"items":[1, null, "x", [], {"kind":"A"}]}', "A"),
        ('{"metadata":{},"items":[{"kind":"A"}],"other":{"items":[{"kind":"B"}]}}', "A"),
        (" [ ] \n", ""),
        ("", ""),
        ('{"kind":"Ä","metadata":{"name":"\\ud83d\\ude00"}}', "Ä"),
    ],
)
def test_every_shape_in_chunks_of_every_size(text: str, kinds: str, monkeypatch):
    for size in (1, 2, 3, 7, 1 << 20):
        monkeypatch.setattr(json_stream, "_CHUNK", size)
        assert "".join(names(text.encode())) == kinds


def test_items_take_the_kind_of_their_list_where_it_stands_first():
    assert read(b'{"kind":"PodList","items":[{"a":1}]}') == [({"a": 1.0}, "Pod")]
    assert read(b'{"items":[{"a":"b"}],"kind":"PodList"}') == [({"a": "b"}, "")]


def test_of_single_objects_only_the_usual_parts_are_kept():
    assert read(b'{"kind":"Pod","data":{"key":"hush"}}') == [({"kind": "Pod"}, "")]


@pytest.mark.usefixtures("small_chunks")
def test_the_mark_that_windows_puts_in_front_is_passed_over(small_chunks):
    assert names(b'\xef\xbb\xbf{"kind": "A"}') == ["A"]


def test_numbers_words_and_escapes_may_be_cut():
    item = {"a": [1234567.5, True, None, '\u1234\n"\\'], "b": -12}
    for pad in range(12):
        data = b" " * pad + json.dumps({"items": [item, item]}).encode()
        assert read(data) == [(item, ""), (item, "")]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"kind: List\n", "f: byte 0: is no object of JSON"),
        (b"\xff\xfe{\x00", "f: behind byte 0: is not UTF-8: invalid start byte"),
        (b'{"items":[{"kind":"A"},', "f: byte 23: ends too early"),
        (b'{"items":[{"kind":"A', "f: byte 20: ends too early"),
        (b'{"items":[{"kind":"A"} {"kind":"B"}]}', "f: byte 23: is no JSON: there is no ,"),
        (b'{"items":[{"kind":tru}]}', "f: byte 18: is no JSON: Expecting value"),
        (b'{"a":1]', "f: byte 6: is no JSON: there is no ,"),
        (b"{1:2}", "f: byte 1: has something else where a key must stand"),
        (b"[[{}]]", "f: byte 1: is no object of JSON"),
        ('{"ä":"ö" x}'.encode(), "f: byte 11: is no JSON: there is no ,"),
        (b'{"a":' + b"[" * 200_000, "f: byte 5: is nested too deep"),
    ],
)
def test_what_is_no_dump_is_told_with_its_place(data: bytes, problem: str):
    with pytest.raises(InputError) as caught:
        read(data)
    assert str(caught.value).split("\n")[0] == problem


def test_the_place_counts_from_the_start_of_the_file(monkeypatch):
    monkeypatch.setattr(json_stream, "_CHUNK", 16)
    data = b'{"items":[' + b'{"kind":"\xc3\xa4"},' * 100 + b"}"
    with pytest.raises(InputError, match=f"byte {len(data) - 1}:"):
        read(data)


def test_one_value_cannot_take_all_memory(monkeypatch):
    monkeypatch.setattr(json_stream, "_LARGEST", 100)
    monkeypatch.setattr(json_stream, "_CHUNK", 10)
    with pytest.raises(InputError, match="has a value of more than"):
        read(b'{"items":["' + b"x" * 1000)


def test_a_number_of_a_million_digits_costs_nothing():
    start = time.process_time()
    assert read(b'{"items":[{"n":' + b"9" * 1_000_000 + b"}]}") == [({"n": float("inf")}, "")]
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "part",
    [
        b'{"a":"b"},',
        b"1,",
        b'"x",',
        b"[[[[]]]],",
        b'"\\u0041',
        b"[",
        b'{"a":',
        b" ",
        b"\xff",
        b'"',
        b"{},\n\n\n",
    ],
)
@pytest.mark.parametrize("start", [b'{"items":[', b"", b'{"spec":'])
def test_time_grows_with_the_size_of_hostile_input(part: bytes, start: bytes, monkeypatch):
    monkeypatch.setattr(json_stream, "_CHUNK", 1 << 12)

    def seconds(size: int) -> float:
        data = start + part * (size // len(part))
        begin = time.process_time()
        try:
            for _ in objects(io.BytesIO(data).read, "f"):
                pass
        except InputError:
            pass
        return time.process_time() - begin

    small, large = (min(seconds(size) for _ in range(2)) for size in (1 << 15, 1 << 18))
    # Eight times the size: sixty-four times as long would be quadratic.
    assert large < 24 * small + 0.2


@given(st.binary(max_size=200) | st.text('[]{},:"\\ai1 \nu', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        read(data)
    except InputError:
        return


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=3), max_size=5),
    st.integers(1, 40),
    st.booleans(),
)
def test_items_come_as_json_has_them(items: list, size: int, ascii_: bool):
    data = json.dumps({"items": items}, ensure_ascii=ascii_).encode("utf-8", "replace")
    chunk, json_stream._CHUNK = json_stream._CHUNK, size
    try:
        assert [value for value, _ in read(data)] == json.loads(data, parse_int=float)["items"]
    finally:
        json_stream._CHUNK = chunk
