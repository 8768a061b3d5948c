{{ define "my-demo.name" }}a{{ end }}
{{ define "my-demo/web" }}a{{ end }}
{{ define "part.fullname" }}a{{ end }}
{{ define "packed.fullname" }}a{{ end }}
