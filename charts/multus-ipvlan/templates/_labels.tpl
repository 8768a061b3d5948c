{{/* The labels that select a workload's pods: they never change. Argument: root, component. Result: YAML. */}}
{{- define "multus-ipvlan.selectorLabels" -}}
app.kubernetes.io/name: {{ include "multus-ipvlan.name" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component | quote }}
{{- end }}

{{/*
All labels of an object; those of the chart itself win over the user's of the same name. Written line by line:
toYaml takes several times as long, and this is the part that every object needs.
Argument: root, component, labels (optional further ones). Result: YAML.
*/}}
{{- define "multus-ipvlan.labels" -}}
{{- $chart := printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." -}}
helm.sh/chart: {{ $chart | quote }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | quote }}
app.kubernetes.io/part-of: {{ .root.Chart.Name | quote }}
{{ include "multus-ipvlan.selectorLabels" . }}
{{- if or .labels .root.Values.commonLabels }}
{{- $own := list "helm.sh/chart" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "app.kubernetes.io/part-of" "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" -}}
{{- range $key, $value := merge (dict) (.labels | default dict) (.root.Values.commonLabels | default dict) }}
{{- if not (has $key $own) }}
{{ $key | quote }}: {{ $value | quote }}
{{- end }}
{{- end }}
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
