{{- define "shop.configmap" -}}
metadata:
  name: {{ include "common.fullname" . }}
data:
  own: "2"
{{- end -}}
