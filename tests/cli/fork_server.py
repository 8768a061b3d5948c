"""A process that has imported chartgen and forks for each command line: the import is most of a short run.

Run as a script. Each line of standard input is a request as JSON: arguments, folder, environment, and the files
that are standard input, output and error. The answer is a line with the exit code.
"""

import json
import os
import runpy
import signal
import sys
from pathlib import Path
from typing import Any

_LONGEST = 120


def serve() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            _run(request)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(request: dict[str, Any]) -> None:
    """Be `python -m chartgen`, and end as that would."""
    signal.alarm(_LONGEST)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    for descriptor, name in enumerate(request["streams"]):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_TRUNC
        os.dup2(os.open(name, flags), descriptor)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", errors=errors)
        for number, mode, errors in (
            (0, "r", "surrogateescape"),
            (1, "w", "surrogateescape"),
            (2, "w", "backslashreplace"),
        )
    )
    sys.argv = ["chartgen", *request["argv"]]
    code = 1
    try:
        # It ends the process itself.
        runpy.run_module("chartgen", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
    except BaseException:  # noqa: BLE001 -- told as Python does it
        sys.excepthook(*sys.exc_info())
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    import chartgen.cli as _  # noqa: F401

    for module in sorted(Path(__file__).parents[2].glob("chartgen/cli/*.py")):
        if not module.name.startswith("__"):
            __import__(f"chartgen.cli.{module.stem}")
    serve()
