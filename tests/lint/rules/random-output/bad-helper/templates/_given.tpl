{{- define "demo.given" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-given
{{- end }}
