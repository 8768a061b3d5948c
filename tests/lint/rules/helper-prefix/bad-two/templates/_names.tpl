{{- define "short.name" -}}{{- end -}} {{- /* # expect: helper-prefix info */ -}}
{{- define "short.labels" -}}{{- end -}} {{- /* # expect: helper-prefix info */ -}}
{{- define "demo.name" -}}{{- end -}}
