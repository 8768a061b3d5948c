{{- define "demo.level" -}}{{ .Values.level }}{{- end -}}
