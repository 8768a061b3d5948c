"""What holds for every engine: the stream of `helm template` and the same errors."""

import io
import itertools
import re
import tarfile
from collections.abc import Callable
from typing import Any

import pytest

from chartgen.chart.reference import Chart
from chartgen.core.errors import InputError, UsageError
from chartgen.render.engine import Engine, Manifest, Release
from tests.render.conftest import request_of

HELM_PROGRAMS = ("helm-3.17", "helm-3", "helm-4")

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


def without_blank_lines(stream: str) -> str:
    return re.sub(r"\s*\n(?=---|\Z)", "\n", stream)


@pytest.mark.parametrize(
    ("case", "engine"),
    [
        *itertools.product(CASES, ("embedded", *HELM_PROGRAMS)),
        # Helm 3 differs from Helm 4 here.
        *itertools.product(ONLY_HELM_4, ("embedded", "helm-4")),
    ],
    indirect=["engine"],
)
def test_stream_and_documents_are_those_of_helm(
    case: str,
    engine: Engine,
    embedded: Engine,
    write_chart: Callable[..., Chart],
    helm_template: Callable[..., str],
):
    files, changes = {**CASES, **ONLY_HELM_4}[case]
    request = request_of(write_chart(files), changes)
    rendered = engine.render(request)
    wanted = embedded.render(request)
    if engine is embedded:
        assert rendered.stream == helm_template(request)
    elif engine.version.startswith("4."):
        assert rendered.stream == wanted.stream
    else:
        assert without_blank_lines(rendered.stream) == without_blank_lines(wanted.stream)
    assert [plain(each) for each in rendered.manifests] == [plain(each) for each in wanted.manifests]
    assert [plain(each) for each in rendered.hooks] == [plain(each) for each in wanted.hooks]
    assert [plain(each) for each in rendered.crds] == [plain(each) for each in wanted.crds]


def plain(manifest: Manifest) -> Manifest:
    return manifest._replace(content=manifest.content.strip())


