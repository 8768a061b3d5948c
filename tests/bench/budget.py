"""Where the time of a run goes: what each stage takes of the main thread, without the stages that it calls."""

_BEFORE = """\
import json, sys, threading, time
start = time.perf_counter()
from concurrent.futures import Future
"""

_MEASURE = """\
spent, inside = {"imports": time.perf_counter() - start}, []

def measure(owner, name, stage):
    function = getattr(owner, name)

    def measured(*arguments, **options):
        if threading.current_thread() is not threading.main_thread():
            return function(*arguments, **options)
        inside.append(0.0)
        start = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            whole = time.perf_counter() - start
            spent[stage] = spent.get(stage, 0.0) + whole - inside.pop()
            if inside:
                inside[-1] += whole

    setattr(owner, name, measured)

"""

_AFTER = """\
code = run(sys.argv[1:])
spent["rest"] = time.perf_counter() - start - sum(spent.values())
print(json.dumps(spent), file=sys.stderr)
sys.exit(code)
"""


def budget(imports: str, stages: str) -> str:
    """Give a program that runs a command line and prints seconds by stage to standard error, as JSON.

    `imports` bring `run` and the owners that `stages` name, in calls of `measure(owner, name, stage)`.
    """
    return f"{_BEFORE}{imports}{_MEASURE}{stages}{_AFTER}"
