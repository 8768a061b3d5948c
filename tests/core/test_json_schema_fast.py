import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from chartgen.core.json_schema_fast import compile_schema


@pytest.mark.parametrize(
    ("value", "accepted"), [({"a": 1}, True), ({"a": "1"}, False), ({}, True), (None, True)]
)
def test_a_schema_says_yes_or_no(value, accepted):
    schema = compile_schema({"properties": {"a": {"type": "integer"}}})
    assert schema is not None
    assert schema.is_valid(value) is accepted


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strin"},
        {"$ref": "http://127.0.0.1:9/x"},
        {"$ref": "x.json"},
        {"$schema": "http://none.example/x"},
    ],
)
def test_what_the_package_refuses_is_left_to_the_other(schema):
    assert compile_schema(schema) is None


def test_without_a_mark_the_draft_is_2020_12():
    schema = compile_schema({"prefixItems": [{"type": "string"}], "items": False})
    assert schema is not None
    assert schema.is_valid(["x"])
    assert not schema.is_valid(["x", 1])


def test_what_the_package_cannot_hold_is_not_accepted():
    schema = compile_schema({})
    assert schema is not None
    assert not schema.is_valid({1: 2})
    assert schema.is_valid({})


def test_what_it_cannot_hold_is_no_problem_of_its_own():
    schema = compile_schema({})
    assert schema is not None
    assert schema.problems({1: 2}) == []


@pytest.mark.parametrize("draft", [{}, {"$schema": "http://json-schema.org/draft-07/schema#"}])
def test_nothing_is_fetched(draft: dict[str, str]):
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert compile_schema({**draft, "$ref": f"http://127.0.0.1:{server.server_port}/s.json"}) is None
        server.shutdown()
    assert asked == []
