"""What Helm says when it cannot render, as an error of ours with its place in the chart.

The texts differ between Helm 3 and 4 and between the program and the SDK; the errors made of them do not.
"""

import re
from collections.abc import Iterable
from typing import Final

from chartgen.chart.reference import Chart
from chartgen.core import yaml
from chartgen.core.errors import InputError
from chartgen.core.location import Location
from chartgen.core.process import ChildLostError
from chartgen.kubernetes import kubeversion
from chartgen.render.engine import BrokenChartError, RenderLimitError, chart_place
from chartgen.render.head import wrong_type

# Patterns are not compiled here: most runs never use them, and all would pay for it.
# What `fail` and `required` say, and templates that cannot be parsed.
_AT: Final = (
    r"(?s)(?:execution|parse) error at \((?P<path>[^\n]+?):(?P<line>\d+)(?::(?P<column>\d+))?\):"
    r" ?(?P<text>.*)"
)
# One step of Go's chain of calls: in one line in Helm 3, spread over three by Helm 4.
_STEP: Final = (
    r"(?s)(?P<path>[^\n:]+):(?P<line>\d+):(?P<column>\d+)(?::|\n) *"
    r"executing \"[^\"\n]*\" at <.*?>:\s"
)
_YAML: Final = r"(?s)YAML parse error on (?P<path>[^\n]+?): (?P<text>.*)"
_UNPACKING: Final = r"error unpacking subchart (?P<name>[^\n]+?) in [^\n]+?: "
_LOAD: Final = r"(?s)cannot load (?P<path>\S+?): (?P<text>.*)"
_TYPE: Final = (
    r"json: cannot unmarshal (?P<found>\w+) into Go "
    r"(?:struct field [A-Za-z]*\.(?P<field>[\w.]+)|value) of type (?P<wanted>[\w\[\]*.{} ]+)"
)
_KUBE_VERSION: Final = (
    r"chart requires kubeVersion: (?P<constraint>.*) which is incompatible with Kubernetes (?P<version>\S+)"
)
_MISSING: Final = r"but missing in charts/ directory: (?P<names>.*)"
# What Helm says of a value that stands in the place of a subchart's values.
_MISMATCH: Final = r"type mismatch on (?P<path>[^\n:]+): %!t\(.*\)"
_GO_PREFIXES: Final = (
    "cannot unmarshal yaml document: ",
    "error converting YAML to JSON: ",
    "error unmarshaling JSON: ",
    "while decoding JSON: ",
    "yaml: ",
)
_CRASHES: Final = ("fatal error:", "panic:", "runtime:")
# What Go, C and Python say; the last two are threads that cannot get a stack.
_NO_MEMORY: Final = (
    "out of memory",
    "cannot allocate memory",
    "malloc failed",
    "MemoryError",
    "failed to create new OS thread",
    "pthread_create failed",
)
_INVALID: Final = "validation: "
_PARSING: Final = "parse error "
_NO_CHART: Final = "Chart.yaml file is missing"
_NO_SUBCHART: Final = "move it out of charts/, or let its name start with _"
_HINT: Final = "`helm template --debug` prints what the template gives"


class ChartRefusesError(InputError):
    """A template refuses the values, by `fail` or `required`."""


def helm_failure(message: str, chart: Chart) -> InputError:
    """Make an error of what Helm said about a chart or one of its templates."""
    message = message.strip()
    if message.startswith(("error unpacking subchart ", "cannot load ", _INVALID)):
        return _load_failure(message, chart)
    if found := re.match(_YAML, message):
        return yaml_failure(found["text"], found["path"], chart)
    if found := re.match(_AT, message):
        if message.startswith(_PARSING):
            kind: type[InputError] = BrokenChartError
        else:
            # Helm says `execution` only of what `fail` and `required` print.
            kind = ChartRefusesError if message.startswith("execution") else InputError
        return kind(found["text"] or "fails without a message", where=_place(found, chart))
    if found := re.match(_KUBE_VERSION, message):
        return kube_version_failure(found["constraint"], found["version"], chart)
    if found := re.search(_MISSING, message):
        return missing_dependencies([found["names"].strip()], chart)
    return _template_failure(message, chart)


def _template_failure(message: str, chart: Chart) -> InputError:
    """Make an error of Go's chain of calls: the innermost place counts."""
    if mismatch := re.fullmatch(_MISMATCH, message):
        return InputError(f"{mismatch['path']}: must be a map", where=chart.reference)
    steps = list(re.finditer(_STEP, message))
    # The texts that `tpl` runs have no file of their own.
    places = [_place(step, chart) for step in steps if step["path"].lstrip().startswith(f"{chart.name}/")]
    text = " ".join(message[steps[-1].end() :].split()) if steps else message
    hint = f"called from {places[0]}" if len(places) > 1 else ""
    return InputError(text, where=places[-1] if places else chart.reference, hint=hint)


