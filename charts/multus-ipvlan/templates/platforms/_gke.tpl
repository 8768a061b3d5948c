{{/*
Google Kubernetes Engine.
Images, flags, paths, cluster network: GKE's manifest for Multus 4.2.1 and Whereabouts 0.7.0.
Rights: the API calls in the sources of Multus 4.2.1 and Whereabouts 0.7.0.
*/}}
{{- define "multus-ipvlan.platform.gke" -}}
{{- $multus := eq (toString .Values.multus.enabled) "auto" | ternary true (eq (toString .Values.multus.enabled) "true") }}
{{- $whereabouts := eq (toString .Values.whereabouts.enabled) "auto" | ternary true (eq (toString .Values.whereabouts.enabled) "true") }}
enabled:
  multus: {{ $multus }}
  whereabouts: {{ $whereabouts }}
daemonset:
  cniBinDir: {{ .Values.daemonset.cniBinDir | default "/home/kubernetes/bin" | quote }}
  cniConfDir: {{ .Values.daemonset.cniConfDir | default "/etc/cni/net.d" | quote }}
multus:
  clusterNetwork: {{ .Values.multus.clusterNetwork | default "gke-pod-network" | quote }}
  kubeconfig: {{ .Values.multus.kubeconfig | default "/var/lib/kubelet/kubeconfig" | quote }}
images:
  multus:
    repository: "gcr.io/gke-release/multus-cni"
    tag: "v4.2.1-gke.6"
    digest: "sha256:25b48b8dbbf6c78a10452836f52dee456514783565b70633a168a39e6d322310"
  whereabouts:
    repository: "gcr.io/gke-release/whereabouts"
    tag: "v0.7.0-gke.3"
    digest: "sha256:2bb8450a99d86c73b262f5ccd8c433d3e3abf17d36ee5c3bf1056a1fe479e8c2"
roles:
  multus:
    subject: "Group/system:nodes"
    rules:
      - apiGroups: ["k8s.cni.cncf.io"]
        resources: ["network-attachment-definitions"]
        verbs: ["get"]
  whereabouts:
    subject: "ServiceAccount"
    rules:
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
      {{- end }}
      {{- if .Values.whereabouts.gc.podWatch }}
      - apiGroups: [""]
        resources: ["pods"]
        verbs: ["watch"]
      {{- end }}
      {{- if .Values.whereabouts.gc.podWatch }}
      - apiGroups: ["k8s.cni.cncf.io"]
        resources: ["network-attachment-definitions"]
        verbs: ["list", "watch"]
      {{- end }}
initContainers:
  {{- if $multus }}
  - "install-multus-config"
  {{- end }}
  {{- if $whereabouts }}
  - "install-whereabouts"
  {{- end }}
  {{- if $multus }}
  - "install-binary"
  {{- end }}
containers:
  {{- if $whereabouts }}
  - "whereabouts-gc"
  {{- end }}
  {{- if and $multus (not $whereabouts) }}
  - "idle"
  {{- end }}
deployments: []
{{- end }}
