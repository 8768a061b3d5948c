{{ define "part.fullname" }}demo{{ end }}
{{ define "labels" }}a: b{{ end }}
