{{ define "part.fullname" }}part{{ end }}
{{ define "labels" }}a: b{{ end }}
