{{/*
The token of the pod's service account with what a program needs to use it. The API server extends the life of a
token of just this many seconds when it is told to. Result: one item of a list of volumes.
*/}}
{{- define "multus-ipvlan.volume.access" -}}
- name: "access"
  projected:
    sources:
      - serviceAccountToken:
          path: "token"
          expirationSeconds: 3607
      - configMap:
          name: "kube-root-ca.crt"
          items:
            - key: "ca.crt"
              path: "ca.crt"
      - downwardAPI:
          items:
            - path: "namespace"
              fieldRef:
                fieldPath: "metadata.namespace"
{{- end }}

{{/* The schedule of Whereabouts' collector. Argument: the root context. Result: one item of a list of volumes. */}}
{{- define "multus-ipvlan.volume.cron" -}}
- name: "cron"
  configMap:
    name: {{ include "multus-ipvlan.fullname" (dict "root" . "suffix" "whereabouts") | quote }}
    items:
      - key: "schedule"
        path: "config"
{{- end }}

{{/* The volumes of the node pods. Argument: root, platform. Result: YAML, a list. */}}
{{- define "multus-ipvlan.volumes" -}}
{{- $platform := .platform -}}
{{- $root := .root -}}
- name: "cni"
  hostPath:
    path: {{ $platform.daemonset.cniConfDir | quote }}
    type: "DirectoryOrCreate"
- name: "cnibin"
  hostPath:
    path: {{ $platform.daemonset.cniBinDir | quote }}
    type: "DirectoryOrCreate"
{{- if $platform.enabled.kubelet }}
- name: "kubelet-credentials"
  hostPath:
    path: {{ $platform.multus.kubeconfig | quote }}
    type: "File"
{{- end }}
- name: "staging"
  emptyDir: {}
{{- /* Not on a disk: a full one must not look as if the agent were dead. */}}
- name: "beat"
  emptyDir: {"medium": "Memory", "sizeLimit": "1Mi"}
- name: "config"
  projected:
    sources:
      - configMap:
          name: {{ include "multus-ipvlan.fullname" (dict "root" $root "suffix" "scripts") | quote }}
      {{- if $platform.enabled.multus }}
      - configMap:
          name: {{ include "multus-ipvlan.fullname" (dict "root" $root "suffix" "multus") | quote }}
          items:
            - key: "cni-conf.json"
              path: "00-multus.conf"
      {{- end }}
      {{- if $platform.enabled.whereabouts }}
      - configMap:
          name: {{ include "multus-ipvlan.fullname" (dict "root" $root "suffix" "whereabouts") | quote }}
          items:
            - key: "whereabouts.conf"
              path: "whereabouts.conf"
      {{- end }}
{{ include "multus-ipvlan.volume.access" $root }}
{{- if and $platform.cron $platform.enabled.whereabouts }}
{{ include "multus-ipvlan.volume.cron" $root }}
{{- end }}
{{- range $root.Values.daemonset.extraVolumes }}
- {{ toJson . }}
{{- end }}
{{- end }}
