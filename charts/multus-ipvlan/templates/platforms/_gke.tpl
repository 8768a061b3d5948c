{{/*
Google Kubernetes Engine.
Images, flags, paths, cluster network: GKE's manifest for Multus 4.2.1 and Whereabouts 0.7.0.
Rights: the API calls in the sources of Multus 4.2.1 and Whereabouts 0.7.0.
*/}}
{{- define "multus-ipvlan.platform.gke" -}}
{{- $multus := eq (toString .Values.multus.enabled) "auto" | ternary true (eq (toString .Values.multus.enabled) "true") -}}
{{- $whereabouts := eq (toString .Values.whereabouts.enabled) "auto" | ternary true (eq (toString .Values.whereabouts.enabled) "true") -}}
{{- $_ := set . "platform" (dict
  "enabled" (dict
    "multus" $multus
    "whereabouts" $whereabouts
  )
  "daemonset" (dict
    "cniBinDir" (.Values.daemonset.cniBinDir | default "/home/kubernetes/bin")
    "cniConfDir" (.Values.daemonset.cniConfDir | default "/etc/cni/net.d")
  )
  "multus" (dict
    "clusterNetwork" (.Values.multus.clusterNetwork | default "gke-pod-network")
    "kubeconfig" (.Values.multus.kubeconfig | default "/var/lib/kubelet/kubeconfig")
  )
  "images" (dict
    "multus" (dict
      "repository" "gcr.io/gke-release/multus-cni"
      "tag" "v4.2.1-gke.6"
      "digest" "sha256:25b48b8dbbf6c78a10452836f52dee456514783565b70633a168a39e6d322310"
    )
    "whereabouts" (dict
      "repository" "gcr.io/gke-release/whereabouts"
      "tag" "v0.7.0-gke.3"
      "digest" "sha256:2bb8450a99d86c73b262f5ccd8c433d3e3abf17d36ee5c3bf1056a1fe479e8c2"
    )
  )
  "subjects" (dict
    "multus" "Group/system:nodes"
    "whereabouts" "ServiceAccount"
  )
  "initContainers" (list
    (ternary "install-multus-config" "" $multus)
    (ternary "install-whereabouts" "" $whereabouts)
    (ternary "install-binary" "" $multus)
  | compact)
  "containers" (list
    (ternary "whereabouts-gc" "" $whereabouts)
    (ternary "idle" "" (and $multus (not $whereabouts)))
  | compact)
  "deployments" list
) -}}
{{- end }}

{{/* The rules of a ClusterRole on gke. Argument: the root context. Result: YAML, a list. */}}
{{- define "multus-ipvlan.rules.gke.multus" -}}
- apiGroups: ["k8s.cni.cncf.io"]
  resources: ["network-attachment-definitions"]
  verbs: ["get"]
{{- end }}

{{/* The rules of a ClusterRole on gke. Argument: the root context. Result: YAML, a list. */}}
{{- define "multus-ipvlan.rules.gke.whereabouts" -}}
- apiGroups: ["whereabouts.cni.cncf.io"]
  resources: ["ippools"]
  verbs: ["get", "list", "create", "patch"]
- apiGroups: ["whereabouts.cni.cncf.io"]
  resources: ["overlappingrangeipreservations"]
  verbs: ["get", "list", "create", "delete"]
- apiGroups: ["coordination.k8s.io"]
  resources: ["leases"]
  verbs: ["create"]
- apiGroups: ["coordination.k8s.io"]
  resources: ["leases"]
  resourceNames: ["whereabouts"]
  verbs: ["get", "update"]
- apiGroups: [""]
  resources: ["pods"]
  verbs: ["list", "get"]
{{- if .Values.whereabouts.gc.podWatch }}
- apiGroups: ["whereabouts.cni.cncf.io"]
  resources: ["ippools"]
  verbs: ["watch"]
- apiGroups: [""]
  resources: ["pods"]
  verbs: ["watch"]
- apiGroups: ["k8s.cni.cncf.io"]
  resources: ["network-attachment-definitions"]
  verbs: ["list", "watch"]
{{- end }}
{{- end }}
