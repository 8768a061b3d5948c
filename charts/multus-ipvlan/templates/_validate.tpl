{{/*
Refuses values that no template could make sense of, each with what to do instead. Every template includes
it first; the work is done once per render: a mark in the root context says so. It also puts there what the
templates are about: `.platform`, the chosen one, and `.networks`, by key, each with its defaults and name and
without those that are switched off. The only home of `fail`. Argument: the root context. Result: nothing.
*/}}
{{- define "multus-ipvlan.validate" -}}
{{- if not (hasKey . "validated") -}}
{{- $_ := set . "validated" true -}}
{{- range $path := list "platform" "global" "multus" "multus.enabled" "multus.image" "multus.image.pullPolicy" "multus.logLevel" "multus.logFile" "multus.cniVersion" "multus.namespaceIsolation" "multus.installConfig" "multus.installBinary" "whereabouts" "whereabouts.enabled" "whereabouts.image" "whereabouts.image.pullPolicy" "whereabouts.install" "whereabouts.gc" "whereabouts.gc.schedule" "whereabouts.gc.podWatch" "whereabouts.gc.logLevel" "daemonset" "daemonset.priorityClassName" "daemonset.maxUnavailable" "daemonset.idle" "rbac" "rbac.create" "serviceAccount" "serviceAccount.create" "networkDefaults" -}}
{{- $value := $.Values -}}
{{- range splitList "." $path -}}
{{- $value = index $value . -}}
{{- end -}}
{{- if kindIs "invalid" $value -}}
{{- fail (printf "%s: missing; null takes away the chart's default, leave the key out to keep it" $path) -}}
{{- end -}}
{{- end -}}
{{- if not (has .Values.platform (include "multus-ipvlan.platforms" . | splitList ", ")) -}}
{{- fail (printf "platform: %q is not a platform of this chart; use one of: %s" .Values.platform (include "multus-ipvlan.platforms" .)) -}}
{{- end -}}
{{- include (printf "multus-ipvlan.platform.%s" .Values.platform) . -}}
{{- if and .platform.enabled.whereabouts (ne (trimSuffix "/" .platform.daemonset.cniConfDir) "/etc/cni/net.d") -}}
{{- fail (printf "daemonset.cniConfDir: Whereabouts looks for its configuration in /etc/cni/net.d and would not find it in %s; leave the folder or switch whereabouts.enabled off" .platform.daemonset.cniConfDir) -}}
{{- end -}}
{{- $_ := set . "networks" dict -}}
{{- $taken := dict -}}
{{- range $key, $network := .Values.networks -}}
{{- /* Null takes back a network of an earlier values file. */ -}}
{{- if not (kindIs "invalid" $network) -}}
{{- include "multus-ipvlan.validateNetwork" (dict "root" $ "key" $key "network" $network "taken" $taken) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/*
Refuses a network that cannot become a CNI configuration, and adds it to the root's networks. Argument: root,
key, network, taken (the keys of the networks so far by namespace/name; changed). Result: nothing.
*/}}
{{- define "multus-ipvlan.validateNetwork" -}}
{{- $at := printf "networks.%s" .key -}}
{{- $merged := deepCopy .root.Values.networkDefaults -}}
{{- include "multus-ipvlan.merge" (dict "into" $merged "from" .network) -}}
{{- if ne $merged.enabled false -}}
{{- $name := $merged.name | default .key -}}
{{- $_ := set $merged "name" $name -}}
{{- $_ := set .root.networks .key $merged -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" $name) -}}
{{- fail (printf "%s: the name %q is no DNS label (small letters, digits and dashes, at most 63); pods could not ask for it. Set %s.name" $at $name $at) -}}
{{- end -}}
{{- if has $name (list "multus-cni-network" .root.platform.multus.clusterNetwork) -}}
{{- fail (printf "%s: the name %s is that of the cluster network or of Multus itself; a network of that name would take its place. Set %s.name" $at $name $at) -}}
{{- end -}}
{{- range $field := list "namespaces" "cniVersion" -}}
{{- if not (get $merged $field) -}}
{{- fail (printf "%s.%s: missing; give it here or in networkDefaults.%s" $at $field $field) -}}
{{- end -}}
{{- end -}}
{{- range $namespace := $merged.namespaces -}}
{{- $place := printf "%s/%s" $namespace $name -}}
{{- if hasKey $.taken $place -}}
{{- fail (printf "%s: networks.%s already is the network %s in namespace %s; give one of them another name" $at (get $.taken $place) $name $namespace) -}}
{{- end -}}
{{- $_ := set $.taken $place $.key -}}
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