def _load_failure(message: str, chart: Chart) -> BrokenChartError:
    """Say what is wrong with a file that Helm cannot load: as our reader sees it, or else in Helm's words."""
    if message.startswith(_INVALID):
        text = message.removeprefix(_INVALID)
        where = chart.locate_metadata("dependencies" if "dependenc" in text else "")
        return BrokenChartError(text, where=where)
    folder = ""
    while unpacking := re.match(_UNPACKING, message):
        message = message[unpacking.end() :]
        folder += f"charts/{unpacking['name']}/"
    found = re.match(_LOAD, message)
    path = folder + found["path"] if found else folder.rstrip("/")
    if not found or path not in chart.files:
        # In an archive there are no lines to show.
        archive = re.match(r"(?:charts/[^/]+/)*?charts/[^/]+\.t?gz(?=/|$)", path)
        file = chart.path_of(archive[0] if archive else path)
        hint = _NO_SUBCHART if message == _NO_CHART else "Helm cannot load it"
        return BrokenChartError(_readable(message), where=file, hint=hint)
    document = yaml.load(chart.files[path], file=chart.path_of(path))
    if isinstance(document.value, (list, str)):
        return BrokenChartError("must hold a mapping", where=document.locate(()))
    wrong = re.search(_TYPE, found["text"])
    field = (wrong["field"] or "").split(".") if wrong else ()
    return BrokenChartError(_readable(found["text"]), where=document.locate(field))


def _readable(text: str) -> str:
    """Take Go's own prefixes and types out of what its YAML reader says."""
    for prefix in _GO_PREFIXES:
        text = text.removeprefix(prefix)
    if found := re.match(_TYPE, text):
        return wrong_type(found["field"] or "", found["found"], wanted=found["wanted"])
    return text


def check_kube_version(chart: Chart, version: str) -> None:
    """Refuse a Kubernetes version that the chart's `kubeVersion` does not allow.

    Raises:
        InputError: it does not.
    """
    constraint = str(chart.metadata.get("kubeVersion") or "")
    if constraint and not kubeversion.allows(constraint, version):
        raise kube_version_failure(constraint, version, chart)


def kube_version_failure(constraint: str, version: str, chart: Chart) -> InputError:
    """Make the error for a chart whose `kubeVersion` refuses a Kubernetes version, or says nothing."""
    where = chart.locate_metadata("kubeVersion")
    if not kubeversion.is_readable(constraint):
        problem = f"kubeVersion: {constraint!r} is no constraint that Helm can read"
        return InputError(problem, where=where, hint="use one such as >=1.28.0-0")
    version = f"v{version.removeprefix('v')}"
    problem = f"the chart requires kubeVersion {constraint}, which Kubernetes {version} does not meet"
    return InputError(problem, where=where, hint="give another --kube-version")


def missing_dependencies(names: Iterable[str], chart: Chart) -> BrokenChartError:
    """Make the error for dependencies that `Chart.yaml` asks for and `charts/` lacks."""
    problem = f"these dependencies are missing in charts/: {', '.join(names)}"
    where = chart.locate_metadata("dependencies")
    return BrokenChartError(problem, where=where, hint="run `helm dependency build`")


def yaml_failure(text: str, path: str, chart: Chart) -> InputError:
    """Make an error of what Helm's YAML reader said about a document that the template `path` gave."""
    return InputError(
        f"the output is not a manifest: {_readable(text)}", where=chart_place(chart, path), hint=_HINT
    )


def crash(chart: Chart, lost: ChildLostError, *, seconds: float, memory: int) -> RenderLimitError:
    """Make the error for an engine's process that a render took down, or that was ended for its time.

    `seconds` and `memory` (bytes) are what it was allowed.
    """
    hint = "look for a loop without end, or a text that grows"
    if lost.timed_out:
        problem = f"rendering {chart.name} did not end within {seconds:g} s"
    elif any(sign in lost.err for sign in _NO_MEMORY):
        problem = f"rendering {chart.name} needs more than {memory // 1024**2} MiB"
    else:
        problem = f"rendering {chart.name} ended the engine's process"
        lines = lost.err.strip().splitlines() or [str(lost)]
        hint = next((line for line in lines if line.startswith(_CRASHES)), lines[0])
    return RenderLimitError(problem, where=chart.reference, hint=hint)


def _place(found: "re.Match[str]", chart: Chart) -> Location:
    return chart_place(chart, found["path"].strip(), int(found["line"]), int(found["column"] or 0))
