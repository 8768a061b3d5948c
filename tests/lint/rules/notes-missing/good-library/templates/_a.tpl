{{ define "demo.a" }}a{{ end }}
