{{/*
Refuses values that no template could make sense of, each with what to do instead. Every template includes
it first; the work is done once per render: a mark in the root context says so. It also puts there what the
templates are about: `.platform`, the chosen one, and `.attachments`, by namespace/name, each a map of its
`namespace` and `network`, which has its defaults and name; networks that are switched off have none. The only
home of `fail`. Argument: the root context. Result: nothing.
*/}}
{{- define "multus-ipvlan.validate" -}}
{{- if not (hasKey . "validated") -}}
{{- $_ := set . "validated" true -}}
{{- range $old, $new := dict "daemonset.idle" "daemonset.agent" "whereabouts.gc.logLevel" "whereabouts.logLevel" -}}
{{- $value := $.Values -}}
{{- range splitList "." $old -}}
{{- $value = kindIs "map" $value | ternary (get (kindIs "map" $value | ternary $value dict) .) nil -}}
{{- end -}}
{{- if not (empty $value) -}}
{{- fail (printf "%s: is called %s now; move it there" $old $new) -}}
{{- end -}}
{{- end -}}
{{- /* Sections and the keys in each that templates cannot do without, parents first. */ -}}
{{- range $section, $keys := dict "" "platform platformCheck global multus whereabouts daemonset rbac serviceAccount kubectl networkDefaults networkTest" "multus" "enabled image logLevel namespaceIsolation installConfig installBinary" "multus.image" "pullPolicy" "whereabouts" "enabled image logLevel install gc reconciler" "whereabouts.image" "pullPolicy" "whereabouts.gc" "schedule podWatch" "whereabouts.reconciler" "priorityClassName" "daemonset" "privileged priorityClassName criticalPodsQuota maxSurge maxUnavailable startupTaint activate agent" "daemonset.startupTaint" "enabled key" "rbac" "create securityContextConstraints" "serviceAccount" "create" "kubectl" "image" "kubectl.image" "pullPolicy" "networkTest" "timeout" -}}
{{- $map := $.Values -}}
{{- range without (splitList "." $section) "" -}}
{{- $map = index $map . -}}
{{- end -}}
{{- range splitList " " $keys -}}
{{- if kindIs "invalid" (index $map .) -}}
{{- fail (printf "%s: missing; null takes away the chart's default, leave the key out to keep it" (trimPrefix "." (printf "%s.%s" $section .))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (has .Values.platform (include "multus-ipvlan.platforms" . | splitList ", ")) -}}
{{- fail (printf "platform: %q is not a platform of this chart; use one of: %s" .Values.platform (include "multus-ipvlan.platforms" .)) -}}
{{- end -}}
{{- $_ := set . "base" (include "multus-ipvlan.base" .) -}}
{{- include "multus-ipvlan.shareLabels" . -}}
{{- include "multus-ipvlan.platform" . -}}
{{- if .Values.platformCheck -}}
{{- include "multus-ipvlan.validatePlatform" . -}}
{{- end -}}
{{- if not (or .Values.daemonset.maxSurge .Values.daemonset.maxUnavailable) -}}
{{- fail "daemonset.maxSurge: 0 as maxUnavailable is, so that no update could ever start; set one of them" -}}
{{- end -}}
{{- $_ := set . "attachments" dict -}}
{{- range $key, $network := .Values.networks -}}
{{- /* Null takes back a network of an earlier values file. */ -}}
{{- if not (kindIs "invalid" $network) -}}
{{- include "multus-ipvlan.validateNetwork" (dict "root" $ "key" $key "network" $network) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/*
Refuses a network that cannot become a CNI configuration, and adds it to the root's attachments. Argument: root,
key, network. Result: nothing.
*/}}
{{- define "multus-ipvlan.validateNetwork" -}}
{{- $at := printf "networks.%s" .key -}}
{{- $merged := deepCopy .root.Values.networkDefaults -}}
{{- include "multus-ipvlan.merge" (dict "into" $merged "from" .network) -}}
{{- if ne $merged.enabled false -}}
{{- $name := $merged.name | default .key -}}
{{- $_ := set $merged "name" $name -}}
{{- $_ := set $merged "configurationPath" .root.platform.whereabouts.configurationPath -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" $name) -}}
{{- fail (printf "%s: the name %q is no DNS label (small letters, digits and dashes, at most 63); pods could not ask for it. Set %s.name" $at $name $at) -}}
{{- end -}}
{{- if has $name (list "multus-cni-network" (ternary "" .root.platform.multus.clusterNetwork (eq .root.platform.multus.clusterNetwork "auto"))) -}}
{{- fail (printf "%s: the name %s is that of the cluster network or of Multus itself; a network of that name would take its place. Set %s.name" $at $name $at) -}}
{{- end -}}
{{- if not $merged.cniVersion -}}
{{- fail (printf "%s.cniVersion: missing; give it here or in networkDefaults.cniVersion" $at) -}}
{{- end -}}
{{- range $namespace := $merged.namespaces -}}
{{- $place := printf "%s/%s" $namespace $name -}}
{{- with get $.root.attachments $place -}}
{{- fail (printf "%s: networks.%s already is the network %s in namespace %s; give one of them another name" $at .key $name $namespace) -}}
{{- end -}}
{{- $_ := set $.root.attachments $place (dict "key" $.key "namespace" $namespace "network" $merged) -}}
{{- else -}}
{{- fail (printf "%s.namespaces: missing; give it here or in networkDefaults.namespaces" $at) -}}
{{- end -}}
{{- if hasKey .network "config" | and (ne .network.config nil) -}}
{{- range $field := list "master" "mode" "mtu" "ranges" "range" "rangeStart" "rangeEnd" "exclude" "gateway" "routes" "networkName" "enableOverlappingRanges" "plugins" -}}
{{- if hasKey $.network $field | and (ne (index $.network $field) nil) -}}
{{- fail (printf "%s.%s: config describes the whole network, so %s cannot stand beside it; remove one of them" $at $field $field) -}}
{{- end -}}
{{- end -}}
{{- if kindIs "string" $merged.config -}}
{{- /* fromJson gives an error as the one key Error, and makes an empty map of null. */ -}}
{{- $parsed := fromJson $merged.config -}}
{{- if not (hasPrefix "{" (trim $merged.config)) -}}
{{- fail (printf "%s.config: %q is not a JSON object; it must start with {" $at (trunc 60 $merged.config)) -}}
{{- else if and (hasKey $parsed "Error") (eq (len $parsed) 1) -}}
{{- fail (printf "%s.config: not a JSON object: %s" $at $parsed.Error) -}}
{{- end -}}
{{- end -}}
{{- include "multus-ipvlan.validateConfig" (dict "at" $at "config" (kindIs "string" $merged.config | ternary (toString $merged.config | fromJson) $merged.config)) -}}
{{- else -}}
{{- if not $merged.master -}}
{{- fail (printf "%s.master: missing; name the node's interface that carries the network, such as eth1, here or in networkDefaults.master" $at) -}}
{{- end -}}
{{- if and $merged.ranges (or $merged.range $merged.rangeStart $merged.rangeEnd $merged.exclude) -}}
{{- fail (printf "%s: range, rangeStart, rangeEnd and exclude are the short form of one entry of ranges; use one form, not both" $at) -}}
{{- end -}}
{{- if not (or $merged.ranges $merged.range) -}}
{{- fail (printf "%s.range: missing; give the addresses of the network, such as 172.16.1.0/24" $at) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/*
Refuses a raw configuration without a plugin, or with a name or version that is no text: Multus refuses some of
these shapes and crashes on others.
Argument: at, config (a map). Result: nothing.
*/}}
{{- define "multus-ipvlan.validateConfig" -}}
{{- range $field := list "name" "cniVersion" -}}
{{- $value := get $.config $field -}}
{{- if and (hasKey $.config $field) (not (and $value (kindIs "string" $value))) -}}
{{- fail (printf "%s.config.%s: must be a text that is not empty; leave it out to get the network's" $.at $field) -}}
{{- end -}}
{{- end -}}
{{- if and (hasKey .config "type") (not (kindIs "string" .config.type)) -}}
{{- fail (printf "%s.config.type: must be a text, the name of a plugin" .at) -}}
{{- end -}}
{{- if and (hasKey .config "plugins") (not (kindIs "slice" .config.plugins)) -}}
{{- fail (printf "%s.config.plugins: must be a list of plugins" .at) -}}
{{- end -}}
{{- $named := .config.type | default "" | empty | not -}}
{{- if not (or $named .config.plugins) -}}
{{- fail (printf "%s.config: names no plugin; give it a type, or plugins with a type each" .at) -}}
{{- end -}}
{{- range .config.plugins -}}
{{- $type := kindIs "map" . | ternary (get (kindIs "map" . | ternary . dict) "type") "" -}}
{{- if not (and $type (kindIs "string" $type)) -}}
{{- fail (printf "%s.config.plugins: each plugin needs a type, a text" $.at) -}}
{{- end -}}
{{- end -}}
{{- end }}
