{{/* The names of the platforms that the chart knows. */}}
{{- define "multus-ipvlan.platforms" -}}
eks, generic, gke, k3s, microk8s, openshift, rke2, talos
{{- end }}

{{/*
What the chosen platform means for these values: files/platforms/<name>.json, its defaults replaced by what the
user gave, and what follows from them. `enabled` holds the flags that say what is there: the components, `node` for
node parts at all, `kubelet` where Multus acts as the kubelet and `token` where not, each Deployment, `everyNode` where
the collector of addresses runs on every node instead, and options. `rights` holds the rules whose flag is
set, by kind and name of their role, `references` the images by component.
Argument: the root context, where it puts `.platform`. Result: nothing.
*/}}
{{- define "multus-ipvlan.platform" -}}
{{- $platform := .Files.Get (printf "files/platforms/%s.json" .Values.platform) | fromJson -}}
{{- $_ := set $platform "daemonset" (dict "cniBinDir" (.Values.daemonset.cniBinDir | default $platform.defaults.daemonset.cniBinDir) "cniConfDir" (.Values.daemonset.cniConfDir | default $platform.defaults.daemonset.cniConfDir)) -}}
{{- $_ := set $platform "multus" (dict "kubeconfig" (.Values.multus.kubeconfig | default $platform.defaults.multus.kubeconfig) "clusterNetwork" (.Values.multus.clusterNetwork | default $platform.defaults.multus.clusterNetwork) "cniVersion" (.Values.multus.cniVersion | default $platform.defaults.multus.cniVersion)) -}}
{{- $multus := eq (toString .Values.multus.enabled) "auto" | ternary (has "multus" $platform.components) (eq (toString .Values.multus.enabled) "true") -}}
{{- $whereabouts := eq (toString .Values.whereabouts.enabled) "auto" | ternary (has "whereabouts" $platform.components) (eq (toString .Values.whereabouts.enabled) "true") -}}
{{- $node := or $multus $whereabouts -}}
{{- $kubelet := and $multus (ne $platform.multus.kubeconfig "") -}}
{{- $enabled := dict "multus" $multus "whereabouts" $whereabouts "node" $node "kubelet" $kubelet "token" (not $kubelet)
  "startupTaint" (and $node .Values.daemonset.startupTaint.enabled)
  "podWatch" .Values.whereabouts.gc.podWatch
  "securityContextConstraints" .Values.rbac.securityContextConstraints -}}
{{- range $platform.deployments -}}
{{- $tag := (index $.Values .component).image.tag | default (index $platform.images .component).tag -}}
{{- /* An image without a version in its tag is taken for the platform's own. */ -}}
{{- $version := regexFind "[0-9]+[.][0-9]+([.][0-9]+)?" $tag | default .since -}}
{{- $_ := set $enabled .flag (and (index $enabled .component) (semverCompare (printf ">=%s" .since) $version)) -}}
{{- end -}}
{{- $_ := set $enabled "everyNode" (not $enabled.reconciler) -}}
{{- $_ := set $platform "enabled" $enabled -}}
{{- if $kubelet -}}
{{- $_ := set $platform.roles.multus "account" "nodes" -}}
{{- end -}}
{{- $rights := dict -}}
{{- range $name, $role := .Values.rbac.create | ternary $platform.roles dict -}}
{{- range $role.rules -}}
{{- if and (index $enabled $role.flag) (index $enabled .flag) -}}
{{- $key := printf "%s %s" .kind $name -}}
{{- $_ := set $rights $key (append (get $rights $key | default list) .rule) -}}
{{- end -}}
{{- /* never empty: a role has rules */ -}}
{{- end -}}
{{- end -}}
{{- $_ := set $platform "rights" $rights -}}
{{- if eq (toString .Values.daemonset.privileged) "auto" | not -}}
{{- $_ := set $platform "privileged" .Values.daemonset.privileged -}}
{{- end -}}
{{- $conf := trimSuffix "/" $platform.daemonset.cniConfDir -}}
{{- $_ := set $platform.daemonset "cniConfDir" $conf -}}
{{- if and (hasPrefix "/" $platform.multus.clusterNetwork) (not .Values.multus.clusterNetwork) -}}
{{- $_ := set $platform.multus "clusterNetwork" (printf "%s/%s" $conf (base $platform.multus.clusterNetwork)) -}}
{{- end -}}
{{- $pools := .Values.whereabouts.poolNamespace | default .Release.Namespace -}}
{{- /* Whereabouts looks for its file in these folders; elsewhere each network has to say where it is. */ -}}
{{- $searched := has $conf (list "/etc/cni/net.d" "/etc/kubernetes/cni/net.d") -}}
{{- $_ := set $platform "whereabouts" (dict "poolNamespace" $pools "configurationPath" (ternary "" (printf "%s/whereabouts.d/whereabouts.conf" $conf) $searched)) -}}
{{- $kubeconfigs := list -}}
{{- if $whereabouts -}}
{{- $kubeconfigs = append $kubeconfigs (printf "whereabouts.d/whereabouts.kubeconfig=%s" $pools) -}}
{{- end -}}
{{- if and $multus (not $kubelet) -}}
{{- $kubeconfigs = append $kubeconfigs "multus.d/multus.kubeconfig=" -}}
{{- $_ := set $platform.multus "kubeconfig" (printf "%s/multus.d/multus.kubeconfig" $conf) -}}
{{- end -}}
{{- $_ := set $platform "kubeconfigs" (join " " $kubeconfigs) -}}
{{- /* Items for the lists that every container has, as text: there are many containers. */ -}}
{{- $extra := dict "env" "" "mounts" "" -}}
{{- range .Values.daemonset.extraEnv -}}
{{- $_ := set $extra "env" (printf "%s\n    - %s" $extra.env (toJson .)) -}}
{{- end -}}
{{- range .Values.daemonset.extraVolumeMounts -}}
{{- $_ := set $extra "mounts" (printf "%s\n    - %s" $extra.mounts (toJson .)) -}}
{{- end -}}
{{- $_ := set $platform "extra" $extra -}}
{{- $references := dict -}}
{{- range $component, $own := $platform.images -}}
{{- $_ := set $references $component (include "multus-ipvlan.image" (dict "root" $ "component" $component "own" $own)) -}}
{{- /* never empty: a profile has images */ -}}
{{- end -}}
{{- $_ := set $platform "references" $references -}}
{{- $_ := set . "platform" $platform -}}
{{- end }}

