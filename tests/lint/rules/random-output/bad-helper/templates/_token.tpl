{{ define "demo.token" }}
{{- uuidv4 }}  # expect: random-output warning
{{ end }}
