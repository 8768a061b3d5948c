{{- define "demo.b" -}}
{{- with .Values.older }}{{ include "demo.refuse-b" (dict "name" "older") }}{{ fail "older is gone" }}{{ end }}
{{- end }}
{{- define "demo.refuse-b" -}}
{{- $text := printf "%s is gone" .name }}
{{- fail $text }}
{{- end }}
