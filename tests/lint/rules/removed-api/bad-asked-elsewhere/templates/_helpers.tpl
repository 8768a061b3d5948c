{{- define "demo.name" }}{{ .Release.Name }}{{ end }}
{{- define "demo.version" }}{{ template "demo.budget" . }}{{ end }}
{{- define "demo.budget" -}}
{{ .Capabilities.APIVersions.Has "policy/v1beta1" | ternary "policy/v1beta1" "policy/v1" }}
{{- end }}
