{{- define "short.name" -}}{{- end -}} {{- /* # expect: helper-prefix info */ -}}
{{- define "half.name" -}}{{- end -}} {{- /* # expect: helper-prefix info */ -}}
{{- define "half.labels" -}}{{- end -}} {{- /* # expect: helper-prefix info */ -}}
{{- define "half.image" -}}{{- end -}} {{- /* # expect: helper-prefix info */ -}}
{{- define "demo.name" -}}{{- end -}}
{{- /* It takes the place of the subchart's. */ -}}
{{- define "sub.name" -}}
demo
{{- end -}}
