{{- define "demo.b" -}}
{{- with .Values.older }}{{ fail "older is gone" }}{{ end }}
{{- end }}
