{{/* The name of all objects. */}}
{{- define "demo.fullname" -}}
{{ .Release.Name }}
{{- end }}
{{- define "demo.old" -}}
{{ include "demo.fullname" . }}-old
{{- end }}