# name: template or files, then problem and place of the error.
FAILURES: dict[str, tuple[str | dict[str, str], str, str]] = {
    "fail": (
        'kind: A\n{{ fail "one: two\\nand (three)\\n" }}',
        "one: two\nand (three)",
        "templates/a.yaml:2:3",
    ),
    "fail in a helper": ('\n{{ include "h.fail" . }}', "from the helper", "templates/a.yaml:2:3"),
    "fail in tpl": ('{{ tpl "{{ fail `inside` }}" . }}', "inside", "templates/a.yaml:1:3"),
    "required": ('a: {{ required "need it" .Values.no }}', "need it", "templates/a.yaml:1:6"),
    "nil pointer": (
        "{{ .Values.no.way }}",
        "nil pointer evaluating interface {}.way",
        "templates/a.yaml:1:10",
    ),
    "nil pointer in a helper": (
        '{{ include "h.nil" . }}',
        "nil pointer evaluating interface {}.way",
        "templates/_h.tpl:3:10",
    ),
    "nil pointer in tpl": (
        '{{ tpl "{{ .Values.no.way }}" . }}',
        "nil pointer evaluating interface {}.way",
        "templates/a.yaml:1:3",
    ),
    "unknown function": ("{{ nope }}", 'function "nope" not defined', "templates/a.yaml:1"),
    "not a template": ("\n{{ if }}", "missing value for if", "templates/a.yaml:2"),
    "unfinished": ("{{ if true }}", "unexpected EOF", "templates/a.yaml:1"),
    "unknown helper": (
        '{{ include "nope" . }}',
        'error calling include: template: no template "nope" associated with template "gotpl"',
        "templates/a.yaml:1:3",
    ),
    "unknown template": ('{{ template "nope" . }}', 'template "nope" not defined', "templates/a.yaml:1:12"),
    "index": ("{{ index (list 1) 5 }}", "error calling index: index out of range: 5", "templates/a.yaml:1:3"),
    "recursion": (
        '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}',
        "error calling include: rendering template has a nested reference name: r: unable to execute template",
        "templates/a.yaml:1:19",
    ),
    "not YAML": (
        "kind: A\na: b: c\n",
        "the output is not a manifest: line 2: mapping values are not allowed in this context",
        "templates/a.yaml",
    ),
    "not YAML in the second document": (
        "kind: A\n---\nkind: B\n\ta: 1\n",
        "the output is not a manifest: line 2: found a tab character that violates indentation",
        "templates/a.yaml",
    ),
    "an alias that leads nowhere": (
        "a: *x\n",
        "the output is not a manifest: unknown anchor 'x' referenced",
        "templates/a.yaml",
    ),
    "a control character": (
        'a: "{{ printf "%c" 7 }}"\n',
        "the output is not a manifest: control characters are not allowed",
        "templates/a.yaml",
    ),
    "NUL": (
        'a: "{{ printf "%c" 0 }}"\n',
        "the output is not a manifest: control characters are not allowed",
        "templates/a.yaml",
    ),
    "infinity": (
        "a: .inf\n",
        "the output is not a manifest: json: unsupported value: +Inf",
        "templates/a.yaml",
    ),
    "a list": (
        "- a\n",
        "the output is not a manifest: a document must be a mapping, not a list",
        "templates/a.yaml",
    ),
    "a text": (
        "hello\n",
        "the output is not a manifest: a document must be a mapping, not a text",
        "templates/a.yaml",
    ),
    "kind is a mapping": (
        "kind: {}\n",
        "the output is not a manifest: kind must be a text, not a mapping",
        "templates/a.yaml",
    ),
    "metadata is a list": (
        "metadata:\n- a\n",
        "the output is not a manifest: metadata must be a mapping, not a list",
        "templates/a.yaml",
    ),
    "an annotation is a list": (
        "metadata:\n  annotations:\n    a: [1]\n",
        "the output is not a manifest: each of metadata.annotations must be a text, not a list",
        "templates/a.yaml",
    ),
    "annotations are a text": (
        "metadata:\n  annotations: x\n",
        "the output is not a manifest: metadata.annotations must be a mapping, not a text",
        "templates/a.yaml",
    ),
    "a failing template of a subchart": (
        {
            "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
            "charts/one/templates/a.yaml": '\n\n{{ fail "sub" }}',
        },
        "sub",
        "charts/one/templates/a.yaml:3:3",
    ),
}
HELPERS = '{{ define "h.fail" }}{{ fail "from the helper" }}{{ end }}\n{{ define "h.nil" }}\n{{ .Values.no.way }}{{ end }}'


@pytest.mark.parametrize("case", FAILURES)
def test_errors_are_the_same(case: str, engine: Engine, write_chart: Callable[..., Chart]):
    template, problem, place = FAILURES[case]
    files = (
        template
        if isinstance(template, dict)
        else {"templates/a.yaml": template, "templates/_h.tpl": HELPERS}
    )
    chart = write_chart(files)
    with pytest.raises(InputError) as caught:
        engine.render(request_of(chart, {}))
    assert caught.value.problem == problem
    assert str(caught.value.where) == f"{chart.reference}/{place}"


