"""For which versions of Kubernetes a chart is linted, and what is known of each."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError
from chartgen.kubernetes import kubeversion, store
from chartgen.kubernetes.validator import Validator
from chartgen.lint.objects import Kubernetes, Object
from chartgen.lint.settings import MakeChecker
from chartgen.render.failure import check_kube_version

CRD: Final = "CustomResourceDefinition"
_MOST_PATCHES: Final = 40


def versions(chart: Chart, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give the versions that a chart is rendered for: those wanted that it allows.

    Without any wanted, the oldest that it allows and the newest, of those with schemas.

    Raises:
        InputError: the chart allows none of them.
    """
    constraint = str(chart.metadata.get("kubeVersion") or "")
    known = wanted or (*(f"{minor}.0" for minor in store.versions()[:-1]), store.newest())
    allowed = _allowed(constraint, known)
    if not allowed:
        patches = _allowed(constraint, _patches())
        if not patches and kubeversion.is_readable(constraint):
            raise _none_allowed(chart, constraint)
        if wanted or not patches:
            check_kube_version(chart, known[-1])
        allowed = patches
    if wanted or len(allowed) == 1:
        return tuple(allowed)
    return (allowed[0], allowed[-1])


def _allowed(constraint: str, known: Iterable[str]) -> list[str]:
    return [each for each in known if not constraint or kubeversion.allows(constraint, each)]


def _patches() -> Iterator[str]:
    """Yield versions with schemas, of which a chart may be for one alone."""
    for minor in store.versions():
        yield from (f"{minor}.{patch}" for patch in range(_MOST_PATCHES))


def _none_allowed(chart: Chart, constraint: str) -> InputError:
    oldest, newest = store.versions()[0], store.versions()[-1]
    known = f"Kubernetes from {oldest} to {newest}"
    problem = f"the chart requires kubeVersion {constraint}, which allows no {known}"
    hint = "there are schemas of these versions alone: let kubeVersion allow one of them to lint the chart"
    return InputError(problem, where=chart.locate_metadata("kubeVersion"), hint=hint)


def kubernetes(version: str, objects: Iterable[Object], make: MakeChecker = Validator) -> Kubernetes:
    """Give a version of Kubernetes that knows the CRDs among some objects; `make` makes what checks objects.

    A CRD that is malformed tells nothing of its resources: it is a finding of its own.

    Raises:
        UsageError: there are no schemas for the version.
        ToolError: the extra `kubernetes` is not installed, or the program that checks objects.
    """
    crds = [each.value for each in objects if each.kind == CRD]
    try:
        checker = make(version, crds)
    except InputError:
        checker = make(version, [crd for crd in crds if _is_sound(crd, version)])
    return Kubernetes(version, store.minor_of(version), checker)


def _is_sound(crd: Mapping[str, Any], version: str) -> bool:
    try:
        Validator(version, [crd])
    except InputError:
        return False
    return True
