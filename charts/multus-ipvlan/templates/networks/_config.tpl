{{/*
Merges a map into another: maps deep, lists replace, null removes. Helm itself drops a null only where
the chart has a default for the key. Argument: into (changed), from. Result: nothing.
*/}}
{{- define "multus-ipvlan.merge" -}}
{{- $into := .into -}}
{{- range $key, $value := .from -}}
{{- if kindIs "invalid" $value -}}
{{- $_ := unset $into $key -}}
{{- else if and (kindIs "map" $value) (ne $key "config") -}}
{{- $_ := set $into $key (kindIs "map" (get $into $key) | ternary (get $into $key) dict) -}}
{{- include "multus-ipvlan.merge" (dict "into" (get $into $key) "from" $value) -}}
{{- else -}}
{{- $_ := set $into $key $value -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* One range as Whereabouts reads it. Argument: a map with range, rangeStart, rangeEnd, exclude. Result: JSON. */}}
{{- define "multus-ipvlan.range" -}}
{{- $range := dict "range" .range -}}
{{- with .rangeStart }}{{- $_ := set $range "range_start" . -}}{{- end -}}
{{- with .rangeEnd }}{{- $_ := set $range "range_end" . -}}{{- end -}}
{{- with .exclude }}{{- $_ := set $range "exclude" . -}}{{- end -}}
{{- toJson $range -}}
{{- end }}

{{/*
The address management of a network. Argument: the merged network with configurationPath, where Whereabouts
finds its file if it would not find it itself. Result: JSON.
*/}}
{{- define "multus-ipvlan.ipam" -}}
{{- $ipam := dict "type" "whereabouts" -}}
{{- if .ranges -}}
{{- $ranges := list -}}
{{- range .ranges -}}
{{- $ranges = append $ranges (include "multus-ipvlan.range" . | fromJson) -}}
{{- end -}}
{{- $_ := set $ipam "ipRanges" $ranges -}}
{{- else -}}
{{- $_ := merge $ipam (include "multus-ipvlan.range" . | fromJson) -}}
{{- end -}}
{{- with .configurationPath }}{{- $_ := set $ipam "configuration_path" . -}}{{- end -}}
{{- with .gateway }}{{- $_ := set $ipam "gateway" . -}}{{- end -}}
{{- with .routes -}}
{{- $routes := list -}}
{{- range . -}}
{{- $routes = append $routes (empty .gw | ternary (dict "dst" .dst) (dict "dst" .dst "gw" .gw)) -}}
{{- end -}}
{{- $_ := set $ipam "routes" $routes -}}
{{- end -}}
{{- with .networkName }}{{- $_ := set $ipam "network_name" . -}}{{- end -}}
{{- if kindIs "bool" .enableOverlappingRanges -}}
{{- $_ := set $ipam "enable_overlapping_ranges" .enableOverlappingRanges -}}
{{- end -}}
{{- toJson $ipam -}}
{{- end }}

{{/*
The CNI configuration of a network; it always has name and cniVersion: without the latter Multus up to
4.3.0 forgets the address management when a pod goes. Argument: the merged network with its name.
Result: JSON.
*/}}
{{- define "multus-ipvlan.cniConfig" -}}
{{- if not (kindIs "invalid" .config) -}}
{{- $own := dict "name" .name "cniVersion" .cniVersion -}}
{{- if or (kindIs "map" .config) .configurationPath -}}
{{- $config := kindIs "map" .config | ternary .config (toString .config | fromJson) | deepCopy -}}
{{- $path := .configurationPath -}}
{{- range append ($config.plugins | default list) $config -}}
{{- if and (kindIs "map" .ipam) $path -}}
{{- if eq (toString .ipam.type) "whereabouts" -}}
{{- $_ := set . "ipam" (merge (dict) .ipam (dict "configuration_path" $path)) -}}
{{- end -}}
{{- end -}}
{{- /* never empty: the configuration itself is one */ -}}
{{- end -}}
{{- merge (dict) $config $own | toJson -}}
{{- else -}}
{{- /* The text stays as it is: read and written again, long numbers would be rounded. */ -}}
{{- $config := fromJson .config -}}
{{- $text := trim .config | trimPrefix "{" -}}
{{- range $key := list "cniVersion" "name" -}}
{{- if not (hasKey $config $key) -}}
{{- $text = printf "%s:%s,%s" (toJson $key) (get $own $key | toJson) $text -}}
{{- end -}}
{{- end -}}
{{- printf "{%s" $text -}}
{{- end -}}
{{- else -}}
{{- $ipvlan := dict "type" "ipvlan" "master" .master "ipam" (include "multus-ipvlan.ipam" . | fromJson) -}}
{{- with .mode }}{{- $_ := set $ipvlan "mode" . -}}{{- end -}}
{{- with .mtu }}{{- $_ := set $ipvlan "mtu" (int .) -}}{{- end -}}
{{- $plugins := prepend (.plugins | default list) $ipvlan -}}
{{- dict "name" .name "cniVersion" .cniVersion "plugins" $plugins | toJson -}}
{{- end -}}
{{- end }}
