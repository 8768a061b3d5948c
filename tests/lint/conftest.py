"""One engine for all tests of the linter."""

import contextlib
from collections.abc import Iterator

import pytest

from chartgen.render.engine import Engine
from chartgen.render.select import select


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with contextlib.closing(select("embedded")) as engine:
        yield engine
