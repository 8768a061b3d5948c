{{/* The chart's name for labels and object names, at most 63 characters. Argument: the root context. */}}
{{- define "multus-ipvlan.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{/*
Fits a name into the 63 characters of a label value. What is cut off is replaced by a hash of the whole,
so that two long names never become one. Argument: the name.
*/}}
{{- define "multus-ipvlan.shorten" -}}
{{- if gt (len .) 63 -}}
{{- printf "%s-%s" (trunc 54 . | trimSuffix "-") (sha256sum . | trunc 8) -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end }}

{{/*
What the names of a release's objects start with, which is found once a render (`.base` of the root). Argument:
the root context.
*/}}
{{- define "multus-ipvlan.base" -}}
{{- $name := include "multus-ipvlan.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name -}}
{{- end -}}
{{- end }}

{{/* The name of a namespaced object. Argument: root, suffix (may be empty). */}}
{{- define "multus-ipvlan.fullname" -}}
{{- include "multus-ipvlan.shorten" (.suffix | empty | ternary .root.base (printf "%s-%s" .root.base .suffix)) -}}
{{- end }}

{{/*
The name of a cluster-scoped object: it starts with the namespace and a dot, which no namespace contains, so
that releases in two namespaces never meet. Argument: root, suffix.
*/}}
{{- define "multus-ipvlan.clusterName" -}}
{{- include "multus-ipvlan.shorten" (printf "%s.%s-%s" .root.Release.Namespace .root.base .suffix) -}}
{{- end }}

{{/*
The name of a service account: that of the node pods, or the own one of a Deployment if accounts are made.
Argument: root, account (`node` or the Deployment's name).
*/}}
{{- define "multus-ipvlan.accountName" -}}
{{- if and .root.Values.serviceAccount.create (ne .account "node") -}}
{{- include "multus-ipvlan.fullname" (dict "root" .root "suffix" .account) -}}
{{- else if .root.Values.serviceAccount.name -}}
{{- .root.Values.serviceAccount.name -}}
{{- else if .root.Values.serviceAccount.create -}}
{{- include "multus-ipvlan.fullname" (dict "root" .root "suffix" "") -}}
{{- else -}}
default
{{- end -}}
{{- end }}
