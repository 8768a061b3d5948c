{{ define "mychart.name" }}a{{ end }}  # expect: helper-prefix
{{ define "mychart.labels" }}a{{ end }}  # expect: helper-prefix
{{ define "mychart.image" }}a{{ end }}  # expect: helper-prefix
