"""Which engine renders: what the options and this machine allow."""

import importlib
import importlib.util
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from chartgen.core.errors import ToolError
from chartgen.render.worker import MEMORY_LIMIT, TIME_LIMIT, Worker

if TYPE_CHECKING:
    from chartgen.render.engine import Engine

Choice = Literal["auto", "embedded", "helm"]

_PACKAGE: Final = "helm_python"
_LIBRARY: Final = "libhelm_c*"


def select(
    choice: Choice = "auto",
    *,
    helm: str | None = None,
    seconds: float = TIME_LIMIT,
    memory: int = MEMORY_LIMIT,
) -> "Engine":
    """Give the engine; whoever calls closes it (`contextlib.closing`).

    `auto` is the helm program where one is named, else the embedded engine if its wheel is installed, else
    `helm` on PATH. `helm` is the path or name of a program. `seconds` and `memory` (bytes) limit each render.

    Raises:
        ToolError: the engine is not there, or no Helm that we can use.
    """
    library = None if choice == "helm" or (choice == "auto" and helm) else embedded_library()
    if library:
        # Before the imports that rendering needs: the worker gets ready while they run.
        worker = Worker(library, memory=memory)
        return _engine("embedded", "EmbeddedEngine", worker, seconds=seconds)
    if choice == "embedded":
        hint = "pip install 'chartgen[helm]', or use --engine helm"
        raise ToolError("the embedded engine is not installed", hint=hint)
    program = helm or shutil.which("helm")
    if not program and choice == "helm":
        hint = "install Helm 3.17 or newer, name it with --helm, or leave out --engine helm"
        raise ToolError("there is no helm program on PATH", hint=hint)
    if not program:
        hint = "pip install 'chartgen[helm]', or put Helm 3.17 or newer into PATH or name it with --helm"
        raise ToolError("there is no engine to render with", hint=hint)
    return _engine("helm_cli", "HelmEngine", program, seconds=seconds, memory=memory)


def embedded_library() -> Path | None:
    """Give the shared library of the SDK's wheel, without importing the wheel; None when it is not there."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.origin:
        return None
    folder = Path(spec.origin).parent / "lib"
    return min(folder.glob(_LIBRARY), default=None, key=lambda file: len(file.name))


def _engine(module: str, name: str, *arguments: Any, **limits: Any) -> "Engine":
    # By name, so that a run pays only for the engine that it uses.
    engine: Engine = getattr(importlib.import_module(f"chartgen.render.{module}"), name)(*arguments, **limits)
    return engine
