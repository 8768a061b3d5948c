{{ define "fullname" }}a{{ end }}  # expect: helper-prefix warning
{{ define "rbac.apiVersion" }}a{{ end }}  # expect: helper-prefix info
{{- define "demo.name" -}}a{{ end }}
