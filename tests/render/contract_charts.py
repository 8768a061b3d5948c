"""Charts that every engine renders alike, and what differs from a plain request."""

import io
import tarfile
from typing import Any

from chartgen.render.engine import Release

LONGEST_NAME = "a23456789-b23456789-c23456789-d23456789-e23456789-f23"

META = "metadata:\n  name: {name}\n"
HOOK = 'apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n  annotations:\n    "helm.sh/hook": {hook}\n    "helm.sh/hook-weight": "{weight}"\n'


def doc(kind: str, name: str = "x", more: str = "") -> str:
    return f"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n{more}"


def hook(kind: str, name: str, events: str, weight: int = 0) -> str:
    return HOOK.format(kind=kind, name=name, hook=events, weight=weight)


def packed_subchart() -> bytes:
    files = {
        "Chart.yaml": "apiVersion: v2\nname: packed\nversion: 1.0.0\n",
        "templates/p.yaml": doc("Secret", "packed", "v: {{ .Values | toJson | quote }}\n"),
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for path, text in files.items():
            member = tarfile.TarInfo(f"packed/{path}")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


SUBCHARTS = {
    "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\ndependencies:\n"
    "- {name: one, version: 1.x.x, condition: one.enabled, import-values: [data]}\n"
    "- {name: one, version: 1.x.x, alias: other}\n"
    "- {name: off, version: '*', tags: [never]}\n",
    "values.yaml": "one: {enabled: true, a: 1}\ntags: {never: false}\nglobal: {g: 1}\n",
    "templates/a.yaml": doc("ConfigMap", "root", "v: {{ .Values | toJson | quote }}\n"),
    "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.2.3\n",
    "charts/one/values.yaml": "a: 0\nb: 2\nexports: {data: {imported: yes}}\n",
    "charts/one/crds/crd.yaml": "kind: FromOne\n",
    "charts/one/templates/b.yaml": doc("Secret", "{{ .Chart.Name }}", "v: {{ .Values | toJson | quote }}\n"),
    "charts/one/templates/NOTES.txt": "notes of a subchart\n",
    "charts/off/Chart.yaml": "apiVersion: v2\nname: off\nversion: 0.0.1\n",
    "charts/off/templates/c.yaml": doc("Pod", "off"),
}

# name: files, and what differs from a plain request.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "kinds in install order, unknown ones by name": (
        {
            "templates/a.yaml": "\n---\n".join(
                doc(kind) for kind in ("Zeta", "Ingress", "Alpha", "Namespace", "Service", "Job", "Beta")
            ),
            "templates/b.yaml": doc("Deployment") + "---\n" + doc("HorizontalPodAutoscaler"),
            "templates/sub/a.yaml": doc("ServiceAccount", "deep") + "---\n" + doc("Alpha", "second"),
        },
        {},
    ),
    "hooks": (
        {
            "templates/a.yaml": hook("Job", "late", "post-install,pre-upgrade", 5)
            + "---\n"
            + hook("ConfigMap", "early", "PRE-INSTALL , test", -5)
            + "---\n"
            + hook("Job", "unknown", "pre-install,crd-install"),
            "templates/b.yaml": doc("Secret") + "---\n" + hook("Zeta", "z", "test-success"),
            "templates/empty-hook.yaml": hook("Job", "none", '""'),
        },
        {},
    ),
    "only hooks": ({"templates/a.yaml": hook("Job", "x", "pre-install")}, {}),
    "crds": (
        {
            "crds/b.yaml": "kind: B\n---\nkind: B2\n\n\n",
            "crds/a.yml": "kind: A",
            "crds/README.md": "no",
            "crds/more/c.json": "{}",
            "crds.txt": "no",
            "templates/a.yaml": doc("ConfigMap"),
        },
        {"include_crds": True},
    ),
    "crds left out": ({"crds/a.yaml": "kind: A\n", "templates/a.yaml": doc("ConfigMap")}, {}),
    "notes and partials": (
        {
            "templates/NOTES.txt": "hello {{ .Release.Name }}\n",
            "templates/_p.tpl": '{{ define "p" }}x{{ end }}kind: No\n',
            "templates/_p.yaml": "kind: No\n",
            "templates/_dir/a.yaml": doc("ConfigMap", '{{ include "p" . }}'),
        },
        {},
    ),
    "nothing at all": ({"values.yaml": "a: 1\n"}, {}),
    "separators": (
        {
            "templates/a.yaml": "---  \n"
            + doc("A")
            + "--- # a comment\n"
            + doc("B")
            + "---\t\n\n\n"
            + doc("C")
            + "---kind: Glued\n---\n# only a comment\n---",
            "templates/b.yaml": "# comment first\n\n---\n" + doc("D", more="text: |\n  ---\n  x\n"),
            "templates/c.yaml": "\n\n  \n",
            "templates/d.yaml": "a: 1\n-----a: dashes\n",
        },
        {},
    ),
    "ends of documents": (
        {
            "templates/a.yaml": doc("A", more="t: |+\n  keep\n\n\n")
            + "---\n\n\n"
            + doc("B", more="t: x   \n\n\n"),
            "templates/b.yaml": doc("C", more="\n\n\n"),
            "templates/hook.yaml": hook("Job", "x", "test") + "\n\n",
        },
        {},
    ),
    "Windows line ends": (
        {
            "templates/a.yaml": doc("A").replace("\n", "\r\n")
            + "---\r\n"
            + doc("B", more="d: {{ .Release.Name }}\n").replace("\n", "\r\n")
        },
        {},
    ),
    "byte order marks": ({"templates/a.yaml": "\ufeff" + doc("A"), "values.yaml": "\ufeffa: 1\n"}, {}),
    "subcharts": (SUBCHARTS, {"include_crds": True}),
    "subcharts switched off": (SUBCHARTS, {"include_crds": True, "values": {"one": {"enabled": False}}}),
    "a packed subchart": (
        {"charts/packed-1.0.0.tgz": packed_subchart(), "templates/a.yaml": doc("A")},
        {"values": {"packed": {"x": 1}}},
    ),
    "no cluster and no network": (
        {
            "templates/a.yaml": doc(
                "A",
                more='l: {{ lookup "v1" "Pod" "ns" "" | toJson }}\nd: {{ getHostByName "localhost" | quote }}\n',
            )
        },
        {},
    ),
    "capabilities": (
        {
            "templates/a.yaml": doc(
                "A",
                more="v: {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.KubeVersion }}\n"
                "m: {{ .Capabilities.KubeVersion.Major }}.{{ .Capabilities.KubeVersion.Minor }}\n"
                'h: {{ .Capabilities.APIVersions.Has "x.io/v1" }} {{ .Capabilities.APIVersions.Has "y/v1" }}\n'
                'n: {{ .Capabilities.APIVersions.Has "apps/v1" }}\n'
                'z: {{ .Capabilities.APIVersions.Has "z/v1/Kind" }}\n'
                's: {{ semverCompare ">=1.28.1-0" .Capabilities.KubeVersion.Version }}\n',
            )
        },
        {"kube_version": "1.28.3", "api_versions": ("x.io/v1,w/v1", "z/v1/Kind")},
    ),
    "release": (
        {"templates/a.yaml": doc("A", more="r: {{ .Release | toJson }}\nt: {{ .Template | toJson }}\n")},
        {"release": Release("my.rel-1", "some-space")},
    ),
    "upgrade": (
        {
            "templates/a.yaml": doc(
                "A", more="{{ if .Release.IsUpgrade }}up: {{ .Release.IsInstall }}{{ end }}\n"
            )
        },
        {"release": Release(is_upgrade=True)},
    ),
    "the longest name": (
        {"templates/a.yaml": doc("A", "{{ .Release.Name }}")},
        {"release": Release(LONGEST_NAME)},
    ),
    "files": (
        {
            "files/a.txt": "one\ntwo\n",
            "files/b.txt": "ü",
            "templates/a.yaml": doc(
                "A",
                more='g: {{ .Files.Get "files/a.txt" | toJson }}\n'
                '{{ (.Files.Glob "files/*").AsConfig }}\nl: {{ .Files.Lines "files/a.txt" | toJson }}\n'
                's: {{ .Files.Get "values.schema.json" | quote }}\nc: {{ .Files.Get "Chart.yaml" | quote }}\n',
            ),
            "values.schema.json": "{}",
        },
        {},
    ),
    "tpl and include": (
        {
            "templates/_h.tpl": '{{ define "h" }}{{ .Values.t }}{{ end }}',
            "templates/a.yaml": doc("A", '{{ tpl (include "h" .) . }}', "b: {{ .Values.missing }}\n"),
        },
        {"values": {"t": "{{ .Release.Name }}"}},
    ),
    "unicode": (
        {
            "templates/a.yaml": doc(
                "A",
                more="t: ünïcödé 日本 🚀\n"
                "u: {{ .Values.k | quote }}{{ range $k, $v := .Values }}\n# {{ quote $k }}{{ end }}\n# ñ\n",
            )
        },
        {"values": {"k": "🚀 <&> \u2028 \x7f \x85 \x00 \\ud83d \\ud83d\\ude80 \" ' \t\n", "🚀": "ü"}},
    ),
    "numbers of values files": (
        {
            "templates/a.yaml": doc(
                "A", more='{{ range $k, $v := .Values }}{{ $k }}: "{{ $v }} {{ kindOf $v }}"\n{{ end }}'
            ),
            "values.yaml": "a: 1000000\nb: 1.0\nc: 1e3\nd: 0o17\ne: 12345678901234567890\nf: '5'\ng: 1:20\n",
        },
        {"values": {"x": 1000000, "r": 2.5, "z": 10**15, "neg": -1, "t": True, "nil": None}},
    ),
    "heads that need care": (
        {
            "templates/a.yaml": "kind: A\nmetadata:\n  annotations:\n    a: 5\n    b: true\n    c: null\n---\n"
            "kind: B\nkind: Namespace\n---\n{kind: Flow, metadata: {name: x}}\n---\nKind: Secret\n---\n"
            "kind: &k Service\nother: *k\n---\nkind: 'Secret'\n---\nkind: 5\n---\nkind: null\n---\n"
            "metadata: {}\nkind: Role\n---\nkind:\n  Job\n---\nitems:\n- a\n-   b: [1, x, 'y']\n    c: d\n---\nnull\n",
            "templates/h.yaml": "metadata:\n  annotations:\n    helm.sh/hook: true\n---\n"
            "metadata: {annotations: {helm.sh/hook: test}, name: 1e3}\n---\n"
            "metadata:\n  annotations:\n    helm.sh/hook: |\n      test\n",
        },
        {},
    ),
    "changed values": (
        {
            "templates/a.yaml": doc(
                "A", more='{{ $_ := set .Values "b" "from a" }}v: {{ .Values | toJson }}\n'
            ),
            "templates/b.yaml": doc(
                "B", more='{{ $_ := set .Values "a" "from b" }}v: {{ .Values | toJson }}\n'
            ),
            "templates/deep/c.yaml": doc("C", more="v: {{ .Values | toJson }}\n"),
        },
        {},
    ),
    "a file per chart that is left out": (
        {
            ".helmignore": "*.bak\n/x/\n",
            "templates/a.yaml": doc("A"),
            "templates/b.yaml.bak": "}{",
            "x/y": "z",
        },
        {},
    ),
    "kubeVersion allows": (
        {
            "Chart.yaml": 'apiVersion: v2\nname: c\nversion: 0.1.0\nkubeVersion: ">=1.28.0-0 <2"\n',
            "templates/a.yaml": doc("A"),
        },
        {},
    ),
    "an old chart": (
        {
            "Chart.yaml": "name: c\nversion: 0.1.0\n",
            "requirements.yaml": "dependencies:\n- {name: one, version: '*', condition: one.on}\n",
            "charts/one/Chart.yaml": "name: one\nversion: 1.0.0\n",
            "charts/one/templates/a.yaml": doc("Pod", "one"),
            "templates/a.yaml": doc("A", more='f: {{ .Files.Get "requirements.yaml" | quote }}\n'),
        },
        {"values": {"one": {"on": True}}},
    ),
}

# Where Helm 3 itself prints something else: a separator that it takes for a document, kinds that it does not know.
ONLY_HELM_4: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "separators without documents": (
        {"templates/a.yaml": "---\n---\n" + doc("A") + "---\n \n---\n--- #\n"},
        {},
    ),
    "kinds in install order since Helm 4": (
        {"templates/a.yaml": doc("ValidatingWebhookConfiguration") + "---\n" + doc("Foo")},
        {},
    ),
    "a version of a vendor": (
        {"templates/a.yaml": "v: {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.KubeVersion }}\n"},
        {"kube_version": "v1.33.4-gke.1245000"},
    ),
}
