{{- define "demo.a" -}}
{{- if .Values.old }}{{ fail "old is gone" }}{{ end }}
{{- end }}
