{{- define "broker.name" -}}
{{ printf "%s-broker" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "broker.monitored" -}}
{{- if .Values.monitor.enabled -}}
true
{{- end -}}
{{- end -}}

{{- define "broker.labels" -}}
app: broker
release: {{ .Release.Name }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* Renders a value that may hold a template. */ -}}
{{- define "broker.tpl" -}}
{{- if typeIs "string" .value }}
{{- tpl .value .context }}
{{- else }}
{{- tpl (toYaml .value) .context }}
{{- end }}
{{- end -}}