def test_a_subchart_checks_its_values(engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart(
        {
            "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
            "charts/one/values.schema.json": '{"properties": {"a": {"type": "string"}}}',
            "templates/a.yaml": doc("A"),
        }
    )
    with pytest.raises(InputError, match="values don't meet the specifications") as caught:
        engine.render(request_of(chart, {"values": {"one": {"a": 5}}}))
    assert caught.value.where == chart.reference


def test_the_charts_own_schema_is_left_to_the_caller(engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart({"values.schema.json": '{"required": ["no"]}', "templates/a.yaml": doc("A")})
    assert engine.render(request_of(chart, {})).manifests


@pytest.mark.parametrize("name", ["", "Upper", "under_score", "-a", "a.", f"{LONGEST_NAME}x", "a\n", "ä"])
def test_release_names_that_helm_refuses(name: str, engine: Engine, write_chart: Callable[..., Chart]):
    with pytest.raises(UsageError, match="cannot be the name of a release"):
        engine.render(request_of(write_chart({}), {"release": Release(name)}))


@pytest.mark.parametrize(
    "version", ["", "1", "x", "v1.", "--help", "01.2", "1.28x", "1.2.3.4", f"1.{10**30}", "1.2\n", "1.2 "]
)
def test_kubernetes_versions_that_helm_refuses(
    version: str, engine: Engine, write_chart: Callable[..., Chart]
):
    with pytest.raises(UsageError, match="is not a Kubernetes version"):
        engine.render(request_of(write_chart({}), {"kube_version": version}))


def test_a_library_chart_is_not_rendered(engine: Engine, write_chart: Callable[..., Chart]):
    chart = write_chart({"Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\ntype: library\n"})
    with pytest.raises(InputError, match="library charts are not installable"):
        engine.render(request_of(chart, {}))


SHOW = '{{ define "show" }}{{ range $k, $v := . }}{{ $k }}: {{ $v }} {{ kindOf $v }}, {{ end }}{{ end }}'
SHOWN = (
    'a: {{ include "show" .Values | toJson }}\nb: {{ include "show" .Values.b | toJson }}\n'
    'l: {{ printf "%v" .Values.l | quote }}\nk: {{ range .Values.l }}{{ kindOf . }}{{ end }}\ne: {{ eq .Values.single 1 }}\n'
    'm: {{ printf "%v" .Values.m | quote }}\ng: {{ include "show" .Values.global.deep | toJson }}\n'
)
IN_SUBCHART = 's: {{ include "show" .Values | toJson }}\ng: {{ .Values.global.deep.g }}\n'


def test_integers_of_set_are_integers(
    engine: Engine, write_chart: Callable[..., Chart], helm_template: Callable[..., str]
):
    chart = write_chart(
        {
            "templates/_h.tpl": SHOW,
            "templates/a.yaml": SHOWN,
            "values.yaml": "b: {default: 2000000}\nl: [1]\n",
            "charts/one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
            "charts/one/templates/a.yaml": IN_SUBCHART,
            "charts/one/charts/two/Chart.yaml": "apiVersion: v2\nname: two\nversion: 1.0.0\n",
            "charts/one/charts/two/templates/a.yaml": IN_SUBCHART,
            "charts/off/Chart.yaml": "apiVersion: v2\nname: off\nversion: 1.0.0\n",
            "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\ndependencies:\n"
            "- {name: off, version: '*', condition: off.enabled}\n",
        }
    )
    from_file = {"b": {"f": 4000000.0, "i": 4000000}, "m": [{"w": 5000000}]}
    arguments = (
        (
            "one=1,big=1000000,b.c=-5000000,l[0]=7000000,l[1]=a\\,b,l[2]=null,l[3]=true,l[4]=1.5,m[1].x=3000000,"
            "one-x=9000000000000000000,one.x=6000000,one.two.z=6000000,off.x=8000000,off.enabled=false,global.deep.g=1234567"
        )
        .replace("sub.x", "one.x")
        .replace("two.y.z", "one.two.z")
        .replace("one=1,", "single=1,")
    )
    expected = helm_template(request_of(chart, {"values": from_file}), "--set", arguments)
    request = request_of(
        chart,
        {
            "values": {
                "single": 1,
                "big": 1000000,
                "b": {"c": -5000000, "f": 4000000.0, "i": 4000000},
                "l": [7000000, "a,b", None, True, "1.5"],
                "m": [{"w": 5000000}, {"x": 3000000}],
                "one-x": 9000000000000000000,
                "one": {"x": 6000000, "two": {"z": 6000000}},
                "global": {"deep": {"g": 1234567}},
                "off": {"x": 8000000, "enabled": False},
            },
            "integers": frozenset(
                {
                    ("single",),
                    ("big",),
                    ("b", "c"),
                    ("l", 0),
                    ("m", 1, "x"),
                    ("one-x",),
                    ("one", "x"),
                    ("one", "two", "z"),
                    ("global", "deep", "g"),
                    ("off", "x"),
                }
            ),
        },
    )
    stream = engine.render(request).stream
    assert "7000000" in stream
    assert stream.split() == expected.split()
