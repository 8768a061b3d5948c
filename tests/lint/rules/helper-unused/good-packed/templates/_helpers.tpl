{{/* The subchart uses it. */}}
{{- define "demo.fullname" -}}
{{ .Release.Name }}
{{- end }}
