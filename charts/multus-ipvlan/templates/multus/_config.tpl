{{/*
Multus' own configuration as JSON. binDir is given although the runtime's search path would do, so that
the folder stands in one place. The word auto is replaced on the node. Argument: root, platform.
*/}}
{{- define "multus-ipvlan.multusConfig" -}}
{{- $config := dict "name" "multus-cni-network" "type" "multus"
  "confDir" .platform.daemonset.cniConfDir
  "binDir" .platform.daemonset.cniBinDir
  "namespaceIsolation" .root.Values.multus.namespaceIsolation
  "logLevel" .root.Values.multus.logLevel
  "kubeconfig" .platform.multus.kubeconfig
  "clusterNetwork" .platform.multus.clusterNetwork
  "cniVersion" .platform.multus.cniVersion -}}
{{- with .root.Values.multus.logFile -}}
{{- $_ := set $config "logFile" . -}}
{{- end -}}
{{- with .root.Values.multus.globalNamespaces -}}
{{- $_ := set $config "globalNamespaces" (join "," .) -}}
{{- end -}}
{{- $config | toPrettyJson -}}
{{- end }}
