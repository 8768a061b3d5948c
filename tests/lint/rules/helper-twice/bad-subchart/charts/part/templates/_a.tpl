{{ define "fullname" }}part{{ end }}
