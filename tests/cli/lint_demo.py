"""A small chart and a manifest for tests of `chartgen lint`, and what reads its output."""

import re
import subprocess
from pathlib import Path

CHART_YAML = """apiVersion: v2
name: demo
version: 1.2.3
description: A small chart
"""
VALUES = """# Where the image comes from.
image: example.com/main:v1.0.0
# Volumes that nobody mounts.
volumes: []
"""
POD = """apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
spec:
  containers:
    - name: main
      image: {{ .Values.image }}
  volumes:
    {{- range .Values.volumes }}
    - name: {{ . }}
      emptyDir: {}
    {{- end }}
"""
MANIFEST = """apiVersion: v1
kind: Pod
metadata: {name: main}
spec:
  containers:
    - {name: main, image: example.com/main:v1.0.0, imagePullPolcy: Always}
  volumes:
    - name: data
      emptyDir: {}
"""
IGNORED = "    # chartgen: ignore[volume-unused] an injected sidecar mounts it\n    - name: {{ . }}\n"
RULES = ("--rule", "volume-unused", "--rule", "unknown-field", "--rule", "suppression-unused")
UNUSED = "demo/templates/pod.yaml:12:7: warning: "


def write(folder: Path) -> None:
    """Write the chart `demo` and the manifest `pod.yaml`."""
    for name, text in {
        "demo/Chart.yaml": CHART_YAML,
        "demo/values.yaml": VALUES,
        "demo/templates/pod.yaml": POD,
        "demo/ci/volumes-values.yaml": "volumes: [data]\n",
        "pod.yaml": MANIFEST,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def lines(result) -> list[str]:
    """Give the first lines of findings."""
    return [line for line in result.out.splitlines() if re.match(r"\S+: (error|warning|info): ", line)]


def commit(folder: Path) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "first"]):
        git(*arguments, folder=folder)


def git(*arguments: str, folder: Path) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