{{/*
The platform that the cluster says it is, or nothing: some mark the version of their API servers, OpenShift serves
an API of its own. Argument: the root context.
*/}}
{{- define "multus-ipvlan.detectedPlatform" -}}
{{- if .Capabilities.APIVersions.Has "config.openshift.io/v1" -}}
openshift
{{- else -}}
{{- range $name, $mark := dict "eks" "-eks-" "gke" "-gke." "k3s" "+k3s" "rke2" "+rke2" -}}
{{- if contains $mark $.Capabilities.KubeVersion.Version -}}
{{- $name -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/*
Refuses a platform that is unknown or contradicts the cluster, and node parts where the platform runs its own.
Argument: the root context with `.platform`, but for an unknown one. Result: nothing.
*/}}
{{- define "multus-ipvlan.validatePlatform" -}}
{{- $detected := include "multus-ipvlan.detectedPlatform" . -}}
{{- if and $detected (ne $detected .Values.platform) -}}
{{- fail (printf "platform: the cluster says that it is %s (%s), not %s; set platform to %s, or platformCheck to false if you know better" $detected .Capabilities.KubeVersion.Version .Values.platform $detected) -}}
{{- end -}}
{{- range list "multus" "whereabouts" -}}
{{- $tag := (index $.Values .).image.tag -}}
{{- if and (index $.platform.enabled .) $.platform.tag (regexMatch "^v?[0-9]+[.][0-9]+[.][0-9]+$" (toString $tag)) -}}
{{- fail (printf "%s.image.tag: %s is a version of the upstream image, whose flags differ from those of %s (tags with %s); set platformCheck to false if it is a copy of that one, and platform to generic too if not" . $tag $.Values.platform $.platform.tag) -}}
{{- end -}}
{{- if and (index $.platform.enabled .) (not $.platform.components) -}}
{{- fail (printf "%s.enabled: %s runs Multus and Whereabouts itself, and a node with two owners breaks; leave it at auto, or set platformCheck to false if that is switched off" . $.Values.platform) -}}
{{- end -}}
{{- end -}}
{{- end }}
