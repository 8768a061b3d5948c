import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chartgen.chart.archive import pack
from chartgen.core.process import Child
from chartgen.render import sdk
from chartgen.render.select import embedded_library

CHART = pack({"Chart.yaml": b"name: c\nversion: 0.1.0\n", "templates/a.yaml": b"v: {{ .Values.a }}\n"})
CRDS = pack({"Chart.yaml": b"name: c\nversion: 0.1.0\n", "crds/a.yaml": b"kind: A\n"})
LIBRARY = str(embedded_library())


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child([sys.executable, "-I", "-S", sdk.__file__, LIBRARY, str(2**30)])
    yield child
    child.kill()


def test_a_chart_is_kept_when_asked(child: Child):
    answer = child.ask(b"render", b"k", CHART, b'{"a": 1}', b"{}", timeout=20)
    assert answer == [b"0", b'{"c/templates/a.yaml":"v: 1\\n"}', b"", b"", b""]
    assert (
        child.ask(b"render", b"", b"", b'{"a": 2}', b"{}", timeout=20)[1]
        == b'{"c/templates/a.yaml":"v: 2\\n"}'
    )
    # The last request has dropped the loaded chart but not its archive.
    assert (
        child.ask(b"render", b"", b"", b'{"a": 3}', b"{}", timeout=20)[1]
        == b'{"c/templates/a.yaml":"v: 3\\n"}'
    )


def test_crds_and_dependencies_come_when_asked(child: Child):
    _, _, crds, metadata, dependencies = child.ask(b"render", b"cd", CRDS, b"{}", b"{}", timeout=20)
    assert json.loads(crds) == [{"name": "crds/a.yaml", "filename": "c/crds/a.yaml", "data": "kind: A\n"}]
    assert json.loads(metadata)["name"] == "c"
    assert json.loads(dependencies) == []


def test_errors_have_the_code_of_the_library(child: Child):
    status, text, *_ = child.ask(b"render", b"", b"no archive", b"{}", b"{}", timeout=20)
    assert (status, b"gzip" in text) == (b"-20", True)
    status, text, *_ = child.ask(b"render", b"", CHART, b"{}", b'{"x": 1}', timeout=20)
    assert (status, b"unknown field" in text) == (b"-2", True)
    assert child.ask(b"yaml", b"a: b\n", b"a: [\n", timeout=20)[::2] == [b"0", b"-22"]


def test_nothing_of_the_parents_modules_is_needed():
    text = Path(sdk.__file__).read_text()
    assert "chartgen" not in [
        line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import", "from"))
    ]


def test_it_ends_with_its_input():
    argv = [sys.executable, "-I", "-S", sdk.__file__, LIBRARY, str(2**30)]
    assert subprocess.run(argv, stdin=subprocess.DEVNULL, timeout=20, check=False).returncode == 0
