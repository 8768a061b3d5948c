"""The chart's own CRDs and a few objects that are valid in every supported Kubernetes."""

from pathlib import Path
from typing import Any

import pytest

from chartgen.core import yaml

ROOT = Path(__file__).resolve().parents[2]

CRD_FILES = sorted((ROOT / "chartgen/generate/templates/crds").glob("*.yaml.j2"))

OBJECTS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: config, labels: {a/b: c}}
data: {key: value}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, annotations: null}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      hostNetwork: true
      tolerations: [{operator: Exists}]
      containers:
        - name: agent
          image: example.com/agent:1
          args: [--verbose]
          env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
          ports: [{containerPort: 80}]
          resources: {limits: {cpu: 1, memory: 50Mi}, requests: {cpu: 100m, memory: null}}
          livenessProbe: {httpGet: {path: /, port: http}}
          volumeMounts: [{name: cni, mountPath: /cni}]
      volumes: [{name: cni, hostPath: {path: /etc/cni, type: DirectoryOrCreate}}]
  updateStrategy: {rollingUpdate: {maxUnavailable: 2}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: once, namespace: default}
spec:
  backoffLimit: 1
  template:
    spec: {restartPolicy: Never, containers: [{name: once, image: a}]}
---
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: {name: data, namespace: default}
spec: {config: '{}'}
"""


@pytest.fixture(scope="session")
def crds() -> list[dict[str, Any]]:
    return [yaml.load(file.read_text(), file="").value for file in CRD_FILES]


@pytest.fixture
def objects() -> dict[str, dict[str, Any]]:
    """Fresh objects by kind, which a test may change."""
    values = [document.value for document in yaml.load_all(OBJECTS, file="objects.yaml")]
    return {value["kind"]: value for value in values}
