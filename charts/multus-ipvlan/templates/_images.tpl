{{/*
The reference of a component's image. The platform's tag and digest belong together: a tag or digest of
the user's replaces both, but for the platform's own tag, which keeps its digest.
Argument: root, component, own (the platform's).
*/}}
{{- define "multus-ipvlan.image" -}}
{{- $given := (index .root.Values .component).image -}}
{{- $repository := $given.repository | default .own.repository -}}
{{- with .root.Values.global.imageRegistry -}}
{{- $first := splitList "/" $repository | first -}}
{{- if and (ne $first $repository) (or (contains "." $first) (contains ":" $first) (eq $first "localhost")) -}}
{{- $repository = trimPrefix (printf "%s/" $first) $repository -}}
{{- end -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .) $repository -}}
{{- end -}}
{{- $tag := $given.tag -}}
{{- $digest := $given.digest -}}
{{- if not $digest -}}
{{- $tag = $tag | default .own.tag -}}
{{- if eq $tag .own.tag -}}
{{- $digest = .own.digest -}}
{{- end -}}
{{- end -}}
{{- $repository }}{{ with $tag }}:{{ . }}{{ end }}{{ with $digest }}@{{ . }}{{ end -}}
{{- end }}

{{/* The key `imagePullSecrets`, or nothing. Argument: the root context. */}}
{{- define "multus-ipvlan.imagePullSecrets" -}}
{{- with .Values.global.imagePullSecrets -}}
imagePullSecrets:
  {{- range . }}
  - name: {{ kindIs "map" . | ternary (get (kindIs "map" . | ternary . dict) "name") . | quote }}
  {{- end }}
{{- end -}}
{{- end }}
