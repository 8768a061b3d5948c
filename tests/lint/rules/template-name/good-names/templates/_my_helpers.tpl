{{ define "demo.a" }}{{ end }}
