{{ define "demo.name" }}b{{ end }}  # expect: helper-twice
