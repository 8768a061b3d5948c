{{ define "fullname" }}a{{ end }}  # expect: helper-prefix
{{ define "rbac.apiVersion" }}a{{ end }}  # expect: helper-prefix
{{- define "demo.name" -}}a{{ end }}
