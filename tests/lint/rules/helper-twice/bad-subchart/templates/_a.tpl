{{ define "fullname" }}demo{{ end }}  # expect: helper-twice
