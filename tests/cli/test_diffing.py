"""What `chartgen diff` does beside the command line that `test_diff.py` runs: a terminal sees how far it is."""

import contextlib
from types import SimpleNamespace

import pytest

from chartgen.cli import diffing
from chartgen.cli.reporting import Output
from chartgen.render.select import select
from tests.cli.conftest import ROOT

CHART = str(ROOT / "charts/multus-ipvlan")
GIVEN = {
    "release_name": "a",
    "namespace": "b",
    "kube_version": "",
    "api_versions": (),
    "files": (),
    "registry_config": None,
    "ca_file": None,
    "plain_http": False,
    "outputs": (Output("text"),),
}


@pytest.mark.parametrize("is_quiet", [False, True])
def test_progress(monkeypatch, capsys, is_quiet):
    shown, cleared = [], []
    progress = SimpleNamespace(show=shown.append, clear=lambda: cleared.append(True))
    monkeypatch.setattr(diffing, "Progress", lambda *, quiet: progress if quiet is is_quiet else None)
    ctx = SimpleNamespace(obj={"quiet": is_quiet}, color=None)
    with contextlib.ExitStack() as stack:
        engines = [stack.enter_context(contextlib.closing(select("embedded"))) for _ in range(2)]
        assert not diffing.tell(ctx, engines, (CHART, CHART), GIVEN)
    assert shown[0].startswith("0 of ")
    assert shown[0].endswith(" scenarios")
    assert cleared == [True]
    assert "do not differ" in capsys.readouterr().out
