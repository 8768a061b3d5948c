{{/*
A role or its binding, or nothing where it would give no rights. It is named after the release's namespace too: a Role
lies in the namespace of the pools, which releases may share. Argument: root, kind, role, component.
*/}}
{{- define "multus-ipvlan.role" -}}
{{- $platform := .root.platform -}}
{{- $rules := get $platform.rights (printf "%s %s" (trimSuffix "Binding" .kind) .role) -}}
{{- if $rules -}}
{{- $account := (get $platform.roles .role).account -}}
{{- $name := include "multus-ipvlan.clusterName" (dict "root" .root "suffix" .role) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}
metadata:
  name: {{ $name | quote }}
  {{- if hasPrefix "Role" .kind }}
  namespace: {{ $platform.whereabouts.poolNamespace | quote }}
  {{- end }}
  labels:
    {{- include "multus-ipvlan.labels" . | nindent 4 }}
  {{- with include "multus-ipvlan.annotations" . }}
  {{- . | nindent 2 }}
  {{- end }}
{{- if hasSuffix "Binding" .kind }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ trimSuffix "Binding" .kind }}
  name: {{ $name | quote }}
subjects:
  {{- if eq $account "nodes" }}
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: "system:nodes"
  {{- else }}
  - kind: ServiceAccount
    name: {{ include "multus-ipvlan.accountName" (dict "root" .root "account" $account) | quote }}
    namespace: {{ .root.Release.Namespace | quote }}
  {{- end }}
{{- else }}
rules: {{ toJson $rules }}
{{- end }}
{{- end }}
{{- end }}
