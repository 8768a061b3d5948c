{{- define "broker.metadata" -}}
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "broker.labels" .root | nindent 4 }}
{{- end -}}

{{- define "broker.resources" -}}
requests:
  cpu: 50m
  memory: 64Mi
limits:
  cpu: 1
{{- end -}}

{{- define "broker.container" -}}
{{- $base := include "broker.resources" . | fromYaml -}}
{{- $resources := mergeOverwrite (dict) $base .Values.defaults.resources .Values.resources -}}
name: broker
image: "registry.example.com/broker:{{ .Chart.AppVersion }}"
{{- if eq (include "broker.monitored" .) "true" }}
ports:
  - name: metrics
    containerPort: 9404
{{- end }}
resources:
{{ toYaml $resources | indent 2 }}
volumeMounts:
  - name: data
    mountPath: /data
{{- end -}}

{{- define "broker.claim" }}
- metadata:
    name: data
  spec:
    accessModes: ["ReadWriteOnce"]
    {{- with .class }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ .size }}
{{- end }}

{{- define "broker.role" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
{{ include "broker.metadata" (dict "root" . "name" (include "broker.name" .)) }}
rules:
  {{- toYaml .Values.rules | nindent 2 }}
  - apiGroups: ["coordination.k8s.io"]
    resources: ["leases"]
    verbs: ["get", "create"]
{{- end -}}
