"""Objects and releases as rules see them; nothing here changes once it is made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from chartgen.core.finding import Severity
from chartgen.core.json_schema import Problem
from chartgen.core.location import Location
from chartgen.core.values_path import Steps
from chartgen.kubernetes.scope import is_cluster_scoped
from chartgen.kubernetes.validator import Checker
from chartgen.lint.rule import Hit
from chartgen.validate.manifest_file import Manifest

_NOTHING: Final[Mapping[str, Any]] = {}

_POD_TEMPLATES: Final[Mapping[str, Steps]] = {
    "Pod": (),
    "PodTemplate": ("template",),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    **dict.fromkeys(
        ("Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "ReplicationController", "Job"),
        ("spec", "template"),
    ),
}


def at(value: Any, path: Iterable[str | int]) -> Any:
    """Give the value at a path; None where there is none."""
    for step in path:
        if (value.__class__ is dict or isinstance(value, Mapping)) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def mapping_at(value: Any, path: Iterable[str | int]) -> Mapping[str, Any]:
    """Give the mapping at a path; an empty one where there is none, or something else."""
    found = at(value, path)
    return found if found.__class__ is dict or isinstance(found, Mapping) else _NOTHING


def mappings_at(value: Any, path: Steps) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    """Yield the mappings in the list at a path, each with its own path."""
    found = at(value, path)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield (*path, index), item


@dataclass(frozen=True, eq=False)
class Container:
    """A container of a pod; `field` is `containers`, `initContainers` or `ephemeralContainers`."""

    value: Mapping[str, Any]
    path: Steps
    field: str

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.value.get("name", ""))

    @property
    def is_init(self) -> bool:
        """Whether it must end before the next one starts; a sidecar need not."""
        return self.field == "initContainers" and self.value.get("restartPolicy") != "Always"

    @property
    def image(self) -> str:
        """Its image."""
        image = self.value.get("image")
        return image if isinstance(image, str) else ""

    def words(self) -> list[str]:
        """Give what it runs: command, then arguments."""
        parts = (self.value.get("command"), self.value.get("args"))
        return [str(word) for part in parts if isinstance(part, list) for word in part]


@dataclass(frozen=True)
class Pod:
    """The pod that an object is or makes: `value` has its `metadata` and `spec`."""

    value: Mapping[str, Any]
    path: Steps

    @cached_property
    def spec(self) -> Mapping[str, Any]:
        """Its spec."""
        return mapping_at(self.value, ("spec",))

    @cached_property
    def labels(self) -> Mapping[str, Any]:
        """Its labels."""
        return mapping_at(self.value, ("metadata", "labels"))

    @cached_property
    def annotations(self) -> Mapping[str, Any]:
        """Its annotations."""
        return mapping_at(self.value, ("metadata", "annotations"))

    @cached_property
    def containers(self) -> list[Container]:
        """All containers, in the order in which they start."""
        return [
            Container(value, (*self.path, *path), name)
            for name in ("initContainers", "containers", "ephemeralContainers")
            for path, value in mappings_at(self.value, ("spec", name))
        ]

    @cached_property
    def volumes(self) -> list[tuple[Steps, Mapping[str, Any]]]:
        """Each volume with its path in the object."""
        return [((*self.path, *path), value) for path, value in mappings_at(self.value, ("spec", "volumes"))]

    def under(self, *steps: str | int) -> Steps:
        """Give a path in the pod as one in the object."""
        return (*self.path, *steps)


@dataclass(frozen=True, eq=False)
class Object:
    """One object: what it says, and where.

    `template` is the path in the chart of the template that gave it, or of its file in `crds/`; empty for a
    plain manifest. `text` is its document, which is the same for equal objects of a template. `is_asked_for`
    says that its template asks `.Capabilities.APIVersions` for its API version, or for its kind,
    `reads_capabilities` that it looks at `.Capabilities` at all; helpers of the template count.
    """

    manifest: Manifest
    template: str = ""
    text: str = ""
    is_asked_for: bool = False
    reads_capabilities: bool = False

    @cached_property
    def value(self) -> Mapping[str, Any]:
        """The object itself."""
        return self.manifest.value

    @cached_property
    def kind(self) -> str:
        """Its kind."""
        return self.manifest.kind

    @cached_property
    def api_version(self) -> str:
        """Its API version."""
        return str(self.value.get("apiVersion") or "")

    @cached_property
    def group(self) -> str:
        """The group of its API version, empty for the core."""
        return self.api_version.rpartition("/")[0]

    @cached_property
    def name(self) -> str:
        """Its name."""
        return self.manifest.name

    @cached_property
    def namespace(self) -> str:
        """Its namespace: its own, else that of the release; empty where it is known to have none."""
        return "" if is_cluster_scoped(self.api_version, self.kind) else self.manifest.namespace

    @cached_property
    def label(self) -> str:
        """What messages about it call it, such as `DaemonSet kube-system/agent`."""
        name = f"{self.namespace}/{self.name}" if self.namespace and self.name else self.name
        return f"{self.kind} {name}".strip()

    @cached_property
    def metadata(self) -> Mapping[str, Any]:
        """Its metadata."""
        return mapping_at(self.value, ("metadata",))

    @cached_property
    def labels(self) -> Mapping[str, Any]:
        """Its labels."""
        return mapping_at(self.metadata, ("labels",))

    @cached_property
    def annotations(self) -> Mapping[str, Any]:
        """Its annotations."""
        return mapping_at(self.metadata, ("annotations",))

    @cached_property
    def pod(self) -> Pod | None:
        """The pod that it is or makes."""
        path = _POD_TEMPLATES.get(self.kind)
        value = None if path is None else at(self.value, path)
        return Pod(value, path) if path is not None and isinstance(value, dict) else None

    @property
    def is_hook(self) -> bool:
        """Whether Helm runs it as a hook."""
        return "helm.sh/hook" in self.annotations

    def locate(self, path: Steps, *, key: bool = False) -> Location:
        """Give the place of the value at a path, or of its key."""
        return self.manifest.locate(path, key=key)

    def hit(
        self,
        message: str,
        path: Steps = (),
        *,
        hint: str = "",
        severity: Severity | None = None,
        is_key: bool = False,
    ) -> Hit:
        """Say that something is wrong at a path of it."""
        return Hit(message, self, path, hint=hint, severity=severity, is_key=is_key)


@dataclass(frozen=True, eq=False)
class Kubernetes:
    """A version of Kubernetes as rules see it; `validator` knows the CRDs of the release too."""

    version: str
    minor: str
    validator: Checker
    _known: dict[int, tuple[Any, list[Problem]]] = field(default_factory=dict, init=False)

    def problems(self, each: Object) -> list[Problem]:
        """Give what the schemas refuse of an object, looked for once."""
        self.check([each])
        return self._known[id(each.value)][1]

    def check(self, objects: Iterable[Object]) -> None:
        """Look for the problems of many objects at once: a validator can be a program, slow to start."""
        values = {id(each.value): each.value for each in objects if id(each.value) not in self._known}
        if not values:
            return
        found = self.validator.check_all(list(values.values()))
        for (key, value), problems in zip(values.items(), found, strict=True):
            # The value is kept so that its id stays its own.
            self._known[key] = value, problems


@dataclass(frozen=True, eq=False)
class Release:
    """All objects of one scenario for one version of Kubernetes, in the order of their templates.

    `name` and `namespace` are those of the Helm release; the name is empty for plain manifests. `scenario` is
    what users call it. Objects of the folder `crds/` are among `objects`.
    """

    scenario: str
    kubernetes: Kubernetes
    objects: Sequence[Object]
    name: str = ""
    namespace: str = "default"
    _by_name: dict[tuple[str, str, str], Object] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Index the objects; of equal ones the first counts."""
        for each in self.objects:
            self._by_name.setdefault((each.kind, each.namespace, each.name), each)

    @property
    def pods(self) -> Iterator[tuple[Object, Pod]]:
        """The objects that are or make pods, each with its pod."""
        return ((each, each.pod) for each in self.objects if each.pod is not None)

    def of_kind(self, *kinds: str) -> Iterator[Object]:
        """Yield the objects of some kinds."""
        return (each for each in self.objects if each.kind in kinds)

    def find(self, kind: str, namespace: str, name: str) -> Object | None:
        """Give an object by its kind, namespace (empty for a kind without) and name."""
        return self._by_name.get((kind, namespace, name))
