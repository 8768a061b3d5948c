"""The engines that all tests of comparisons share."""

import contextlib
from collections.abc import Iterator

import pytest

from chartgen.core.errors import ToolError
from chartgen.render.select import select
from tests.diff.charts import Charts


@pytest.fixture(scope="session")
def charts() -> Iterator[Charts]:
    with contextlib.ExitStack() as stack:
        try:
            engines = [stack.enter_context(contextlib.closing(select("embedded"))) for _ in range(2)]
        except ToolError:
            pytest.skip("the embedded engine is absent: pip install 'chartgen[helm]'")
        yield Charts(engines)
