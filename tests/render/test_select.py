import contextlib
import importlib.util
from pathlib import Path

import pytest

from chartgen.core.errors import ToolError
from chartgen.render.select import embedded_library, select


@pytest.fixture
def _no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)


def test_the_embedded_engine_is_the_default():
    with contextlib.closing(select()) as engine:
        assert (engine.name, engine.version) == ("embedded", "4.2.3")


def test_the_library_is_found_without_importing_the_wheel():
    library = embedded_library()
    assert library
    assert library.name == "libhelm_c.so"


def test_a_named_program_is_used(helm_program: Path):
    for choice in ("auto", "helm"):
        engine = select(choice, helm=str(helm_program))  # type: ignore[arg-type]
        assert engine.name == "helm"
        assert engine.version.split(".")[0] in {"3", "4"}


def test_embedded_is_embedded_whatever_program_is_named(helm_program: Path):
    with contextlib.closing(select("embedded", helm=str(helm_program))) as engine:
        assert engine.name == "embedded"


@pytest.mark.usefixtures("_no_wheel")
def test_without_the_wheel_helm_on_path_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, helm4: Path):
    (tmp_path / "helm").symlink_to(helm4)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert select().name == "helm"


@pytest.mark.usefixtures("_no_wheel")
def test_no_engine_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="there is no engine to render with") as caught:
        select()
    assert "pip install 'chartgen[helm]'" in caught.value.hint
    with pytest.raises(ToolError, match="the embedded engine is not installed"):
        select("embedded")


def test_helm_is_asked_for_and_absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="there is no helm program on PATH"):
        select("helm")
    with pytest.raises(ToolError, match="/nowhere/helm is not there"):
        select("helm", helm="/nowhere/helm")
