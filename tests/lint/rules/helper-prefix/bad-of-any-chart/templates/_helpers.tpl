{{ define "mychart.name" }}a{{ end }}  # expect: helper-prefix info
{{ define "mychart.labels" }}a{{ end }}  # expect: helper-prefix info
{{ define "mychart.image" }}a{{ end }}  # expect: helper-prefix info
