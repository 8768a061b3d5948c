{{- define "vault.isServer" -}}
{{- if or (eq .Values.mode "standalone") (eq .Values.mode "ha") }}true{{ else }}false{{ end }}
{{- end }}

{{/*
  The probe of a server.
*/}}
{{- define "vault.probe" -}}
httpGet:
  path: {{ .path }}
  port: 8200
  scheme: {{ ternary "HTTPS" "HTTP" .tls }}
{{- if .delay }}
initialDelaySeconds: {{ .delay }}
{{- end }}
{{- end }}

{{- define "vault.password" -}}
{{- $known := lookup "v1" "Secret" .Release.Namespace "vault-root" -}}
{{- if $known -}}
{{ index $known.data "root" }}
{{- else -}}
{{ randAlphaNum 24 | b64enc }}
{{- end -}}
{{- end }}
