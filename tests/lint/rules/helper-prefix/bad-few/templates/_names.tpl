{{- define "short.name" -}}{{- end -}} {{- /* # expect: helper-prefix */ -}}
{{- define "short.labels" -}}{{- end -}} {{- /* # expect: helper-prefix */ -}}
{{- define "half.name" -}}{{- end -}} {{- /* # expect: helper-prefix */ -}}
{{- define "half.labels" -}}{{- end -}} {{- /* # expect: helper-prefix */ -}}
{{- define "half.image" -}}{{- end -}} {{- /* # expect: helper-prefix */ -}}
{{- define "demo.name" -}}{{- end -}}
{{- /* It takes the place of the subchart's. */ -}}
{{- define "sub.name" -}}
demo
{{- end -}}
