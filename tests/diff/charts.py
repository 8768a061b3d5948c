"""Charts in memory, and what differs between two of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from chartgen.chart.directory import read_directory
from chartgen.chart.reference import Chart, chart_of
from chartgen.chart.scenarios import Scenario, read
from chartgen.diff.change import Change
from chartgen.diff.compare import Compared, compare
from chartgen.render.engine import Engine, Release
from chartgen.render.scenario import Target

ROOT = Path(__file__).resolve().parents[2]
Files = dict[str, bytes]
Edit = Callable[[Files], None]


@cache
def _multus() -> Mapping[str, bytes]:
    return read_directory(ROOT / "charts/multus-ipvlan")


def multus() -> Files:
    """Give the files of our chart."""
    return dict(_multus())


HELPERS = """\
{{- define "shop.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: shop
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-shop
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      app.kubernetes.io/name: shop
      app.kubernetes.io/instance: {{ .Release.Name }}
  template:
    metadata:
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
      labels:
        app.kubernetes.io/name: shop
        app.kubernetes.io/instance: {{ .Release.Name }}
    spec:
      serviceAccountName: {{ .Release.Name }}-shop
      containers:
        - name: shop
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          args: ["--level={{ .Values.logLevel }}"]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: MODE
              value: {{ .Values.mode | quote }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-shop
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  type: {{ .Values.service.type }}
  selector:
    app.kubernetes.io/name: shop
    app.kubernetes.io/instance: {{ .Release.Name }}
  ports:
    - name: http
      port: {{ .Values.service.port }}
      targetPort: http
"""
ROLES = """\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}-shop
  labels:
    {{- include "shop.labels" . | nindent 4 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ .Release.Name }}-shop
  labels:
    {{- include "shop.labels" . | nindent 4 }}
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .Release.Name }}-shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .Release.Name }}-shop
subjects:
  - kind: ServiceAccount
    name: {{ .Release.Name }}-shop
    namespace: {{ .Release.Namespace }}
"""
CONFIGMAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-shop
  labels:
    {{- include "shop.labels" . | nindent 4 }}
data:
  config.yaml: |
    greeting: {{ .Values.greeting }}
"""
SHELVES = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shelves.example.com}
spec:
  group: example.com
  names: {kind: Shelf, plural: shelves}
  scope: Namespaced
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    - {name: v1beta1, served: true, storage: false, schema: {openAPIV3Schema: {type: object}}}
"""
VALUES = """\
replicas: 1
image:
  repository: example.com/shop
  tag: 1.4.2
logLevel: info
mode: fast
greeting: hello
service:
  type: ClusterIP
  port: 80
resources: {}
"""
SCHEMA: Mapping[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "replicas": {"type": "integer", "minimum": 0},
        "image": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"repository": {"type": "string"}, "tag": {"type": "string"}},
        },
        "logLevel": {"type": "string", "enum": ["debug", "info", "error"]},
        "mode": {"type": "string", "enum": ["fast", "safe", "slow"]},
        "greeting": {"type": "string", "pattern": "^[a-z]+$"},
        "service": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"type": {"type": "string"}, "port": {"type": "integer"}},
        },
        "resources": {"type": "object"},
        "global": {"type": "object"},
    },
}


def shop(*, schema: bool = False) -> Files:
    """Give the files of a chart as others write them: no schema unless asked for, no scenario but one."""
    files = {
        "Chart.yaml": b"apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: 1.4.2\n",
        "values.yaml": VALUES.encode(),
        "templates/_helpers.tpl": HELPERS.encode(),
        "templates/deployment.yaml": DEPLOYMENT.encode(),
        "templates/service.yaml": SERVICE.encode(),
        "templates/roles.yaml": ROLES.encode(),
        "templates/configmap.yaml": CONFIGMAP.encode(),
        "templates/NOTES.txt": b"Thank you.\n",
        "README.md": b"# shop\n",
        "ci/safe-values.yaml": b"mode: safe\nreplicas: 2\n",
    }
    if schema:
        files["values.schema.json"] = json.dumps(SCHEMA).encode()
    return files


def replaced(path: str, old: str, new: str, *, count: int = -1) -> Edit:
    """Give an edit that replaces a text, which must be there."""

    def edit(files: Files) -> None:
        content = files[path].decode()
        assert old in content, f"{path} has no {old!r}"
        files[path] = content.replace(old, new, count).encode()

    return edit


def added(path: str, text: str) -> Edit:
    """Give an edit that writes a file, or text at its end."""

    def edit(files: Files) -> None:
        files[path] = files.get(path, b"") + text.encode()

    return edit


def removed(path: str) -> Edit:
    def edit(files: Files) -> None:
        del files[path]

    return edit


def changed_json(path: str, change: Callable[[Any], None]) -> Edit:
    """Give an edit of a file of JSON."""

    def edit(files: Files) -> None:
        tree = json.loads(files[path])
        change(tree)
        files[path] = json.dumps(tree, indent=2).encode()

    return edit


def edited(files: Mapping[str, bytes], *edits: Edit) -> Files:
    """Give files with edits."""
    copy = dict(files)
    for edit in edits:
        edit(copy)
    return copy


class Charts:
    """Compares charts with engines that are used for all tests."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self.engines = engines

    def compared(
        self,
        old: Mapping[str, bytes],
        new: Mapping[str, bytes],
        *,
        given: Mapping[str, str] | None = None,
        version: str = "",
    ) -> Compared:
        scenarios = [scenario(name, text) for name, text in (given or {}).items()]
        return compare(
            chart("old", old), chart("new", new), self.engines, Target(Release(), version), given=scenarios
        )

    def changes(self, old: Mapping[str, bytes], *edits: Edit, **options: Any) -> list[Change]:
        """Give what differs after some edits."""
        return self.compared(old, edited(old, *edits), **options).changes


def chart(name: str, files: Mapping[str, bytes]) -> Chart:
    """Give a chart that is in no folder."""
    return chart_of(f"no-folder/{name}", dict(files))


def scenario(name: str, text: str) -> Scenario:
    return read(text.encode(), f"{name}.yaml", name)


def kinds(changes: Sequence[Change], *, but: Sequence[str] = ("pods-restart", "file-changed")) -> list[str]:
    """Give the kinds of changes in their order, once each, but for those that are told beside others."""
    return [kind for kind in dict.fromkeys(each.kind for each in changes) if kind not in but]


def told(changes: Sequence[Change]) -> list[str]:
    """Give what is told, one line a change."""
    return [f"{each.part} {each.kind} {each.where}: {each.message}" for each in changes]
