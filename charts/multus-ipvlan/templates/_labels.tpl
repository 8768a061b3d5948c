{{/*
The labels that all objects share, put together once a render (`.labels` of the root): `selector`, which never
changes, and the rest. Argument: the root context. Result: nothing.
*/}}
{{- define "multus-ipvlan.shareLabels" -}}
{{- $chart := printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." -}}
{{- $version := .Chart.AppVersion | replace "+" "_" | trunc 63 | trimAll "-_." -}}
{{- $selector := printf "app.kubernetes.io/name: %q\napp.kubernetes.io/instance: %q" (include "multus-ipvlan.name" .) .Release.Name -}}
{{- $rest := printf "helm.sh/chart: %q\napp.kubernetes.io/version: %q\napp.kubernetes.io/managed-by: %q\napp.kubernetes.io/part-of: %q" $chart $version .Release.Service .Chart.Name -}}
{{- $_ := set . "labels" (dict "selector" $selector "all" (printf "%s\n%s" $rest $selector)) -}}
{{- end }}

{{/* The labels that select a workload's pods. Argument: root, component. Result: YAML. */}}
{{- define "multus-ipvlan.selectorLabels" -}}
{{ .root.labels.selector }}
app.kubernetes.io/component: {{ .component | quote }}
{{- end }}

{{/*
All labels of an object; those of the chart itself win over the user's of the same name.
Argument: root, component, labels (optional further ones). Result: YAML.
*/}}
{{- define "multus-ipvlan.labels" -}}
{{ .root.labels.all }}
app.kubernetes.io/component: {{ .component | quote }}
{{- $labels := merge (dict) (.labels | default dict) (.root.Values.commonLabels | default dict) }}
{{- range $key, $value := omit $labels "helm.sh/chart" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "app.kubernetes.io/part-of" "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" }}
{{ $key | quote }}: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* The key `annotations` with all annotations of an object, or nothing. Argument: root, annotations (optional). */}}
{{- define "multus-ipvlan.annotations" -}}
{{- with merge (dict) (.annotations | default dict) (.root.Values.commonAnnotations | default dict) -}}
annotations:
  {{- range $key, $value := . }}
  {{ $key | quote }}: {{ $value | quote }}
  {{- end }}
{{- end -}}
{{- end }}
