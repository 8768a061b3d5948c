{{- define "common.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "common.fullname" .root }}
  labels: {{- include "common.labels" .root | nindent 4 }}
spec:
  ports:
    {{- range .ports }}
    - name: {{ .name }}
      port: {{ .port }}
    {{- end }}
  selector: {{- include "common.labels.match" .root | nindent 4 }}
{{- end -}}

{{- define "common.merged" -}}
{{- $base := fromYaml (include .base .root) -}}
{{- $own := fromYaml (include .own .root) -}}
{{ toYaml (merge $own $base) }}
{{- end -}}

{{- define "common.configmap" -}}
apiVersion: v1
kind: ConfigMap
data:
  base: "1"
{{- end -}}
