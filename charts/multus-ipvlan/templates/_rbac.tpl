{{/*
A role or its binding, or nothing where it would give no rights: the rules of files/platforms/<name>.json whose flag
is set. It is named after the release's namespace too: a Role lies in the namespace of the pools, which releases may
share. Argument: root, kind, role, component.
*/}}
{{- define "multus-ipvlan.role" -}}
{{- $platform := .root.platform -}}
{{- $rules := list -}}
{{- $role := get $platform.roles .role | default dict -}}
{{- range $role.rules -}}
{{- if and (hasPrefix .kind $.kind) (index $platform.enabled $role.flag) (index $platform.enabled .flag) -}}
{{- $rules = append $rules .rule -}}
{{- end -}}
{{- end -}}
{{- if and $rules .root.Values.rbac.create -}}
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
  {{- if eq $role.account "nodes" }}
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: "system:nodes"
  {{- else }}
  - kind: ServiceAccount
    name: {{ eq $role.account "node" | ternary (include "multus-ipvlan.serviceAccountName" .root) (include "multus-ipvlan.deploymentAccountName" (dict "root" .root "deployment" $role.account)) | quote }}
    namespace: {{ .root.Release.Namespace | quote }}
  {{- end }}
{{- else }}
rules: {{ toJson $rules }}
{{- end }}
{{- end }}
{{- end }}
