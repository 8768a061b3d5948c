{{/* The names of the platforms that the chart knows. */}}
{{- define "multus-ipvlan.platforms" -}}
gke
{{- end }}

{{/*
What the chosen platform is made of, with every "the platform's" value filled in. Result: YAML; read it
with fromYaml. Argument: the root context.
*/}}
{{- define "multus-ipvlan.platform" -}}
{{- include (printf "multus-ipvlan.platform.%s" .Values.platform) . -}}
{{- end }}

{{/*
The name of the ConfigMap that holds Multus' configuration. Argument: the root context.
*/}}
{{- define "multus-ipvlan.multusConfigMap" -}}
{{- include "multus-ipvlan.fullname" (dict "root" . "suffix" "multus") -}}
{{- end }}
