{{/* The names of the platforms that the chart knows. */}}
{{- define "multus-ipvlan.platforms" -}}
gke
{{- end }}

{{/*
The name of the ConfigMap that holds Multus' configuration. Argument: the root context.
*/}}
{{- define "multus-ipvlan.multusConfigMap" -}}
{{- include "multus-ipvlan.fullname" (dict "root" . "suffix" "multus") -}}
{{- end }}
