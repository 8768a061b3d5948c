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

{{/* What the names of a release's objects start with. Argument: the root context. */}}
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
{{- $base := include "multus-ipvlan.base" .root -}}
{{- include "multus-ipvlan.shorten" (.suffix | empty | ternary $base (printf "%s-%s" $base .suffix)) -}}
{{- end }}

{{/*
The name of a cluster-scoped object: it starts with the namespace and a dot, which no namespace contains, so
that releases in two namespaces never meet. Argument: root, suffix.
*/}}
{{- define "multus-ipvlan.clusterName" -}}
{{- $base := include "multus-ipvlan.base" .root -}}
{{- include "multus-ipvlan.shorten" (printf "%s.%s-%s" .root.Release.Namespace $base .suffix) -}}
{{- end }}

{{/*
The name of the service account of a Deployment: its own, or where none is made that of the node pods.
Argument: root, deployment.
*/}}
{{- define "multus-ipvlan.deploymentAccountName" -}}
{{- if .root.Values.serviceAccount.create -}}
{{- include "multus-ipvlan.fullname" (dict "root" .root "suffix" .deployment) -}}
{{- else -}}
{{- include "multus-ipvlan.serviceAccountName" .root -}}
{{- end -}}
{{- end }}

{{/* The name of the service account of the node pods. Argument: the root context. */}}
{{- define "multus-ipvlan.serviceAccountName" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else if .Values.serviceAccount.create -}}
{{- include "multus-ipvlan.fullname" (dict "root" . "suffix" "") -}}
{{- else -}}
default
{{- end -}}
{{- end }}
