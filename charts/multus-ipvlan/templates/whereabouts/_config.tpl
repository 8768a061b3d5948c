{{/*
The file that Whereabouts reads on the node, and its collector's schedule with it, as JSON.
Argument: root, platform.
*/}}
{{- define "multus-ipvlan.whereaboutsConfig" -}}
{{- dict "datastore" "kubernetes"
  "kubernetes" (dict "kubeconfig" (printf "%s/whereabouts.d/whereabouts.kubeconfig" .platform.daemonset.cniConfDir))
  "log_level" .root.Values.whereabouts.logLevel
  "reconciler_cron_expression" .root.Values.whereabouts.gc.schedule | toPrettyJson -}}
{{- end }}
