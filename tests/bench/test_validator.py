"""The embedded validator against kubeconform on the same 10,000 objects: `make bench`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from chartgen.kubernetes import store
from chartgen.kubernetes.validator import Validator

pytestmark = pytest.mark.bench

COUNT = 10_000
ROUNDS = 5
VERSION = "1.37"
SUMMARY = {"valid": COUNT * 99 // 100, "invalid": COUNT // 100, "errors": 0, "skipped": 0}

OBJECTS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/name: web, app.kubernetes.io/instance: shop}}
spec:
  replicas: 3
  selector: {matchLabels: {app.kubernetes.io/name: web}}
  template:
    metadata: {labels: {app.kubernetes.io/name: web}, annotations: {checksum/config: "0123456789abcdef"}}
    spec:
      serviceAccountName: web
      securityContext: {runAsNonRoot: true, fsGroup: 1000}
      containers:
        - name: web
          image: registry.example.com/shop/web:1.2.3
          args: [--listen, ":8080", --level, info]
          ports: [{name: http, containerPort: 8080, protocol: TCP}]
          env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
          livenessProbe: {httpGet: {path: /live, port: http}, periodSeconds: 10}
          readinessProbe: {httpGet: {path: /ready, port: http}}
          resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
          volumeMounts: [{name: config, mountPath: /etc/web, readOnly: true}]
      volumes: [{name: config, configMap: {name: web}}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/name: web}}
spec: {type: ClusterIP, selector: {app.kubernetes.io/name: web}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Pod
metadata: {name: test, namespace: shop, annotations: {helm.sh/hook: test}}
spec: {restartPolicy: Never, containers: [{name: wget, image: "busybox:1.36", command: [wget], args: ["web:80"]}]}
"""

# A process of its own, as kubeconform is one: its start counts too.
CHECK = """\
import json, sys
from pathlib import Path
from chartgen.core import yaml
from chartgen.kubernetes.validator import Validator
file = Path(sys.argv[1])
text = file.read_text("utf-8")
if file.suffix == ".json":
    objects = [json.loads(part) for part in text.split("\\n---\\n")]
else:
    objects = [document.value for document in yaml.load_all(text, file="")]
found = Validator(sys.argv[2]).check_all(objects)
print(len(found), sum(map(bool, found)))
"""


def numbered() -> list[Any]:
    """Give the objects: each with a name of its own, one in a hundred with a mistake."""
    kinds = list(yaml.safe_load_all(OBJECTS))
    found = []
    for number in range(COUNT):
        obj = json.loads(json.dumps(kinds[number % len(kinds)]))
        obj["metadata"]["name"] += f"-{number}"
        if number % 100 == 0:
            obj["metadata"]["label"] = {}
        found.append(obj)
    return found


def seconds(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def test_ten_thousand_objects(kubeconform_program: str, tmp_path: Path):
    objects = numbered()
    schemas = schema_folder(tmp_path)

    def theirs(file: Path) -> None:
        argv = [kubeconform_program, "-strict", "-output", "json", "-summary", "-n", str(os.cpu_count())]
        argv += ["-schema-location", f"{schemas}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json", file]
        done = subprocess.run(argv, capture_output=True, check=False, timeout=120)
        assert json.loads(done.stdout)["summary"] == SUMMARY

    def ours(file: Path) -> None:
        argv = [sys.executable, "-c", CHECK, file, VERSION]
        done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=120)
        assert done.stdout.split() == [str(COUNT), str(SUMMARY["invalid"])]

    def best_of(rounds: int, file: Path) -> tuple[float, float]:
        times = [(seconds(lambda: ours(file)), seconds(lambda: theirs(file))) for _ in range(rounds)]
        return min(one for one, _ in times), min(other for _, other in times)

    as_json, as_yaml = tmp_path / "objects.json", tmp_path / "objects.yaml"
    as_json.write_text("\n---\n".join(map(json.dumps, objects)), "utf-8")
    as_yaml.write_text("\n---\n".join(yaml.dump(obj, Dumper=yaml.CSafeDumper) for obj in objects), "utf-8")
    print(
        f"\n{COUNT:,} objects of 4 kinds in one file, 1 in 100 refused; whole process, from text to verdict:"
    )
    json_ours, json_theirs = best_of(ROUNDS, as_json)
    ratio = json_theirs / json_ours
    print(
        f"JSON: {json_ours:.2f} s against {json_theirs:.2f} s of kubeconform = {ratio:.1f} times the throughput (limit 1)"
    )
    yaml_ours, yaml_theirs = best_of(2, as_yaml)
    ratio = yaml_theirs / yaml_ours
    print(
        f"YAML: {yaml_ours:.2f} s against {yaml_theirs:.2f} s = {ratio:.1f} times (no limit: reading YAML is all of it)"
    )
    checks = Validator(VERSION)
    checks.check_all(objects[:4])
    alone = min(seconds(lambda: checks.check_all(objects)) for _ in range(ROUNDS))
    print(
        f"objects that are read, as lint has them: {alone:.3f} s = {json_theirs / alone:.0f} times (limit 1)"
    )
    assert json_ours <= json_theirs
    assert alone <= json_theirs


def schema_folder(folder: Path) -> Path:
    """Write the schemas of the four kinds for kubeconform."""

    for api_version, kind, name in (
        ("apps/v1", "Deployment", "deployment-apps-v1"),
        ("v1", "Service", "service-v1"),
        ("v1", "ServiceAccount", "serviceaccount-v1"),
        ("v1", "Pod", "pod-v1"),
    ):
        schema = {
            "$schema": "http://json-schema.org/draft-07/schema#",
            **(store.schema_for(VERSION, api_version, kind) or {}),
        }
        (folder / f"{name}.json").write_text(json.dumps(schema))
    return folder
