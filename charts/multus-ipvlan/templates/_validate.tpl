{{/*
Refuses values that no template could make sense of, each with what to do instead. Every template includes
it first; the work is done once per render: a mark in the root context says so. It also puts the chosen
platform there, as `.platform`. The only home of `fail`. Argument: the root context. Result: nothing.
*/}}
{{- define "multus-ipvlan.validate" -}}
{{- if not (hasKey . "validated") -}}
{{- $_ := set . "validated" true -}}
{{- if not (has .Values.platform (include "multus-ipvlan.platforms" . | splitList ", ")) -}}
{{- fail (printf "platform: %q is not a platform of this chart; use one of: %s" .Values.platform (include "multus-ipvlan.platforms" .)) -}}
{{- end -}}
{{- $_ := set . "platform" (include "multus-ipvlan.platform" . | fromYaml) -}}
{{- range $key, $network := .Values.networks -}}
{{- if kindIs "invalid" $network -}}
{{- /* Null takes back a network of an earlier values file. */ -}}
{{- $_ := unset $.Values.networks $key -}}
{{- else -}}
{{- include "multus-ipvlan.validateNetwork" (dict "root" $ "key" $key "network" $network) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Refuses a network that cannot become a CNI configuration. Argument: root, key, network. Result: nothing. */}}
{{- define "multus-ipvlan.validateNetwork" -}}
{{- $at := printf "networks.%s" .key -}}
{{- $merged := deepCopy .root.Values.networkDefaults -}}
{{- include "multus-ipvlan.merge" (dict "into" $merged "from" .network) -}}
{{- if ne $merged.enabled false -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" ($merged.name | default .key)) -}}
{{- fail (printf "%s: the name %q is no DNS label (small letters, digits and dashes, at most 63); pods could not ask for it. Set %s.name" $at ($merged.name | default .key) $at) -}}
{{- end -}}
{{- range $field := list "namespaces" "cniVersion" -}}
{{- if not (get $merged $field) -}}
{{- fail (printf "%s.%s: missing; give it here or in networkDefaults.%s" $at $field $field) -}}
{{- end -}}
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
{{- if and (hasKey $parsed "Error") (eq (len $parsed) 1) -}}
{{- fail (printf "%s.config: not a JSON object: %s" $at $parsed.Error) -}}
{{- else if not (hasPrefix "{" (trim $merged.config)) -}}
{{- fail (printf "%s.config: not a JSON object: %s" $at $merged.config) -}}
{{- end -}}
{{- end -}}
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
