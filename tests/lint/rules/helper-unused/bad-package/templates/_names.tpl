{{- define "demo.old" -}} {{- /* # expect: helper-unused */ -}}
old
{{- end -}}
