{{/* The name of all objects. */}}
{{- define "demo.fullname" -}}
{{ .Release.Name }}
{{- end }}
{{- define "demo.old" -}}  # expect: helper-unused
{{ include "demo.fullname" . }}-old
{{- end }}
