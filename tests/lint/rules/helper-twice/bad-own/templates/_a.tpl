{{ define "demo.name" }}a{{ end }}
