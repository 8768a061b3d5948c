{{/* The volumes of the node pods on gke, only those that a container mounts. Argument: root, platform. */}}
{{- define "multus-ipvlan.volumes.gke" -}}
{{- $platform := .platform -}}
- name: "cni"
  hostPath:
    path: {{ $platform.daemonset.cniConfDir | quote }}
    type: "DirectoryOrCreate"
- name: "cnibin"
  hostPath:
    path: {{ $platform.daemonset.cniBinDir | quote }}
    type: "DirectoryOrCreate"
{{- if $platform.enabled.multus }}
- name: "multus-cfg"
  configMap:
    name: {{ include "multus-ipvlan.multusConfigMap" .root | quote }}
    items:
      - key: "cni-conf.json"
        path: "00-multus.conf"
{{- end }}
{{- end }}
