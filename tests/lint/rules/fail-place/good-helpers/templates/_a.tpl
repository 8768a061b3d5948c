{{- define "demo.a" -}}
{{- if .Values.old }}{{ include "demo.refuse-a" (dict "name" "old") }}{{ fail "old is gone" }}{{ end }}
{{- end }}
{{- define "demo.refuse-a" -}}
{{- $text := printf "%s is gone" .name }}
{{- fail $text }}
{{- end }}
