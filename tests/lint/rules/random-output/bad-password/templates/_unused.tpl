{{- define "demo.id" -}}
{{ uuidv4 }}
{{- end }}
