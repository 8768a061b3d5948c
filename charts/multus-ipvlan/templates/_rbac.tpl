{{/* A component's ClusterRole, or nothing. Argument: root, component. */}}
{{- define "multus-ipvlan.clusterRole" -}}
{{- $platform := .root.platform -}}
{{- $subject := get $platform.subjects .component -}}
{{- if and $subject .root.Values.rbac.create (index $platform.enabled .component) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ include "multus-ipvlan.clusterName" (dict "root" .root "suffix" .component) | quote }}
  labels:
    {{- include "multus-ipvlan.labels" . | nindent 4 }}
  {{- with include "multus-ipvlan.annotations" (dict "root" .root) }}
  {{- . | nindent 2 }}
  {{- end }}
rules:
  {{- include (printf "multus-ipvlan.rules.%s.%s" .root.Values.platform .component) .root | nindent 2 }}
{{- end -}}
{{- end }}

{{/* The binding of a component's ClusterRole, or nothing. Argument: root, component. */}}
{{- define "multus-ipvlan.clusterRoleBinding" -}}
{{- $platform := .root.platform -}}
{{- $subject := get $platform.subjects .component -}}
{{- if and $subject .root.Values.rbac.create (index $platform.enabled .component) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ include "multus-ipvlan.clusterName" (dict "root" .root "suffix" .component) | quote }}
  labels:
    {{- include "multus-ipvlan.labels" . | nindent 4 }}
  {{- with include "multus-ipvlan.annotations" (dict "root" .root) }}
  {{- . | nindent 2 }}
  {{- end }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ include "multus-ipvlan.clusterName" (dict "root" .root "suffix" .component) | quote }}
subjects:
  {{- if hasPrefix "Group/" $subject }}
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: {{ trimPrefix "Group/" $subject | quote }}
  {{- else }}
  - kind: ServiceAccount
    name: {{ include "multus-ipvlan.serviceAccountName" .root | quote }}
    namespace: {{ .root.Release.Namespace | quote }}
  {{- end }}
{{- end -}}
{{- end }}
