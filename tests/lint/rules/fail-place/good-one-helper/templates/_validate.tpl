{{- define "demo.validate" -}}
{{- range $name := list "service" "deployment" -}}
{{- if not (index $.Values $name).port -}}
{{- fail (printf "%s.port: missing" $name) -}}
{{- end -}}
{{- end -}}
{{- if .Values.service.disabled -}}
{{- fail "service.disabled: use service.enabled" -}}
{{- end -}}
{{- end -}}
