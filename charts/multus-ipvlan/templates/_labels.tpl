{{/* The labels that select a workload's pods: they never change. Argument: root, component. Result: YAML. */}}
{{- define "multus-ipvlan.selectorLabels" -}}
{{- dict "app.kubernetes.io/name" (include "multus-ipvlan.name" .root)
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/component" .component | toYaml -}}
{{- end }}

{{/* All labels of an object. Argument: root, component, labels (optional further ones). Result: YAML. */}}
{{- define "multus-ipvlan.labels" -}}
{{- $chart := printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- $own := dict "helm.sh/chart" $chart
  "app.kubernetes.io/name" (include "multus-ipvlan.name" .root)
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/component" .component
  "app.kubernetes.io/version" (.root.Chart.AppVersion | replace "+" "_" | trunc 63)
  "app.kubernetes.io/managed-by" .root.Release.Service
  "app.kubernetes.io/part-of" .root.Chart.Name -}}
{{- merge $own (.labels | default dict) .root.Values.commonLabels | toYaml -}}
{{- end }}

{{/* The key `annotations` with all annotations of an object, or nothing. Argument: root, annotations (optional). */}}
{{- define "multus-ipvlan.annotations" -}}
{{- with merge (dict) (.annotations | default dict) .root.Values.commonAnnotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end }}
