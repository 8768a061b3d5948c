"""The programs of `make tools` say which version they are and which Kubernetes they believe in."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import find_tool

ROOT = Path(__file__).resolve().parent.parent.parent
PROBE = {
    "Chart.yaml": "apiVersion: v2\nname: probe\nversion: 0.0.0\n",
    "templates/probe.yaml": "kube: {{ .Capabilities.KubeVersion.Version }}\n",
}


def _pinned(program: str, module: str) -> str:
    text = (ROOT / "tools" / program / "go.mod").read_text()
    found = re.search(rf"^\s*{re.escape(module)} (v\S+)", text, re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("program", "module"),
    [("helm-3.17", "helm.sh/helm/v3"), ("helm-3", "helm.sh/helm/v3"), ("helm-4", "helm.sh/helm/v4")],
)
def test_helm(program: str, module: str, tmp_path: Path):
    path = find_tool(program)
    if path is None:
        pytest.skip(f"{program} is absent: run `make tools`")
    version = subprocess.run(
        [path, "version", "--template", "{{.Version}}"], capture_output=True, text=True, check=True
    )
    assert version.stdout == _pinned(program, module)
    for name, text in PROBE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    shown = subprocess.run([path, "template", str(tmp_path)], capture_output=True, text=True, check=True)
    minor = _pinned(program, "k8s.io/client-go").split(".")[1]
    assert f"kube: v1.{minor}." in shown.stdout


def test_kubeconform(tmp_path: Path):
    path = find_tool("kubeconform")
    if path is None:
        pytest.skip("kubeconform is absent: run `make tools`")
    shown = subprocess.run([path, "-v"], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == _pinned("kubeconform", "github.com/yannh/kubeconform")


def test_the_newest_helm_and_our_list_of_api_versions_agree(tmp_path: Path):
    path = find_tool("helm-4")
    if path is None:
        pytest.skip("helm-4 is absent: run `make tools`")
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text(PROBE["Chart.yaml"])
    (tmp_path / "templates/probe.yaml").write_text("apis: {{ .Capabilities.APIVersions | toJson }}\n")
    shown = subprocess.run([path, "template", str(tmp_path)], capture_output=True, text=True, check=True)
    apis = json.loads(shown.stdout.split("apis: ")[1])
    ours = json.loads((ROOT / "schemas/kubernetes/helm-api-versions.json").read_text())["apiVersions"]
    assert sorted(apis) == sorted(ours)
